"""What cannot be answered is said in words, with a status that is true."""

from typing import Any

import pytest
from django.test import Client

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition
from tests.pages.conftest import Open

BOB = "/bob-icb/bob-icb-2024-09"
CYCLE = f"{BOB}/matrix/nhs-england-commissioning-cycle"

UNKNOWN = {
    "/nowhere/": "There is no organisation “nowhere” in the registry.",
    "/bob-icb/nothing/": "There is no edition “nothing”.",
    "/frimley-icb/bob-icb-2024-09/": "There is no edition “bob-icb-2024-09” here.",
    "/frimley-icb/bob-icb-2024-09/functions/safeguarding/": "There is no edition",
    f"{BOB}/wombats/": "There is no such list.",
    f"{BOB}/wombats.csv": "There is no such list.",
    f"{BOB}/functions/wombat/": "Our Operating Model has no function “wombat”.",
    f"{BOB}/posts/safeguarding/": "Our Operating Model has no post “safeguarding”.",
    f"{BOB}/matrix/wombat/": "Our Operating Model has no commissioning cycle “wombat”.",
    f"{BOB}/matrix/wombat.pdf": "Our Operating Model has no commissioning cycle “wombat”.",
    f"{CYCLE}.csv?text=xyzzy": "Nothing in this matrix fits what it was narrowed to.",
    f"{CYCLE}.pdf?text=xyzzy": "Nothing in this matrix fits what it was narrowed to.",
    f"{BOB}/functions/?page=1000000000": "The list has no page 1000000000.",
    f"{BOB}/functions/?page=0": "The list has no page 0.",
    "/search/?q=care&page=1000000000": "There is no page 1000000000 of these results.",
    "/search/?q=care&page=26": "There is no page 26 of these results.",
    "/a/b/c/d/e/": "Check the address, or search for what you came for.",
    f"{BOB}/functions.pdf": "Check the address, or search for what you came for.",
}
UNREADABLE = {
    f"{BOB}/functions/?page=two": "“two” is no page number. Use 1, 2, 3 …",
    "/search/?q=care&page=-1": "“-1” is no page number. Use 1, 2, 3 …",
    "/search/?q=care&page=²": "“²” is no page number. Use 1, 2, 3 …",
    "/search/?q=care&kind=wombat": "“wombat” is no kind of thing the registry holds.",
    f"/search/?q={'a' * 201}": "The question has 201 characters; a few words find more.",
    f"{BOB}/functions/?standing=gone": "Use one of: in-force, agreed,",
    f"{BOB}/functions.csv?standing=gone": "Use one of: in-force, agreed,",
    f"{BOB}/functions/?q=a%00b": "The address holds a null character.",
}


@pytest.mark.parametrize(("address", "words"), UNKNOWN.items())
def test_what_is_not_there(address: str, words: str, visit: Open) -> None:
    page = visit(address, status=404)
    assert page.main.startswith("There is no such page")
    assert words in page.main


@pytest.mark.parametrize(("address", "words"), UNREADABLE.items())
def test_what_cannot_be_read(address: str, words: str, visit: Open) -> None:
    page = visit(address, status=400)
    assert page.main.startswith("That question cannot be read")
    assert words in page.main


@pytest.mark.parametrize("address", ["/", "/search/", f"{BOB}/functions/", f"{BOB}/chart.pdf"])
def test_a_question_of_ten_thousand_characters(address: str, visit: Open) -> None:
    page = visit(f"{address}?q={'a' * 10_000}", status=414)
    assert page.main.startswith("That address is too long")
    assert "10,002 characters after the question mark" in page.main


def test_the_way_on_from_a_refusal(visit: Open) -> None:
    page = visit("/nowhere/", status=404)
    assert ("start page", "/") in page.links
    assert page.tree.xpath("//header//form[@action='/search/']")


@pytest.mark.parametrize("plural", [kind.plural for kind in kinds().values()])
def test_every_list_of_an_edition_can_be_opened_whether_it_holds_anything_or_not(
    plural: str, visit: Open, never_adopted: Edition
) -> None:
    visit(f"{BOB}/{plural}/")
    empty = visit(f"/bob-icb/{never_adopted.slug}/{plural}/")
    assert plural == "directorates" or "This edition holds none of these." in empty.main


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_for_reading(method: str, client: Client, bob: Edition) -> None:
    """Nothing happens, whatever is sent: there is nothing that a page could change."""
    before = Edition.objects.count()
    response: Any = getattr(client, method)(f"{BOB}/functions/")
    assert response.status_code < 500
    assert Edition.objects.count() == before

"""The page of search results: what was asked for is marked, and what to do next is said."""

from __future__ import annotations

import pytest
from django.test import Client

from opmodel.editions.models import Edition
from tests.conftest import People

from .conftest import Open
from .served import Shown


def marked(page: Shown) -> list[str]:
    return ["".join(each.itertext()) for each in page.tree.iter("mark")]


def names(page: Shown) -> list[str]:
    return ["".join(each.itertext()) for each in page.tree.find_class("app-result__name")]


def said(page: Shown) -> str:
    (status,) = page.tree.xpath("//p[@role='status']")
    return " ".join("".join(status.itertext()).split())


def test_the_best_comes_first_with_the_words_marked(visit: Open) -> None:
    page = visit("/search/?q=who+does+safeguarding")
    assert names(page)[0] == "Safeguarding"
    assert marked(page)[0] == "Safeguarding"
    assert {word.lower()[:9] for word in marked(page)} == {"safeguard"}


def test_what_the_document_does_not_record_is_said(visit: Open) -> None:
    page = visit("/search/?q=who+is+the+chief+executive")
    tags = ["".join(each.itertext()) for each in page.tree.find_class("nhsuk-tag")]
    assert tags[0] == "not recorded in this document"
    assert "The holder is not recorded." in page.main


def test_a_misspelling_is_answered_and_offered_put_right(visit: Open) -> None:
    page = visit("/search/?q=safegarding+lead&kind=directorate")
    assert "Did you mean safeguarding lead? 1 result for that" in said(page)
    assert ("safeguarding lead", "?q=safeguarding+lead&kind=directorate") in page.links


@pytest.mark.parametrize(
    ("narrowed", "where"),
    [
        ("organisation=bob-icb", "in the editions of BOB ICB"),
        ("edition=bob-icb-2024-09", "in BOB ICB, September 2024"),
        ("kind=function", "for “safeguarding”"),
        ("place=oxfordshire&kind=place", "for “safeguarding”"),
    ],
)
def test_a_search_says_what_it_was_narrowed_to_and_keeps_it(
    visit: Open, narrowed: str, where: str
) -> None:
    page = visit(f"/search/?q=safeguarding&{narrowed}")
    assert where in said(page)
    chosen = {
        select.get("name"): option.get("value")
        for select in page.tree.iter("select")
        for option in select.iter("option")
        if option.get("selected") is not None
    }
    assert chosen == dict(each.split("=") for each in narrowed.split("&"))


def test_where_nothing_is_found_it_says_what_to_do_next(visit: Open) -> None:
    assert "Try fewer or shorter words" in visit("/search/?q=xyzzy").main
    narrowed = visit("/search/?q=xyzzy&edition=bob-icb-2024-09")
    assert "it is not recorded there" in narrowed.main
    assert ("Search everything for “xyzzy”", "?q=xyzzy") in narrowed.links


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("edition=nothing", 404),
        ("organisation=nowhere", 404),
        ("edition=bob-icb-2024-09&organisation=frimley-icb", 404),
        ("place=no_key", 400),
        ("organisation=%3Cb%3E", 400),
        ("kind=person", 400),
    ],
)
def test_what_there_is_not_is_refused_in_words(
    bob: Edition, client: Client, address: str, status: int
) -> None:
    assert client.get(f"/search/?q=care&{address}").status_code == status


def test_a_draft_is_there_for_who_may_see_it_and_for_nobody_else(
    draft: Edition, people: People
) -> None:
    address = f"/search/?q=safeguarding&edition={draft.slug}"
    found = {person: person.client.get(address).status_code for person in people}
    assert list(found.values()) == [404, 200, 404, 200]
    offered = people.anonymous.client.get("/search/?q=care&organisation=bob-icb").content.decode()
    assert draft.slug not in offered
    assert (
        draft.slug
        in people.reader.client.get("/search/?q=care&organisation=bob-icb").content.decode()
    )

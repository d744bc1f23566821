"""Questions that cannot be answered, and what is said to each."""

from __future__ import annotations

import pytest
from django.core.exceptions import TooManyFieldsSent
from django.test import Client

from opmodel.editions.models import Edition

from .conftest import EDITION, Ask, read

UNREADABLE = {
    "a date that is none": ("posts/?organisation=bob-icb&on=2024-13-01", "on"),
    "a date in words": ("editions/?known_at=yesterday", "known_at"),
    "an unknown parameter": ("posts/?edtion=bob-icb-2024-09", "edtion"),
    "an unknown field": (f"posts/?{EDITION}&fields=key,salary", "fields"),
    "an unknown order": (f"posts/?{EDITION}&ordering=salary", "ordering"),
    "an unknown standing": (f"posts/?{EDITION}&standing=firm", "standing"),
    "an unknown kind": (f"elements/?{EDITION}&kind=person", "kind"),
    "an unknown kind to search": ("search/?q=x&kind=person", "kind"),
    "yes and no in other words": (f"posts/?{EDITION}&executive=perhaps", "executive"),
    "a key in capitals": (f"posts/?{EDITION}&directorate=FINANCE", "directorate"),
    "a key that is too long": (f"posts/?{EDITION}&key={'a' * 121}", "key"),
    "no page": (f"posts/?{EDITION}&page=0", "page"),
    "a page in words": (f"posts/?{EDITION}&page=last", "page"),
    "a page beyond counting": (f"posts/?{EDITION}&page={10**40}", "page"),
    "pages too large": (f"posts/?{EDITION}&page_size=501", "page_size"),
    "an empty value": (f"posts/?{EDITION}&standing=", "standing"),
    "two values that differ": ("posts/?edition=bob-icb-2024-09&edition=other", "edition"),
    "nothing to search for": ("search/", "q"),
    "too much to search for": (f"search/?q={'a' * 201}", "q"),
    "a question to a detail": ("editions/bob-icb-2024-09/?fields=slug", "fields"),
    "a form nobody writes": ("schema/?format=xml", "format"),
}
NOT_THERE = {
    "edition": ("posts/?edition=bob-icb-1999", "edition"),
    "a day before there was an NHS": ("posts/?organisation=bob-icb&on=1066-10-14", "on"),
    "a day too far ahead": ("editions/?known_at=9999-12-31", "known_at"),
    "edition of another organisation": (f"posts/?{EDITION}&organisation=frimley-icb", "edition"),
    "organisation": ("posts/?organisation=nobody", "organisation"),
    "page": (f"posts/?{EDITION}&page=1000000000", "page"),
    "page of a search": ("search/?q=EPRR&page=4", "page"),
    "page of a search beyond all": ("search/?q=EPRR&page=1000000000", "page"),
}


@pytest.mark.parametrize(("address", "parameter"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_named(address: str, parameter: str, ask: Ask) -> None:
    problem = ask(address, status=400)
    assert (problem["type"], problem["title"]) == ("about:blank", "Bad Request")
    assert problem["status"] == 400
    assert problem["instance"] == f"/api/v1/{address.partition('?')[0]}"
    assert [fault["parameter"] for fault in problem["errors"]] == [parameter]
    assert problem["errors"][0]["message"] in problem["detail"]


@pytest.mark.parametrize(("address", "parameter"), NOT_THERE.values(), ids=NOT_THERE)
def test_what_is_not_there_is_named(address: str, parameter: str, ask: Ask) -> None:
    problem = ask(address, status=404)
    assert [fault["parameter"] for fault in problem["errors"]] == [parameter]


def test_every_fault_is_named_at_once(ask: Ask) -> None:
    problem = ask("posts/?on=never&page=x&fields=a,b&standing=firm", status=400)
    named = [fault["parameter"] for fault in problem["errors"]]
    assert sorted(named) == ["fields", "fields", "on", "page", "standing"]


def test_an_unknown_parameter_is_told_the_known_ones(ask: Ask) -> None:
    message = ask("places/?plase=reading", status=400)["errors"][0]["message"]
    assert "level" in message
    assert "page_size" in message


def test_an_organisation_that_ended_names_who_took_over(ask: Ask) -> None:
    problem = ask("posts/?organisation=bob-icb&on=2026-04-01", status=404)
    assert "BOB ICB ended on 31 March 2026" in problem["detail"]
    assert "Thames Valley ICB took over" in problem["detail"]
    assert [each["key"] for each in problem["successors"]] == ["nhs-thames-valley-icb"]


def test_before_anything_was_adopted_nothing_was_in_force(ask: Ask) -> None:
    problem = ask("posts/?organisation=bob-icb&on=2024-08-31", status=404)
    assert "31 August 2024" in problem["detail"]
    problem = ask("posts/?organisation=bob-icb&on=2025-01-01&known_at=2024-08-31", status=404)
    assert "as known on 31 August 2024" in problem["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "posts/00000000-0000-8000-8000-000000000000/",
        "elements/00000000-0000-8000-8000-000000000000/",
        "sources/00000000-0000-8000-8000-000000000000/",
        "editions/bob-icb-1999/",
        "organisations/nobody/",
        "nothing/here/",
        "posts/not-an-id/",
    ],
)
def test_what_has_no_address_is_a_problem(address: str, ask: Ask) -> None:
    assert ask(address, status=404)["detail"]


def test_an_element_is_not_found_among_another_kind(ask: Ask) -> None:
    place = ask(f"places/?{EDITION}")["results"][0]
    assert ask(f"posts/{place['id']}/", status=404)["detail"] == "There is no post with this id."


def test_a_question_of_ten_thousand_characters_is_too_long(client: Client) -> None:
    read(client, f"posts/?q={'a' * 10_000}", status=414)


@pytest.mark.parametrize("address", ["posts/?q=%00", "posts/?edition=%00", "posts/?%00=1"])
def test_a_null_character_is_refused(address: str, client: Client) -> None:
    read(client, address, status=400)


def test_more_parameters_than_can_be_read_are_refused(ask: Ask) -> None:
    assert ask(f"posts/?{'a&' * 1001}", status=400)["detail"]
    assert issubclass(TooManyFieldsSent, Exception)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
@pytest.mark.parametrize("address", ["posts/", "search/", "schema/", "docs/", ""])
def test_nothing_is_written_here(method: str, address: str, bob: Edition, client: Client) -> None:
    response = client.generic(method, f"/api/v1/{address}")
    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
    assert "GET" in response["Allow"]
    assert response.json()["status"] == 405


def test_somebody_signed_in_is_told_the_same(people, bob: Edition) -> None:
    response = people.reader.client.post("/api/v1/posts/", {}, "application/json")
    assert response.status_code == 405


def test_only_json_is_written(bob: Edition, client: Client) -> None:
    response = client.get("/api/v1/posts/", headers={"accept": "text/html"})
    assert response.status_code == 406
    assert response["Content-Type"] == "application/problem+json"
    browser = "text/html,application/xhtml+xml,*/*;q=0.8"
    assert client.get("/api/v1/posts/", headers={"accept": browser}).status_code == 200


def test_a_missing_slash_is_put_there(bob: Edition, client: Client) -> None:
    response = client.get(f"/api/v1/posts?{EDITION}")
    assert (response.status_code, response["Location"]) == (301, f"/api/v1/posts/?{EDITION}")
    response = client.get("/api/v1/nothing-here")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_what_is_repeated_of_a_question_is_short(ask: Ask) -> None:
    problem = ask(f"posts/?edition={'x' * 2000}", status=404)
    assert len(problem["detail"]) < 250

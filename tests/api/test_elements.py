"""Elements, kind by kind: what lists and details answer."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Kind
from opmodel.publishing import addresses

from .conftest import EDITION, Ask

KINDS = list(kinds().values())


def called(kind: type[Kind]) -> str:
    return kind.plural


def elements(kind: type[Kind], edition: Edition) -> QuerySet[Kind]:
    return kind.objects.in_edition(edition).order_by("position", "key")


def test_bob_icb_has_six_directorates(ask: Ask) -> None:
    answer = ask(f"directorates/?{EDITION}")
    assert answer["count"] == len(answer["results"]) == 6


def test_twelve_responsibilities_three_of_them_over_all_three_stages(ask: Ask) -> None:
    answer = ask(f"responsibilities/?{EDITION}")
    assert answer["count"] == 12
    spanning = [row for row in answer["results"] if len(row["stages"]) == 3]
    assert sorted(row["holder"]["key"] for row in spanning) == ["medical", "nursing", "people"]
    assert {row["part"] for row in answer["results"]} == {None}
    assert all(row["text"] and row["text"] == row["summary"] for row in answer["results"])


@pytest.mark.parametrize("kind", KINDS, ids=called)
def test_every_kind_has_a_list_in_the_order_of_its_source(
    kind: type[Kind], ask: Ask, bob: Edition
) -> None:
    answer = ask(f"{kind.plural}/?{EDITION}&page_size=500")
    stored = elements(kind, bob)
    assert [row["key"] for row in answer["results"]] == [each.key for each in stored]
    assert answer["count"] == len(stored)
    assert [row["url"] for row in answer["results"]] == [
        f"http://testserver{addresses.of_element(bob, each)}" for each in stored
    ]


@pytest.mark.parametrize("kind", KINDS, ids=called)
def test_a_detail_says_what_its_list_says(kind: type[Kind], ask: Ask, bob: Edition) -> None:
    for row in ask(f"{kind.plural}/?{EDITION}&page_size=3")["results"]:
        assert ask(f"{kind.plural}/{row['id']}/") == row


def test_an_element_carries_what_every_element_has(ask: Ask) -> None:
    row = ask(f"directorates/?{EDITION}&key=finance")["results"][0]
    assert (row["kind"], row["name"], row["standing"]) == ("directorate", "Finance", "in-force")
    assert (row["edition"], row["organisation"]) == ("bob-icb-2024-09", "bob-icb")
    assert row["url"] == "http://testserver/bob-icb/bob-icb-2024-09/directorates/finance/"
    assert row["citations"][0]["source"]["key"] == "bob-icb-operating-model-2024-09"
    assert row["citations"][0]["page"]
    assert row["led_by"] == {
        "key": "chief-officer-finance",
        "kind": "post",
        "name": "Chief Officer (Finance)",
        "url": "http://testserver/bob-icb/bob-icb-2024-09/posts/chief-officer-finance/",
    }


def test_what_a_source_does_not_say_is_null(ask: Ask) -> None:
    posts = ask(f"posts/?{EDITION}")["results"]
    assert any(post["number"] is None for post in posts)
    assert not any(value == "" for post in posts for value in post.values())


def test_an_element_stands_within_what_it_is_written_under(ask: Ask) -> None:
    key = "emergency-preparedness-and-system-coordination"
    function = ask(f"functions/?{EDITION}&key={key}")["results"][0]
    of_all_kinds = ask(f"elements/?{EDITION}&key={key}")["results"][0]
    assert function["within"] == of_all_kinds["within"] == function["directorate"]
    assert function["within"]["name"] == "Delivery, Performance & Oversight"


def test_a_body_names_the_organisation_it_is(ask: Ask) -> None:
    itself = ask(f"bodies/?{EDITION}&relation=itself")["results"][0]
    assert itself["organisation"] == "bob-icb"
    assert itself["body_organisation"]["kind"] == "organisation"
    assert itself["body_organisation"]["url"] == "http://testserver/bob-icb/"
    known = ask(f"bodies/?{EDITION}&body_organisation=bob-icb")["results"]
    assert [body["key"] for body in known] == [itself["key"]]


def test_a_figure_has_its_amount_as_exact_text(ask: Ask) -> None:
    amounts = [row["amount"] for row in ask(f"figures/?{EDITION}")["results"]]
    assert all(isinstance(amount, str) for amount in amounts if amount is not None)
    assert any(amounts)


def test_elements_lists_all_kinds(ask: Ask, bob: Edition) -> None:
    answer = ask(f"elements/?{EDITION}&page_size=500")
    assert answer["count"] == bob.elements.count()
    row = ask(f"elements/?{EDITION}&kind=place&page_size=1")["results"][0]
    assert row["kind"] == "place"
    assert ask(f"elements/{row['id']}/") == row


def test_fields_chooses_what_is_answered(ask: Ask) -> None:
    answer = ask(f"posts/?{EDITION}&fields=name,key,directorate")
    assert {tuple(row) for row in answer["results"]} == {("key", "name", "directorate")}


def test_pages_lead_on_and_back(ask: Ask) -> None:
    first = ask(f"functions/?{EDITION}&page_size=5")
    second = ask(first["next"].removeprefix("http://testserver/api/v1/"))
    assert first["previous"] is None
    assert second["previous"] == first["next"].replace("page=2", "page=1")
    keys = [row["key"] for row in first["results"] + second["results"]]
    assert len(set(keys)) == 10


def test_ordering_by_name_and_back(ask: Ask) -> None:
    names = [row["name"] for row in ask(f"posts/?{EDITION}&ordering=name")["results"]]
    back = [row["name"] for row in ask(f"posts/?{EDITION}&ordering=-name")["results"]]
    assert names == back[::-1]
    assert names != [row["name"] for row in ask(f"posts/?{EDITION}")["results"]]


def test_an_empty_list_is_one_empty_page(ask: Ask) -> None:
    answer = ask(f"posts/?{EDITION}&q=zzyzx")
    assert answer == {"count": 0, "next": None, "previous": None, "results": []}


def test_without_an_edition_the_latest_of_every_organisation_answers(ask: Ask) -> None:
    answer = ask("directorates/")
    assert {row["edition"] for row in answer["results"]} == {"bob-icb-2024-09"}


def test_an_organisation_answers_with_what_was_in_force_then(ask: Ask) -> None:
    answer = ask("directorates/?organisation=bob-icb&on=2025-01-01")
    assert answer["count"] == 6
    answer = ask("directorates/?organisation=bob-icb&on=2025-01-01&known_at=2025-06-30")
    assert answer["count"] == 6

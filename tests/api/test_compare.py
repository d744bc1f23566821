"""Two editions beside each other, and one element through time, as data."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.actions.importing import import_edition
from opmodel.editions.folder.reference import load_reference
from opmodel.editions.models import Edition
from tests.bench.rows import adopted_with
from tests.conftest import FIXTURES

from .conftest import Ask, read
from .test_description import check, components  # noqa: F401  (a fixture)

PLAN = "bob-ics-sdp-2022-03"
COMPARE = f"compare/?from={PLAN}&to=bob-icb-2024-09"
LISTS = ("added", "removed", "changed", "moved", "not_mentioned")


@pytest.fixture
def plan(bob: Edition) -> Edition:
    """The system delivery plan of 2022, with what became of it in 2024."""
    if not Edition.objects.filter(slug=PLAN).exists():
        import_edition(folder=FIXTURES / PLAN)
    load_reference(folder=FIXTURES / "reference")
    return Edition.objects.get(slug=PLAN)


@pytest.fixture
def compared(plan: Edition, ask: Ask) -> Ask:
    """`compared("&kind=post")`: the plan of 2022 beside the model of 2024."""

    def asked(more: str = "", *, status: int = 200) -> dict[str, Any]:
        return ask(COMPARE + more, status=status)

    return asked


class TestTheTwoEditionsOfBob:
    def test_of_the_six_collaboratives_listed_in_2022_one_is_still_a_collaborative(
        self, compared: Ask, plan: Edition
    ) -> None:
        answer = compared("&kind=collaborative")
        listed = set(
            plan.elements.filter(kind="collaborative", as_collaborative__form="listed").values_list(
                "key", flat=True
            )
        )
        assert len(listed) == 6
        still = {
            row["before"]["key"]: row["kind"] for row in (*answer["changed"], *answer["moved"])
        }
        assert {key: still[key] for key in listed & still.keys()} == {
            "acute-provider-collaborative": "collaborative",
            "thames-valley-cancer-alliance": "body",
        }
        gone = {row["key"] for row in (*answer["removed"], *answer["not_mentioned"])}
        assert listed - still.keys() <= gone

    def test_what_stands_alone_is_told_with_what_it_says(self, compared: Ask) -> None:
        answer = compared("&kind=collaborative")
        said = {row["key"]: row["summary"] for row in answer["removed"]}
        assert sum("of the six listed" in (each or "") for each in said.values()) == 4

    def test_the_place_executive_directors_gave_way_to_a_director_and_associates(
        self, compared: Ask, plan: Edition
    ) -> None:
        (gone,) = [
            row for row in compared("&kind=post")["removed"]
            if row["key"] == "place-executive-director"
        ]  # fmt: skip
        assert plan.elements.get(key=gone["key"]).as_post.number == 3
        into = {step["element"]["key"] for step in gone["became"]}
        assert {"director-of-place-and-communities", "place-associate-directors"} <= into
        assert all(step["note"] for step in gone["became"])

    def test_what_is_easily_taken_for_another_is_told_apart(self, compared: Ask) -> None:
        answer = compared("&kind=collaborative")
        (added,) = answer["added"]
        assert added["came_from"] == []
        assert [step["element"]["key"] for step in added["apart"]] == ["thames-valley-tier-4-camhs"]

    def test_each_element_stands_in_one_list(self, compared: Ask, plan: Edition) -> None:
        answer = compared("&list=added,removed,changed,moved,not_mentioned,unchanged")
        olds = [row["key"] for name in ("removed", "not_mentioned") for row in answer[name]]
        both = [row for name in ("changed", "moved", "unchanged") for row in answer[name]]
        olds += [row["before"]["key"] for row in both]
        assert sorted(olds) == sorted(plan.elements.values_list("key", flat=True))
        for name in (*LISTS, "unchanged"):
            assert answer["summary"][name] == len(answer[name])

    def test_what_it_does_not_speak_of_is_not_mentioned(self, compared: Ask) -> None:
        answer = compared("&kind=workstream")
        assert answer["removed"] == []
        assert {row["why"] for row in answer["not_mentioned"]} == {"silent"}
        assert any("workstreams" in caution for caution in answer["summary"]["cautions"])

    def test_words_are_marked_in_texts_and_lists(self, compared: Ask) -> None:
        (chief,) = [
            row for row in compared("&kind=post")["changed"] if row["key"] == "chief-executive"
        ]
        (name,) = [change for change in chief["changes"] if change["field"] == "name"]
        assert (name["before"], name["after"]) == ("Chief Executive designate", "Chief Executive")
        assert (
            "".join(each["text"] for each in name["marks"] if each["op"] != "added")
            == name["before"]
        )
        assert chief["lineage"] == "renamed"

    def test_all_of_it_is_as_described(self, compared: Ask, components: Any) -> None:  # noqa: F811
        for more in ("", "&list=unchanged", "&kind=post&list=changed,removed", "&section=places"):
            check(compared(more), "/api/v1/compare/", 200, components)


class TestAsking:
    def test_a_part_of_the_model_or_a_kind_can_be_asked_for(self, compared: Ask) -> None:
        for row in compared("&section=directorates")["added"]:
            assert row["kind"] in ("directorate", "team", "remit", "function", "service", "post")
        assert {row["kind"] for row in compared("&kind=seat")["added"]} <= {"seat"}
        assert compared("&kind=seat&section=places")["added"] == []

    def test_lists_that_are_not_asked_for_are_empty_and_still_counted(self, compared: Ask) -> None:
        answer = compared("&list=moved")
        assert answer["added"] == answer["changed"] == []
        assert answer["summary"]["added"] > 0
        assert "unchanged" not in answer

    def test_an_edition_beside_itself_says_the_same(self, ask: Ask) -> None:
        answer = ask("compare/?from=bob-icb-2024-09&to=bob-icb-2024-09")
        assert answer["summary"]["same"] is True
        assert not any(answer[name] for name in LISTS)

    @pytest.mark.parametrize(
        ("address", "status", "parameter"),
        [
            ("compare/?to=bob-icb-2024-09", 400, "from"),
            ("compare/?from=bob-icb-2024-09", 400, "to"),
            ("compare/?from=bob-icb-1999&to=bob-icb-2024-09", 404, "from"),
            (f"{COMPARE.replace(PLAN, 'bob-icb-2024-09')}&kind=person", 400, "kind"),
            (f"{COMPARE.replace(PLAN, 'bob-icb-2024-09')}&section=people", 400, "section"),
            (f"{COMPARE.replace(PLAN, 'bob-icb-2024-09')}&list=lost", 400, "list"),
            (f"{COMPARE.replace(PLAN, 'bob-icb-2024-09')}&on=2024-10-01", 400, "on"),
        ],
    )
    def test_what_cannot_be_answered_is_named(
        self, address: str, status: int, parameter: str, ask: Ask
    ) -> None:
        problem = ask(address, status=status)
        assert [fault["parameter"] for fault in problem["errors"]] == [parameter]

    def test_the_same_answer_is_not_sent_twice(self, plan: Edition, client: Client) -> None:
        first = client.get(f"/api/v1/{COMPARE}")
        again = client.get(f"/api/v1/{COMPARE}", headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_twenty_rows_cost_as_many_queries_as_two(self, bob: Edition, client: Client) -> None:
        adopted_with(2)
        adopted_with(20)
        client.cookies["asked"] = "1"
        numbers = set()
        for one in ("with-2-rows", "with-20-rows"):
            with CaptureQueriesContext(connection) as captured:
                response = client.get(f"/api/v1/compare/?from={one}&to={one}")
            assert response.status_code == 200
            numbers.add(len(captured))
        assert len(numbers) == 1


class TestTheGate:
    def test_a_draft_is_not_there_for_strangers(self, draft: Edition, people: Any) -> None:
        for end in ("from={}&to=bob-icb-2024-09", "from=bob-icb-2024-09&to={}"):
            for person in (people.anonymous, people.outsider):
                hidden, absent = (
                    read(person.client, f"compare/?{end.format(slug)}", status=404)
                    for slug in ("bob-icb-draft", "bob-icb-craft")
                )
                assert str(hidden).replace("draft", "craft") == str(absent)
            answer = read(people.reader.client, f"compare/?{end.format('bob-icb-draft')}")
            assert answer["summary"]["same"] is True

    def test_an_elements_history_says_the_same_with_and_without_a_draft(
        self, bob: Edition, people: Any
    ) -> None:
        element = bob.elements.get(key="chief-executive")
        address = f"elements/{element.id}/ancestry/"
        before = read(people.anonymous.client, address)
        draft = open_draft(based_on=bob, slug="bob-icb-draft", title="Draft", label="Draft")
        assert read(people.anonymous.client, address) == before
        assert read(people.outsider.client, address) == before
        seen = read(people.reader.client, address)
        assert [each["edition"]["slug"] for each in seen["onward"]] == ["bob-icb-draft"]
        there = draft.elements.get(key="chief-executive")
        read(people.anonymous.client, f"elements/{there.id}/ancestry/", status=404)


class TestAncestry:
    def test_it_tells_the_line_the_origin_and_since_when(
        self,
        plan: Edition,
        bob: Edition,
        ask: Ask,
        components: Any,  # noqa: F811
    ) -> None:
        element = bob.elements.get(key="chief-executive")
        answer = ask(f"elements/{element.id}/ancestry/")
        check(answer, "/api/v1/elements/{id}/ancestry/", 200, components)
        assert [each["edition"]["slug"] for each in answer["line"]] == [PLAN, "bob-icb-2024-09"]
        assert answer["came_from"][0]["kind"] == "renamed"
        reads_so = {each["field"]: each for each in answer["reads_so"]}
        assert reads_so["name"]["since"]["edition"]["slug"] == "bob-icb-2024-09"
        assert reads_so["name"]["since"]["state"] == "adopted"
        assert reads_so["name"]["since"]["adopted_by"] is None

    def test_what_it_became_is_told_as_well(self, plan: Edition, ask: Ask, components: Any) -> None:  # noqa: F811
        element = plan.elements.get(key="place-executive-director")
        answer = ask(f"elements/{element.id}/ancestry/")
        check(answer, "/api/v1/elements/{id}/ancestry/", 200, components)
        became = {each["element"]["key"] for each in answer["became"]}
        assert {"director-of-place-and-communities", "place-associate-directors"} <= became
        assert {each["since"]["state"] for each in answer["reads_so"]} == {"never adopted"}

    def test_dates_that_are_none_are_refused(self, bob: Edition, ask: Ask) -> None:
        element = bob.elements.first()
        problem = ask(f"elements/{element.id}/ancestry/?known_at=never", status=400)
        assert problem["errors"][0]["parameter"] == "known_at"

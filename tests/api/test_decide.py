"""Who may decide, and what a body holds, as data."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.actions.importing import import_edition
from opmodel.editions.models import Edition
from tests.conftest import FIXTURES, FolderOf, People

from .conftest import read
from .test_description import check, components  # noqa: F401  (a fixture)

PATH = "/api/v1/decide/"
HOLDERS = "/api/v1/holders/{code}/"
USUAL = {
    "organisation": "marlshire-icb",
    "q": "contract variation community services",
    "amount": "250000",
    "place": "north-marlshire",
    "on": "2025-06-02",
}
GAP = {
    "organisation": "marlshire-icb",
    "decision": "award-a-non-health-contract",
    "amount": "280000",
    "basis": "lifetime",
    "on": "2025-06-02",
}


def asking(asked: dict[str, str]) -> str:
    return f"decide/?{urlencode({name: value for name, value in asked.items() if value})}"


@pytest.mark.django_db
@pytest.mark.usefixtures("samples")
class TestAnswers:
    def test_it_has_a_holder_a_clause_a_minute_and_a_chain(
        self,
        client: Client,
        components: Any,  # noqa: F811
    ) -> None:
        told = read(client, asking(USUAL))
        check(told, PATH, 200, components)
        answer = told["answer"]
        assert answer["key"] == "place-director-north-marlshire"
        assert answer["clause"]["key"] == "sord-6-4-2"
        assert (answer["minute"], answer["meeting_on"]) == ("25/031", "2025-03-20")
        assert [each["name"] for each in answer["held_by"]] == ["Joanna Whitlock"]
        assert answer["deputy"]["key"] == "place-director-south-marlshire"
        assert [each["key"] for each in answer["under"]][-1] == "icb-board"
        parts = [each["part"] for each in told["chain"]]
        assert parts == sorted(
            parts, key=["recommends", "consulted", "approves", "signs", "told"].index
        )
        assert told["gap"] is None
        assert told["choices"] == []

    def test_it_says_how_the_question_was_read(self, client: Client) -> None:
        asked = read(client, asking(USUAL | {"amount": "£250k"}))["asked"]
        assert asked["decision"]["key"] == "vary-a-health-contract"
        assert asked["service"]["key"] == "community-services"
        assert asked["amounts"] == [{"basis": "transaction", "amount": "250000"}]
        assert asked["said"] == ["“£250k” read as £250,000", "for Community services"]

    def test_a_pound_above_the_band_changes_who_approves(self, client: Client) -> None:
        one, other = (
            read(client, asking(USUAL | {"amount": pounds})) for pounds in ("250000", "250001")
        )
        assert one["answer"]["key"] == "place-director-north-marlshire"
        assert other["answer"]["key"] == "director-of-commissioning"
        (refused,) = [
            each for each in other["refused"] if each["key"] == "place-director-north-marlshire"
        ]
        assert refused["reason"] == "too-much"
        assert "£250,000" in refused["text"]

    def test_a_vacancy_brings_the_deputy(self, client: Client) -> None:
        asked = {"organisation": "marlshire-icb", "decision": "write-off-a-loss", "amount": "5000"}
        before, while_vacant = (
            read(client, asking(asked | {"on": day}))["answer"]
            for day in ("2025-12-31", "2026-01-31")
        )
        assert before["key"] == while_vacant["key"] == "head-of-financial-accounts"
        assert (before["vacant"], before["acting"]) == (False, None)
        assert while_vacant["vacant"] is True
        assert while_vacant["acting"]["kind"] == "post"
        assert (
            "the post is vacant, and any member of the executive acts" in (while_vacant["text"][0])
        )

    def test_a_gap_answers_nobody_and_says_where(
        self,
        client: Client,
        components: Any,  # noqa: F811
    ) -> None:
        told = read(client, asking(GAP))
        check(told, PATH, 200, components)
        assert told["answer"] is None
        assert told["gap"]["next_up"]["key"] == "chief-finance-officer"
        assert "gap" in told["gap"]["text"][0]

    @pytest.mark.parametrize("words", ["plan", "contract", "contract variation", "virement"])
    def test_words_that_fit_several_decisions_are_asked_back(
        self,
        words: str,
        client: Client,
        components: Any,  # noqa: F811
    ) -> None:
        told = read(client, asking(USUAL | {"q": words, "amount": "£5,000"}))
        check(told, PATH, 200, components)
        assert (told["answer"], told["gap"]) == (None, None)
        assert len(told["choices"]) > 1
        address = told["choices"][0]["ask"].removeprefix("http://testserver/api/v1/")
        chosen = read(client, address)
        assert chosen["asked"]["decision"]["key"] == told["choices"][0]["key"]
        assert chosen["asked"]["amounts"]

    def test_what_the_words_fit_less_well_is_told_beside_the_answer(self, client: Client) -> None:
        also = {each["key"] for each in read(client, asking(USUAL))["also"]}
        assert "change-a-non-health-contract" in also
        assert "vary-a-health-contract" not in also

    def test_words_may_hold_all_of_the_question(self, client: Client) -> None:
        words = "Who may approve a contract variation for community services over £250k in Tarnwold"
        told = read(
            client, asking({"organisation": "marlshire-icb", "q": words, "on": "2025-06-02"})
        )
        asked = told["asked"]
        assert asked["amounts"] == [{"basis": "transaction", "amount": "250000.01"}]
        assert (asked["place"]["key"], asked["service"]["key"]) == (
            "tarnwold", "community-services",
        )  # fmt: skip
        assert asked["said"] == [
            "“over £250k” read as £250,000.01, a penny above",
            "in Tarnwold",
            "for Community services",
        ]
        assert told["answer"]["key"] == "director-of-commissioning"

    def test_whether_it_recurs_is_asked_back_where_the_limits_depend_on_it(
        self,
        client: Client,
        components: Any,  # noqa: F811
    ) -> None:
        case = {
            "organisation": "marlshire-icb", "decision": "approve-a-business-case",
            "amount": "90000", "budgeted": "no", "on": "2025-06-02",
        }  # fmt: skip
        told = read(client, asking(case))
        check(told, PATH, 200, components)
        assert (told["answer"], told["asked"]["recurrent"]) == (None, None)
        found = [
            read(client, each["ask"].removeprefix("http://testserver/api/v1/"))["answer"]["key"]
            for each in told["choices"]
        ]
        assert found == ["chief-executive", "chief-finance-officer"]
        assert read(client, asking(case | {"recurrent": "false"}))["answer"]["key"] == found[1]

    @pytest.mark.parametrize(("yes", "no"), [("true", "false"), ("yes", "no")])
    def test_yes_and_no_may_be_said_in_either_way(self, yes: str, no: str, client: Client) -> None:
        asked = read(client, asking(USUAL | {"budgeted": no, "recurrent": yes, "urgent": yes}))[
            "asked"
        ]
        assert (asked["budgeted"], asked["recurrent"], asked["urgent"]) == (False, True, True)

    def test_a_retroactive_correction_changes_the_answer_for_what_is_known_later(
        self, client: Client
    ) -> None:
        for slug in ("marlshire-icb-2025-10", "marlshire-icb-2025-10-correction"):
            import_edition(folder=FIXTURES / slug)
        asked = {
            **USUAL, "q": "", "decision": "vary-a-health-contract", "amount": "280000",
            "place": "tarnwold", "service": "community-services", "on": "2025-11-20",
        }  # fmt: skip
        before, after = (
            read(client, asking(asked | {"known_at": day})) for day in ("2025-11-20", "2026-02-13")
        )
        assert (before["answer"]["key"], before["answer"]["minute"]) == (
            "place-director-tarnwold", "25/112",
        )  # fmt: skip
        assert (after["answer"]["key"], after["answer"]["minute"]) == (
            "director-of-commissioning", "26/009",
        )  # fmt: skip
        assert before["asked"]["on"] == after["asked"]["on"]

    def test_words_that_fit_nothing_are_said_to(
        self,
        client: Client,
        components: Any,  # noqa: F811
    ) -> None:
        told = read(client, asking({**USUAL, "q": "xyzzy"}))
        check(told, PATH, 200, components)
        assert (told["answer"], told["gap"], told["choices"]) == (None, None, [])
        assert "nothing in the scheme fits these words" in told["asked"]["said"]

    def test_the_regime_for_selecting_providers_is_minded(self, client: Client) -> None:
        codes = {each["code"] for each in read(client, asking(USUAL))["warnings"]}
        assert "psr-cumulative" in codes
        more = read(client, asking(USUAL | {"amount": "90000", "so_far": "600000"}))
        assert "psr-notice" in {each["code"] for each in more["warnings"]}

    @pytest.mark.parametrize(
        ("asked", "status", "parameter"),
        [
            ({"amount": "-5"}, 400, "amount"),
            ({"amount": "1e400"}, 400, "amount"),
            ({"amount": "250,000.005"}, 400, "amount"),
            ({"amount": "9" * 3000}, 400, "amount"),
            ({"amount": "0." + "0" * 3000 + "1"}, 400, "amount"),
            ({"amount": "a lot"}, 400, "amount"),
            ({"q": "contract variation of -£5"}, 400, "q"),
            ({"q": "contract variation of £5 or £6"}, 400, "q"),
            ({"q": "contract variation in Tarnwold and South Marlshire"}, 400, "q"),
            ({"budgeted": "maybe"}, 400, "budgeted"),
            ({"on": "1900-01-01"}, 404, "on"),
            ({"known_at": "9999-12-31"}, 404, "known_at"),
            ({"on": "soon"}, 400, "on"),
            ({"so_far": "a lot"}, 400, "so_far"),
            ({"basis": "daily"}, 400, "basis"),
            ({"place": "narnia"}, 404, "place"),
            ({"service": "magic"}, 404, "service"),
            ({"q": "", "decision": "nothing"}, 404, "decision"),
            ({"q": ""}, 400, "q"),
            ({"q": "word " * 60}, 400, "q"),
            ({"organisation": ""}, 400, "organisation"),
            ({"organisation": "nowhere"}, 404, "organisation"),
            ({"urgent": "perhaps"}, 400, "urgent"),
            ({"on": "2020-01-01"}, 404, "organisation"),
        ],
    )
    def test_what_cannot_be_answered_is_refused_in_words(
        self, asked: dict[str, str], status: int, parameter: str, client: Client
    ) -> None:
        problem = read(client, asking(USUAL | asked), status=status)
        assert [fault["parameter"] for fault in problem["errors"]] == [parameter]

    def test_a_null_character_and_an_endless_amount_are_refused(self, client: Client) -> None:
        read(client, asking(USUAL | {"q": "contract\0variation"}), status=400)
        read(client, asking(USUAL | {"amount": "9" * 10_000}), status=414)

    def test_a_word_that_the_scheme_does_not_use_is_said_to_be_left_out(
        self, client: Client
    ) -> None:
        words = "contract variation community services in Narnia"
        told = read(client, asking({**USUAL, "q": words, "place": ""}))
        assert "“narnia” left out: the scheme does not use the word" in told["asked"]["said"]

    def test_a_place_may_be_given_by_its_name(self, client: Client) -> None:
        told = read(client, asking(USUAL | {"place": "tarnwold"}))
        named = read(client, asking(USUAL | {"place": "Tarnwold"}))
        assert named["asked"]["place"] == told["asked"]["place"]

    def test_an_empty_question_is_refused(self, client: Client) -> None:
        problem = read(client, "decide/?organisation=marlshire-icb&q=", status=400)
        assert problem["errors"][0]["parameter"] == "q"

    def test_asked_again_it_takes_few_queries(self, client: Client) -> None:
        client.cookies["asked"] = "1"
        read(client, asking(USUAL))
        with CaptureQueriesContext(connection) as captured:
            read(client, asking(USUAL | {"amount": "1"}))
        assert len(captured) <= 4

    def test_a_draft_is_asked_by_those_alone_who_may_see_it(
        self, samples: dict[str, Edition], people: People
    ) -> None:
        based_on = samples["marlshire-icb-2025-04"]
        open_draft(based_on=based_on, slug="marlshire-draft", title="Draft", label="Draft")
        asked = {name: value for name, value in USUAL.items() if name != "organisation"}
        address = asking(asked | {"edition": "marlshire-draft"})
        read(people.anonymous.client, address, status=404)
        read(people.outsider.client, address, status=404)
        assert read(people.administrator.client, address)["answer"]


class TestHoldings:
    def test_a_body_is_found_in_every_organisations_editions(
        self,
        bob: Edition,
        client: Client,
        components: Any,  # noqa: F811
    ) -> None:
        import_edition(folder=FIXTURES / "bob-ics-sdp-2022-03")
        told = read(client, "holders/RNU/")
        check(told, HOLDERS, 200, components)
        assert [each["slug"] for each in told["bodies"]] == ["oxford-health"]
        found = {each["slug"]: each["editions"][0] for each in told["organisations"]}
        assert set(found) == {"bob-icb", "bob-ics"}
        lead = {each["of"]["key"]: each["role"] for each in found["bob-ics"]["memberships"]}
        assert lead["thames-valley-tier-4-camhs"] == "lead"
        assert found["bob-ics"]["status"] == "not adopted"
        assert told["memberships"] == 3

    def test_seats_and_rights_of_a_body_and_of_posts_in_it(
        self,
        folder: FolderOf,
        people: People,
        bob: Edition,
        components: Any,  # noqa: F811
    ) -> None:
        import_edition(folder=_trust(folder))
        told = read(people.anonymous.client, "holders/rnu/?on=2025-06-01")
        check(told, HOLDERS, 200, components)
        (edition,) = [
            each
            for organisation in told["organisations"]
            for each in organisation["editions"]
            if each["slug"] == "test-edition"
        ]
        own, chiefs = sorted(edition["seats"], key=lambda seat: seat["key"], reverse=True)
        assert (own["key"], own["through"]) == ("trust-seat", None)
        assert (chiefs["key"], chiefs["through"]["key"]) == ("chief-seat", "trust-chief")
        assert chiefs["committee"]["key"] == "board"
        (right,) = edition["rights"]
        assert (right["decision"]["key"], right["limit"]) == ("move-beds", "Up to ten")

    def test_what_had_no_effect_yet_is_not_held_on_the_day(
        self, folder: FolderOf, people: People, bob: Edition
    ) -> None:
        import_edition(folder=_trust(folder))
        told = read(people.anonymous.client, "holders/RNU/?on=2024-12-31")
        assert "frimley-icb" not in {each["slug"] for each in told["organisations"]}

    def test_two_editions_cost_as_many_queries_as_one(self, bob: Edition, client: Client) -> None:
        client.cookies["asked"] = "1"
        numbers = []
        for more in ("", "bob-ics-sdp-2022-03"):
            if more:
                import_edition(folder=FIXTURES / more)
            with CaptureQueriesContext(connection) as captured:
                read(client, "holders/RNU/")
            numbers.append(len(captured))
        assert numbers[0] == numbers[1] <= 12

    @pytest.mark.parametrize("code", ["ZZZ9", "nothing-like-it"])
    def test_a_code_that_nobody_has_is_said_to_be_none(
        self, code: str, bob: Edition, client: Client
    ) -> None:
        problem = read(client, f"holders/{code}/", status=404)
        assert code in problem["detail"]


PEOPLE = "/api/v1/holders/"


@pytest.mark.django_db
@pytest.mark.usefixtures("samples")
class TestPeople:
    def test_somebody_holds_what_their_posts_do(
        self,
        client: Client,
        components: Any,  # noqa: F811
    ) -> None:
        told = read(client, "holders/?person=joanna whitlock&on=2025-06-02")
        check(told, PEOPLE, 200, components)
        assert told["person"] == "Joanna Whitlock"
        (post,) = told["posts"]
        assert (post["key"], post["form"], post["since"]) == (
            "place-director-north-marlshire", "substantive", "2022-07-01",
        )  # fmt: skip
        assert "vary-a-health-contract" in {each["decision"]["key"] for each in post["rights"]}
        assert "north-marlshire-place-partnership" in {
            each["committee"]["key"] for each in post["seats"]
        }
        assert (told["rights"], told["seats"]) == (len(post["rights"]), len(post["seats"]))

    def test_a_shared_executive_is_found_in_both_organisations(self, client: Client) -> None:
        told = read(client, "holders/?person=Catherine Osborne&on=2025-06-02")
        assert {each["organisation"]["slug"] for each in told["posts"]} == {
            "marlshire-icb", "eastmoor-icb",
        }  # fmt: skip

    def test_before_they_began_they_hold_nothing(self, client: Client) -> None:
        problem = read(client, "holders/?person=Joanna Whitlock&on=2022-06-30", status=404)
        assert problem["errors"][0]["parameter"] == "person"

    @pytest.mark.parametrize("asked", ["", "?person="])
    def test_nobody_named_is_refused(self, asked: str, client: Client) -> None:
        problem = read(client, f"holders/{asked}", status=400)
        assert problem["errors"][0]["parameter"] == "person"

    def test_many_posts_cost_as_many_queries_as_one(self, client: Client) -> None:
        client.cookies["asked"] = "1"
        numbers = []
        for name in ("Joanna Whitlock", "Catherine Osborne"):
            with CaptureQueriesContext(connection) as captured:
                read(client, f"holders/?person={name}&on=2025-06-02")
            numbers.append(len(captured))
        assert numbers[0] == numbers[1] <= 14


def _trust(folder: FolderOf) -> Any:
    """A trust with a seat and a right, and a post of it with a seat, adopted in January 2025."""
    return folder(
        edition={
            "edition": {
                "slug": "test-edition",
                "organisation": "frimley-icb",
                "title": "A model to try things with",
                "label": "Trial",
                "adoption": {
                    "effective_from": "2025-01-01",
                    "recorded_at": "2025-01-01T12:00:00+00:00",
                },
            },
            "sources": [{"key": "paper", "title": "The paper"}],
        },
        places={"bodies": [{"key": "trust", "name": "The trust", "organisation": "oxford-health"}]},
        directorates={"posts": [{"key": "trust-chief", "name": "Chief", "body": "trust"}]},
        governance={
            "committees": [
                {
                    "key": "board",
                    "name": "Board",
                    "seats": [
                        {"key": "trust-seat", "name": "The trust", "body": "trust"},
                        {"key": "chief-seat", "name": "The chief", "post": "trust-chief"},
                    ],
                }
            ],
            "decisions": [{"key": "move-beds", "name": "Move beds"}],
            "delegations": [
                {
                    "key": "trust-moves-beds",
                    "name": "The trust moves beds",
                    "decision": "move-beds",
                    "holder": "trust",
                    "limit": "Up to ten",
                }
            ],
        },
    )

"""What editions answer to scenarios."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commissioning.models import Responsibility
from governance.deciding.asking import ask
from governance.models import Decision, Delegation, Limit
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment
from opmodel.editions.viewer import MACHINE
from opmodel.scenarios import stated
from opmodel.scenarios.models import Scenario, ScenarioStep
from opmodel.scenarios.reports import (
    NO_ONE_ACCOUNTABLE,
    NOTHING_GIVEN,
    OTHERWISE_COUNTED,
    SEVERAL_ACCOUNTABLE,
    Outcome,
    StepReport,
)
from opmodel.scenarios.running import asked_of, run_all
from opmodel.scenarios.selectors import scenarios_for
from opmodel.scenarios.wording import said_in, words_of

from .conftest import DRAFT, PROPOSAL, scenario, tried

FOUR = (
    "serious-quality-and-financial-performance-issues",
    "major-service-reconfiguration",
    "high-cost-care-packages",
    "reducing-inequalities",
)
SAMPLE = "marlshire-icb-2025-04"
FAMILY, WINTER = "marlshire-a-family-asks", "marlshire-winter-surge"
CONTRACT, MONEY = "marlshire-contract-changes-again", "marlshire-place-with-money"
RIGHT = [
    (FOUR[0], "A plan to bring", "icb-board", "sord-5-1-5"),
    (FOUR[0], "The contract is changed", "director-of-commissioning", "sord-6-4-2"),
    (FOUR[1], "The change itself", "icb-board", "sord-13-2-3"),
    (FOUR[1], "The contract for the new", "icb-board", "sord-6-2-1"),
    (FOUR[2], "The package of £180,000", "director-of-all-age-continuing-care", "limits-11-2"),
    (FOUR[2], "It is agreed with the council", "chief-nursing-officer", "limits-11-18"),
    (FOUR[2], "The family is given", "director-of-all-age-continuing-care", "limits-11-9"),
    (FOUR[2], "A treatment outside", "individual-funding-panel", "sord-8-3-2"),
    (FOUR[3], "A voluntary organisation", "director-of-commissioning", "limits-12-4"),
    (FOUR[3], "Money is set aside", "strategic-commissioning-committee", "limits-13-22"),
    (CONTRACT, "The change of £280,000", "chief-commissioning-officer", "sord-6-4-2"),
    (WINTER, "A critical incident", "The executive on call", "sord-18-2-1"),
    (WINTER, "Beds for the weekend", "director-of-system-operations", "sord-6-5-4"),
    (WINTER, "Money is committed", "chief-finance-officer", "sord-18-2-2"),
    (MONEY, "A charity is given", "director-of-commissioning", "limits-12-4"),
    (MONEY, "Money is paid out", "place-director-north-marlshire", "limits-13-14"),
    (FAMILY, "It is decided before", "chief-medical-officer", "sord-8-3-3"),
    (FAMILY, "A package of continuing", "director-of-all-age-continuing-care", "limits-11-11"),
    (FAMILY, "A placement outside", "director-of-commissioning", "limits-11-20"),
]
"""Steps of the handbook of April 2025 with their holder and clause, as read in its files."""


def step(edition: Edition, key: str, begins: str) -> StepReport:
    return next(each for each in tried(edition, key).steps if each.step.title.startswith(begins))


@pytest.mark.django_db
class TestTheNewerHighLevelModel:
    def test_it_answers_nothing_of_a_high_cost_package(self, proposals: dict[str, Edition]) -> None:
        newer = tried(proposals[PROPOSAL], "high-cost-care-packages")
        older = tried(proposals[DRAFT], "high-cost-care-packages")
        assert newer.count(Outcome.NONE) == len(newer.steps) == 6
        assert older.count(Outcome.NONE) == 1

    @pytest.mark.parametrize("key", FOUR)
    def test_nobody_in_it_may_decide_anything(
        self, key: str, proposals: dict[str, Edition]
    ) -> None:
        for each in tried(proposals[PROPOSAL], key).steps:
            if each.step.asks == ScenarioStep.Asks.DECIDES:
                assert each.outcome == Outcome.NONE, each.step.title

    @pytest.mark.parametrize("key", FOUR)
    def test_it_leaves_more_steps_open_than_the_older_draft(
        self, key: str, proposals: dict[str, Edition]
    ) -> None:
        older, newer = (tried(proposals[slug], key) for slug in (DRAFT, PROPOSAL))
        assert newer.count(Outcome.NONE) > older.count(Outcome.NONE)


@pytest.mark.django_db
class TestADocumentWithoutAScheme:
    def test_a_power_without_an_amount_is_answered_in_part(
        self, proposals: dict[str, Edition]
    ) -> None:
        found = step(proposals[DRAFT], "high-cost-care-packages", "The package of £180,000")
        assert found.outcome == Outcome.IN_PART
        assert [each.what.key for each in found.found] == ["long-term-care-packages-at-place"]
        assert found.missing == ("Up to which amount is not recorded.",)

    def test_a_function_at_a_level_says_where_and_not_who(
        self, proposals: dict[str, Edition]
    ) -> None:
        found = step(proposals[DRAFT], "high-cost-care-packages", "Somebody assesses")
        assert found.outcome == Outcome.IN_PART
        assert [(each.level, each.jointly) for each in found.levels] == [
            ("place", "Local authorities")
        ]

    def test_a_question_of_the_document_is_no_answer(self, proposals: dict[str, Edition]) -> None:
        found = step(proposals[DRAFT], "major-service-reconfiguration", "The contract")
        assert found.outcome == Outcome.IN_PART
        assert NOTHING_GIVEN in found.missing
        assert [each.what.key for each in found.near] == ["question-high-value-contracts"]

    def test_what_is_proposed_is_not_taken_for_what_holds(
        self, proposals: dict[str, Edition]
    ) -> None:
        found = step(proposals[PROPOSAL], FOUR[0], "Somebody watches the quality")
        assert found.outcome == Outcome.PROPOSED
        assert [each.who and each.who.name for each in found.found] == [
            "Strategic Commissioning Group"
        ]

    def test_doing_a_thing_is_not_deciding_on_it(self, proposals: dict[str, Edition]) -> None:
        found = step(proposals[PROPOSAL], FOUR[0], "The contract is changed")
        assert found.outcome == Outcome.NONE
        assert [each.what.key for each in found.near] == ["contracting"]

    def test_only_the_level_asked_of_counts(self, proposals: dict[str, Edition]) -> None:
        begins = "Somebody in each place"
        assert step(proposals[DRAFT], FOUR[3], begins).outcome == Outcome.IN_PART
        newer = step(proposals[PROPOSAL], FOUR[3], begins)
        assert newer.outcome == Outcome.NONE
        assert newer.missing == (
            "Nobody is recorded as responsible for this at the level “Place”.",
        )

    def test_every_statement_shown_says_where_it_stands(
        self, proposals: dict[str, Edition]
    ) -> None:
        for slug in (DRAFT, PROPOSAL):
            report = tried(proposals[slug], FOUR[0])
            shown = [each for step in report.steps for each in (*step.found, *step.near)]
            assert shown
            assert all(report.citations.get(each.id) for each in shown)


@pytest.mark.django_db
class TestAScheme:
    def test_each_step_has_the_answer_that_who_decides_gives_alone(
        self, samples: dict[str, Edition]
    ) -> None:
        edition, moment = samples[SAMPLE], Moment.of(timezone.localdate())
        asked = 0
        for report in run_all(
            scenarios=scenarios_for(viewer=MACHINE, edition=edition), edition=edition, moment=moment
        ):
            for each in report.steps:
                if each.reply is None:
                    continue
                alone = ask(
                    edition=edition,
                    asked=asked_of(each.step, words=each.words, decision=""),
                    moment=moment,
                )
                assert each.reply.answer == alone.answer
                asked += 1
        assert asked > 20

    def test_two_holes_of_the_handbook_are_found(self, samples: dict[str, Edition]) -> None:
        report = tried(samples[SAMPLE], "marlshire-place-with-money")
        silent = [each.step.title for each in report.steps if each.outcome == Outcome.NONE]
        assert silent == [each.step.title for each in report.steps if each.step.expected]
        assert len(silent) == 2

    def test_a_handbook_answers_every_step(self, samples: dict[str, Edition]) -> None:
        report = tried(samples[SAMPLE], "marlshire-contract-changes-again")
        assert report.has_scheme
        assert report.count(Outcome.ANSWERED) == len(report.steps)

    @pytest.mark.parametrize(("key", "begins", "holder", "clause"), RIGHT)
    def test_the_holder_is_the_one_that_the_handbook_names(
        self, key: str, begins: str, holder: str, clause: str, samples: dict[str, Edition]
    ) -> None:
        moment = Moment.of(date(2025, 6, 2))
        (report,) = run_all(scenarios=[scenario(key)], edition=samples[SAMPLE], moment=moment)
        (found,) = (each for each in report.steps if each.step.title.startswith(begins))
        assert found.outcome == Outcome.ANSWERED
        assert found.reply
        assert found.reply.answer
        assert found.reply.answer.approves
        power = found.reply.answer.approves.power
        assert (power.holder.key or power.holder.name, power.clause) == (holder, clause)

    def test_an_amount_that_no_limit_counts_is_answered_in_part(
        self, samples: dict[str, Edition]
    ) -> None:
        """Packages of care are limited by the week, and only the committee without a limit."""
        found = Scenario.objects.create(key="by-the-year", title="By the year", summary="A year.")
        found.steps.create(
            position=1, title="A package", words=["individual package of care"], amount="180000",
            basis="yearly",
        )  # fmt: skip
        (only,) = tried(samples[SAMPLE], "by-the-year").steps
        assert (only.outcome, only.missing) == (Outcome.IN_PART, (OTHERWISE_COUNTED,))

    def test_a_place_that_the_edition_does_not_have_is_told(
        self, samples: dict[str, Edition]
    ) -> None:
        found = Scenario.objects.create(key="elsewhere", title="Elsewhere", summary="Elsewhere.")
        found.steps.create(
            position=1, title="A change", words=["contract variation"], place="Atlantis"
        )
        (only,) = tried(samples[SAMPLE], "elsewhere").steps
        assert only.outcome == Outcome.NONE
        assert "Atlantis" in only.missing[0]

    def test_a_draft_is_tried_as_it_is_now(self, samples: dict[str, Edition]) -> None:
        draft = open_draft(based_on=samples[SAMPLE], slug="a-draft", title="A draft", label="Draft")
        report = tried(draft, "marlshire-winter-surge")
        assert report.has_scheme
        assert report.count(Outcome.NONE) == 0


@pytest.mark.django_db
class TestAResponsibilityMatrix:
    def test_the_one_who_is_accountable_answers_with_letter_function_and_matrix(
        self, samples: dict[str, Edition]
    ) -> None:
        found = step(samples[SAMPLE], WINTER, "Somebody answers for being prepared")
        assert found.outcome == Outcome.ANSWERED
        accountable, responsible = found.found
        assert accountable.who
        assert accountable.who.key == "accountable-emergency-officer"
        part = accountable.lettered
        assert part
        assert (part.letter, part.function.key, part.matrix.key) == (
            "A", "emergency-preparedness", "who-does-what",
        )  # fmt: skip
        assert responsible.who
        assert responsible.who.key == "head-of-emergency-preparedness"
        assert responsible.lettered
        assert responsible.lettered.letter == "R"

    def test_whoever_does_the_work_does_not_answer_for_it(
        self, samples: dict[str, Edition]
    ) -> None:
        found = step(samples[SAMPLE], WINTER, "Somebody answers for keeping")
        assert found.outcome == Outcome.IN_PART
        assert NO_ONE_ACCOUNTABLE in found.missing
        assert [each.lettered and each.lettered.letter for each in found.found] == ["R"]

    def test_two_who_are_accountable_leave_it_open(self, samples: dict[str, Edition]) -> None:
        found = step(samples[SAMPLE], FAMILY, "Somebody answers for what the child needs")
        assert found.outcome == Outcome.SEVERAL
        assert found.missing == (SEVERAL_ACCOUNTABLE,)

    def test_a_matrix_of_decisions_answers_where_the_scheme_does_not_know_the_matter(
        self, samples: dict[str, Edition]
    ) -> None:
        draft = open_draft(based_on=samples[SAMPLE], slug="no-scheme", title="Draft", label="Draft")
        for kind in (Limit, Delegation, Decision):
            kind.objects.filter(edition=draft).delete()
        found = step(draft, FOUR[1], "The change itself")
        assert [each.who and each.who.key for each in found.found] == ["icb-board"]
        assert [each.lettered and each.lettered.letter for each in found.found] == ["D"]

    def test_whoever_is_only_asked_or_told_is_not_responsible(
        self, samples: dict[str, Edition]
    ) -> None:
        draft = open_draft(based_on=samples[SAMPLE], slug="asked", title="Draft", label="Draft")
        entries = Responsibility.objects.filter(
            edition=draft, function__key="emergency-preparedness"
        )
        entries.exclude(part="informed").delete()
        found = step(draft, WINTER, "Somebody answers for being prepared")
        assert [each.what.kind for each in found.found] == ["function"]


@pytest.mark.django_db
def test_as_many_queries_for_all_scenarios_as_for_one(samples: dict[str, Edition]) -> None:
    edition, moment = samples[SAMPLE], Moment.of(timezone.localdate())
    found = list(scenarios_for(viewer=MACHINE, edition=edition))
    assert len(found) == 8
    run_all(scenarios=found, edition=edition, moment=moment)  # reads what is remembered
    counts = []
    for some in (found[:1], found):
        with CaptureQueriesContext(connection) as captured:
            run_all(scenarios=some, edition=edition, moment=moment)
        counts.append(len(captured))
    assert counts == [2, 2]


@pytest.mark.django_db
def test_an_edition_is_read_in_a_fixed_number_of_queries(samples: dict[str, Edition]) -> None:
    counts = []
    for edition in samples.values():
        stated.forget()
        with CaptureQueriesContext(connection) as captured:
            stated.stated_in(edition)
        counts.append(len(captured))
    assert len(set(counts)) == 1
    assert counts[0] <= 14


class TestWords:
    @pytest.mark.parametrize(
        ("question", "text"),
        [
            ("care packages", "All long-term care packages"),
            ("package of care", "Care packages"),
            ("contracting", "Contracts: acute and community"),
            ("children's services", "Services for children"),
        ],
    )
    def test_other_forms_of_a_word_are_the_same(self, question: str, text: str) -> None:
        assert said_in(question, words_of(text))

    @pytest.mark.parametrize(
        ("question", "text"),
        [("care packages", "Health care"), ("", "Anything"), ("the of", "The end of it")],
    )
    def test_all_words_are_needed_and_some_say_nothing(self, question: str, text: str) -> None:
        assert not said_in(question, words_of(text))

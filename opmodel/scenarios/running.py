"""Puts the steps of a scenario to an edition: its scheme first, else whatever else it states.

An answer is never better than what stands there. *Answered* names one holder, firmly; *proposed*
names one that the edition only proposes; *in part* leaves something open that the step asks, such
as which body at a level; *several* leaves open which; *none* says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from governance.deciding.answer import Answer, Reason
from governance.deciding.asking import Asked, QuestionRefused, Reply, ask
from governance.deciding.loading import scheme_of, tenures_of
from opmodel.editions.models import Citation, Edition
from opmodel.editions.moments import Moment

from .finding import Finder
from .models import Scenario, ScenarioStep
from .reports import (
    NO_ONE_ACCOUNTABLE,
    NOTHING_GIVEN,
    OTHERWISE_COUNTED,
    SEVERAL_ACCOUNTABLE,
    Outcome,
    Report,
    StepReport,
)
from .stated import ANSWERING, NEAR, Statement, stated_in
from .wording import said_in

MEETINGS = ("committee", "partnership", "collaborative")
DUTIES = ("delegation", "function", "remit", "responsibility")
MOST = 4
"""So many statements are shown of a step; further ones are counted."""


def run(*, scenario: Scenario, edition: Edition, moment: Moment) -> Report:
    """One scenario, put to an edition that passed its gate."""
    return run_all(scenarios=[scenario], edition=edition, moment=moment)[0]


def run_all(*, scenarios: Iterable[Scenario], edition: Edition, moment: Moment) -> list[Report]:
    """Several; the steps of each are read beforehand."""
    trying = _Trying(edition, moment)
    reports = [
        Report(
            scenario,
            edition,
            trying.has_scheme,
            tuple(trying.tried(step) for step in scenario.steps.all()),
        )
        for scenario in scenarios
    ]
    said = [each.id for report in reports for step in report.steps
            for each in (*step.found, *step.levels, *step.near)]  # fmt: skip
    citations: dict[UUID, list[Citation]] = {}
    rows = Citation.objects.filter(element__in=said).select_related("source")
    for row in rows if said else ():
        citations.setdefault(row.element_id, []).append(row)
    return [replace(report, citations=citations) for report in reports]


class _Trying:
    """An edition, and the steps it is tried with."""

    def __init__(self, edition: Edition, moment: Moment):
        self.edition, self.moment = edition, moment
        self.finder = Finder(stated_in(edition))
        self.scheme = scheme_of(edition)
        self.has_scheme = bool(self.scheme.matters)
        self.tenures = tenures_of(edition.organisation_id, moment) if self.has_scheme else {}

    def tried(self, step: ScenarioStep) -> StepReport:
        if step.asks == ScenarioStep.Asks.DECIDES:
            return self._decides(step)
        if step.asks == ScenarioStep.Asks.MEETS:
            return self._meets(step)
        return self._responsible(step)

    # Who may decide

    def _decides(self, step: ScenarioStep) -> StepReport:
        return (self._by_the_scheme(step) if self.has_scheme else None) or self._by_statement(step)

    def _by_the_scheme(self, step: ScenarioStep) -> StepReport | None:
        """What the scheme says; nothing where it does not know the matter."""
        unclear: StepReport | None = None
        for words, decision in self._ways_to_ask(step):
            try:
                reply = ask(
                    edition=self.edition,
                    asked=asked_of(step, words=words, decision=decision),
                    moment=self.moment,
                    scheme=self.scheme,
                    tenures=self.tenures,
                )
            except QuestionRefused as fault:
                if fault.field == "decision":
                    continue
                return StepReport(step, Outcome.NONE, words, missing=(str(fault),))
            if reply.answer is not None:
                return _of_the_scheme(step, words, reply)
            if reply.choices and unclear is None:
                unclear = StepReport(step, Outcome.SEVERAL, words, reply=reply)
        return unclear

    def _ways_to_ask(self, step: ScenarioStep) -> Iterable[tuple[str, str]]:
        if step.decision:
            yield "", step.decision
        for words in step.words:
            yield words, ""

    def _by_statement(self, step: ScenarioStep) -> StepReport:
        """What a document without a scheme says: powers it gives, levels at which a function is."""
        words, found = self.finder.first(step, ("delegation",))
        about, functions = self.finder.first(step, ("function",))
        levels = self.finder.levels_of(functions, step)
        by = found
        if not found:
            words, by, found = about, functions, self.finder.powers_over(functions)
        if step.level_id:
            found = [each for each in found if each.level == step.level_id]
        elif not found:
            found = [each for each in self.finder.parts_in(functions) if _has(each, "decides")]
        if found:
            return self._judged(step, words, found, (), by=by, asked_amount=bool(step.amount))
        if levels:
            return self._judged(step, about, functions, levels, deciding=True)
        return self._nobody(step, ("No power to decide this is recorded.",))

    # Who is responsible, and who meets

    def _responsible(self, step: ScenarioStep) -> StepReport:
        words, found = self.finder.first(step, DUTIES)
        levels = self.finder.levels_of(found, step)
        if step.level_id:
            kept = {each.function for each in levels}
            found = [
                each
                for each in found
                if each.level == step.level_id or (each.function and each.function in kept)
            ]
        if not found:
            missing = "Nobody is recorded as responsible for this."
            if step.level:
                missing = f"Nobody is recorded as responsible for this at the level “{step.level}”."
            return self._nobody(step, (missing,))
        if not step.level_id and (lettered := self._by_letters(step, words, found, levels)):
            return lettered
        held = [
            each
            for each in found
            if each.who and each.what.kind != "delegation" and not each.lettered
        ]
        if not held:
            powers = [each for each in self.finder.powers_over(found) if each not in found]
            held = [*(each for each in found if not each.lettered), *powers]
        if not held:
            return self._nobody(step, (NO_ONE_ACCOUNTABLE,))
        return self._judged(step, words, held, levels)

    def _by_letters(
        self,
        step: ScenarioStep,
        words: str,
        found: Sequence[Statement],
        levels: Sequence[Statement],
    ) -> StepReport | None:
        """What the responsibility matrices say of the functions that were found; nothing where
        they name nobody who has them in hand."""
        parts = self.finder.parts_in(found)
        accountable = [each for each in parts if _has(each, "answers")]
        doing = [each for each in parts if _has(each, "does")]
        if not (accountable or doing):
            return None
        missing = () if accountable else (NO_ONE_ACCOUNTABLE,)
        if _shared(accountable):
            missing = (SEVERAL_ACCOUNTABLE,)
        if accountable:
            # A matrix of the same functions that says who decides is not about who answers.
            of = {each.lettered.matrix.key for each in accountable if each.lettered}
            doing = [each for each in doing if each.lettered and each.lettered.matrix.key in of]
        return self._judged(
            step,
            words,
            accountable or doing,
            levels,
            by=found,
            missing=missing,
            shown=[*accountable, *doing],
        )

    def _meets(self, step: ScenarioStep) -> StepReport:
        words, found = self.finder.first(step, MEETINGS)
        if step.level_id:
            found = [each for each in found if each.level == step.level_id]
        if not found:
            return self._nobody(step, ("No committee or forum that deals with this is recorded.",))
        firm = any(each.firm for each in found)
        outcome = Outcome.ANSWERED if firm else Outcome.PROPOSED
        return _shortened(StepReport(step, outcome, words, found=tuple(found)))

    def _nobody(self, step: ScenarioStep, missing: tuple[str, ...]) -> StepReport:
        """No answer; with whatever touches on it."""
        _, near = self.finder.first(step, (*ANSWERING, *NEAR))
        near = list({each.id: each for each in (*near, *self.finder.open(step))}.values())
        return _shortened(StepReport(step, Outcome.NONE, missing=missing, near=tuple(near)))

    # How good an answer it is

    def _judged(
        self,
        step: ScenarioStep,
        words: str,
        found: Sequence[Statement],
        levels: Sequence[Statement],
        *,
        by: Sequence[Statement] = (),
        asked_amount: bool = False,
        deciding: bool = False,
        missing: Iterable[str] = (),
        shown: Sequence[Statement] = (),
    ) -> StepReport:
        """How good an answer the statements are. *by*: those that the words found; *missing*: what
        is known to be; *shown*: what is shown instead of the statements alone."""
        missing = list(missing)
        who = {each.who.name for each in found if each.who is not None}
        if deciding:
            missing.append("Who decides there is not recorded, only at which level it is done.")
            who = set()
        elif not who:
            placed = levels or any(each.level for each in found)
            at = "at which level it is done" if placed else "that it is done"
            missing.append(f"Who does it is not recorded, only {at}.")
        if asked_amount:
            missing.append("Up to which amount is not recorded.")
        by_name = not words or any(said_in(words, *each.names) for each in by or found)
        if not by_name:
            missing.append("The words stand in a description only; see whether this is meant.")
        if not all(each.gives for each in found):
            missing.append(NOTHING_GIVEN)
        firm = all(each.firm for each in (found if who else (*found, *levels)))
        if len(who) > 1:
            outcome = Outcome.SEVERAL
        elif missing:
            outcome = Outcome.IN_PART
        else:
            outcome = Outcome.ANSWERED if firm else Outcome.PROPOSED
        report = StepReport(
            step,
            outcome,
            words,
            found=tuple(shown or found),
            levels=tuple(levels),
            near=tuple(self.finder.open(step)) if outcome != Outcome.ANSWERED else (),
            missing=tuple(missing),
            by_name=by_name,
        )
        return _shortened(report)


def asked_of(step: ScenarioStep, *, words: str, decision: str) -> Asked:
    """The question of a step to a scheme, in these of its words or about that decision."""
    return Asked(
        words=words,
        decision=decision,
        amount=step.amount,
        basis=step.basis,
        so_far=step.so_far,
        place=step.place,
        service=step.service,
        budgeted=not step.unbudgeted,
        recurrent=step.recurrent,
        urgent=step.urgent,
    )


def _of_the_scheme(step: ScenarioStep, words: str, reply: Reply) -> StepReport:
    answer = reply.answer
    if answer is None or answer.approves is None:
        return StepReport(step, Outcome.NONE, words, reply=reply, missing=("Nobody may.",))
    if answer.alike:
        return StepReport(
            step, Outcome.SEVERAL, words, reply=reply,
            missing=("More than one holder may, and nothing says which of them.",),
        )  # fmt: skip
    if answer.approves.band is None and _otherwise_counted(answer):
        missing = (OTHERWISE_COUNTED,)
        return StepReport(step, Outcome.IN_PART, words, reply=reply, missing=missing)
    return StepReport(step, Outcome.ANSWERED, words, reply=reply)


def _otherwise_counted(answer: Answer) -> bool:
    """Whether somebody was passed over because their limit counts by the week, and so on."""
    return any(
        each.reason is Reason.OTHER_BASIS and each.through is None for each in answer.refused
    )


def _has(statement: Statement, part: str) -> bool:
    """Whether its holder *answers* for a function, *does* the work or *decides*, by its letter."""
    return statement.lettered is not None and bool(getattr(statement.lettered, part))


def _shared(accountable: Sequence[Statement]) -> bool:
    """Whether more than one answers for the same function, in one matrix or in several."""
    of: dict[str, set[str]] = {}
    for each in accountable:
        of.setdefault(each.function, set()).add(each.who.name if each.who else "")
    return any(len(holders) > 1 for holders in of.values())


def _shortened(report: StepReport) -> StepReport:
    more = max(0, len(report.found) - MOST) + max(0, len(report.near) - MOST)
    return replace(report, found=report.found[:MOST], near=report.near[:MOST], more=more)

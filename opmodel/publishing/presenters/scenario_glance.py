"""How far editions answer, to be seen at a glance: sentences first, then a word for every step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opmodel.editions.models import Edition
from opmodel.publishing.words import counted
from opmodel.scenarios.reports import Outcome, Report

WORDS = {
    Outcome.ANSWERED: ("Answered", "green"),
    Outcome.PROPOSED: ("Proposed only", "yellow"),
    Outcome.IN_PART: ("In part", "orange"),
    Outcome.SEVERAL: ("Several possible", "purple"),
    Outcome.NONE: ("No answer", "red"),
}
"""Each outcome in a word, with the colour of its tag."""


@dataclass(frozen=True)
class Cell:
    """What came of a step: the code chooses the colour, the word says it."""

    code: str
    word: str


@dataclass(frozen=True)
class Line:
    """A step, with what came of it in each edition. `only`: the one edition that says anything."""

    number: int
    title: str
    cells: tuple[Cell, ...]
    only: str


def called(edition: Edition) -> str:
    """An edition in a heading."""
    return f"{edition.organisation.called}, {edition.label}"


def tally(report: Report) -> str:
    """“3 answered, 2 in part, 1 no answer”."""
    told = (
        f"{number} {WORDS[outcome][0].lower()}"
        for outcome in Outcome
        if (number := report.count(outcome))
    )
    return ", ".join(told) or "no steps"


def strip(report: Report) -> tuple[Cell, ...]:
    """A cell for each step of one edition."""
    return tuple(_cell(step.outcome) for step in report.steps)


def lines(reports: Sequence[Report]) -> list[Line]:
    """The steps of one scenario, with a cell for each edition."""
    found = []
    for number, steps in enumerate(zip(*(each.steps for each in reports), strict=True), start=1):
        speaking = [
            called(report.edition)
            for report, step in zip(reports, steps, strict=True)
            if step.outcome != Outcome.NONE
        ]
        found.append(
            Line(
                number=number,
                title=steps[0].step.title,
                cells=tuple(_cell(step.outcome) for step in steps),
                only=speaking[0] if len(speaking) == 1 < len(reports) else "",
            )
        )
    return found


def verdict(by_edition: Sequence[Sequence[Report]]) -> list[str]:
    """In sentences: to how many steps there is an answer here and none there, or none at all.

    *by_edition*: for each edition its reports, of the same scenarios in the same order.
    """
    outcomes = [
        [step.outcome for report in reports for step in report.steps] for reports in by_edition
    ]
    names = [called(reports[0].edition) for reports in by_edition if reports]
    if not names or not outcomes[0]:
        return []
    total = len(outcomes[0])
    if len(names) == 1:
        return [_alone(names[0], outcomes[0])]
    one, other = outcomes
    first, second = names
    both_ways = (_only_one(first, second, one, other), _only_one(second, first, other, one))
    told = [sentence for sentence in both_ways if sentence]
    neither = sum(a == b == Outcome.NONE for a, b in zip(one, other, strict=True))
    if neither:
        told.append(f"{_steps(neither, total)} {_have(neither)} no answer in either.")
    return told or [f"Both have an answer, whole or in part, to {_all(total)}."]


def _only_one(first: str, second: str, speaks: list[Outcome], silent: list[Outcome]) -> str:
    number = sum(
        a != Outcome.NONE and b == Outcome.NONE for a, b in zip(speaks, silent, strict=True)
    )
    if not number:
        return ""
    steps = _steps(number, len(speaks))
    return f"{steps} {_have(number)} an answer, whole or in part, in {first} but none in {second}."


def _alone(name: str, outcomes: list[Outcome]) -> str:
    total, silent = len(outcomes), outcomes.count(Outcome.NONE)
    whole = outcomes.count(Outcome.ANSWERED)
    if whole == total:
        return f"{name} answers {_all(total)}."
    if not silent:
        return f"{name} says something to {_all(total)} and answers {whole} of them whole."
    return f"{name} has no answer to {silent} of {counted(total, 'step')}."


def _all(total: int) -> str:
    return "the only step" if total == 1 else f"all {total} steps"


def _steps(number: int, total: int) -> str:
    return f"{number} of {counted(total, 'step')}"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _cell(outcome: Outcome) -> Cell:
    return Cell(outcome.value, WORDS[outcome][0])

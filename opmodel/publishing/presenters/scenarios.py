"""What editions answer to a scenario, step by step and beside each other, as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from governance.deciding.amounts import AmountUnreadable, amount
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Citation, Edition
from opmodel.editions.viewer import PUBLIC
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.time_bar import Link
from opmodel.publishing.words import amount as pounds
from opmodel.publishing.words import counted
from opmodel.scenarios.models import Scenario, ScenarioStep
from opmodel.scenarios.reports import Outcome, Report, StepReport
from opmodel.scenarios.stated import Named, Statement

from .deciding import BASES, Writing
from .links import capitalised, shortened
from .scenario_glance import WORDS, called, tally

MEANINGS = (
    ("Answered", "One holder is named, and it holds."),
    ("Proposed only", "One holder is named, but the document only proposes it."),
    ("In part", "Something is said, such as the level, but not all that the step asks."),
    ("Several possible", "More than one may be meant, and nothing says which."),
    ("No answer", "Nothing that is recorded answers the step."),
)


@dataclass(frozen=True)
class Line:
    """One statement that answers, or touches on it: what says so, how firmly; on which terms it
    holds; and, to be unfolded, in which words and where."""

    link: Link
    kind: str
    terms: str
    words: str
    standing: str
    reading: str
    source: str

    @property
    def folded(self) -> bool:
        """Whether there is more to it."""
        return bool(self.words or self.source or self.reading)


@dataclass(frozen=True)
class StepAnswer:
    """What one edition answers to one step."""

    outcome: Outcome
    sentences: tuple[str, ...]
    note: str
    lines: tuple[Line, ...]
    near: tuple[Line, ...]
    more: str
    asks: Link | None

    @property
    def word(self) -> str:
        return WORDS[self.outcome][0]

    @property
    def colour(self) -> str:
        return WORDS[self.outcome][1]

    @property
    def unfolds(self) -> tuple[Line, ...]:
        """The statements of which there is more to say."""
        return tuple(line for line in (*self.lines, *self.near) if line.folded)


@dataclass(frozen=True)
class Row:
    """A step with what each edition answers to it."""

    number: int
    title: str
    question: str
    about: str
    expected: str
    answers: tuple[StepAnswer, ...]


@dataclass(frozen=True)
class Column:
    """An edition that a scenario was put to."""

    name: str
    url: str
    status: str
    counts: str
    summary: str


def rows_of(reports: Sequence[Report], asked: Asked) -> list[Row]:
    """The steps, each with its answers in the order of the editions."""
    return [
        Row(
            number=number,
            title=steps[0].step.title,
            question=steps[0].step.get_asks_display(),
            about=about(steps[0].step),
            expected=steps[0].step.expected,
            answers=tuple(
                _Telling(report, asked).step(step)
                for report, step in zip(reports, steps, strict=True)
            ),
        )
        for number, steps in enumerate(
            zip(*(report.steps for report in reports), strict=True), start=1
        )
    ]


def column(report: Report, asked: Asked, status: str) -> Column:
    """The heading of an edition's answers."""
    return Column(
        name=called(report.edition),
        url=addresses.of_edition(report.edition) + asked.carried,
        status=status,
        counts=tally(report),
        summary=""
        if report.has_scheme
        else "This edition has no scheme of delegation: what it says elsewhere is asked instead.",
    )


def about(step: ScenarioStep) -> str:
    """What a step asks about, in a line."""
    parts = [f"“{words}”" for words in step.words[:1]]
    if step.amount:
        basis = BASES.get(step.basis, "")
        parts.append(f"{_in_pounds(step.amount)} {basis}".strip())
    if step.so_far:
        parts.append(f"all changes so far {_in_pounds(step.so_far)}")
    if step.level:
        parts.append(f"at the level “{step.level.name}”")
    parts += [
        word
        for said, word in (
            (step.place, f"in {_plain(step.place)}"),
            (step.service, f"for {_plain(step.service)}"),
            (step.unbudgeted, "not in the budget"),
            (step.recurrent is True, "each year again"),
            (step.recurrent is False, "once"),
            (step.urgent, "urgent"),
        )
        if said
    ]
    return ", ".join(parts)


def _plain(key: str) -> str:
    """A key as words, where it stands for a name."""
    return key.replace("-", " ")


def _in_pounds(text: str) -> str:
    try:
        return pounds(Decimal(amount(text).pounds))
    except AmountUnreadable:
        return text


def origin(scenario: Scenario) -> Link | None:
    """Where a source names it."""
    edition, _, key = scenario.named_in.partition("/")
    editions = Edition.objects.visible_to(PUBLIC).select_related("organisation")
    found = editions.filter(slug=edition).first() if key else None
    if found is None:
        return None
    address = f"{addresses.of_edition(found)}{kinds()['scenario-source'].plural}/{key}/"
    return Link(called(found), address)


MOST_NAMED = 2
"""Committees and forums in a sentence; of more, it says how many."""


class _Telling:
    """Answers of one edition in words."""

    def __init__(self, report: Report, asked: Asked):
        self.report, self.edition, self.asked = report, report.edition, asked

    def step(self, step: StepReport) -> StepAnswer:
        sentences, note = self._sentences(step)
        return StepAnswer(
            outcome=step.outcome,
            sentences=tuple(sentences),
            note=note,
            lines=tuple(self._line(each, step) for each in step.found),
            near=tuple(self._line(each, step) for each in step.near),
            more=f"and {counted(step.more, 'more entry', 'more entries')}" if step.more else "",
            asks=self._asks(step),
        )

    def _sentences(self, step: StepReport) -> tuple[list[str], str]:
        reply = step.reply
        if reply is not None and reply.answer is not None:
            writing = Writing(reply, reply.answer, self.edition, self.asked)
            told = list(writing.sentences())
            if step.outcome == Outcome.SEVERAL:
                also = ", ".join(each.power.holder.name for each in reply.answer.alike)
                told.append(f"Just as well may: {also}. Nothing says which of them.")
            elif step.outcome == Outcome.IN_PART:
                told += step.missing
            return told, writing.adopted()
        if reply is not None:
            names = "; ".join(matter.name for matter in reply.matters[:4])
            if any(choice.recurrent is not None for choice in reply.choices):
                return [f"{names}: the limits differ for what recurs each year."], ""
            return [f"The words fit several decisions: {names}."], ""
        told = [who for who in (self._who(step),) if who]
        return [*told, *step.missing], ""

    def _who(self, step: StepReport) -> str:
        """Who it is, or at least at which level."""
        if any(each.lettered for each in step.found):
            return _parts(step)
        holders = list(dict.fromkeys(_led(each) for each in step.found if each.who))
        if step.step.asks == ScenarioStep.Asks.MEETS and len(holders) > MOST_NAMED:
            return f"{len(step.found) + step.more} are named, {holders[0]} first."
        if holders:
            return f"{'; '.join(holders)}."
        placed = [_placed(each) for each in (*step.levels, *step.found) if each.level_name]
        return f"{capitalised('; '.join(dict.fromkeys(placed)))}." if placed else ""

    def _line(self, statement: Statement, step: StepReport) -> Line:
        levels = [_placed(each) for each in step.levels if each.function == statement.function]
        if statement.level_name and statement.what.kind == "delegation":
            levels = [_placed(statement)]
        if len(step.found) == 1 and not step.found[0].who:
            levels = []  # the sentence above says them
        terms = (_letter(statement), statement.limit, statement.conditions, "; ".join(levels))
        return Line(
            link=Link(statement.what.name, self._url(statement.what)),
            kind=capitalised(str(kinds()[statement.what.kind]._meta.verbose_name)),
            terms=capitalised("; ".join(filter(None, terms))),
            words=shortened(statement.summary, 160),
            standing=statement.standing,
            reading=statement.reading,
            source=_source(self.report.citations.get(statement.id, ())),
        )

    def _url(self, named: Named) -> str:
        plural = kinds()[named.kind].plural
        return f"{addresses.of_edition(self.edition)}{plural}/{named.key}/{self.asked.carried}"

    def _asks(self, step: StepReport) -> Link | None:
        """The same question on the page of who decides, where it has one."""
        if step.reply is None:
            return None
        kept = {"edition": self.edition.slug, **step.reply.asked.given, **self.asked.stated}
        return Link("The whole answer", f"{reverse('decide')}?{urlencode(kept)}")


def _led(statement: Statement) -> str:
    who = statement.who.name if statement.who else ""
    return f"{who}, led by the {statement.by.name}" if statement.by else who


def _parts(step: StepReport) -> str:
    """“Accountable (A): Chief Nursing Officer. Responsible (R): Safeguarding team.”"""
    of: dict[str, list[str]] = {}
    for each in step.found:
        if each.lettered and each.who:
            letter = f" ({each.lettered.letter})" if each.lettered.letter else ""
            of.setdefault(f"{each.lettered.word}{letter}", []).append(each.who.name)
    return " ".join(f"{word}: {'; '.join(dict.fromkeys(names))}." for word, names in of.items())


def _letter(statement: Statement) -> str:
    """“A (Accountable) for “Safeguarding” in “Who does what””."""
    part = statement.lettered
    if part is None:
        return ""
    letter = f"{part.letter} ({part.word})" if part.letter else part.word
    return f"{letter} for “{part.function.name}” in “{part.matrix.name}”"


def _placed(statement: Statement) -> str:
    """“Is delivered at the level Place, with Local authorities”."""
    part = f"{statement.part.lower()} at" if statement.part else "at"
    jointly = f", with {statement.jointly}" if statement.jointly else ""
    return f"{part} {statement.level_name.lower()} level{jointly}"


def _source(citations: Iterable[Citation]) -> str:
    told = [
        f"{each.source.title}, “{each.heading}”" + (f", page {each.page}" if each.page else "")
        for each in citations
        if each.heading
    ]
    return told[0] if told else ""

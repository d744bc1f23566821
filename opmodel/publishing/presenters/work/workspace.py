"""The workspace in words: sections, what happened lately, and the one next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from opmodel.drafting.grid.columns import grid_kinds
from opmodel.drafting.rights import called
from opmodel.drafting.selectors.against_base import ADDED, Against
from opmodel.drafting.selectors.lately import Happened
from opmodel.drafting.selectors.workspace import Section
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, EditionState, Element, Kind
from opmodel.editions.selectors.elements import whereabouts
from opmodel.findings.checking import Findings
from opmodel.publishing import addresses
from opmodel.publishing.presenters.checks import COLOURS, WORDS
from opmodel.publishing.presenters.links import capitalised, shortened
from opmodel.publishing.presenters.parts import in_reading_order, part_of
from opmodel.publishing.words import counted

DONE_WORDS = {"+": "added", "~": "changed", "-": "ended"}


@dataclass(frozen=True)
class SectionLine:
    """A kind, with how many rows there are, differ from the base, and are found fault with."""

    text: str
    url: str
    rows: int
    changed: int
    found: int


@dataclass(frozen=True)
class HappenedLine:
    """One change in words."""

    who: str
    done: str
    kind: str
    kind_words: str
    name: str
    key: str
    url: str
    when: datetime
    reason: str


@dataclass(frozen=True)
class RowLine:
    """A row in a list."""

    name: str
    url: str
    within: str
    summary: str
    tag: str
    colour: str
    told_apart: str


@dataclass(frozen=True)
class Step:
    """The one next step."""

    words: str
    url: str
    text: str


@dataclass(frozen=True)
class Way:
    """A way out of the workspace."""

    text: str
    url: str
    note: str = ""


def parts_of(
    edition: Edition, sections: Iterable[Section], findings: Findings | None, *, empty: bool
) -> list[tuple[str, list[SectionLine]]]:
    """The sections by part of the model. *empty*: those without rows too, to add the first."""
    found: Counter[str] = Counter()
    for finding in findings.open if findings else ():
        found.update({row.kind for row in finding.rows[:1]})
    by_kind = {each.kind: each for each in sections}
    ordered = in_reading_order(by_kind)
    return [
        (
            part,
            [
                SectionLine(
                    capitalised(str(kind._meta.verbose_name_plural)),
                    addresses.of_work_list(edition, kind),
                    by_kind[kind].rows,
                    by_kind[kind].changed,
                    found[kind.kind_name],
                )
                for kind in of_part
                if empty or by_kind[kind].rows or by_kind[kind].changed
            ],
        )
        for part, of_part in ((p, list(each)) for p, each in groupby(ordered, key=part_of))
        if empty or any(by_kind[kind].rows or by_kind[kind].changed for kind in of_part)
    ]


def lately(edition: Edition, happened: Iterable[Happened]) -> list[HappenedLine]:
    """What was changed last."""
    return [_happened(edition, each) for each in happened]


def ended(edition: Edition, happened: Iterable[Happened]) -> list[HappenedLine]:
    """What was ended, each with where it is restored."""
    return [_happened(edition, each, restoring=True) for each in happened]


def _happened(edition: Edition, each: Happened, *, restoring: bool = False) -> HappenedLine:
    url = addresses.of_row(edition, each.kind, each.key) if each.what != "-" else ""
    return HappenedLine(
        who=called(each.who),
        done=DONE_WORDS[each.what],
        kind=each.kind,
        kind_words=str(kinds()[each.kind]._meta.verbose_name),
        name=each.name,
        key=each.key,
        url=addresses.of_restoring(edition, each.kind, each.key) if restoring else url,
        when=each.when,
        reason=each.reason,
    )


def counts(findings: Findings | None) -> list[tuple[str, str]]:
    """How much checks found, by severity: words and colour."""
    if findings is None:
        return []
    return [
        (counted(number, *WORDS[severity]), COLOURS[severity])
        for severity, number in findings.by_severity.items()
        if number
    ]


def next_step(work: Any, waiting: int, findings: Findings | None) -> Step | None:
    """The one thing that stands next, for whoever looks."""
    edition = work.edition
    if waiting and work.may_change:
        words = f"{counted(waiting, 'proposal waits', 'proposals wait')} for your answer."
        return Step(words, addresses.of_proposals(edition), "Decide about them")
    if not work.may_change:
        return None
    if findings is not None and findings.blocking:
        number = len(findings.blocking)
        words = f"{counted(number, 'error stands', 'errors stand')} in the way of adoption."
        return Step(words, f"{addresses.of_checks(edition)}?severity=error", "Look at the errors")
    if edition.state == EditionState.IN_REVIEW:
        return Step(
            "The draft is in review. What you change now, reviewers see at once.",
            _comparison(edition),
            "See what it changes",
        )
    return Step("Nothing stands in the way.", _comparison(edition), "See what the draft changes")


def _comparison(edition: Edition) -> str:
    if edition.based_on is None:
        return addresses.of_edition(edition)
    # Read from the edition before to the draft.
    return addresses.of_comparison(edition, edition.based_on)


def ways(edition: Edition, *, may_change: bool, may_comment: bool) -> list[Way]:
    """What else is done with a draft."""
    found = []
    if may_change:
        found += [
            Way(
                f"{capitalised(str(kind._meta.verbose_name_plural))} in a grid",
                f"{addresses.of_edition(edition)}grid/{plural}/",
                "Many rows at once, as in a spreadsheet.",
            )
            for plural, kind in grid_kinds().items()
        ]
    if edition.based_on is not None:
        found.append(Way("What it changes", _comparison(edition)))
    found.append(Way("What checks found", addresses.of_checks(edition)))
    if may_comment:
        found.append(Way("Comments", f"{addresses.of_edition(edition)}comments/"))
    found.append(
        Way("Workbooks", addresses.of_workbooks(edition), "Take a part away, and bring it back.")
    )
    return found


def tables(edition: Edition, kind: type[Kind]) -> list[Way]:
    """Ways to change many rows of a kind at once."""
    here = addresses.of_edition(edition)
    found = []
    if kind.plural in grid_kinds():
        found.append(Way("Work in a grid", f"{here}grid/{kind.plural}/"))
    found.append(Way("Change many at once", f"{here}bulk/{kind.plural}/"))
    return found


def new_ones(edition: Edition, offered: Iterable[type[Kind]]) -> list[tuple[str, list[Way]]]:
    """The kinds of which somebody may propose new rows of their own, by part of the model."""
    return [
        (
            part,
            [
                Way(capitalised(str(kind._meta.verbose_name)), addresses.of_new_row(edition, kind))
                for kind in of_part
            ],
        )
        for part, of_part in groupby(in_reading_order(offered), key=part_of)
    ]


def row_lines(
    work: Any, kind: type[Kind], elements: list[Element], against: Against
) -> list[RowLine]:
    """A page of rows. What each stands in is told to who sees the whole draft."""
    within = whereabouts(elements) if work.sees_all else {}
    names = Counter(each.name for each in elements)
    found = []
    for each in elements:
        what = against.what(kind.kind_name, each.key)
        found.append(
            RowLine(
                name=each.name,
                url=addresses.of_row(work.edition, each.kind, each.key),
                within=within[each.id].name if each.id in within else "",
                summary=shortened(each.summary, 160),
                tag={"": "", ADDED: "Added"}.get(what, "Changed"),
                colour="green" if what == ADDED else "blue",
                told_apart=each.key if names[each.name] > 1 else "",
            )
        )
    return found

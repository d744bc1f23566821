"""The roadmap: what a programme means to do and to have done, by workstream and date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final
from uuid import UUID

from opmodel.editions.models import Edition
from opmodel.editions.selectors.elements import named_elements
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.time_bar import STANDINGS
from opmodel.publishing.words import counted
from transition.models import Outcome, Workstream

from .columns import Column, columns_for
from .grid import Grid, Line, grid
from .narrowing import has_words
from .steps import KINDS, Step, steps_of, workstreams_of

ALL: Final = "all"
NO_WORKSTREAM: Final = "none"
WITHOUT: Final = "No workstream named"

LEGEND: Final = (
    ("day", "on that day"),
    ("period", "some time in these days, or all through them"),
    ("by", "by that day: open before it"),
    ("from", "from that day on: open after it"),
)
KINDS_LEGEND: Final = {
    "outcome": "outcome",
    "omission": "no outcome stated, and why",
    "milestone": "milestone",
    "activity": "activity",
    "transfer": "transfer",
}
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the reader narrowed the roadmap to. Without a collection, the detailed set of outcomes
    is left out where there is a summary of it."""

    workstream: str = ""
    collection: str = ""
    kind: str = ""
    text: str = ""


@dataclass(frozen=True)
class Choices:
    """What the roadmap can be narrowed by."""

    workstreams: Options
    collections: Options
    kinds: Options


@dataclass(frozen=True)
class Group:
    """Rows under a heading; an edition without groups has one without a title."""

    title: str
    rows: tuple[Line, ...]


@dataclass(frozen=True)
class Roadmap:
    """What is shown of a programme.

    *usual* is the standing that most of it has. *shown* says in words how much that is,
    *kept_apart* that the detailed set of outcomes is not among it.
    """

    groups: tuple[Group, ...]
    columns: tuple[Column, ...]
    choices: Choices
    usual: str
    shown: str
    kept_apart: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing is shown, for lack of any or of any that fit."""
        return not self.groups

    @property
    def steps(self) -> Iterator[tuple[Group, Line, Step]]:
        """Everything shown, row by row and by date."""
        for group in self.groups:
            for row in group.rows:
                for step in row.steps:
                    yield group, row, step

    @property
    def has_undated(self) -> bool:
        return any(step.days is None for _, _, step in self.steps)

    @property
    def looks(self) -> tuple[tuple[str, str, str], ...]:
        """What the looks of the steps stand for, of those that occur."""
        kinds = {step.kind for _, _, step in self.steps}
        forms = {step.form for _, _, step in self.steps}
        return (
            *(("kind", kind, text) for kind, text in KINDS_LEGEND.items() if kind in kinds),
            *(("form", form, text) for form, text in LEGEND if form in forms),
        )

    @property
    def grid(self) -> Grid:
        """All of it as rows of cells."""
        return grid(self._titled, self.columns, undated=self.has_undated)

    def sheets(self, most: int, tallest: int) -> tuple[Grid, ...]:
        """What has a date, in parts of at most so many columns and so many steps to a line."""
        total = len(self.columns)
        parts = -(-total // most)
        bounds = [total * part // parts for part in range(parts + 1)] if parts else []
        return tuple(
            grid(
                self._titled,
                self.columns,
                undated=False,
                part=range(start, end),
                tallest=tallest,
            )
            for start, end in pairwise(bounds)
        )

    @property
    def undated(self) -> tuple[Group, ...]:
        """What has no date, or one too vague to place, alone."""
        groups = []
        for group in self.groups:
            rows = [
                replace(row, steps=tuple(step for step in row.steps if step.days is None))
                for row in group.rows
            ]
            if rows := [row for row in rows if row.steps]:
                groups.append(Group(group.title, tuple(rows)))
        return tuple(groups)

    @property
    def _titled(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        return tuple((group.title, group.rows) for group in self.groups)

    @property
    def usual_set(self) -> str:
        """What is shown of the outcomes unless somebody chooses, where there is a choice."""
        sets = dict(self.choices.collections)
        if "summary" in sets and "detail" in sets:
            return "All but the detailed set" if len(sets) > 3 else sets["summary"]
        return ""

    @property
    def usual_words(self) -> str:
        """How most of it stands, where that is not simply in force."""
        return STANDINGS[self.usual].word.lower() if self.usual not in ("", "in-force") else ""


def roadmap(
    *, edition: Edition, asked: Asked, narrowed: Narrowed | None = None, cited: bool = False
) -> Roadmap:
    """The roadmap of an edition, of which nothing may be left after narrowing."""
    narrowed = narrowed or Narrowed()
    streams = workstreams_of(edition)
    every = list(steps_of(edition, asked, cited=cited))
    steps = _told_apart([step for step in every if _fits(step, narrowed, streams, every)], streams)
    groups = tuple(_groups(steps, streams, edition, asked))
    return Roadmap(
        groups=groups,
        columns=columns_for(step.days for step in steps if step.days),
        choices=_choices(every, streams),
        usual=_commonest(step.element.standing for step in steps),
        shown=_counted(steps),
        kept_apart="" if narrowed.collection else _kept_apart(every),
    )


def _told_apart(steps: Sequence[Step], streams: Sequence[Workstream]) -> list[Step]:
    """The steps, those of the same name with words that say which is which."""
    names = Counter(step.name for step in steps)
    titles = {stream.id: stream.name for stream in streams}
    return [
        replace(step, apart=", ".join(filter(None, _place(step, titles))))
        if names[step.name] > 1
        else step
        for step in steps
    ]


def _place(step: Step, titles: Mapping[UUID, str]) -> tuple[str, ...]:
    workstream = titles[step.workstream] if step.workstream else ""
    return step.what, workstream, step.when, f"no. {step.position + 1}"


def _commonest(standings: Iterable[str]) -> str:
    counts = Counter(standings).most_common(1)
    return counts[0][0] if counts else ""


def _fits(
    step: Step, narrowed: Narrowed, streams: Sequence[Workstream], every: Sequence[Step]
) -> bool:
    return (
        _in_workstream(step, narrowed.workstream, streams)
        and _in_collection(step, narrowed.collection, every)
        and narrowed.kind in ("", step.kind)
        and has_words(
            narrowed.text,
            step.name,
            step.element.summary,
            step.when,
            step.what,
            *step.element.also_known_as,
        )
    )


def _in_workstream(step: Step, wanted: str, streams: Sequence[Workstream]) -> bool:
    if not wanted:
        return True
    ids = {stream.key: stream.id for stream in streams}
    return step.workstream == ids.get(wanted) and (wanted in ids or wanted == NO_WORKSTREAM)


def _in_collection(step: Step, wanted: str, every: Sequence[Step]) -> bool:
    if not step.collection or wanted == ALL:
        return True
    if wanted:
        return step.collection == wanted
    return step.collection != "detail" or not _has_summary(every)


def _kept_apart(every: Sequence[Step]) -> str:
    """That the detailed set of outcomes is not among what is shown."""
    number = sum(step.kind == "outcome" and step.collection == "detail" for step in every)
    if not number or not _has_summary(every):
        return ""
    return f"The detailed set, {counted(number, 'outcome')}, is kept apart and not among these."


def _has_summary(steps: Iterable[Step]) -> bool:
    return any(step.collection == "summary" for step in steps)


def _choices(every: Sequence[Step], streams: Sequence[Workstream]) -> Choices:
    used = {step.workstream for step in every}
    named = tuple((stream.key, stream.name) for stream in streams if stream.id in used)
    if named and any(step.workstream is None for step in every):
        named = (*named, (NO_WORKSTREAM, WITHOUT))
    there = {step.collection for step in every}
    collections = tuple(
        (value, str(label)) for value, label in Outcome.Collection.choices if value in there
    )
    return Choices(
        workstreams=named,
        collections=(*collections, (ALL, "All, told apart")) if len(collections) > 1 else (),
        kinds=tuple(
            (kind.kind_name, _plural(kind._meta.verbose_name_plural))
            for kind in KINDS
            if any(step.kind == kind.kind_name for step in every)
        ),
    )


def _plural(words: object) -> str:
    return str(words)[:1].upper() + str(words)[1:]


def _groups(
    steps: Sequence[Step], streams: Sequence[Workstream], edition: Edition, asked: Asked
) -> Iterator[Group]:
    of: dict[UUID | None, list[Step]] = {}
    for step in sorted(steps, key=lambda step: step.order):
        of.setdefault(step.workstream, []).append(step)
    leads = named_elements(stream.led_by_id for stream in streams)
    rows: dict[str, list[Line]] = {}
    for stream in streams:
        if mine := of.get(stream.id):
            lead = leads[stream.led_by_id].name if stream.led_by_id else ""
            rows.setdefault(stream.group, []).append(
                Line(
                    title=stream.name,
                    url=addresses.of_element(edition, stream) + asked.carried,
                    note=f"Led by {lead}" if lead else "",
                    steps=tuple(mine),
                )
            )
    yield from (Group(title or _ungrouped(rows), tuple(each)) for title, each in rows.items())
    if rest := of.get(None):
        yield Group(WITHOUT if rows else "", tuple(_lists(rest)))


def _ungrouped(rows: Mapping[str, object]) -> str:
    return "Other workstreams" if len(rows) > 1 else "Workstreams"


def _lists(steps: Sequence[Step]) -> Iterator[Line]:
    """What names no workstream, by the list in which the source has it."""
    kinds = [kind.kind_name for kind in KINDS]
    by_list: dict[tuple[int, str], list[Step]] = {}
    for step in steps:
        by_list.setdefault((kinds.index(step.kind), step.list), []).append(step)
    # Lists of one kind in the order of the source, which is that of their first entries.
    first = {key: min(step.position for step in each) for key, each in by_list.items()}
    for key in sorted(by_list, key=lambda key: (key[0], first[key])):
        yield Line(title=key[1], url="", note="", steps=tuple(by_list[key]))


def _counted(steps: Sequence[Step]) -> str:
    """How many of which, in words, and how many of them have no date."""
    words = [
        counted(number, str(kind._meta.verbose_name), str(kind._meta.verbose_name_plural))
        for kind in KINDS
        if (number := sum(step.kind == kind.kind_name for step in steps))
    ]
    undated = sum(step.days is None for step in steps)
    listed = " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
    return f"{listed}. {_undated(undated, len(steps))}" if listed else ""


def _undated(number: int, total: int) -> str:
    if not number:
        return "Each has a date."
    if number == total:
        return "None has a date that can be placed."
    return f"{number:,} {'has' if number == 1 else 'have'} no date, or one too vague to place."

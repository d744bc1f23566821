"""A workbook before it is taken in, as people read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Final, NamedTuple

from django.db import models

from governance.models import Limit
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Reference
from opmodel.editions.records import stated_fields
from opmodel.publishing import addresses
from opmodel.publishing.words import NOT_RECORDED, amount, counted
from opmodel.workbooks.base import Base
from opmodel.workbooks.changes import ADDED, CHANGED, REMOVED, Change
from opmodel.workbooks.choices import KEY, LEAVE
from opmodel.workbooks.fields import Fields
from opmodel.workbooks.findings import Mark, Option, State, Wanted
from opmodel.workbooks.models import Upload
from opmodel.workbooks.preview import Preview
from opmodel.workbooks.questions import others
from opmodel.workbooks.reading import Fault

from .comparing import ChangeLine, Shown
from .links import capitalised, shortened
from .values import label_of

LONGEST: Final = 300
"""Characters of a cell that are shown."""


class Look(NamedTuple):
    """How one state shows: by a sign, a word and a colour."""

    word: str
    sign: str
    colour: str


LOOKS: Final = {
    State.UNDERSTOOD: Look("Understood", "✓", "green"),
    State.DOUBTED: Look("Doubted", "?", "yellow"),
    State.REFUSED: Look("Refused", "✕", "red"),
}
MEANINGS: Final = {
    State.UNDERSTOOD: "is read as it says beside it, and is taken in so",
    State.DOUBTED: "is taken in as it says beside it, and somebody should look whether that is "
    "right",
    State.REFUSED: "cannot be read or cannot stand in the edition, and stops the whole",
}
CHANGES: Final = {
    ADDED: Look("Added", "+", "green"),
    CHANGED: Look("Changed", "±", "yellow"),
    REMOVED: Look("Taken out", "−", "red"),
}


@dataclass(frozen=True, slots=True)
class CountLine:
    """How many cells were understood, or doubted, or refused."""

    number: int
    look: Look
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be chosen: `likely` answers first, then `others`."""

    field: str
    asks: str
    where: str
    likely: tuple[Option, ...]
    others: tuple[Option, ...]
    suggested: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What was chosen before, for this workbook or an earlier one."""

    asked: str
    answer: str


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One thing to be mended: its cell, what is wrong, what to do."""

    address: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ElementChange:
    """An element that would be added, changed or taken out."""

    name: str
    kind: str
    url: str
    look: Look
    where: str
    fields: tuple[ChangeLine, ...]

    @property
    def is_new(self) -> bool:
        return self.look is CHANGES[ADDED]


@dataclass(frozen=True, slots=True)
class CellLine:
    """A cell as it was read; empty where it holds nothing."""

    address: str
    text: str = ""
    look: Look | None = None
    says: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row of a sheet that holds something."""

    number: int
    cells: tuple[CellLine, ...]


@dataclass(frozen=True, slots=True)
class SheetTab:
    """A sheet: its name, its layout, how its cells were read, and where it is shown."""

    name: str
    layout: str
    counts: tuple[CountLine, ...]
    number: int


@dataclass(frozen=True, slots=True)
class TakenLine:
    """An element that was written, with its page."""

    name: str
    kind: str
    look: Look
    url: str


class Presented:
    """A preview in words."""

    def __init__(self, preview: Preview, base: Base, edition: Edition):
        self.preview, self.base, self.edition = preview, base, edition
        self._fields = Fields(base)
        self._names = {
            change.record.key: change.name for change in preview.changes if change.what != REMOVED
        }

    # ---- What it comes to ----

    @property
    def counts(self) -> list[CountLine]:
        """Cells by how far they were understood."""
        found = self.preview.counts()
        return [CountLine(found[str(each)], LOOKS[each], MEANINGS[each]) for each in State]

    @property
    def changed(self) -> list[CountLine]:
        """Elements by what would happen to them."""
        what = [change.what for change in self.preview.changes]
        return [CountLine(what.count(each), look) for each, look in CHANGES.items()]

    @property
    def summary(self) -> str:
        """What it comes to, in a sentence or two."""
        if not self.preview.marks:
            return "Nothing of this file could be read, and nothing has been written."
        added, changed, removed = (line.number for line in self.changed)
        would = (
            f"it would add {_many(added)}, change {_many(changed)}, and take out {_many(removed)}"
        )
        if not self.preview.changes:
            would = "it would change nothing"
        return (
            f"Nothing has been written. Of {counted(len(self.preview.marks), 'cell')} that hold "
            f"something, {self._parts()}. Taken in as it is read now, {would}."
        )

    def _parts(self) -> str:
        understood, doubted, refused = (line.number for line in self.counts)
        return f"{understood:,} are understood, {doubted:,} doubted and {refused:,} refused"

    @property
    def stands_against(self) -> str:
        """What is to be done before it can be taken in; empty where nothing is."""
        todo = []
        if self.preview.wanted:
            todo.append(f"{counted(len(self.preview.wanted), 'thing')} to choose below")
        if faults := self.preview.mended_in_the_file:
            todo.append(f"{counted(len(faults), 'fault')} to mend in the file")
        if not todo and self.preview.faults:
            todo.append("what is refused below")
        return " and ".join(todo)

    # ---- What has to be chosen, and what was ----

    @property
    def questions(self) -> list[Question]:
        return [
            Question(
                field=field_of(wanted),
                asks=wanted.question,
                where=str(wanted.at),
                likely=wanted.options,
                others=others(wanted, self.base),
                suggested=wanted.suggested,
            )
            for wanted in self.preview.wanted
        ]

    @property
    def answered(self) -> list[Answered]:
        return [
            Answered(_asked(name), self._answer(value))
            for name, value in self.preview.chosen.items()
        ]

    def _answer(self, value: str) -> str:
        if value == LEAVE:
            return "left out"
        if value.startswith(KEY):
            return self.base.name(value.removeprefix(KEY))
        return "a type of holder, in these words" if value == "words" else value

    # ---- Faults ----

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What has to be mended in the file; all faults where nothing can be chosen."""
        return self.preview.mended_in_the_file if self.preview.wanted else self.preview.faults

    def by_sheet(self, faults: Sequence[Fault]) -> list[tuple[str, list[FaultLine]]]:
        """Faults under their sheets; those of the file as a whole first."""
        grouped = groupby(faults, key=lambda each: each.at.sheet if each.at else "")
        return [
            (
                sheet,
                [
                    FaultLine(each.at.address if each.at else "The file", each.message, each.remedy)
                    for each in of_it
                ],
            )
            for sheet, of_it in grouped
        ]

    # ---- Changes ----

    @property
    def by_kind(self) -> list[tuple[Look, str]]:
        """How many of each kind would be added, changed or taken out."""
        found = Counter((change.what, change.record.kind) for change in self.preview.changes)
        lines = []
        for what, look in CHANGES.items():
            words = [
                counted(found[what, name], str(kind._meta.verbose_name),
                        str(kind._meta.verbose_name_plural))
                for name, kind in kinds().items()
                if (what, name) in found
            ]  # fmt: skip
            if words:
                lines.append((look, ", ".join(words)))
        return lines

    def changes(self, changes: Sequence[Change]) -> list[ElementChange]:
        """Changes in words, before and after."""
        return [
            ElementChange(
                name=change.name,
                kind=capitalised(change.kind_word),
                url=""
                if change.what == ADDED
                else addresses.of_key(self.edition, change.record.kind, change.record.key),
                look=CHANGES[change.what],
                where=str(change.at) if change.at else "",
                fields=tuple(self._lines(change)),
            )
            for change in changes
        ]

    def _lines(self, change: Change) -> Iterator[ChangeLine]:
        specs = {spec.name: spec for spec in stated_fields(kinds()[change.record.kind])}
        for field in change.fields:
            spec = specs[field.name]
            before, after = self._words(spec, field.before), self._words(spec, field.after)
            if change.what == ADDED:
                if after and field.name != "name":
                    yield ChangeLine(label_of(spec), (Shown("same", after),), "", after)
                continue
            yield ChangeLine(
                label_of(spec),
                (
                    Shown("removed", before) if before else Shown("silent", NOT_RECORDED),
                    Shown("added", after) if after else Shown("silent", NOT_RECORDED),
                ),
                before,
                after,
            )

    def _words(self, spec: models.Field[Any, Any], value: Any) -> str:
        """A value as people write it, what it refers to by its name."""
        if value in (None, "", []):
            return ""
        if isinstance(spec, models.ManyToManyField):
            return ", ".join(self._name(key) for key in value)
        if isinstance(spec, Reference) and (value in self._names or value in self.base.by_key):
            return self._name(value)
        if isinstance(spec, models.DecimalField) and spec.model is Limit:
            return amount(Decimal(value))
        return str(self._fields.shown(spec, value))

    def _name(self, key: str) -> str:
        return self._names.get(key) or self.base.name(key)

    @property
    def stays(self) -> list[str]:
        return [f"{at}: {name}" for at, name in self.preview.stays]

    # ---- Sheets ----

    @property
    def sheets(self) -> list[SheetTab]:
        """The sheets that hold something."""
        layouts = dict(self.preview.layouts)
        return [
            SheetTab(
                name=sheet or self.preview.name,
                layout=layouts.get(sheet, ""),
                counts=tuple(
                    CountLine(sum(mark.state is state for mark in marks), LOOKS[state])
                    for state in State
                ),
                number=number,
            )
            for number, (sheet, marks) in enumerate(self._by_sheet().items(), start=1)
        ]

    def marks_of(self, number: int) -> list[Mark]:
        """The cells of one sheet, counted from 1; none where there is no such sheet."""
        sheets = list(self._by_sheet().values())
        return sheets[number - 1] if 0 < number <= len(sheets) else []

    def _by_sheet(self) -> dict[str, list[Mark]]:
        found: dict[str, list[Mark]] = {}
        for mark in self.preview.marks:
            found.setdefault(mark.at.sheet, []).append(mark)
        return found


def rows_of(marks: Sequence[Mark], *, only_doubts: bool = False) -> list[list[Mark]]:
    """Cells by row, in order; with *only_doubts* the rows in which one is doubted or refused."""
    rows = [list(of_it) for _, of_it in groupby(marks, key=lambda mark: mark.at.row)]
    if not only_doubts:
        return rows
    return [row for row in rows if any(each.state is not State.UNDERSTOOD for each in row)]


def columns_of(marks: Sequence[Mark]) -> dict[int, str]:
    """The columns that hold something: by their numbers, their letters."""
    found = {mark.at.column: mark.at.address.rstrip("0123456789") for mark in marks}
    return dict(sorted(found.items()))


def grid(rows: Sequence[Sequence[Mark]], columns: Mapping[int, str]) -> list[RowLine]:
    """Rows with a cell for each column."""
    lines = []
    for row in rows:
        number = row[0].at.row
        by_column = {mark.at.column: mark for mark in row}
        lines.append(
            RowLine(
                number,
                tuple(
                    _cell(by_column[column])
                    if column in by_column
                    else CellLine(f"{letters}{number}")
                    for column, letters in columns.items()
                ),
            )
        )
    return lines


def _cell(mark: Mark) -> CellLine:
    return CellLine(
        mark.at.address, shortened(mark.text, LONGEST), LOOKS[mark.state], mark.says, mark.remedy
    )


def field_of(wanted: Wanted) -> str:
    """What the answer to a question is called in a form."""
    return f"answer:{wanted.name}"


def _many(number: int) -> str:
    return f"{number:,}" if number else "none"


def _asked(name: str) -> str:
    what, _, about = name.partition(":")
    return f"The letter {about.upper()}" if what == "letter" else f"“{about}”"


def taken(upload: Upload) -> list[TakenLine]:
    """What was written of a workbook."""
    return [
        TakenLine(
            name=name,
            kind=capitalised(str(kinds()[kind]._meta.verbose_name)),
            look=CHANGES[what],
            url="" if what == REMOVED else addresses.of_key(upload.edition, kind, key),
        )
        for what, kind, key, name in upload.taken
    ]

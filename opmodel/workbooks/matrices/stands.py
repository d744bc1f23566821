"""What stands where in a matrix: the second sheet of its workbook, written and read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from django.db import models

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Kind
from opmodel.editions.records import stated_fields
from opmodel.workbooks.fields import label
from opmodel.workbooks.reading import Book, Sheet
from opmodel.workbooks.reading.cells import letters
from opmodel.workbooks.reading.values import folded_lines

TITLE: Final = "What stands where"
ABOUT: Final = (
    "For reading this workbook back: which entry of the registry each cell shows. "
    "Please leave this sheet as it is, and change cells of the other one."
)
HOW: Final = (
    "Cells can be changed and the workbook sent back. Keep the headings of rows and columns; write "
    "“none” in a cell to take out what stands there."
)
"""What the first sheet says of itself."""
SHEET: Final = "In the sheet"
EMPTY: Final = "Where nothing stands"
NEW: Final = "A new entry"
CHECK: Final = "Check"
HEADINGS: Final = (
    "Cells of a row",
    "What was written",
    "What it shows",
    "Of which entry",
    "What may be changed",
)

# What a text may show besides a field of an element, which goes by its label.
ROW: Final = "Heading of a row"
COLUMN: Final = "Heading of a column"
CORNER: Final = "Heading of the rows"
GROUP: Final = "Group of a row"
ONLY_SHOWN: Final = ""
PART: Final = "Part in the decision"
REACH: Final = "How far it reaches"
_LIMIT: Final = "Limit number"
_APART: Final = "; "
_PLACES: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_LONGEST: Final = 32_767
_MOST: Final = 16_000
"""Characters of one cell that are put together."""
_BETWEEN: Final = "\u241e"
"""The sign for the end of a record: no text of an edition has it."""
_CHECKED: Final = 16


def limit(number: int) -> str:
    """That a text shows one of the limits of a power: the first is number 1."""
    return f"{_LIMIT} {number}"


def limit_number(what: str) -> int:
    """Which limit a text shows; 0 where it shows something else."""
    begins, _, number = what.rpartition(" ")
    return int(number) if begins == _LIMIT and number.isdigit() else 0


@dataclass(frozen=True, slots=True)
class Says:
    """What a line of a cell shows: a field, by its label, of the entry, or of the element *key*.

    *value* is what of the line may be changed; all of it where that is None. Without *what* the
    line is only shown.
    """

    what: str = ONLY_SHOWN
    value: str | None = None
    key: str = ""


def field_of(kind: type[Kind], name: str, value: str | None = None, key: str = "") -> Says:
    """That a line shows a field of an element of this kind."""
    return Says(label(stated(kind)[name]), value, key)


@cache
def stated(kind: type[Kind]) -> dict[str, models.Field[Any, Any]]:
    """The fields of a kind by their names."""
    return {spec.name: spec for spec in stated_fields(kind)}


@dataclass(frozen=True, slots=True)
class Adds:
    """What something typed into an empty cell adds: an element of this *kind*.

    *row*, *column* and *typed* are the names of its fields that take the row's element, the
    column's and the text. *fixed* are further values, the same for the whole matrix.
    """

    kind: str
    row: str
    column: str
    typed: str
    fixed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """Lines of a cell, as they were written, and what they show of which element.

    *until* is the last row and column that the cell spans, where it spans several. *value*: what
    of the text may be changed; all of it where that is None.
    """

    row: int
    column: int
    text: str
    what: str
    key: str = ""
    value: str | None = None
    until: tuple[int, int] | None = None

    @property
    def address(self) -> str:
        """The cell, or the cells, in a sheet whose rows and columns count from 1."""
        first = f"{letters(self.column)}{self.row}"
        if self.until in (None, (self.row, self.column)):
            return first
        row, column = self.until
        return f"{first}:{letters(column)}{row}"


@dataclass(frozen=True)
class Stands:
    """All that the second sheet says. *empty* is how a cell says that nothing stands in it."""

    sheet: str
    shown: tuple[Shown, ...]
    empty: tuple[str, ...] = ()
    adds: Adds | None = None

    def lines(self) -> Iterator[tuple[str, ...]]:
        """The rows of the sheet."""
        rows = [_packed(some) for some in _in_rows(self.shown)]
        above = (
            (SHEET, self.sheet),
            (EMPTY, _APART.join(self.empty)),
            (NEW, *_of_adds(self.adds)),
        )
        yield (TITLE,)
        yield (ABOUT,)
        yield from above
        yield CHECK, _check((*above, *rows))
        yield HEADINGS
        yield from rows


def _in_rows(shown: Iterable[Shown]) -> Iterator[list[Shown]]:
    """What stands in a row of the matrix together, as far as a cell can hold it."""
    held: list[Shown] = []
    length = 0
    for each in shown:
        long = len(each.text) + len(each.value or "")
        if held and (held[-1].row != each.row or length + long > _MOST or _BETWEEN in each.text):
            yield held
            held, length = [], 0
        held.append(each)
        length += long
        if _BETWEEN in each.text:
            yield held
            held, length = [], 0
    if held:
        yield held


def _packed(shown: list[Shown]) -> tuple[str, ...]:
    """A row of the sheet: what it says of each of its cells, one after the other."""
    columns = zip(
        *(
            (
                each.address,
                folded_lines(each.text)[:_LONGEST],
                each.what,
                each.key,
                "" if each.value is None else folded_lines(each.value)[:_LONGEST],
            )
            for each in shown
        ),
        strict=True,
    )
    joined = (_BETWEEN.join(column) for column in columns)
    return tuple(each if each.strip(_BETWEEN) else "" for each in joined)


def _unpacked(row: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    places = row[0].split(_BETWEEN)
    if len(places) == 1:
        yield row
        return
    columns = (each.split(_BETWEEN) if each else [""] * len(places) for each in row)
    yield from zip(*columns, strict=True)


def _of_adds(adds: Adds | None) -> tuple[str, ...]:
    if adds is None:
        return ()
    kind = kinds()[adds.kind]
    names = (adds.row, adds.column, adds.typed)
    fixed = (f"{_label(kind, name)}: {value}" for name, value in adds.fixed)
    return (
        str(kind._meta.verbose_name),
        _APART.join(_label(kind, name) for name in names),
        _APART.join(fixed),
    )


def _label(kind: type[Kind], name: str) -> str:
    return label(stated(kind)[name])


def _check(rows: Iterable[tuple[str, ...]]) -> str:
    """Tells whether somebody changed the sheet after all."""
    said = hashlib.sha256()
    for row in rows:
        said.update("\x1f".join(map(folded_lines, row)).rstrip("\x1f").encode() + b"\x1e")
    return said.hexdigest()[:_CHECKED]


# ---- Reading ----


def is_about(sheet: Sheet) -> bool:
    """Whether it is such a second sheet."""
    return sheet.text(1, 1) == TITLE and sheet.text(3, 1) == SHEET


def sheet_about(sheet: Sheet, book: Book) -> Sheet | None:
    """The sheet that says what stands where in this one."""
    about = [each for each in book.sheets if is_about(each)]
    for each in about:
        if each.text(3, 2) == sheet.name:
            return each
    others = [each for each in book.sheets if not is_about(each) and each.cells]
    # A sheet may have been given another name; with only one there is no doubt.
    return about[0] if len(about) == 1 and others == [sheet] else None


@dataclass(frozen=True)
class Changed:
    """That the second sheet is not as it was written, with what is to be done."""

    says: str = "The sheet “What stands where” was changed: it cannot be told what each cell shows."
    remedy: str = "Download the matrix once more, and make the changes in that."


def read(sheet: Sheet) -> Stands | Changed:
    """What a second sheet says."""
    above = tuple(_row(sheet, number, 4) for number in (3, 4, 5))
    last = max(sheet.rows, default=0)
    rows = tuple(_row(sheet, number, len(HEADINGS)) for number in range(8, last + 1))
    if sheet.text(6, 2) != _check((*above, *rows)):
        return Changed()
    shown = []
    for place, text, what, key, value in (each for row in rows for each in _unpacked(row)):
        found = _PLACES.fullmatch(place)
        if found is None:
            return Changed()
        row, column = int(found[2]), _number(found[1])
        until = (int(found[4]), _number(found[3])) if found[3] else None
        shown.append(Shown(row, column, text, what, key, value or None, until))
    return Stands(
        sheet=above[0][1],
        shown=tuple(shown),
        empty=tuple(filter(None, above[1][1].split(_APART))),
        adds=_adds(above[2]),
    )


def _row(sheet: Sheet, number: int, columns: int) -> tuple[str, ...]:
    return tuple(sheet.text(number, column) for column in range(1, columns + 1))


def _adds(row: tuple[str, ...]) -> Adds | None:
    _, called, names, fixed = row
    named = {str(kind._meta.verbose_name): name for name, kind in kinds().items()}
    if called not in named:
        return None
    fields = {label(spec): name for name, spec in stated(kinds()[named[called]]).items()}
    one, other, typed = (fields[each] for each in names.split(_APART))
    pairs = (each.partition(": ") for each in fixed.split(_APART) if each)
    return Adds(
        named[called], one, other, typed, tuple((fields[name], value) for name, _, value in pairs)
    )


def _number(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


# ---- Sorted by what it is of ----


@dataclass
class Whole:
    """A matrix as it was written: its headings and its cells by where they stood."""

    stands: Stands
    heading_row: int = 0
    corner: int = 0
    columns: dict[int, Shown] = field(default_factory=dict)
    rows: dict[int, Shown] = field(default_factory=dict)
    groups: dict[int, Shown] = field(default_factory=dict)
    cells: dict[tuple[int, int], list[Shown]] = field(default_factory=dict)
    """What each cell showed, by its first row and column."""
    covered: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """The cells that one of several rows or columns covered, and where that began."""

    @classmethod
    def of(cls, stands: Stands) -> Whole:
        whole = cls(stands)
        for each in stands.shown:
            match each.what:
                case _ if each.what == CORNER:
                    whole.heading_row, whole.corner = each.row, each.column
                    whole.columns[each.column] = each
                case _ if each.what == COLUMN:
                    whole.columns[each.column] = each
                case _ if each.what == ROW:
                    whole.rows[each.row] = each
                case _ if each.what == GROUP:
                    whole.groups[each.row] = each
                case _:
                    whole._cell(each)
        return whole

    def _cell(self, each: Shown) -> None:
        first = each.row, each.column
        self.cells.setdefault(first, []).append(each)
        last_row, last_column = each.until or first
        for row in range(each.row, last_row + 1):
            for column in range(each.column, last_column + 1):
                if (row, column) != first:
                    self.covered[row, column] = first

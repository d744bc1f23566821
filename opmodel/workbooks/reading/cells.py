"""Plain cells, each with the sheet and the address a person would look for it by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property


@dataclass(frozen=True, slots=True)
class At:
    """A place in a workbook. Rows and columns count from 1; column 0 means the whole row, row 0 the
    whole sheet. In a file without sheets the sheet has no name."""

    sheet: str
    row: int = 0
    column: int = 0

    @property
    def address(self) -> str:
        if not self.row:
            return "the whole sheet" if self.sheet else "the whole file"
        return f"{letters(self.column)}{self.row}" if self.column else f"row {self.row}"

    def __str__(self) -> str:
        if not self.sheet:
            return self.address
        return f"{self.sheet}, {self.address}" if self.row else self.sheet


def letters(column: int) -> str:
    """What a column is called: A, Z, AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something: its text as a person sees it, and its number where it is one.

    `flaw` says why it cannot be relied on whatever it is read as: a formula, an error, a date that
    a spreadsheet made of something else. `remedy` is what to do about that. `raw` is its text with
    all spaces and empty lines, where those were taken out of `text`. `unseen`: characters that
    nobody sees stood in it, and were left out.
    """

    at: At
    text: str
    number: Decimal | None = None
    is_date: bool = False
    flaw: str = ""
    remedy: str = ""
    raw: str = ""
    unseen: bool = False


Area = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells."""


@dataclass
class Sheet:
    """The cells of one sheet that hold something, by row and column."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()

    def cell(self, row: int, column: int) -> Cell | None:
        return self.cells.get((row, column))

    def text(self, row: int, column: int) -> str:
        found = self.cells.get((row, column))
        return found.text if found else ""

    def at(self, row: int = 0, column: int = 0) -> At:
        return At(self.name, row, column)

    @cached_property
    def rows(self) -> dict[int, dict[int, Cell]]:
        """The rows that hold something, each with its cells by column, in order."""
        found: dict[int, dict[int, Cell]] = defaultdict(dict)
        for row, column in sorted(self.cells):
            found[row][column] = self.cells[row, column]
        return dict(found)

    @cached_property
    def spread(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each place that merged cells cover, the place whose cell shows there."""
        return {
            (row, column): (top, left)
            for top, left, bottom, right in self.merged
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }

    def shown(self, row: int, column: int) -> Cell | None:
        """The cell a reader sees there, which may begin further up or left."""
        return self.cells.get(self.spread.get((row, column), (row, column)))

    def __iter__(self) -> Iterator[Cell]:
        for row in self.rows.values():
            yield from row.values()


@dataclass
class Book:
    """A workbook, or a CSV file as a workbook of one sheet. `notes`: how it had to be read."""

    name: str
    sheets: list[Sheet]
    notes: tuple[str, ...] = ()

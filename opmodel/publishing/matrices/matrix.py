"""A matrix of responsibilities: rows, columns, and cells that may span several columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["filled", "nil", "not recorded", "not applicable"]
"""Why a cell reads as it does. An empty cell is never just empty: nobody has a part here (nil), the
source does not say (not recorded), or the question does not arise (not applicable)."""

MOST_COLUMNS_AT_A_GLANCE = 5

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True)
class Header:
    """A column or a row by its name. *note* is a second, lighter line."""

    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one holder does in one column, or in *span* columns from there on.

    *texts* are its paragraphs. *part* is a word or letter for the part played ("Leads", "A").
    """

    texts: tuple[str, ...] = ()
    part: str = ""
    url: str = ""
    span: int = 1
    state: State = "filled"


@dataclass(frozen=True, slots=True)
class Row:
    """A holder and their cells, which together span all columns."""

    header: Header
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with the columns it spans, for a list of cells that has no columns."""

    cell: Cell
    columns: tuple[Header, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """A whole matrix. *corner* heads the column of row names, *plural* is what columns are called
    together ("stages"), *name* is its own among the matrices of a page."""

    caption: str
    corner: str
    columns: tuple[Header, ...]
    rows: tuple[Row, ...]
    plural: str = "columns"
    legend: tuple[tuple[str, str], ...] = ()
    name: str = "matrix"

    def __post_init__(self) -> None:
        for row in self.rows:
            spanned = sum(cell.span for cell in row.cells)
            if spanned != len(self.columns):
                raise ValueError(
                    f"The cells of “{row.header.title}” span {spanned} columns; "
                    f"the matrix has {len(self.columns)}."
                )

    @property
    def is_wide(self) -> bool:
        """Whether it has more columns than fit side by side on an ordinary screen."""
        return len(self.columns) > MOST_COLUMNS_AT_A_GLANCE

    def placed(self, row: Row) -> tuple[Placed, ...]:
        """The row's cells with the columns that each spans."""
        cells, start = [], 0
        for cell in row.cells:
            columns = self.columns[start : start + cell.span]
            cells.append(Placed(cell=cell, columns=columns, words=self._words(columns)))
            start += cell.span
        return tuple(cells)

    def _words(self, columns: tuple[Header, ...]) -> str:
        """The columns spanned, in words: “all three stages”."""
        count = NUMBERS[len(columns)] if len(columns) < len(NUMBERS) else str(len(columns))
        if len(columns) == len(self.columns) > 1:
            return f"{'both' if count == 'two' else f'all {count}'} {self.plural}"
        if len(columns) == 1:
            return columns[0].title
        return f"{count} {self.plural}: {columns[0].title} to {columns[-1].title}"

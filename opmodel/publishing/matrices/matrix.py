"""A matrix: rows, columns, and cells that may span several columns or several rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise, takewhile
from math import ceil
from typing import Literal

from opmodel.workbooks.matrices import Adds, Says

State = Literal["filled", "nil", "not recorded", "not applicable"]
"""Why a cell reads as it does. An empty cell is never just empty: nobody has a part here (nil), the
source does not say (not recorded), or the question does not arise (not applicable)."""

Tone = Literal["", "strong", "firm", "light", "open", "fault"]
"""How strongly an entry is coloured. A tone never says anything alone: the entry's words do."""

MOST_COLUMNS_AT_A_GLANCE = 5
MOST_COLUMNS_UPRIGHT = 7

# Cells of a word or two may stand in narrow columns, whose headers are turned.
MOST_LETTERS_IN_A_NARROW_COLUMN = 40
MOST_NARROW_COLUMNS_ON_PAPER = 11
MOST_COLUMNS_OF_LETTERS_ON_PAPER = 26
MOST_COLUMNS_ON_PAPER = 7
WIDTH_OF_A_WIDE_COLUMN = 3

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True)
class Header:
    """A column or a row by its name. *note* is a second, lighter line, *more* are links below it,
    as (words, address). *within* names an earlier row of which it is a part; a table shows that by
    setting it in. *wide*: a column whose cells say more than those of others. *key* is that of what
    it names, for reading an edited workbook back."""

    title: str
    url: str = ""
    note: str = ""
    within: str = ""
    more: tuple[tuple[str, str], ...] = ()
    wide: bool = False
    key: str = ""

    @property
    def text(self) -> str:
        """All that it says, for a cell of a table file."""
        further = "; ".join(filter(None, (self.within and f"part of {self.within}", self.note)))
        return f"{self.title} ({further})" if further else self.title


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the things that a cell says.

    *part* is a word or letter for the part played ("Leads", "A"), *texts* are its paragraphs,
    *tags* words about how it stands ("Question"). *label* goes on where the link's own words end,
    for those who read it out of its place. *key* is that of the element it is about, and *says*
    what each of its lines shows of that, for reading an edited workbook back.
    """

    part: str = ""
    texts: tuple[str, ...] = ()
    url: str = ""
    label: str = ""
    tags: tuple[str, ...] = ()
    tone: Tone = ""
    key: str = ""
    says: tuple[Says, ...] = ()

    @property
    def text(self) -> str:
        """All that it says, for a cell of a table file."""
        return "\n".join(self.written)

    @property
    def plain(self) -> tuple[str, ...]:
        """Its lines, without the words about how they stand."""
        return tuple(line for line in (self.part, *self.texts) if line)

    @property
    def written(self) -> tuple[str, ...]:
        """Its lines in a cell of a table file: with those words behind the last."""
        lines = list(self.plain)
        if self.tags:
            lines[-1:] = [f"{''.join(lines[-1:])} ({'; '.join(self.tags)})".strip()]
        return tuple(lines)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one holder does in one column, or in *span* columns from there on.

    It says one thing (*texts*, *part*, *url*) or several (*entries*). An empty one says in *words*
    why it is; else its state is the word. With *rows* it spans so many rows; below it stand cells
    that are *covered* by it and say the same. *key* and *says* are those of the one thing it says.
    """

    texts: tuple[str, ...] = ()
    part: str = ""
    url: str = ""
    span: int = 1
    state: State = "filled"
    entries: tuple[Entry, ...] = ()
    words: str = ""
    rows: int = 1
    covered: bool = False
    key: str = ""
    says: tuple[Says, ...] = ()

    @property
    def said(self) -> tuple[Entry, ...]:
        """Its entries; none where it is empty."""
        if self.state != "filled":
            return ()
        return self.entries or (
            Entry(self.part, self.texts, self.url, key=self.key, says=self.says),
        )

    @property
    def nothing(self) -> str:
        """Why it is empty, in words."""
        return self.words or self.state

    @property
    def text(self) -> str:
        """All that it says, for a cell of a table file."""
        return "\n".join(entry.text for entry in self.said) or self.nothing

    @property
    def lines(self) -> tuple[str, ...]:
        """Its paragraphs, without the words about how they stand."""
        if not self.said:
            return (self.nothing,)
        return tuple(line for entry in self.said for line in (entry.part, *entry.texts) if line)

    @property
    def tone(self) -> Tone:
        """The tone of the whole cell: that of its only entry."""
        return self.said[0].tone if len(self.said) == 1 else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A holder and their cells, which together span all columns. *group* heads it with the rows
    before and after that have the same. *number* is its own in a numbered list, *details* is what
    table files have of it besides."""

    header: Header
    cells: tuple[Cell, ...]
    group: Header | None = None
    number: int = 0
    details: tuple[str, ...] = ()

    @property
    def goes_on(self) -> bool:
        """Whether a cell of the row above reaches into this one."""
        return any(cell.covered for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring rows under one heading, or under none. *together*: cells span some of them, so
    no page may end between."""

    heading: Header | None
    rows: tuple[Row, ...]
    together: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with the columns it spans, for a list of cells that has no columns."""

    cell: Cell
    columns: tuple[Header, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """A whole matrix. *corner* heads the column of row names, *plural* is what columns are called
    together ("stages"), *name* is its own among the matrices of a page, *groups* what the rows'
    groups are. *legend* explains words, as (word, meaning) or (word, meaning, tone). *details* head
    what only table files have. *narrow*: its cells say little and in short words, on however many
    lines. *sparse*: most of its cells are nil, so that lists leave those out. *adds*: what somebody
    adds who types into an empty cell of its workbook. *lettered*: its cells are single letters, so
    that columns are as narrow as can be."""

    caption: str
    corner: str
    columns: tuple[Header, ...]
    rows: tuple[Row, ...]
    plural: str = "columns"
    legend: tuple[tuple[str, ...], ...] = ()
    name: str = "matrix"
    groups: str = "Group"
    details: tuple[str, ...] = ()
    narrow: bool = False
    sparse: bool = False
    adds: Adds | None = None
    lettered: bool = False

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

    @property
    def is_turned(self) -> bool:
        """Whether its columns are many and narrow, so that their headers are turned."""
        return len(self.columns) > MOST_COLUMNS_UPRIGHT and (self.narrow or self._says_little())

    @property
    def is_broad(self) -> bool:
        """Whether A4 is too small for it: many narrow columns, and cells of several lines."""
        return self.narrow and len(self.columns) > MOST_NARROW_COLUMNS_ON_PAPER

    def _says_little(self) -> bool:
        return all(
            len(line) <= MOST_LETTERS_IN_A_NARROW_COLUMN
            for row in self.rows
            for cell in row.cells
            if cell.span == 1
            for line in cell.lines
        )

    @property
    def is_grouped(self) -> bool:
        """Whether any of its rows stand under a heading."""
        return any(row.group for row in self.rows)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The rows by the headings that they stand under; those that a cell joins stay together."""
        found: list[Block] = []
        for group, rows in groupby(self.rows, key=lambda row: row.group):
            if group:
                these = tuple(rows)
                found.append(Block(group, these, any(row.goes_on for row in these)))
            else:
                found += _joined(rows)
        return tuple(found)

    def page(self, start: int, end: int) -> Matrix:
        """The rows from one number to another, from 0. A group, or a cell, that the edge goes
        through goes on behind it."""
        rows = _cut(self.rows[start:end])
        group = rows[0].group if rows else None
        if start and group and group == self.rows[start - 1].group:
            note = "; ".join(filter(None, (group.note, "continued")))
            goes_on = replace(group, note=note)
            rows = tuple(replace(row, group=goes_on) if row.group == group else row for row in rows)
        return replace(self, rows=rows)

    def on_paper(self) -> tuple[Matrix, ...]:
        """It, or where it is wider than paper as many that are not, with all of its rows each."""
        most = MOST_NARROW_COLUMNS_ON_PAPER if self.is_turned else MOST_COLUMNS_ON_PAPER
        if self.is_turned and self.lettered:
            most = MOST_COLUMNS_OF_LETTERS_ON_PAPER
        reach = list(
            accumulate(WIDTH_OF_A_WIDE_COLUMN if each.wide else 1 for each in self.columns)
        )
        parts = ceil(reach[-1] / most)
        if parts <= 1:
            return (self,)
        edges = [bisect_right(reach, reach[-1] * part // parts) for part in range(parts + 1)]
        return tuple(
            self._part(number, start, end)
            for number, (start, end) in enumerate(pairwise(edges), start=1)
        )

    def _part(self, number: int, start: int, end: int) -> Matrix:
        return replace(
            self,
            caption=f"{self.caption}: {self.plural} {start + 1} to {end} of {len(self.columns)}",
            columns=self.columns[start:end],
            rows=tuple(replace(row, cells=_within(row, start, end)) for row in self.rows),
            name=f"{self.name}-{number}",
        )

    def placed(self, row: Row) -> tuple[Placed, ...]:
        """The row's cells with the columns that each spans."""
        cells, start = [], 0
        for cell in row.cells:
            columns = self.columns[start : start + cell.span]
            cells.append(Placed(cell=cell, columns=columns, words=self._words(columns)))
            start += cell.span
        return tuple(cells)

    def listed(self, row: Row) -> tuple[tuple[Header | str, Cell | str], ...]:
        """The row as a list: the column, or several in words, with the cell. What is nil stands at
        the end in one, with the columns it is so in."""
        placed = self.placed(row)
        nil: dict[str, list[str]] = {}
        for each in placed:
            if each.cell.state == "nil":
                nil.setdefault(each.cell.nothing, []).extend(one.title for one in each.columns)
        return (
            *(
                (each.columns[0] if len(each.columns) == 1 else each.words, each.cell)
                for each in placed
                if each.cell.state != "nil"
            ),
            *((words, "; ".join(columns)) for words, columns in nil.items() if not self.sparse),
        )

    def _words(self, columns: tuple[Header, ...]) -> str:
        """The columns spanned, in words: “all three stages”."""
        count = NUMBERS[len(columns)] if len(columns) < len(NUMBERS) else str(len(columns))
        if len(columns) == len(self.columns) > 1:
            return f"{'both' if count == 'two' else f'all {count}'} {self.plural}"
        if len(columns) == 1:
            return columns[0].title
        return f"{count} {self.plural}: {columns[0].title} to {columns[-1].title}"


def _joined(rows: Iterable[Row]) -> Iterator[Block]:
    """Rows without a heading, parted where no cell joins a row to the one above."""
    runs: list[list[Row]] = []
    for row in rows:
        if row.goes_on and runs:
            runs[-1].append(row)
        else:
            runs.append([row])
    for together, some in groupby(runs, key=lambda run: len(run) > 1):
        if together:
            yield from (Block(None, tuple(run), together=True) for run in some)
        else:
            yield Block(None, tuple(row for run in some for row in run), together=False)


def _within(row: Row, start: int, end: int) -> tuple[Cell, ...]:
    """The cells of a row from one column to another; one that reaches further is cut there."""
    cells, at = [], 0
    for cell in row.cells:
        width = min(at + cell.span, end) - max(at, start)
        if width > 0:
            cells.append(replace(cell, span=width))
        at += cell.span
    return tuple(cells)


def _cut(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows, with none of their cells reaching in from above them or out below."""
    if not any(cell.covered or cell.rows > 1 for row in rows for cell in row.cells):
        return rows
    return tuple(
        replace(
            row,
            cells=tuple(_cut_cell(rows, at, column) for column in range(len(row.cells))),
        )
        for at, row in enumerate(rows)
    )


def _cut_cell(rows: tuple[Row, ...], at: int, column: int) -> Cell:
    cell = rows[at].cells[column]
    if cell.covered and not at:
        over = list(takewhile(lambda row: row.cells[column].covered, rows))
        return replace(cell, covered=False, rows=len(over))
    return replace(cell, rows=min(cell.rows, len(rows) - at))


def merged_down(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows, with cells that say the very same in neighbouring rows of a group made one.

    Only what is filled is: two gaps beside each other are two. Each row must have a cell for each
    column.
    """
    grid = [list(row.cells) for row in rows]
    for column in range(len(grid[0]) if grid else 0):
        top = 0
        for at in range(1, len(rows)):
            cell = grid[at][column]
            same = rows[at].group == rows[top].group and cell == grid[top][column]
            if same and cell.state == "filled":
                grid[at][column] = replace(cell, covered=True)
            else:
                _span(grid, column, top, at)
                top = at
        _span(grid, column, top, len(rows))
    return tuple(replace(row, cells=tuple(cells)) for row, cells in zip(rows, grid, strict=True))


def _span(grid: list[list[Cell]], column: int, top: int, end: int) -> None:
    grid[top][column] = replace(grid[top][column], rows=end - top)

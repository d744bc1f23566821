"""What stands where in a matrix: for each cell of its table, of which element it shows what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from opmodel.publishing.matrices.matrix import Cell, Entry, Matrix, Row
from opmodel.workbooks.matrices import Says
from opmodel.workbooks.matrices.stands import COLUMN, CORNER, GROUP, ONLY_SHOWN, ROW, Shown, Stands

_HEADERS: Final = -1
_UNSAID: Final = Says()


def stands_of(matrix: Matrix) -> Stands | None:
    """What stands where, by rows and columns from 0 as the table of the matrix has them; None for a
    matrix whose headings have no keys."""
    if not any(row.header.key for row in matrix.rows):
        return None
    grouped, numbered = matrix.is_grouped, any(row.number for row in matrix.rows)
    empty = dict.fromkeys(
        cell.nothing for row in matrix.rows for cell in row.cells if _is_empty(matrix, cell)
    )
    return Stands(
        sheet="",
        shown=tuple(_shown(matrix, grouped=grouped, numbered=numbered)),
        empty=tuple(empty),
        adds=matrix.adds,
    )


def _is_empty(matrix: Matrix, cell: Cell) -> bool:
    """Whether nothing stands in a cell, and something may be typed into it."""
    if cell.state == "nil":
        return not cell.says
    single = cell.span == 1 and cell.rows == 1 and not cell.covered
    return bool(matrix.adds) and cell.state == "not recorded" and single


def _shown(matrix: Matrix, *, grouped: bool, numbered: bool) -> Iterator[Shown]:
    before = grouped + numbered
    if grouped:
        yield Shown(_HEADERS, 0, matrix.groups, COLUMN)
    if numbered:
        yield Shown(_HEADERS, int(grouped), "Number", COLUMN)
    yield Shown(_HEADERS, before, matrix.corner, CORNER)
    for column, header in enumerate(matrix.columns, start=before + 1):
        yield Shown(_HEADERS, column, header.title, COLUMN, header.key)
    details = before + 1 + len(matrix.columns)
    for column, title in enumerate(matrix.details, start=details):
        yield Shown(_HEADERS, column, title, COLUMN)
    for at, row in enumerate(matrix.rows):
        yield Shown(at, before, row.header.text, ROW, row.header.key)
        if row.group:
            yield Shown(at, 0, row.group.title, GROUP)
        if row.number:
            yield Shown(at, int(grouped), str(row.number), ONLY_SHOWN)
        yield from _of_cells(matrix, at, before + 1, row)
        for column, text in enumerate(row.details, start=details):
            if text:
                yield Shown(at, column, text, ONLY_SHOWN)


def _of_cells(matrix: Matrix, at: int, column: int, row: Row) -> Iterator[Shown]:
    for cell in row.cells:
        until = (at + cell.rows - 1, column + cell.span - 1)
        if not cell.covered and not _is_empty(matrix, cell):
            for shown in _of_cell(cell):
                yield Shown(at, column, shown.text, shown.what, shown.key, shown.value, until)
        column += cell.span


def _of_cell(cell: Cell) -> Iterator[Shown]:
    if not cell.said:
        if cell.says:
            (says,) = cell.says
            yield Shown(0, 0, cell.text, says.what, cell.key)
        else:
            yield Shown(0, 0, cell.text, ONLY_SHOWN)
        return
    for entry in cell.said:
        yield from _of_entry(entry)


def _of_entry(entry: Entry) -> Iterator[Shown]:
    """Its lines; those that follow each other and show the same are one."""
    says = entry.says or (_UNSAID,) * len(entry.plain)
    if len(says) != len(entry.plain):
        raise ValueError(f"Of “{entry.text}” not every line says what it shows.")
    found: list[Shown] = []
    for said, plain, written in zip(says, entry.plain, entry.written, strict=False):
        key = said.key or entry.key
        value = said.value if said.value is not None or written == plain else plain
        last = found[-1] if found else None
        if last and (last.what, last.key) == (said.what, key) and said.value is None:
            kept = last.value if last.value is not None else last.text
            whole = value is None and last.value is None
            text = f"{last.text}\n{written}"
            found[-1] = Shown(
                0, 0, text, said.what, key, None if whole else f"{kept}\n{value or written}"
            )
        else:
            found.append(Shown(0, 0, written, said.what, key, value))
    yield from found

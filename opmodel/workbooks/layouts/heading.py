"""Where the table of a sheet begins: its row of headings, and which column is for what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from opmodel.workbooks.base import folded
from opmodel.workbooks.findings import Findings
from opmodel.workbooks.reading import Cell, Sheet

_LOOKED_AT = 40
"""Rows above a table: a title, what it is, when it was approved."""


@dataclass
class Heading:
    """The rows of headings of a table.

    `columns` says which column has which of the known headings; `others` are the columns with
    another heading, by the cell that names them. `blocked` are headings over several columns of
    which nothing tells which is which.
    """

    first: int
    last: int
    columns: dict[str, int] = field(default_factory=dict)
    others: dict[int, Cell] = field(default_factory=dict)
    over: dict[int, Cell] = field(default_factory=dict)
    blocked: dict[int, Cell] = field(default_factory=dict)
    below: set[int] = field(default_factory=set)
    widest: int = 0

    def column(self, *names: str) -> int:
        """The column of the first of these headings that is there; 0: none."""
        return next((self.columns[name] for name in names if name in self.columns), 0)


Known = Mapping[str, frozenset[str]]
"""What each heading may be called."""


def words(text: str) -> frozenset[str]:
    """Headings, one a line or between bars, as they are compared."""
    return frozenset(folded(each) for each in text.replace("\n", "|").split("|") if each.strip())


def find_heading(sheet: Sheet, known: Known, needed: tuple[tuple[str, ...], ...]) -> Heading | None:
    """The first row that has one heading of each of the *needed* groups."""
    for number, row in list(sheet.rows.items())[:_LOOKED_AT]:
        columns = _columns(row, known)
        if all(any(name in columns for name in group) for group in needed):
            return _whole(sheet, number, columns, known)
    return None


def _columns(row: dict[int, Cell], known: Known) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in row.items():
        name = folded(cell.text.split("(")[0]) or folded(cell.text)
        whole = folded(cell.text)
        for heading, called in known.items():
            if (whole in called or name in called) and heading not in found:
                found[heading] = column
                break
    return found


def _whole(sheet: Sheet, number: int, columns: dict[str, int], known: Known) -> Heading:
    heading = Heading(number, number, columns)
    taken = set(columns.values())
    row = sheet.rows[number]
    for column, cell in row.items():
        if column not in taken:
            heading.others[column] = cell
    _second_row(sheet, heading, known)
    heading.widest = max([*taken, *heading.others, *heading.over, *heading.blocked], default=0)
    return heading


def _second_row(sheet: Sheet, heading: Heading, known: Known) -> None:
    """Headings over several columns: their columns are named in the row below, or not at all."""
    wide = {
        left: (right, bottom)
        for top, left, bottom, right in sheet.merged
        if top == heading.first and left in heading.others and right > left
    }
    if not wide:
        return
    below = sheet.rows.get(heading.first + 1, {})
    for left, (right, _) in wide.items():
        over = heading.others.pop(left)
        named = {column: below[column] for column in range(left, right + 1) if column in below}
        if len(named) < right - left + 1:
            for column in range(left, right + 1):
                heading.blocked[column] = over
            continue
        heading.last = heading.first + 1
        also = _columns(named, known)
        for column, cell in named.items():
            heading.over[column] = over
            name = next((each for each, at in also.items() if at == column), "")
            if name and name not in heading.columns:
                heading.columns[name] = column
                heading.below.add(column)
            else:
                heading.others[column] = cell


def mark_headings(
    heading: Heading, sheet: Sheet, findings: Findings, said: Mapping[str, str]
) -> None:
    """Says of each known heading what its column is read as."""
    for name, column in heading.columns.items():
        cell = sheet.cell(heading.last if column in heading.below else heading.first, column)
        if cell is not None and findings.flawless(cell):
            findings.understood(cell, said.get(name, "A heading."))
    for over in {id(cell): cell for cell in heading.over.values()}.values():
        findings.understood(over, "A heading over those below it.")
    for over in {id(cell): cell for cell in heading.blocked.values()}.values():
        findings.refused(
            over,
            "This heading is merged over several columns, so nothing tells which column is whose.",
            "Take the merging off and write a name over each column.",
        )

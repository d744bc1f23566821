"""Cells copied from a spreadsheet, as rows of a draft."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from opmodel.editions.models import Edition, Kind
from opmodel.workbooks.base import folded

from .columns import Column
from .sending import MOST_ROWS, SentRow

KEY: Final = "key"
CHARACTERS: Final = 1_000_000
"""Of pasted text that are read."""


class PasteRefused(ValueError):
    """A text that is no rows of cells."""


@dataclass(frozen=True)
class Pasted:
    """What was pasted: its columns, in its order, and its rows."""

    columns: tuple[Column, ...]
    rows: tuple[SentRow, ...]
    with_headings: bool
    unknown: tuple[str, ...] = ()
    """Headings that name no column; what stands under them is left out."""


def read_pasted(
    text: str,
    *,
    edition: Edition,
    kind: type[Kind],
    columns: Sequence[Column],
    told: Sequence[str] = (),
    seen: dict[str, int] | None = None,
) -> Pasted:
    """The rows of a pasted text, tabs between the cells.

    Columns are known by a row of headings, else by their order. A row changes the one row of the
    draft that has its key or its name; others are new. An empty cell says nothing: what stands
    there stays. *seen*: the versions that were read, by key. Raises PasteRefused.
    """
    lines = cells_of(text)
    if not lines:
        raise PasteRefused("Nothing is pasted yet. Copy cells in your spreadsheet program first.")
    places, unknown = _headings(lines[0], columns, told)
    with_headings = places is not None
    if places is None:
        places = {at: column.name for at, column in enumerate(columns)}
        if max(len(line) for line in lines) > len(columns):
            raise PasteRefused(
                f"A row has more cells than there are columns ({len(columns)}). "
                "Copy the row of headings too, so that each column is known by its heading."
            )
    body = lines[1:] if with_headings else lines
    if not body:
        raise PasteRefused("Only headings are pasted. Copy the rows under them too.")
    if len(body) > MOST_ROWS:
        raise PasteRefused(
            f"{len(body):,} rows are pasted; at most {MOST_ROWS} are saved in one go."
        )
    versions, by_name = _standing(edition, kind)
    rows = []
    for number, line in enumerate(body, start=1):
        cells = {places[at]: cell for at, cell in enumerate(line) if cell and at in places}
        key = cells.pop(KEY, "")
        if key not in versions:
            named = by_name.get(folded(cells.get("name", "")), [])
            key = named[0] if len(named) == 1 else ""
        read = (seen or {}).get(key, versions.get(key))
        rows.append(SentRow(f"r{number}", cells, key, read if key else None))
    used = {name for name in places.values() if any(name in row.cells for row in rows)}
    named_columns = {column.name: column for column in columns}
    shown = [named_columns[name] for name in places.values() if name in used]
    return Pasted(tuple(shown), tuple(rows), with_headings, unknown)


def cells_of(text: str) -> list[list[str]]:
    """Lines of cells as spreadsheets copy them: tabs between, quotes around what holds a line end
    or a quote. Lines that hold nothing are left out."""
    if len(text) > CHARACTERS:
        raise PasteRefused(f"At most {CHARACTERS:,} characters are read. Paste in parts.")
    if "\x00" in text:
        raise PasteRefused("The text holds a null character. Copy the cells again.")
    csv.field_size_limit(max(csv.field_size_limit(), CHARACTERS))
    lines = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    found = [[cell.strip() for cell in line] for line in lines]
    return [line for line in found if any(line)]


def _headings(
    line: Sequence[str], columns: Sequence[Column], told: Sequence[str]
) -> tuple[dict[int, str] | None, tuple[str, ...]]:
    """Which column stands where, if most of a line are headings; and those that are not known."""
    known = {folded(column.label): column.name for column in columns}
    known |= {folded(column.name): column.name for column in columns}
    known[KEY] = KEY
    passed = {folded(label) for label in told if folded(label) not in known} | {"row"}
    places: dict[int, str] = {}
    unknown = []
    headed = 0
    for at, cell in enumerate(line):
        name = known.get(folded(cell))
        if name and name not in places.values():
            places[at] = name
            headed += 1
        elif folded(cell) in passed:
            headed += 1
        elif cell:
            unknown.append(cell)
    filled = sum(1 for cell in line if cell)
    if not headed or headed * 2 < filled:
        return None, ()
    return places, tuple(unknown)


def _standing(edition: Edition, kind: type[Kind]) -> tuple[dict[str, int], dict[str, list[str]]]:
    """The versions of a kind's rows by key, and their keys by name."""
    versions: dict[str, int] = {}
    by_name: dict[str, list[str]] = {}
    found = kind.objects.in_edition(edition).values_list("key", "name", "version")
    for key, name, version in found:
        versions[key] = version
        by_name.setdefault(folded(name), []).append(key)
    return versions, by_name

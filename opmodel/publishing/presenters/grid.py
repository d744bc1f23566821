"""Rows of a draft as a table to work at, and what becomes of rows that are sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from opmodel.drafting.actions.bulk import BulkPreview
from opmodel.drafting.grid.columns import Column
from opmodel.drafting.grid.pasting import Pasted
from opmodel.drafting.grid.reading import Sheet
from opmodel.drafting.grid.sending import CellFault, Conflict, SavedRow, SentRow, Told, Tried
from opmodel.editions.models import Edition, Kind
from opmodel.publishing import addresses
from opmodel.publishing.words import counted, moment

HEADINGS: Final = {"delegations": "Scheme", "limits": "Limits"}
BROAD: Final = frozenset(["name", "conditions"])
NARROW: Final = frozenset(
    ["part", "above", "up_to", "includes_above", "includes_up_to", "vat", "signatures", "standing"]
)


def of_grid(edition: Edition, plural: str) -> str:
    """Where rows of a kind are worked at in a table."""
    return f"{addresses.of_edition(edition)}grid/{plural}/"


def of_bulk(edition: Edition, kind: type[Kind]) -> str:
    """Where one field of many rows is changed."""
    return f"{addresses.of_edition(edition)}bulk/{kind.plural}/"


def of_row_forms(edition: Edition, plural: str) -> str:
    """Where the forms of single rows stand, each under its key."""
    return f"{addresses.of_edition(edition)}work/{plural}/"


def of_changes(edition: Edition) -> str:
    """Who changed what in an organisation, where each change can be taken back."""
    return f"/{edition.organisation_id}/changes/"


def heading_of(plural: str) -> str:
    return HEADINGS[plural]


def width_of(column: Column) -> str:
    """How much room a column has: broad, narrow or middling."""
    if column.name in BROAD:
        return "broad"
    return "narrow" if column.name in NARROW else "middling"


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of the table: its number, its form, and its cells as texts."""

    number: int
    key: str
    seen: int
    told: tuple[str, ...]
    texts: list[str]


def rows_of(sheet: Sheet, first: int) -> list[GridRow]:
    """The rows with their numbers."""
    return [
        GridRow(number, row.key, row.seen, row.told, row.texts)
        for number, row in enumerate(sheet.rows, start=first)
    ]


# ---- For the script ----


def tried_as_data(tried: Tried) -> dict[str, Any]:
    """What saving would do, for the script of the grid."""
    mark_of = {row.key: row.mark for row in tried.rows}
    return {
        "faults": faults_as_data(tried.faults),
        "conflicts": conflicts_as_data(tried.conflicts),
        "appear": [_told(each, mark_of) for each in tried.appear],
        "vanish": [_told(each, mark_of) for each in tried.vanish],
    }


def faults_as_data(faults: Iterable[CellFault]) -> list[dict[str, str]]:
    return [{"row": each.mark, "column": each.column, "message": each.message} for each in faults]


def conflicts_as_data(conflicts: Iterable[Conflict]) -> list[dict[str, Any]]:
    return [
        {
            "row": each.mark,
            "name": each.name,
            "seen": each.seen,
            "said": said_of(each),
            "cells": [
                {"column": cell.column, "label": cell.label, "theirs": cell.theirs}
                for cell in each.cells
            ],
        }
        for each in conflicts
    ]


def said_of(conflict: Conflict) -> str:
    """Who changed a row after it was read, when and why."""
    who = called(conflict.who)
    when = f" on {moment(conflict.when)}" if conflict.when else ""
    why = f", because: {conflict.reason}" if conflict.reason else ""
    return f"{who} changed it{when}{why}"


def called(user: Any) -> str:
    """Somebody as people know them."""
    if user is None:
        return "Somebody"
    return str(user.get_full_name() or user.get_username())


def saved_as_data(saved: Sequence[SavedRow], sheet: Sheet) -> list[dict[str, Any]]:
    """The rows as they stand after saving."""
    standing = {row.key: row for row in sheet.rows}
    return [
        {
            "row": each.mark,
            "key": each.key,
            "seen": standing[each.key].seen,
            "told": list(standing[each.key].told),
            "texts": standing[each.key].texts,
        }
        for each in saved
        if each.key in standing
    ]


def _told(finding: Told, mark_of: dict[str, str]) -> dict[str, Any]:
    return {
        "severity": finding.severity,
        "title": finding.title,
        "words": finding.words,
        "mend": finding.mend,
        "rows": [mark_of.get(key, key) for key in finding.keys],
    }


# ---- Without the script ----


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell as a field of a form: its text, and what is wrong with it."""

    column: Column
    id: str
    name: str
    text: str
    fault: str


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row as fields of a form."""

    number: int
    key: str
    seen: int
    was: str
    told: tuple[str, ...]
    cells: tuple[FormCell, ...]
    faults: tuple[str, ...]
    conflict: tuple[str, tuple[tuple[str, str], ...]] | None


def fault_lines(
    faults: Iterable[CellFault], columns: Sequence[Column], place: dict[str, str]
) -> list[tuple[str, str]]:
    """What is wrong, each with the cell to go to; *place* says what each row is called."""
    labels = {column.name: column.label for column in columns}
    lines = []
    for fault in faults:
        if fault.column == "reason" and not fault.mark:
            lines.append(("reason", fault.message))
            continue
        where = place.get(fault.mark, "")
        at = ", ".join(filter(None, (where, labels.get(fault.column, ""))))
        target = cell_id(fault.mark, fault.column) if fault.column else f"row-{fault.mark}"
        lines.append((target, f"{at}: {fault.message}" if at else fault.message))
    return lines


def cell_id(mark: str, column: str) -> str:
    return f"cell-{mark}-{column}"


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """A pasted cell: what was pasted, what it will be, and why it cannot be that."""

    text: str
    becomes: str
    fault: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A pasted row: whether it is new or which row it changes."""

    number: int
    mark: str
    what: str
    cells: tuple[PreviewCell, ...]
    faults: tuple[str, ...]


def pasted_rows(pasted: Pasted, tried: Tried, sheet: Sheet) -> list[PreviewRow]:
    """Pasted rows, cell by cell."""
    wrong: dict[tuple[str, str], list[str]] = {}
    for fault in tried.faults:
        wrong.setdefault((fault.mark, fault.column), []).append(fault.message)
    overtaken = {each.mark: said_of(each) for each in tried.conflicts}
    values = {row.key: row.values for row in sheet.rows}
    names = sheet.cells.name_of
    return [
        PreviewRow(
            number,
            row.mark,
            f"Changes “{names.get(row.key, row.key)}”" if row.key else "New",
            tuple(
                PreviewCell(
                    row.cells.get(column.name, ""),
                    _becomes(row, column, sheet, values),
                    " ".join(wrong.get((row.mark, column.name), ())),
                )
                for column in pasted.columns
            ),
            (
                *wrong.get((row.mark, ""), ()),
                *([overtaken[row.mark]] if row.mark in overtaken else ()),
                *_of_other_columns(row, pasted, wrong),
            ),
        )
        for number, row in enumerate(pasted.rows, start=1)
    ]


def _of_other_columns(
    row: SentRow, pasted: Pasted, wrong: dict[tuple[str, str], list[str]]
) -> Iterable[str]:
    here = {column.name for column in pasted.columns} | {""}
    for (mark, column), messages in wrong.items():
        if mark == row.mark and column not in here:
            yield from messages


def _becomes(row: SentRow, column: Column, sheet: Sheet, values: dict[str, Any]) -> str:
    if column.name not in row.cells:
        return ""
    text = row.cells[column.name]
    before = values.get(row.key, {}).get(column.name)
    try:
        return sheet.cells.text(column, sheet.cells.value(column, text, before))
    except ValueError:
        return text


def counts_of(preview: BulkPreview) -> str:
    """How many rows a bulk edit would change, and how many say so already."""
    said = f"{counted(len(preview.rows), 'row')} would change"
    if preview.stay:
        said += f"; {counted(preview.stay, 'row stays as it is', 'rows stay as they are')}"
    return f"{said}."

"""Reads rows of cells and writes them: all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from opmodel.editions.actions.changing import (
    Authored,
    ChangeRefused,
    Overtaken,
    add,
    change,
)
from opmodel.editions.models import Edition, Kind
from opmodel.editions.records import Value
from opmodel.workbooks.words import Unreadable

from .cells import Cells
from .columns import Column
from .naming import name_for
from .reading import Row, cells_for, read_rows
from .sending import MOST_ROWS, CellFault, Conflict, Overlap, RowsRefused, SavedRow, SentRow

GONE = "Somebody ended this row since you read it. It can be restored from the draft's workspace."


@dataclass
class Writing:
    """Rows of one kind on their way into a draft. Used once, inside a transaction."""

    edition: Edition
    kind: type[Kind]
    columns: tuple[Column, ...]
    authored: Authored
    most: int = MOST_ROWS
    refused: RowsRefused = field(default_factory=RowsRefused)

    def __post_init__(self) -> None:
        self.by_name = {column.name: column for column in self.columns}
        self.cells: Cells = cells_for(self.edition, self.columns)

    def write(self, sent: Sequence[SentRow]) -> list[SavedRow]:
        """Writes the rows, the existing ones first. What is wrong with them gathers in `refused`:
        then whoever called takes everything back."""
        if len(sent) > self.most:
            self._fault("", "", f"At most {self.most:,} rows are saved in one go. Save in parts.")
            return []
        standing = self._standing(row.key for row in sent if row.key)
        elements = self._elements(standing)
        saved = {}
        for row in sorted(sent, key=lambda each: not each.key):
            wrote = self._row(row, standing.get(row.key), elements.get(row.key))
            if wrote is not None:
                saved[row.mark] = SavedRow(row.mark, wrote.key, wrote.version)
        return [saved[row.mark] for row in sent if row.mark in saved]

    def _standing(self, keys: Iterable[str]) -> dict[str, Row]:
        found = self.kind.objects.in_edition(self.edition).filter(key__in=set(keys))
        sheet = read_rows(edition=self.edition, found=found, columns=self.columns, cells=self.cells)
        return {row.key: row for row in sheet.rows}

    def _elements(self, standing: Mapping[str, Row]) -> dict[str, Kind]:
        found = self.kind.objects.in_edition(self.edition).filter(key__in=standing)
        return {element.key: element for element in found.select_related("edition")}

    def _row(self, row: SentRow, standing: Row | None, element: Kind | None) -> Kind | None:
        if row.key and (standing is None or element is None):
            self._fault(row.mark, "", GONE)
            return None
        values = self._values(row, standing)
        if values is None:
            return None
        try:
            if element is not None:
                return change(element=element, values=values, seen=row.seen, authored=self.authored)
            return self._added(row, values)
        except ChangeRefused as refused:
            for fault in refused.faults:
                known = fault.field in self.by_name
                said = fault.message if known or not fault.field else self._elsewhere(fault)
                self._fault(row.mark, fault.field if known else "", said)
        except Overtaken as overtaken:
            self.refused.conflicts.append(self._conflict(row, overtaken))
        return None

    def _added(self, row: SentRow, values: dict[str, Value]) -> Kind | None:
        if not values.get("name"):
            values["name"] = name_for(self.kind, values, self.cells, self.edition)
        if not values["name"]:
            said = "Give it a name, or enough that it can be named by."
            self._fault(row.mark, "name" if "name" in self.by_name else "", said)
            return None
        missing = [
            column
            for column in self.columns
            if column.spec.is_relation
            and not column.is_list
            and not column.spec.null
            and not values.get(column.name)
        ]
        for column in missing:
            self._fault(row.mark, column.name, f"Choose the {column.label.lower()}.")
        if missing:
            return None
        return add(edition=self.edition, kind=self.kind, values=values, authored=self.authored)

    def _values(self, row: SentRow, standing: Row | None) -> dict[str, Value] | None:
        """What the cells say, by field; None where one of them cannot be read."""
        values: dict[str, Value] = {}
        well = True
        for name, text in row.cells.items():
            column = self.by_name.get(name)
            if column is None:
                self._fault(row.mark, "", "The table has no such column. Load the page again.")
                well = False
                continue
            before = standing.values.get(name) if standing else None
            try:
                values[name] = self.cells.value(column, text, before)
            except Unreadable as unreadable:
                self._fault(row.mark, name, f"{unreadable} {unreadable.remedy}".strip())
                well = False
        if standing is not None and "name" in values and not values["name"]:
            self._fault(row.mark, "name", "A row needs a name.")
            well = False
        return values if well else None

    def _conflict(self, row: SentRow, overtaken: Overtaken) -> Conflict:
        cells = [
            Overlap(
                name,
                self.by_name[name].label,
                self.cells.text(self.by_name[name], read),
                self.cells.text(self.by_name[name], now),
            )
            for name, (read, now) in overtaken.theirs.items()
            if name in self.by_name
        ]
        return Conflict(
            mark=row.mark,
            key=row.key,
            name=overtaken.element.name,
            seen=overtaken.element.version,
            who=overtaken.who,
            when=overtaken.when,
            reason=overtaken.reason,
            cells=tuple(cells),
        )

    def _elsewhere(self, fault: Any) -> str:
        """A fault of a field that has no column here."""
        named = {spec.name: spec for spec in self.kind._meta.get_fields()}
        spec: Any = named.get(fault.field)
        words = getattr(spec, "verbose_name", "")
        return f"{str(words).capitalize()}: {fault.message}" if words else fault.message

    def _fault(self, mark: str, column: str, message: str) -> None:
        self.refused.faults.append(CellFault(mark, column, message))

"""Lists that the registry wrote itself: a row for each element, with its key, a column for each
field. What was not changed changes nothing; rows that were taken out of the list say nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from django.db import models

from opmodel.editions.kinds import kinds
from opmodel.workbooks.base import folded
from opmodel.workbooks.fields import Fields, headings, kind_of_title, label
from opmodel.workbooks.findings import Statement
from opmodel.workbooks.reading import Cell, Sheet
from opmodel.workbooks.reading.values import folded_lines
from opmodel.workbooks.words import Unreadable

from .around import Around, Layout
from .heading import Heading, Known, find_heading, words

_KNOWN: Final[Known] = {"key": words("key"), "name": words("name")}
TAKE_OUT: Final = "Take out"
_SHOWN_ONLY: Final = frozenset({"source", "address", "sources"})
_SAMPLE: Final = "sample data invented"


def _heading(sheet: Sheet) -> Heading | None:
    heading = find_heading(sheet, _KNOWN, (("key",), ("name",)))
    if heading is None or heading.columns["key"] > heading.columns["name"]:
        return None
    return heading


def _recognises(sheet: Sheet) -> bool:
    return _heading(sheet) is not None


class _List:
    def __init__(self, sheet: Sheet, around: Around, heading: Heading):
        self.sheet, self.around, self.heading = sheet, around, heading
        self.findings = around.findings
        kept: Any = around.__dict__
        self.fields: Fields = kept.setdefault("fields_of_lists", Fields(around.base))
        self.kind = self._kind()
        self.specs: dict[int, models.Field[Any, Any]] = {}
        self.take_out = 0

    def _kind(self) -> str:
        """By its title, the name of its sheet, or else what its keys are keys of."""
        for row in list(self.sheet.rows.values())[:3]:
            if kind := kind_of_title(next(iter(row.values())).text):
                return kind
        if kind := kind_of_title(self.sheet.name):
            return kind
        column = self.heading.columns["key"]
        held = (self.sheet.text(number, column) for number in self.sheet.rows)
        found = Counter(
            self.around.base.by_key[key].kind for key in held if key in self.around.base.by_key
        )
        return found.most_common(1)[0][0] if found else ""

    def read(self) -> None:
        above = {number for number in self.sheet.rows if number < self.heading.first}
        self.findings.pass_over(self.sheet, "Stands above the table: not read.", rows=above)
        if not self.kind:
            self.findings.refused_at(
                self.sheet.at(),
                "It is not clear what the sheet is a list of.",
                "Keep the title that the registry wrote above it.",
            )
            return
        self._headings()
        seen: dict[str, Cell] = {}
        for number, row in self.sheet.rows.items():
            if number > self.heading.last:
                self._row(number, row, seen)

    def _headings(self) -> None:
        known = headings(kinds()[self.kind])
        row = self.sheet.rows[self.heading.first]
        for column, cell in row.items():
            if not self.findings.flawless(cell):
                continue
            name = folded(cell.text)
            if column == self.heading.columns["key"]:
                self.findings.understood(cell, "Heads the keys.")
            elif name == folded(TAKE_OUT):
                self.take_out = column
                self.findings.understood(cell, "Heads what is to be taken out.")
            elif name in known and known[name] not in self.specs.values():
                self.specs[column] = known[name]
                self.findings.understood(cell, "A field.")
            elif name in known:
                self.findings.refused(cell, "This heading stands here twice.", "Keep one column.")
            elif name in _SHOWN_ONLY:
                self.findings.understood(cell, "Only shown: not read.")
                self._pass_column(column)
            else:
                self.findings.refused(
                    cell,
                    f"No field of the list is called “{cell.text[:60]}”.",
                    "Keep the headings that the registry wrote, or delete the column.",
                )
                self._pass_column(column)

    def _pass_column(self, column: int) -> None:
        for (row, at), cell in self.sheet.cells.items():
            if at == column and row > self.heading.last:
                self.findings.understood(cell, "Only shown: not read.")

    def _row(self, number: int, row: dict[int, Cell], seen: dict[str, Cell]) -> None:
        if len(row) == 1 and folded(next(iter(row.values())).text).startswith(_SAMPLE):
            self.findings.understood(next(iter(row.values())), "Says that this is sample data.")
            return
        cell = row.get(self.heading.columns["key"])
        if cell is not None and not self.findings.flawless(cell):
            return
        if cell is None:
            self._new(number, row)
            return
        record = self.around.base.by_key.get(cell.text)
        if record is None or record.kind != self.kind:
            word = kinds()[self.kind]._meta.verbose_name
            self.findings.refused(
                cell,
                f"No {word} of the edition has the key “{cell.text[:80]}”.",
                "Leave keys as they are; for something new leave the key empty.",
            )
            return
        if cell.text in seen:
            self.findings.refused(
                cell,
                f"This key stands in {seen[cell.text].at.address} already.",
                "Keep one row; for something new leave the key empty.",
            )
            return
        seen[cell.text] = cell
        self.findings.understood(cell, "In the edition.")
        statement = Statement(self.kind, record.key)
        self._values(number, row, record.values, statement)
        if self._goes(row, statement):
            statement.removed = True
        if statement.values or statement.removed:
            self.findings.statements[record.key] = statement

    def _goes(self, row: dict[int, Cell], statement: Statement) -> bool:
        cell = row.get(self.take_out) if self.take_out else None
        if cell is None:
            return False
        if folded(cell.text) in ("yes", "y", "x"):
            self.findings.understood(cell, "To be taken out of the edition.")
            statement.at.setdefault("", cell.at)
            return True
        if folded(cell.text) in ("no", "n"):
            self.findings.understood(cell, "Stays.")
        else:
            self.findings.refused(cell, "This is neither yes nor no.", "Write yes, or nothing.")
        return False

    def _new(self, number: int, row: dict[int, Cell]) -> None:
        name = row.get(self.heading.columns["name"])
        if name is None:
            for cell in row.values():
                if not self.findings.is_marked(cell):
                    self.findings.refused(
                        cell,
                        "The row has neither a key nor a name.",
                        "Write the name of what is new.",
                    )
            return
        if not self.findings.flawless(name):
            return
        key = self.around.base.new_key(name.text[:100])
        statement = self.findings.statements[key] = Statement(self.kind, key, new=True)
        self.fields.add(self.kind, key, name.text)
        self._values(number, row, {}, statement)

    def _values(
        self, number: int, row: dict[int, Cell], before: dict[str, Any], statement: Statement
    ) -> None:
        for column, spec in self.specs.items():
            cell = row.get(column)
            if cell is not None and not self.findings.flawless(cell):
                continue
            was = before.get(spec.name)
            if before and self._is_as_it_was(spec, cell, was):
                if cell is not None:
                    self.findings.understood(cell, "As it is.")
                continue
            try:
                value = self._value(spec, cell, was)
            except Unreadable as error:
                if cell is not None:
                    self._say(cell, spec, error)
                continue
            if value == was or (spec.many_to_many and self._is_other_order(value, was)):
                if cell is not None:
                    self.findings.understood(cell, "As it is.")
                continue
            if cell is not None:
                says = "New." if statement.new else f"{label(spec)}: changed."
                self.findings.understood(cell, says)
            if not (statement.new and value is None):
                statement.say(spec.name, value, cell.at if cell else self.sheet.at(number, column))

    def _is_as_it_was(self, spec: models.Field[Any, Any], cell: Cell | None, was: Any) -> bool:
        shown = self.fields.shown(spec, was)
        if isinstance(shown, str):
            return folded_lines(shown) == (cell.text if cell else "")
        return cell is not None and cell.number is not None and cell.number == shown

    def _is_other_order(self, value: Any, was: Any) -> bool:
        """Whether a list only stands in another order. The lists that pages offer order theirs by
        name; in a workbook made to be changed the order was changed by somebody."""
        return not self.take_out and bool(value and was) and sorted(value) == sorted(was)

    def _value(self, spec: models.Field[Any, Any], cell: Cell | None, was: Any) -> Any:
        value = self.fields.value(spec, cell, was)
        if value is None or spec.many_to_many or not spec.has_default():
            return value or (None if value == [] else value)
        return None if value == spec.get_default() and was is None else value

    def _say(self, cell: Cell, spec: models.Field[Any, Any], error: Unreadable) -> None:
        if spec.name == "standing":
            self.findings.doubted(cell, "How firmly this is stated is not read from these words.")
        else:
            self.findings.refused(cell, str(error), error.remedy)


def _read(sheet: Sheet, around: Around) -> None:
    heading = _heading(sheet)
    if heading is not None:
        _List(sheet, around, heading).read()


LAYOUT: Final = Layout("A list that the registry wrote", _recognises, _read)

"""What an edited line of a written matrix says anew of its element."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import models

from opmodel.editions.kinds import kinds
from opmodel.editions.records import Record
from opmodel.workbooks.base import Names, folded
from opmodel.workbooks.fields import Fields, headings, label
from opmodel.workbooks.reading import Cell
from opmodel.workbooks.words import Unreadable

from . import letters, powers
from .called import with_choice
from .lines import changeable, typed
from .stands import ONLY_SHOWN, PART, REACH, Shown, limit_number, stated

if TYPE_CHECKING:
    from opmodel.workbooks.layouts.around import Around

_UNSAID: Final = frozenset({"exercised"})
"""What stands for a choice that was not made."""
TAKEN_OUT: Final = frozenset({"none", "-", "–", "—"})
OF_A_CELL: Final = frozenset({"membership", "placement", "responsibility", "delegation"})
"""The kinds of what stands where a row and a column meet, and so can be taken out there."""


class Edits:
    """Reads the edited lines of one sheet's cells."""

    def __init__(self, around: Around, empty: tuple[str, ...]):
        self.around, self.base, self.findings = around, around.base, around.findings
        self.empty = TAKEN_OUT | {each.casefold() for each in empty}
        self.fields = fields_of(around)
        self.powers = powers.Powers(around)

    def is_nothing(self, text: str) -> bool:
        """Whether a text says that nothing stands there."""
        return text.strip().casefold() in self.empty

    def line(self, shown: Shown, text: str, cell: Cell) -> None:
        """States what a line says now. Raises Unreadable."""
        if text == shown.text:
            return
        if shown.what == ONLY_SHOWN or not shown.key:
            raise Unreadable(
                f"“{_short(shown.text)}” is only shown here: it follows from other entries.",
                "Write it as it was, and change it where it is kept: in a list, or on its page.",
            )
        record = self.record(shown.key)
        now, left_off = typed(shown, text)
        if left_off:
            self.findings.doubted(cell, f"What stood in brackets, {left_off}, stays as it is.")
        was = changeable(shown)[1]
        if self.is_nothing(now) and shown.what not in self.labels(record):
            raise Unreadable(
                f"“{_short(was)}” cannot be taken out by itself.",
                "Write what is to stand here, or take it out in a list.",
            )
        if shown.what == PART:
            self.powers.part(record, was, now, cell)
        elif shown.what == REACH:
            self.powers.reach(record, "" if self.is_nothing(was) else was, now, cell)
        elif number := limit_number(shown.what):
            self.powers.limit(record, number, was, now, cell)
        else:
            self._field(record, shown.what, was, now, cell)

    def labels(self, record: Record) -> frozenset[str]:
        """What the fields of an element are called."""
        return frozenset(label(spec) for spec in stated(kinds()[record.kind]).values())

    def record(self, key: str) -> Record:
        """What a line shows, in the edition that it is read against. Raises Unreadable."""
        record = self.base.by_key.get(key)
        if record is None:
            raise Unreadable(
                "What stood here is not in the edition any more.",
                "Leave the cell as it was, or download the matrix of this edition.",
            )
        return record

    def _field(self, record: Record, what: str, was: str, now: str, cell: Cell) -> None:
        spec = headings(kinds()[record.kind])[folded(what)]
        before = None if self.is_nothing(was) else self._value(spec, record, was, cell, None)
        value = None
        if not self.is_nothing(now):
            value = self._value(spec, record, now, cell, record.values.get(spec.name))
        if value == before:
            self.findings.understood(cell, "As it is.")
            return
        if spec.name == "name":
            self._new_name(record, str(value or ""), cell)
        self.say(record, spec, before, value, cell)

    def _new_name(self, record: Record, name: str, cell: Cell) -> None:
        """A name that something else has is no new name. Raises Unreadable."""
        others = Names(self.base, (record.kind,)).exactly(name)
        if any(each.key != record.key for each in others):
            raise Unreadable(
                f"“{_short(name)}” is another entry of the edition, and which of the two is to "
                "stand here is kept with them.",
                "Write the name that stood here, and change this in a list.",
            )
        old = _short(str(record.values.get("name", "")))
        self.findings.doubted(
            cell, f"Taken for a new name of “{old}”, wherever that is shown.", "Check it."
        )

    def _value(
        self, spec: models.Field[Any, Any], record: Record, text: str, cell: Cell, before: Any
    ) -> Any:
        if spec.choices and spec.blank and folded(text) in _UNSAID:
            return None
        if spec.choices and (chosen := letters.part_of(self.base, record, spec.name, text)):
            return chosen
        # Only of a cell that is read whole are empty lines known.
        raw = cell.raw if text == cell.text else text
        return self.fields.value(spec, Cell(cell.at, text, raw=raw), before)

    def say(
        self, record: Record, spec: models.Field[Any, Any], before: Any, value: Any, cell: Cell
    ) -> None:
        """States a field; told where another cell says otherwise of it, or the edition has changed
        since the matrix was written. Raises Unreadable."""
        said = self.findings.statements.get(record.key)
        if said and spec.name in said.values and said.values[spec.name] != value:
            raise Unreadable(
                f"{said.at[spec.name].address} says otherwise of the same entry.",
                "Change one of the cells, or both alike.",
            )
        there = record.values.get(spec.name)
        if there == value:
            self.findings.understood(cell, "The edition says so already.")
            return
        usual = spec.get_default() if spec.has_default() else None
        if (usual if there is None else there) != (usual if before is None else before):
            shown = self.fields.shown(spec, there) or "nothing"
            self.findings.doubted(
                cell, f"The edition has “{_short(str(shown))}” here since this was written.", ""
            )
        self.findings.understood(cell, f"{label(spec)}: changed.")
        statement = self.around.findings.statement(record.kind, record.key)
        statement.say(spec.name, value, cell.at)
        if record.kind in OF_A_CELL and spec.choices and "name" not in statement.values:
            name = str(record.values.get("name", ""))
            called = with_choice(name, spec, usual if there is None else there, value)
            if called != name:
                statement.say("name", called, cell.at)

    def take_out(self, record: Record, cell: Cell) -> None:
        """Takes an element out, with the limits that are nothing without it."""
        statement = self.around.findings.statement(record.kind, record.key)
        statement.removed = True
        statement.at.setdefault("", cell.at)
        if record.kind == "delegation":
            for each in self.base.pointing("limit", delegation=record.key):
                gone = self.around.findings.statement("limit", each.key)
                gone.removed = True
                gone.at.setdefault("", cell.at)
        name = record.values.get("name", record.key)
        self.findings.understood(cell, f"“{_short(str(name))}” is taken out.")


def fields_of(around: Around) -> Fields:
    """The fields of an edition's elements, the same for all sheets of a workbook."""
    kept: Any = around.__dict__
    found: Fields = kept.setdefault("fields_of_lists", Fields(around.base))
    return found


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else f"{flat[:79]}…"

"""What is typed where nothing stood: a new element of that row and that column."""

from __future__ import annotations

from typing import Any

from django.db import models

from opmodel.editions.kinds import kinds, link_of
from opmodel.editions.models import Reference
from opmodel.workbooks.base import Names, folded
from opmodel.workbooks.naming import Named
from opmodel.workbooks.reading import Cell
from opmodel.workbooks.words import SURE_LETTERS, Said, Unreadable, reaches, said

from . import letters
from .called import word_of
from .edits import Edits
from .powers import WORDS
from .stands import Adds, Shown, Whole, stated

_IN_A_LIST = "Add it in a list, or on a page."


class Adding:
    """States what typed cells add to one matrix."""

    def __init__(self, whole: Whole, edits: Edits):
        self.adds, self.edits = whole.stands.adds, edits
        self.around, self.base, self.findings = edits.around, edits.base, edits.findings

    def cell(self, row: Shown, column: Shown, cell: Cell) -> None:
        """States what was typed where this row and this column meet. Raises Unreadable."""
        adds = self.adds
        if adds is None or not row.key or not (column.key or self._is_a_type(column)):
            raise Unreadable("Nothing stood here, and nothing can be added here.", _IN_A_LIST)
        if row.key not in self.base.by_key:
            raise Unreadable(
                f"“{row.text[:80]}” is not in the edition any more.", "Leave the cell empty."
            )
        if adds.kind == "delegation":
            self._power(row, column, cell)
        elif adds.kind == "partnership":
            self._forum(adds, row, column, cell)
        else:
            self._element(adds, row, column, cell)

    def _is_a_type(self, column: Shown) -> bool:
        """Whether a column is that of a type of holder, which the edition has in words only."""
        return folded(column.text) in self.around.holders.types

    # ---- Powers ----

    def _power(self, row: Shown, column: Shown, cell: Cell) -> None:
        read = self._said(cell)
        if not read.part:
            raise Unreadable("This names no part.", "Write a part, an amount, or nothing.")
        key = column.key
        holder = Named(
            key=key, words="" if key else column.text, is_board=key in self.around.holders.boards
        )
        holds = {"holder": key} if key else {"held_by": column.text}
        self._none_there({"decision": row.key, **holds})
        self.findings.understood(cell, f"New: {read.words()}")
        self.around.stating.powers.state(row.key, holder, read, cell)

    def _said(self, cell: Cell) -> Said:
        if cell.number is not None:
            return Said("approves", "", reaches(cell.text, cell.number))
        if part := SURE_LETTERS.get(cell.text.strip().casefold()):
            return Said(part)
        words = {folded(word): meant for word, meant in WORDS.items()}
        if meant := words.get(folded(cell.text)):
            return Said(*meant)
        return said(cell.text)

    # ---- Elements ----

    def _element(self, adds: Adds, row: Shown, column: Shown, cell: Cell) -> None:
        specs = stated(kinds()[adds.kind])
        values: dict[str, Any] = {
            **dict(adds.fixed),
            adds.row: _as_kept(specs[adds.row], row.key),
            adds.column: _as_kept(specs[adds.column], column.key),
        }
        single = {name: value for name, value in values.items() if not isinstance(value, list)}
        listed = {name: value for name, value in values.items() if isinstance(value, list)}
        self._check_kind(specs[adds.row], row)
        self._none_there(single, listed)
        typed = self._typed(adds, specs[adds.typed], cell)
        names = self.base.name(row.key), self.base.name(column.key) or column.text
        for value in typed:
            key = self.base.new_key(names[0][:50], names[1][:50])
            statement = self.around.findings.statement(adds.kind, key, new=True)
            own = word_of(specs[adds.typed], value) if adds.kind == "responsibility" else ""
            called = ", ".join(filter(None, (column.text[:130], own)))
            statement.say("name", f"{names[0][:140]}: {called}", cell.at)
            for name, one in values.items():
                statement.say(name, one, cell.at)
            if value is not None:
                statement.say(adds.typed, value, cell.at)
        self.findings.understood(cell, f"New: {cell.text[:80]}.")

    def _check_kind(self, spec: models.Field[Any, Any], row: Shown) -> None:
        record = self.base.by_key[row.key]
        allowed: tuple[str, ...] = ()
        if isinstance(spec, Reference):
            allowed = spec.allowed_kinds()
        elif isinstance(spec, models.ManyToManyField):
            allowed = link_of(spec).target.allowed_kinds()
        if allowed and record.kind not in allowed:
            word = kinds()[record.kind]._meta.verbose_name
            raise Unreadable(f"The row is that of a {word}: nothing can be added here.", _IN_A_LIST)

    def _typed(self, adds: Adds, spec: models.Field[Any, Any], cell: Cell) -> list[Any]:
        if adds.kind == "responsibility" and spec.name == "part":
            known = letters.letters_of(self.base, dict(adds.fixed).get("matrix"))
            return letters.parts_in(cell.text, known)
        return [self.edits.fields.value(spec, cell, None)]

    def _none_there(
        self, single: dict[str, Any], listed: dict[str, list[str]] | None = None
    ) -> None:
        """That the edition has nothing where nothing was shown. Raises Unreadable."""
        adds = self.adds
        if adds is None:
            return
        found = self.base.pointing(adds.kind, **single)
        there = [
            each
            for each in found
            if all(
                set(value) & set(each.values.get(name, ()))
                for name, value in (listed or {}).items()
            )
        ]
        if there:
            name = there[0].values.get("name", there[0].key)
            raise Unreadable(
                f"The edition has “{name}” here, which this matrix did not show.",
                "Download the whole matrix once more, and make the change in that.",
            )

    # ---- Forums ----

    def _forum(self, adds: Adds, row: Shown, column: Shown, cell: Cell) -> None:
        """A forum that is named where none stood works for the row's authority too."""
        found = Names(self.base, (adds.kind,)).exactly(cell.text)
        if len(found) != 1:
            raise Unreadable(
                f"No partnership or forum of the edition is called “{cell.text[:80]}”.",
                "Write the name of one, or add it in the list of partnerships first.",
            )
        self._check_kind(stated(kinds()[adds.kind])[adds.row], row)
        (forum,) = found
        form = stated(kinds()[adds.kind])[adds.column]
        if str(forum.values.get(adds.column, form.get_default())) != column.key:
            raise Unreadable(
                f"“{forum.values['name']}” is none of those in this column.",
                "Write it in the column that it belongs to.",
            )
        before = list(forum.values.get(adds.row, ()))
        if row.key in before:
            self.findings.understood(cell, "The edition says so already.")
            return
        said = self.findings.statements.get(forum.key)
        if said and adds.row in said.values:
            before = said.values[adds.row]
        self.edits.around.findings.statement(forum.kind, forum.key).say(
            adds.row, [*before, row.key], cell.at
        )
        self.findings.understood(cell, f"{forum.values['name']} is for {row.text} too.")


def _as_kept(spec: models.Field[Any, Any], key: str) -> Any:
    return [key] if spec.many_to_many else key

"""A row as a form: what is typed into its fields, what that states, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict

from opmodel.editions.models import Edition, Kind
from opmodel.editions.records import Value
from opmodel.editions.viewer import Viewer

from .conflicts import same
from .descriptions import Described, Description, Widget, description_of
from .naming import Names
from .values import Unreadable, as_typed, read

SENT: Final = "has:"
"""Before the name of a field whose empty state no browser sends, such as boxes to tick."""
PICK: Final = "pick:"
"""Before the name of a field that two people changed: whose word is to stand."""
MINE, THEIRS = "mine", "theirs"


@dataclass
class RowForm:
    """The fields of a row, as they stand or as somebody typed them.

    `before` is what the row states, or what a new one begins with; `values` what was typed, in
    record form, without what cannot be read: `faults` says what is wrong with that, by field.
    """

    description: Description
    names: Names
    before: Mapping[str, Value]
    typed: dict[str, str] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, kind: type[Kind], edition: Edition, viewer: Viewer, before: Mapping[str, Value]
    ) -> RowForm:
        """The form of a row that states this."""
        description = description_of(kind)
        form = cls(description, Names.of(edition, viewer, description), before)
        form.values = dict(before)
        form.typed = {
            each.name: as_typed(each, before.get(each.name), form.names) for each in description
        }
        return form

    @classmethod
    def blank(cls, kind: type[Kind], edition: Edition, viewer: Viewer) -> RowForm:
        """The form of a new row."""
        return cls.of(kind, edition, viewer, beginnings(kind))

    def take(self, sent: QueryDict) -> None:
        """Reads what was sent. A field that was not sent stays as it is."""
        self.values, self.faults = {}, {}
        for described in self.description:
            name = described.name
            if name not in sent and f"{SENT}{name}" not in sent:
                continue
            if sent.get(f"{PICK}{name}") == THEIRS:
                continue
            text = "\n".join(sent.getlist(name))[:100_000]
            self.typed[name] = text
            try:
                self.values[name] = self._read(described, text)
            except Unreadable as fault:
                self.faults[name] = str(fault)

    def _read(self, described: Described, text: str) -> Value:
        value = read(described, text, self.names, self.before.get(described.name))
        if described.required and value in (None, "", []):
            raise Unreadable(needed(described))
        longest = described.longest
        if described.widget is Widget.TEXT and longest and len(str(value)) > longest:
            raise Unreadable(f"Use at most {longest} characters; these are {len(str(value))}.")
        return value

    @property
    def changed(self) -> dict[str, Value]:
        """What was typed and differs from what stood there."""
        return {
            name: value
            for name, value in self.values.items()
            if not same(value, self.before.get(name))
        }

    def value(self, name: str) -> Value:
        """What a field states: what was typed where that can be read, else what stood there."""
        return self.values.get(name, self.before.get(name))


def needed(described: Described) -> str:
    """What is said where a field has to be filled in and is not."""
    match described.widget:
        case Widget.REFERENCE | Widget.OUTSIDE | Widget.CHOICE | Widget.SOURCE:
            return f"Choose what stands under “{described.label}”."
    return f"Fill in “{described.label}”."


def beginnings(kind: type[Kind]) -> dict[str, Any]:
    """What a new row of a kind states before anybody typed anything."""
    return {each.name: _plain(each.otherwise) for each in description_of(kind)}


def _plain(value: Any) -> Value:
    return getattr(value, "value", value)

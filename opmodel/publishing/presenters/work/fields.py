"""The fields of a row as a form shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from opmodel.drafting.conflicts import same
from opmodel.drafting.descriptions import Described, Widget
from opmodel.drafting.forms import RowForm
from opmodel.drafting.naming import Names
from opmodel.drafting.values import NO, NOT_RECORDED, YES, in_words
from opmodel.editions.records import Value

CHOSEN_FROM: Final = 60
"""As many as this stand in a list to choose from; among more, one types a name."""
TICKED: Final = 12
"""As many as this have a box each to tick."""
OFFERED: Final = 1500
"""Names that a browser offers while one types."""
NOTHING: Final = "Not recorded"

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FieldLine:
    """One field: how it is filled in, what stands there, what is wrong, what the base says.

    `shape` is the control: text, long, list, select, radios, boxes, search.
    """

    name: str
    label: str
    hint: str
    shape: str
    value: str
    chosen: tuple[str, ...]
    options: Options
    fault: str
    base: str
    required: bool
    longest: int | None
    width: str
    mode: str

    @property
    def id(self) -> str:
        return f"field-{self.name}"


@dataclass(frozen=True)
class GroupOfLines:
    """Fields under a heading."""

    heading: str
    lines: tuple[FieldLine, ...]


@dataclass(frozen=True)
class Told:
    """A field of a row that somebody only reads."""

    label: str
    words: str
    base: str


@dataclass(frozen=True)
class Base:
    """What the edition below says of the row, with its names."""

    values: Mapping[str, Value]
    names: Names

    def words(self, described: Described, now: Value) -> str:
        """What it says where that differs; empty where it says the same."""
        before = self.values.get(described.name)
        if same(before, now):
            return ""
        return in_words(described, before, self.names) or NOT_RECORDED


def groups_of(form: RowForm, base: Base | None) -> list[GroupOfLines]:
    """The whole form."""
    return [
        GroupOfLines(each.heading, tuple(_line(form, described, base) for described in each.fields))
        for each in form.description.groups
    ]


def told_of(form: RowForm, base: Base | None) -> list[Told]:
    """The row for somebody who may not change it: what is stated, or was in the base."""
    found = []
    for described in form.description:
        value = form.before.get(described.name)
        words = in_words(described, value, form.names)
        before = base.words(described, value) if base else ""
        if words or before:
            found.append(Told(described.label, words or NOT_RECORDED, before))
    return found


def _line(form: RowForm, described: Described, base: Base | None) -> FieldLine:
    name = described.name
    options = _options(form, described)
    shape = _shape(described, len(options))
    typed = form.typed.get(name, "")
    chosen: tuple[str, ...] = ()
    if shape in ("select", "radios", "boxes"):
        chosen = _chosen(form, described, typed)
        missing = [each for each in chosen if each and each not in dict(options)]
        if shape != "radios":
            options = (*options, *((each, each.strip("[]")) for each in missing))
    if shape == "select" and (not described.required or not typed):
        options = (("", NOTHING), *options)
    return FieldLine(
        name=name,
        label=described.label,
        hint=described.hint,
        shape=shape,
        value=typed,
        chosen=chosen,
        options=options,
        fault=form.faults.get(name, ""),
        base=base.words(described, form.value(name)) if base else "",
        required=described.required,
        longest=described.longest if described.widget is Widget.TEXT else None,
        width="10" if described.widget in (Widget.DAY, Widget.AMOUNT) else "",
        mode="numeric" if described.widget is Widget.NUMBER else "",
    )


def _shape(described: Described, number: int) -> str:
    match described.widget:
        case Widget.LONG_TEXT:
            return "long"
        case Widget.WORDS:
            return "list"
        case Widget.YES_NO | Widget.YES_NO_UNKNOWN:
            return "radios"
        case Widget.CHOICE | Widget.OUTSIDE | Widget.SOURCE:
            return "select"
        case Widget.REFERENCE:
            return "select" if number <= CHOSEN_FROM else "search"
        case Widget.REFERENCES:
            return "boxes" if number <= TICKED else "list"
    return "text"


def _options(form: RowForm, described: Described) -> Options:
    match described.widget:
        case Widget.YES_NO:
            return ((YES, "Yes"), (NO, "No"))
        case Widget.YES_NO_UNKNOWN:
            return ((YES, "Yes"), (NO, "No"), ("", NOTHING))
        case Widget.CHOICE:
            return described.choices
        case Widget.REFERENCE | Widget.REFERENCES | Widget.SOURCE | Widget.OUTSIDE:
            choices = form.names.choices(described)
            few = len(choices) <= CHOSEN_FROM or not described.refers
            return tuple(
                (f"[{each.key}]" if few else each.text, each.text) for each in choices[:OFFERED]
            )
    return ()


def _chosen(form: RowForm, described: Described, typed: str) -> tuple[str, ...]:
    """The values of the options that are chosen."""
    if described.widget in (Widget.CHOICE, Widget.YES_NO, Widget.YES_NO_UNKNOWN):
        return (typed,)
    name = described.name
    if name in form.faults:
        return tuple(typed.split("\n"))
    value = form.value(name)
    keys = value if isinstance(value, list) else [value]
    return tuple(f"[{key}]" if key else "" for key in keys)

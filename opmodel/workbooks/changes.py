"""What a workbook would change in the edition it is read against, and whether that can stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import models

from opmodel.editions.ids import edition_id
from opmodel.editions.kinds import kinds, link_of
from opmodel.editions.models import Reference
from opmodel.editions.records import Record, instances, is_default, plain, stated_fields

from .base import Base
from .constraints import broken
from .findings import Statement
from .reading import At, Fault


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that would not say what it said before."""

    name: str
    label: str
    before: Any
    after: Any
    at: At | None


@dataclass(frozen=True)
class Change:
    """An element that would be added, changed or taken out. `record` is how it would then be."""

    what: str
    record: Record
    at: At | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def kind_word(self) -> str:
        return str(kinds()[self.record.kind]._meta.verbose_name)

    @property
    def name(self) -> str:
        return str(self.record.values.get("name", self.record.key))


ADDED: Final = "added"
CHANGED: Final = "changed"
REMOVED: Final = "removed"


def changes_of(base: Base, statements: dict[str, Statement]) -> Iterator[Change]:
    """The changes that the statements amount to, in the order they were stated."""
    for statement in statements.values():
        before = base.by_key.get(statement.key)
        if statement.removed:
            if before is not None:
                yield Change(REMOVED, before, statement.place)
        elif before is None:
            yield _added(statement)
        else:
            change = _changed(before, statement)
            if change.fields:
                yield change


def _added(statement: Statement) -> Change:
    record = Record(statement.kind, statement.key, _values(statement, {}))
    return Change(ADDED, record, statement.place, tuple(_fields(record, {}, statement)))


def _changed(before: Record, statement: Statement) -> Change:
    record = Record(before.kind, before.key, _values(statement, before.values), before.citations)
    return Change(
        CHANGED, record, statement.place, tuple(_fields(record, before.values, statement))
    )


def _values(statement: Statement, before: dict[str, Any]) -> dict[str, Any]:
    """The values as they would then be, what is as usual left out, in the order of the fields."""
    values = {}
    for spec in stated_fields(kinds()[statement.kind]):
        value = statement.values.get(spec.name, before.get(spec.name))
        if not _is_usual(spec, value):
            values[spec.name] = value
    return values


def _is_usual(spec: models.Field[Any, Any], value: Any) -> bool:
    return not value if spec.many_to_many else is_default(spec, value)


def _fields(record: Record, before: dict[str, Any], statement: Statement) -> Iterator[FieldChange]:
    for spec in stated_fields(kinds()[record.kind]):
        if spec.name not in statement.values:
            continue
        usual = plain(spec.get_default()) if spec.has_default() else None
        old, new = before.get(spec.name, usual), record.values.get(spec.name, usual)
        if old != new:
            label = str(spec.verbose_name)
            yield FieldChange(spec.name, label, old, new, statement.at.get(spec.name))


def faults_of(base: Base, changes: list[Change]) -> Iterator[Fault]:
    """What the edition could not hold: words too long, references to what is of another kind,
    circles, and what the values of an element say against each other."""
    becoming = {change.record.key: change.record for change in changes if change.what != REMOVED}
    gone = {change.record.key for change in changes if change.what == REMOVED}
    look = _Looking(base, becoming, gone)
    for change in changes:
        if change.what == REMOVED:
            yield from look.pointed_at(change)
        else:
            faults = list(look.fields(change))
            yield from faults or look.constraints(change)
            yield from look.circles(change)


class _Looking:
    def __init__(self, base: Base, becoming: dict[str, Record], gone: set[str]):
        self.base, self.becoming, self.gone = base, becoming, gone

    def _record(self, key: str) -> Record | None:
        if key in self.gone:
            return None
        return self.becoming.get(key) or self.base.by_key.get(key)

    def fields(self, change: Change) -> Iterator[Fault]:
        specs = {spec.name: spec for spec in stated_fields(kinds()[change.record.kind])}
        for field in change.fields:
            spec, value = specs[field.name], field.after
            if value is None:
                if (isinstance(spec, Reference) and not spec.null) or field.name == "name":
                    yield Fault(
                        field.at, f"“{_label(spec)}” cannot be empty.", "Write what should stand."
                    )
                continue
            longest = getattr(spec, "max_length", None)
            if isinstance(value, str) and longest and len(value) > longest:
                yield Fault(
                    field.at,
                    f"“{_label(spec)}” would have {len(value)} characters; at most {longest} fit.",
                    "Shorten it.",
                )
            yield from self._references(spec, value, field)
        if change.what == ADDED and "name" not in change.record.values:
            yield Fault(change.at, "This would have no name.", "Write one.")

    def _references(
        self, spec: models.Field[Any, Any], value: Any, field: FieldChange
    ) -> Iterator[Fault]:
        if isinstance(spec, models.ManyToManyField):
            allowed, keys = link_of(spec).target.allowed_kinds(), value
        elif isinstance(spec, Reference):
            allowed, keys = spec.allowed_kinds(), [value]
        else:
            return
        for key in keys:
            target = self._record(key)
            if target is None and spec.related_model is not None:
                yield Fault(field.at, f"“{_label(spec)}” is not in the edition.", "Check it.")
            elif target is not None and allowed and target.kind not in allowed:
                word = kinds()[target.kind]._meta.verbose_name
                yield Fault(
                    field.at, f"“{_label(spec)}” cannot be a {word}.", "Name something else."
                )

    def constraints(self, change: Change) -> Iterator[Fault]:
        kind = kinds()[change.record.kind]
        concerned = {field.name for field in change.fields}
        checks = [
            each
            for each in kind._meta.constraints
            if isinstance(each, models.CheckConstraint)
            and concerned & set(getattr(each.condition, "referenced_base_fields", ()))
        ]
        if not checks:
            return
        (instance, *_), _, _ = instances([change.record], edition_id("under-test"))
        for each in checks:
            if said := broken(each, instance):
                yield Fault(change.at, said, "Check the values beside it.")

    def circles(self, change: Change) -> Iterator[Fault]:
        kind = kinds()[change.record.kind]
        names = {field.name for field in change.fields}
        for name in {*kind.nests_in, "reports_to", "parent"} & names:
            seen = {change.record.key}
            at = change.record.values.get(name)
            while at is not None and at not in seen:
                seen.add(at)
                record = self._record(at)
                at = record.values.get(name) if record else None
            if at == change.record.key:
                yield Fault(
                    next((f.at for f in change.fields if f.name == name), change.at),
                    f"“{change.name}” would stand above itself.",
                    "Break the circle at one of its rows.",
                )

    def pointed_at(self, change: Change) -> Iterator[Fault]:
        key = change.record.key
        for record in self.base.by_key.values():
            now = self._record(record.key)
            if now is None:
                continue
            for spec in stated_fields(kinds()[now.kind]):
                value = now.values.get(spec.name)
                if isinstance(spec, Reference | models.ManyToManyField) and (
                    value == key or (isinstance(value, list) and key in value)
                ):
                    yield Fault(
                        change.at,
                        f"“{change.name}” cannot be taken out: “{now.values['name']}” refers to "
                        f"it.",
                        "Change or take that out as well.",
                    )
                    return


def _label(spec: models.Field[Any, Any]) -> str:
    words = str(spec.verbose_name)
    return words[:1].upper() + words[1:]

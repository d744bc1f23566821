"""Who changed what: entries of the journal with what each of them changed.

Whoever calls has made sure that whoever asks may see the audit of the organisation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from psycopg import sql

from opmodel.access.models import Unit, User
from opmodel.editions.actions.changing import BASELINE
from opmodel.editions.models import Element, Source
from opmodel.editions.models.history import history_of

from .installing import Journalled, journalled
from .models import Entry

_OF_THE_BASE: Final = history_of(Element)._meta.db_table
_NOT_TOLD: Final = {
    "id", "element", "kind", "key", "version", "search", "edition", "seen", "fingerprint"
}  # fmt: skip
"""Fields that no change of their own is told of."""


@dataclass(frozen=True)
class Wanted:
    """Which changes are asked for; what is empty narrows nothing."""

    edition: UUID | None = None
    kind: str = ""
    person: int | None = None
    since: date | None = None
    until: date | None = None
    words: str = ""


@dataclass(frozen=True)
class FieldChange:
    """A field that a change gave another value; both as the model's field has them."""

    field: models.Field[Any, Any]
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """An entry with the record it is of, and the record before: what they hold, by column."""

    entry: Entry
    history: Journalled | None
    before: dict[str, Any] | None
    after: dict[str, Any]
    fields: tuple[FieldChange, ...]

    @property
    def model(self) -> type[models.Model] | None:
        return self.history.model if self.history else None

    @property
    def is_baseline(self) -> bool:
        """Whether it only notes how a row stood before it was first changed."""
        return self.entry.what == Entry.What.ADDED and self.entry.reason == BASELINE

    @property
    def is_restoring(self) -> bool:
        """Whether it puts back a row that had been ended."""
        ended = self.before is not None and self.before["history_type"] == Entry.What.REMOVED
        return self.entry.what == Entry.What.ADDED and ended

    def value(self, name: str) -> Any:
        """What a field reads after the change (before it, where the row was removed)."""
        if self.history is None:
            return None
        field: Any = self.history.model._meta.get_field(name)
        return _value(field, self.after.get(str(field.column)))


def changes(chain: str, wanted: Wanted) -> QuerySet[Entry]:
    """Entries of a chain, the newest first.

    Left out is what says nothing of its own: the base row's part of a removal, and how a row stood
    where the same request then changes it.
    """
    same = Entry.objects.filter(
        object=OuterRef("object"), history_table=OuterRef("history_table"), what=Entry.What.CHANGED
    )
    baseline = Q(what=Entry.What.ADDED, reason=BASELINE) & Exists(
        same.filter(number__gt=OuterRef("number"), number__lte=OuterRef("number") + 50)
    )
    found = (
        Entry.objects.filter(chain=chain)
        .exclude(history_table=_OF_THE_BASE)
        .exclude(baseline)
        .order_by("-number")
    )
    if wanted.edition:
        found = found.filter(edition_id=wanted.edition)
    if wanted.kind:
        found = found.filter(history_table__in=tables_called(wanted.kind))
    if wanted.person is not None:
        found = found.filter(by_id=wanted.person)
    if wanted.since:
        found = found.filter(recorded_at__gte=_midnight(wanted.since))
    if wanted.until:
        found = found.filter(recorded_at__lt=_midnight(wanted.until + timedelta(days=1)))
    if wanted.words:
        found = found.filter(reason__icontains=wanted.words)
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def kind_name(model: type[models.Model]) -> str:
    """What a tracked model is called where changes are narrowed to one kind."""
    return str(getattr(model, "kind_name", model._meta.model_name))


def tables_called(kind: str) -> list[str]:
    """The histories of the kind that is called so."""
    return [each.table for each in journalled().values() if kind_name(each.model) == kind]


def people_in(chain: str) -> list[User]:
    """Whoever changed something in a chain, by name."""
    wrote = Entry.objects.filter(chain=chain).order_by().values("by_id").distinct()
    return list(User.objects.filter(pk__in=wrote).order_by("first_name", "last_name", "username"))


def told(entries: Sequence[Entry]) -> list[Change]:
    """What each entry changed: one query, however many there are and of however many histories."""
    histories = journalled()
    by_table: dict[str, list[int]] = {}
    for entry in entries:
        if entry.history_table in histories:
            by_table.setdefault(entry.history_table, []).append(entry.history_row)
    records = _records([(histories[table], rows) for table, rows in by_table.items()])
    return [_change(entry, histories.get(entry.history_table), records) for entry in entries]


def _records(
    wanted: Iterable[tuple[Journalled, list[int]]],
) -> dict[tuple[str, int], tuple[dict[str, Any], dict[str, Any] | None]]:
    parts = [
        sql.SQL(
            "(SELECT {name}, told.history_id, to_jsonb(told)::text, to_jsonb(before)::text"
            " FROM {table} AS told LEFT JOIN LATERAL (SELECT * FROM {table} AS earlier"
            " WHERE earlier.{key} = told.{key} AND earlier.history_id < told.history_id"
            " ORDER BY earlier.history_id DESC LIMIT 1) AS before ON TRUE"
            " WHERE told.history_id = ANY ({rows}))"
        ).format(
            name=sql.Literal(history.table),
            table=sql.Identifier(history.table),
            key=sql.Identifier(history.key),
            rows=sql.Literal(rows),
        )
        for history, rows in wanted
    ]
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(parts))
        return {
            (table, record): (_read(after), _read(before) if before else None)
            for table, record, after, before in cursor.fetchall()
        }


def _read(text: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return read


def _change(
    entry: Entry,
    history: Journalled | None,
    records: dict[tuple[str, int], tuple[dict[str, Any], dict[str, Any] | None]],
) -> Change:
    after, before = records.get((entry.history_table, entry.history_row), ({}, None))
    fields: tuple[FieldChange, ...] = ()
    if history is not None and entry.what in (Entry.What.ADDED, Entry.What.CHANGED):
        fields = tuple(_fields(history.model, before or {}, after))
    return Change(entry, history, before, after, fields)


def _fields(
    model: type[models.Model], before: dict[str, Any], after: dict[str, Any]
) -> Iterable[FieldChange]:
    for field in model._meta.concrete_fields:
        if field.name in _NOT_TOLD or field.primary_key or str(field.column) not in after:
            continue
        if isinstance(field, models.UUIDField):
            continue  # An id that only the registry itself knows rows by.
        was, now = (_value(field, row.get(str(field.column))) for row in (before, after))
        if was != now and not (was in EMPTY and now in EMPTY):
            yield FieldChange(field, was, now)


EMPTY: Final[tuple[Any, ...]] = (None, "", [], False)


def _value(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.ForeignKey):
        return field.target_field.to_python(value)
    return field.to_python(value)


@dataclass(frozen=True)
class Names:
    """What the rows are called that changes refer to."""

    elements: dict[UUID, str]
    people: dict[int, str]
    others: dict[tuple[type[models.Model], Any], str]

    def of(self, field: models.Field[Any, Any], value: Any) -> Any:
        """A reference as the name of what it refers to; any other value as it is."""
        if value is None or not isinstance(field, models.ForeignKey):
            return value
        if field.related_model is User:
            return self.people.get(value, "somebody")
        if (field.related_model, value) in self.others:
            return self.others[field.related_model, value]
        return self.elements.get(value, "something that has gone since")


def names_in(several: Iterable[Change]) -> Names:
    """The names of all that these changes refer to: a few queries, for each sort of thing."""
    ids: set[UUID] = set()
    others: dict[type[models.Model], set[Any]] = {}
    people: set[int] = set()
    for change in several:
        if change.entry.by_id is not None:
            people.add(change.entry.by_id)
        if change.history is None:
            continue
        for field in change.history.model._meta.concrete_fields:
            if not isinstance(field, models.ForeignKey):
                continue
            for row in (change.before or {}, change.after):
                value = _value(field, row.get(str(field.column)))
                of: Any = field.related_model
                if value is None:
                    continue
                if of is User:
                    people.add(value)
                elif of is Source or issubclass(of, Element):
                    ids.add(value)
                else:
                    others.setdefault(of, set()).add(value)
    return Names(_elements(ids), _people(people), _others(others))


def _others(
    wanted: dict[type[models.Model], set[Any]],
) -> dict[tuple[type[models.Model], Any], str]:
    """What is no element: an organisation, an edition, a unit, a comment that is answered."""
    found: dict[tuple[type[models.Model], Any], str] = {}
    for model, keys in wanted.items():
        rows = list(model._base_manager.filter(pk__in=keys))
        units = _units([row for row in rows if isinstance(row, Unit)])
        for row in rows:
            found[model, row.pk] = units.get(row.pk) or _in_words(row)
    return found


def _in_words(row: Any) -> str:
    said = (getattr(row, name, "") for name in ("called", "label", "text", "name", "title"))
    return next((each for each in said if isinstance(each, str) and each), str(row))


def _units(units: list[Unit]) -> dict[int, str]:
    """What units are called in the newest edition that has them."""
    if not units:
        return {}
    rows = (
        Element.objects.filter(
            edition__organisation__in={unit.organisation_id for unit in units},
            key__in={unit.key for unit in units},
        )
        .order_by("edition__recorded_at", "edition_id")
        .values_list("edition__organisation_id", "kind", "key", "name")
    )
    called = {row[:3]: row[3] for row in rows}
    return {
        unit.pk: called.get(
            (unit.organisation_id, unit.kind, unit.key),
            f"a {unit.get_kind_display()} that has gone",
        )
        for unit in units
    }


def _elements(ids: set[UUID]) -> dict[UUID, str]:
    found: dict[UUID, str] = dict(Element.objects.filter(pk__in=ids).values_list("pk", "name"))
    if missing := ids - found.keys():
        found |= dict(Source.objects.filter(pk__in=missing).values_list("pk", "title"))
    if missing := ids - found.keys():
        gone: Any = history_of(Element)._base_manager
        found |= dict(gone.filter(id__in=missing).values_list("id", "name"))
    return found


def _people(keys: set[int]) -> dict[int, str]:
    if not keys:
        return {}
    return {
        user.pk: user.get_full_name() or user.get_username()
        for user in User.objects.filter(pk__in=keys)
    }


def redacted_in(change: Change) -> set[str]:
    """The columns of a change that were redacted."""
    return set(change.entry.redacted or {})

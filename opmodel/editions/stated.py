"""What one element states, as records have it: as it stands, and as its history holds it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from .kinds import kinds, link_of, lists
from .models import Element, Kind, Reference, Source
from .records import Value, plain, stated_fields


def stated(element: Kind) -> dict[str, Value]:
    """Every value of an element, defaults and empty ones included. References are keys.

    One query for each list, and at most two for all references together.
    """
    return _values(element, element, {name: targets(element, name) for name in _lists(element)})


def stated_then(record: Any, *, element: UUID, kind: type[Kind]) -> dict[str, Value]:
    """The same as a record of the history has it, lists of references as they were then."""
    listed = {
        field.name: _targets_then(kind, field.name, element, record.history_date)
        for field in lists(kind)
    }
    return _values(record, kind, listed)


def targets(element: Kind, name: str) -> list[UUID]:
    """The ids that a list of references holds, in order."""
    link = link_of(_list(type(element), name))
    rows = link.model.objects.filter(**{link.owner.attname: element.pk}).order_by("position")
    return list(rows.values_list(link.target.attname, flat=True))


def _values(row: Any, kind: Kind | type[Kind], listed: dict[str, list[UUID]]) -> dict[str, Value]:
    model = kind if isinstance(kind, type) else type(kind)
    fields = stated_fields(model)
    single = [field for field in fields if not field.many_to_many]
    wanted = {getattr(row, field.attname) for field in single if isinstance(field, Reference)}
    key_of = keys_of([*(wanted - {None}), *(each for ids in listed.values() for each in ids)])
    values: dict[str, Value] = {}
    for field in fields:
        if field.many_to_many:
            values[field.name] = [key_of[each] for each in listed[field.name] if each in key_of]
        elif isinstance(field, Reference):
            values[field.name] = key_of.get(getattr(row, field.attname))
        else:
            values[field.name] = plain(getattr(row, field.attname))
    return values


def keys_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The keys of elements and sources by their ids, those that ended in a draft included."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = dict(Element.objects.filter(pk__in=wanted).values_list("id", "key"))
    if missing := wanted - found.keys():
        found |= dict(Source.objects.filter(pk__in=missing).values_list("id", "key"))
    if missing := wanted - found.keys():
        found |= _keys_of_ended(missing)
    return found


def _keys_of_ended(ids: set[UUID]) -> dict[UUID, str]:
    """The keys of what was ended since: the history alone has them, kind by kind."""
    found: dict[UUID, str] = {}
    for kind in kinds().values():
        history: Any = kind.history
        found |= dict(history.filter(id__in=ids - found.keys()).values_list("id", "key"))
        if ids == found.keys():
            break
    return found


def _targets_then(kind: type[Kind], name: str, element: UUID, then: datetime) -> list[UUID]:
    """What a list held at a moment: what it holds, with what was done since taken back."""
    link = link_of(_list(kind, name))
    now = link.model.objects.filter(**{link.owner.attname: element})
    held = {row.pk: (row.position, getattr(row, link.target.attname)) for row in now}
    history: Any = link.model.history
    since = history.filter(**{link.owner.attname: element}, history_date__gt=then)
    for record in since.order_by("-history_date", "-history_id"):
        if record.history_type == "+":
            held.pop(record.id, None)
        else:
            held[record.id] = (record.position, getattr(record, link.target.attname))
    return [target for _, target in sorted(held.values(), key=str)]


def _lists(element: Kind) -> list[str]:
    return [field.name for field in lists(type(element))]


def _list(kind: type[Kind], name: str) -> Any:
    return next(field for field in lists(kind) if field.name == name)

"""The one way in which single elements of a draft are written: added, changed, ended, restored.

Pages, API, grid, workbooks and accepted proposals all come here. Each writing says who did it, why,
and in which request; it is whole or not at all; and it asks no rights, which is for whoever calls.
Values have the form of records: references are keys, dates ISO 8601, decimals text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, ProtectedError, RestrictedError
from django.utils import timezone

from opmodel.editions.ids import row_id
from opmodel.editions.kinds import kinds, lists
from opmodel.editions.models import Edition, Element, Kind, Source
from opmodel.editions.records import Record, Value, instances, stated_fields
from opmodel.editions.stated import stated, stated_then

from .faults import (
    ChangeRefused,
    FieldFault,
    Overtaken,
    complete,
    faults_of,
    faults_of_new,
    kept,
    refusals,
    said,
    still_named,
    worded,
)
from .recording import (
    BASELINE,
    Authored,
    history_of,
    note,
    record_baseline,
    relist,
    rows_of,
    save,
)

_LONGEST_KEY: Final = 100

__all__ = [
    "BASELINE",
    "Authored",
    "ChangeRefused",
    "FieldFault",
    "Overtaken",
    "add",
    "add_together",
    "change",
    "cite",
    "remove",
    "restore",
    "version_then",
]


@transaction.atomic
def add(
    *,
    edition: Edition,
    kind: type[Kind],
    values: Mapping[str, Value],
    authored: Authored,
    key: str = "",
    citations: Sequence[dict[str, str]] = (),
) -> Kind:
    """Adds an element to a draft, after the last of its kind.

    The key is made from the name where none is given. Raises ChangeRefused.
    """
    _needs_reason(authored)
    _open(edition)
    key = key or _free_key(edition, str(values.get("name") or ""))
    record = Record(kind.kind_name, key, dict(values), [*citations])
    return add_together(edition=edition, records=[record], authored=authored)[0]


@transaction.atomic
def add_together(*, edition: Edition, records: Sequence[Record], authored: Authored) -> list[Kind]:
    """Adds elements that may refer to one another, each after the last of its kind.

    Raises ChangeRefused with the faults of all.
    """
    _needs_reason(authored)
    _open(edition)
    faults = faults_of_new(edition, records)
    if faults:
        raise ChangeRefused(faults)
    given = [Record(each.kind, each.key, said(each.values), [*each.citations]) for each in records]
    try:
        elements, links, cited = instances(given, edition.id)
    except ValidationError as error:
        raise ChangeRefused(worded(error)) from error
    after = {name: _next_position(edition, kinds()[name]) for name in {e.kind for e in elements}}
    for element in elements:
        element.position += after[element.kind]
        element.version = _last_version(element) + 1
        complete(element)
    with refusals():
        for element in elements:
            save(element, authored)
        for row in (*links, *cited):
            save(row, authored, new=True)
    return elements


@transaction.atomic
def cite(*, edition: Edition, key: str, title: str, note: str = "", authored: Authored) -> Source:
    """Adds a source to a draft, for what is added to it to name. Raises ChangeRefused."""
    _needs_reason(authored)
    _open(edition)
    last = Source.objects.in_edition(edition).aggregate(last=Max("position"))["last"]
    source = Source(
        edition=edition,
        key=key,
        title=title,
        note=note,
        position=0 if last is None else last + 1,
    )
    try:
        source.full_clean(exclude=["id"])
    except ValidationError as error:
        raise ChangeRefused(worded(error)) from error
    with refusals():
        save(source, authored, new=True)
    return source


@transaction.atomic
def change(
    *, element: Kind, values: Mapping[str, Value], seen: int | None, authored: Authored
) -> Kind:
    """Gives an element of a draft these values; what is not named stays.

    *seen* is the version that was read: another raises Overtaken (None: whatever it is). Where
    nothing differs nothing is written. Raises ChangeRefused.
    """
    _needs_reason(authored)
    _open(element.edition)
    current = _locked(element, seen)
    before = stated(current)
    faults = faults_of(type(current), values, current.edition, own=current.key)
    if faults:
        raise ChangeRefused(faults)
    wanted = {name: value for name, value in values.items() if _differs(value, before.get(name))}
    relisted = {spec.name for spec in lists(type(current))} & wanted.keys()
    for spec in stated_fields(type(current)):
        if spec.name in wanted and spec.name not in relisted:
            setattr(current, spec.attname, kept(spec, wanted[spec.name], current.edition_id))
    if not relisted and _values_unchanged(current, before):
        return current
    record_baseline(current, authored)
    current.version += 1
    complete(current)
    now = timezone.now()
    with refusals():
        for name in relisted:
            relist(current, name, wanted[name] or [], authored, now)
        save(current, authored, at=now)
    return current


@transaction.atomic
def remove(*, element: Kind, seen: int | None, authored: Authored) -> None:
    """Ends an element in a draft: the next edition will not have it.

    Raises Overtaken, and ChangeRefused where others still refer to it, naming them.
    """
    _needs_reason(authored)
    _open(element.edition)
    current = _locked(element, seen)
    record_baseline(current, authored)
    now = timezone.now()
    owned = [row for spec in lists(type(current)) for row in rows_of(current, spec)]
    try:
        with refusals(), transaction.atomic():
            for row in (*owned, *current.citations.all()):
                note(row, authored, now)
                row.delete()
            note(current, authored, now)
            current.delete()
    except (RestrictedError, ProtectedError) as error:
        raise ChangeRefused([FieldFault("", still_named(current, error))]) from error


@transaction.atomic
def restore(*, edition: Edition, kind: type[Kind], key: str, authored: Authored) -> Kind:
    """Brings back an element that was ended in a draft, as it stood last; one that has no history
    in the draft as the edition has it that the draft is based on. Raises ChangeRefused."""
    _needs_reason(authored)
    _open(edition)
    if Element.objects.in_edition(edition).filter(key=key).exists():
        raise ChangeRefused([FieldFault("", "It has not been ended: it is in the draft.")])
    values = _last_stated(edition, kind, key)
    if values is None:
        raise ChangeRefused(
            [FieldFault("", "Neither the draft's history nor the edition it is based on has it.")]
        )
    return add(edition=edition, kind=kind, values=values, key=key, authored=authored)


def version_then(element: Kind, version: int) -> dict[str, Value] | None:
    """What an element stated in one of its versions; None where the history has no record of it."""
    record = history_of(type(element)).filter(id=element.pk, version=version).last()
    if record is None:
        return None
    return stated_then(record, element=element.pk, kind=type(element))


def _needs_reason(authored: Authored) -> None:
    if not authored.reason.strip():
        raise ChangeRefused([FieldFault("reason", "Say in a few words why.")])
    if authored.reason.strip() == BASELINE:
        raise ChangeRefused([FieldFault("reason", "The registry says that itself. Say why.")])


def _open(edition: Edition) -> None:
    """Locks the edition against an adoption under way; refuses one that is frozen."""
    held = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    if held.is_frozen:
        raise ChangeRefused(
            [
                FieldFault(
                    "", f"{held.title} is published and cannot change. Open a draft based on it."
                )
            ]
        )


def _locked(element: Kind, seen: int | None) -> Kind:
    """The element as it stands, held until the end of the transaction."""
    held = Element.objects.select_for_update(of=("self",)).filter(pk=element.pk).first()
    if held is None:
        raise ChangeRefused(
            [FieldFault("", "Somebody ended it since you read it. It can be restored.")]
        )
    current: Kind = type(element).objects.select_related("edition").get(pk=element.pk)
    if seen is not None and current.version != seen:
        raise _overtaken(current, seen)
    return current


def _overtaken(current: Kind, seen: int) -> Overtaken:
    last = history_of(type(current)).filter(id=current.pk).select_related("history_user").first()
    read, now = version_then(current, seen), stated(current)
    differing = {
        name: (read[name], now[name])
        for name in now
        if read is not None and read[name] != now[name]
    }
    return Overtaken(
        element=current,
        seen=seen,
        who=last.history_user if last else None,
        when=last.history_date if last else None,
        reason=(last.history_change_reason or "") if last else "",
        theirs=differing,
    )


def _differs(value: Value, before: Value) -> bool:
    return not (value == before or (_is_empty(value) and _is_empty(before)))


def _is_empty(value: Value) -> bool:
    return value in (None, "", [])


def _values_unchanged(element: Kind, before: Mapping[str, Value]) -> bool:
    after = stated(element)
    return all(not _differs(after[name], before[name]) for name in after)


def _last_stated(edition: Edition, kind: type[Kind], key: str) -> dict[str, Value] | None:
    identifier = row_id(edition.id, key)
    record = history_of(kind).filter(id=identifier).first()
    if record is not None:
        return _stated_before_end(record, identifier, kind)
    base = edition.based_on
    found = kind.objects.in_edition(base).filter(key=key).first() if base else None
    return stated(found) if found is not None else None


def _stated_before_end(record: Any, identifier: UUID, kind: type[Kind]) -> dict[str, Value]:
    """What an element stated when it was ended: its lists were taken away in the same moment."""
    if record.history_type == "-":
        record.history_date -= timedelta(microseconds=1)
    return stated_then(record, element=identifier, kind=kind)


def _next_position(edition: Edition, kind: type[Kind]) -> int:
    last = kind.objects.in_edition(edition).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _last_version(element: Kind) -> int:
    """The last version of an element of this key that was in the draft before; 0 without one."""
    last = history_of(type(element)).filter(id=element.id).aggregate(last=Max("version"))["last"]
    return last or 0


def _free_key(edition: Edition, name: str) -> str:
    """A key made from the name that nothing in the edition has, nor had."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower())[:_LONGEST_KEY].strip("-") or "unnamed"
    history: Any = Element.history
    taken = set(Element.objects.in_edition(edition).values_list("key", flat=True))
    taken |= set(history.filter(edition=edition).values_list("key", flat=True))
    number, key = 1, plain
    while key in taken:
        number += 1
        key = f"{plain}-{number}"
    return key

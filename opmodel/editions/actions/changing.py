"""The one way in which single elements of a draft are written: added, changed, ended, restored.

Pages, API, grid, workbooks and accepted proposals all come here. Each writing says who did it, why,
and in which request; it is whole or not at all; and it asks no rights, which is for whoever calls.
Values have the form of records: references are keys, dates ISO 8601, decimals text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models import Max, ProtectedError, RestrictedError
from django.utils import timezone

from opmodel.editions.ids import row_id
from opmodel.editions.kinds import kinds, link_of, lists
from opmodel.editions.models import Edition, Element, Kind, Reference, Source
from opmodel.editions.records import Record, Value, instances, stated_fields, stored
from opmodel.editions.stated import stated, stated_then

BASELINE: Final = "As it stood before its first change"
_LONGEST_KEY: Final = 100
_NAMED: Final = 5
"""How many of the elements that stand in the way are named."""


@dataclass(frozen=True)
class Authored:
    """Who writes, why, and in which request."""

    by: AbstractBaseUser | None
    reason: str
    request: UUID | None = None


@dataclass(frozen=True)
class FieldFault:
    """What is wrong with one field ("" for the element as a whole), and what to do."""

    field: str
    message: str


class ChangeRefused(ValueError):
    """A writing that cannot be; nothing of it was written. The faults say why, in words."""

    def __init__(self, faults: Sequence[FieldFault]):
        self.faults = tuple(faults)
        super().__init__(" ".join(fault.message for fault in self.faults))


@dataclass
class Overtaken(Exception):
    """Somebody else changed the element after it was read. Nothing was written.

    `theirs` holds, for each field that differs, what was read and what stands there now.
    """

    element: Kind
    seen: int
    who: AbstractBaseUser | None = None
    when: datetime | None = None
    reason: str = ""
    theirs: dict[str, tuple[Value, Value]] = field(default_factory=dict)

    def __str__(self) -> str:
        return "It was changed since you read it. Look at what changed, and choose."


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
    if not str(values.get("name") or "").strip():
        raise ChangeRefused([FieldFault("name", "Give it a name.")])
    key = key or _free_key(edition, str(values["name"]))
    if Element.objects.in_edition(edition).filter(key=key).exists():
        raise ChangeRefused([FieldFault("key", f"There is a “{key}” already. Choose another key.")])
    faults = _faults_of(kind, values, edition, own=key)
    if faults:
        raise ChangeRefused(faults)
    given = {name: value for name, value in values.items() if value not in (None, "", [])}
    record = Record(kind.kind_name, key, given, list(citations))
    (element,), links, cited = instances([record], edition.id)
    element.position = _next_position(edition, kind)
    element.version = _last_version(element) + 1
    _complete(element)
    with _refusals():
        _save(element, authored)
        for row in (*links, *cited):
            _save(row, authored, new=True)
    return element


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
    faults = _faults_of(type(current), values, current.edition, own=current.key)
    if faults:
        raise ChangeRefused(faults)
    wanted = {name: value for name, value in values.items() if _differs(value, before.get(name))}
    relisted = {spec.name for spec in lists(type(current))} & wanted.keys()
    for spec in stated_fields(type(current)):
        if spec.name in wanted and spec.name not in relisted:
            setattr(current, spec.attname, _kept(spec, wanted[spec.name], current.edition_id))
    if not relisted and _values_unchanged(current, before):
        return current
    _baseline(current, authored)
    current.version += 1
    _complete(current)
    now = timezone.now()
    with _refusals():
        for name in relisted:
            _relist(current, name, wanted[name] or [], authored, now)
        _save(current, authored, at=now)
    return current


@transaction.atomic
def remove(*, element: Kind, seen: int | None, authored: Authored) -> None:
    """Ends an element in a draft: the next edition will not have it.

    Raises Overtaken, and ChangeRefused where others still refer to it, naming them.
    """
    _needs_reason(authored)
    _open(element.edition)
    current = _locked(element, seen)
    _baseline(current, authored)
    now = timezone.now()
    owned = [row for spec in lists(type(current)) for row in _rows_of(current, spec)]
    try:
        with _refusals(), transaction.atomic():
            for row in (*owned, *current.citations.all()):
                _note(row, authored, now)
                row.delete()
            _note(current, authored, now)
            current.delete()
    except (RestrictedError, ProtectedError) as error:
        raise ChangeRefused([FieldFault("", _still_named(current, error))]) from error


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
    record = _history(type(element)).filter(id=element.pk, version=version).last()
    if record is None:
        return None
    return stated_then(record, element=element.pk, kind=type(element))


# ---- What stands in the way ----


def _needs_reason(authored: Authored) -> None:
    if not authored.reason.strip():
        raise ChangeRefused([FieldFault("reason", "Say in a few words why.")])


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
    last = _history(type(current)).filter(id=current.pk).select_related("history_user").first()
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


def _faults_of(
    kind: type[Kind], values: Mapping[str, Value], edition: Edition, *, own: str
) -> list[FieldFault]:
    """What is wrong with values by themselves: unknown fields, references that lead nowhere or to
    what cannot stand there, circles. One query for all references, one a step for circles."""
    known = {spec.name: spec for spec in stated_fields(kind)}
    faults = [
        FieldFault(name, f"Nothing of that name is kept of a {kind._meta.verbose_name}.")
        for name in values.keys() - known.keys()
    ]
    named = {
        name: [values[name]] if isinstance(values[name], str) else list(values[name])
        for name, spec in known.items()
        if values.get(name) and (isinstance(spec, Reference) or spec.many_to_many)
    }
    asked = {key for keys in named.values() for key in keys}
    kind_of = (
        dict(Element.objects.in_edition(edition).filter(key__in=asked).values_list("key", "kind"))
        if asked
        else {}
    )
    for name, keys in named.items():
        for key in keys:
            fault = _misled(known[name], key, kind_of, edition)
            if fault:
                faults.append(FieldFault(name, fault))
    if not faults:
        faults += [
            FieldFault(name, "That would make it part of itself. Choose another.")
            for name in kind.nests_in
            if values.get(name) and _comes_back(kind, own, name, values[name], edition)
        ]
    return faults


def _misled(
    spec: models.Field[Any, Any], key: str, kind_of: Mapping[str, str], edition: Edition
) -> str:
    reference = link_of(spec).target if isinstance(spec, models.ManyToManyField) else spec
    if reference.related_model is Source:
        found = Source.objects.in_edition(edition).filter(key=key).exists()
        return "" if found else f"The draft has no source “{key}”."
    if key not in kind_of:
        return f"The draft has nothing with the key “{key}”. Choose from what it has."
    allowed = reference.allowed_kinds() if isinstance(reference, Reference) else ()
    if allowed and kind_of[key] not in allowed:
        words = " or ".join(str(kinds()[each]._meta.verbose_name) for each in allowed)
        return f"“{key}” is a {kinds()[kind_of[key]]._meta.verbose_name}; here stands a {words}."
    return ""


def _comes_back(kind: type[Kind], own: str, name: str, key: Value, edition: Edition) -> bool:
    passed: set[str] = set()
    at: str | None = key
    while at is not None and at not in passed:
        if at == own:
            return True
        passed.add(at)
        row = kind.objects.in_edition(edition).filter(key=at).values_list(f"{name}__key").first()
        at = row[0] if row else None
    return False


@contextmanager
def _refusals() -> Iterator[None]:
    """Puts what the database refuses into words. Its deferred checks are made at the end."""
    try:
        with transaction.atomic():
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except (RestrictedError, ProtectedError):
        raise
    except (DataError, IntegrityError) as error:
        raise _in_words(error) from error


def _in_words(error: Exception) -> ChangeRefused:
    return ChangeRefused(
        [FieldFault("", f"The database refused it: {str(error).splitlines()[0]}.")]
    )


def _still_named(element: Kind, error: RestrictedError | ProtectedError) -> str:
    standing = (
        error.restricted_objects if isinstance(error, RestrictedError) else error.protected_objects
    )
    owners = {str(_owner(row)) for row in standing}
    named = sorted(owners)[:_NAMED]
    more = f" and {len(owners) - _NAMED} more" if len(owners) > _NAMED else ""
    listed = ", ".join(f"“{each}”" for each in named)
    return f"“{element.name}” is still named by {listed}{more}. Change or end what names it first."


def _owner(row: Any) -> Any:
    """Whose the row is: a link's owner, a citation's element, the row itself."""
    ends = getattr(row, "ends", None)
    return getattr(row, ends[0]) if ends else getattr(row, "element", row)


# ---- Writing ----


def _complete(element: Kind) -> None:
    """Asks the model what is wrong with its values. References were looked at before."""
    references = [spec.name for spec in stated_fields(type(element)) if spec.is_relation]
    try:
        element.clean_fields(
            exclude=["id", "element", "edition", "search", "also_known_as", *references]
        )
        element.clean()
        element.validate_constraints(exclude=["id", "element", "edition", "key", *references])
    except ValidationError as error:
        raise ChangeRefused(_worded(error)) from error


def _worded(error: ValidationError) -> list[FieldFault]:
    if not hasattr(error, "error_dict"):
        return [FieldFault("", message) for message in error.messages]
    return [
        FieldFault("" if name == NON_FIELD_ERRORS else name, message)
        for name, messages in error.message_dict.items()
        for message in messages
    ]


def _kept(spec: models.Field[Any, Any], value: Value, edition_id: UUID) -> Any:
    """A value as the row's attribute takes it; empty as the field has it empty."""
    if value is None or value == "":
        if spec.null:
            return None
        return spec.get_default()
    try:
        return stored(spec, value, edition_id)
    except ValidationError as error:
        raise ChangeRefused(
            [FieldFault(spec.name, message) for message in error.messages]
        ) from error


def _differs(value: Value, before: Value) -> bool:
    empty = (None, "", [])
    return not (value == before or (value in empty and before in empty))


def _values_unchanged(element: Kind, before: Mapping[str, Value]) -> bool:
    after = stated(element)
    return all(not _differs(after[name], before[name]) for name in after)


def _baseline(element: Kind, authored: Authored) -> None:
    """Records how an element that came with its edition stood, before it is first changed."""
    history = _history(type(element))
    if history.filter(id=element.pk).exists():
        return
    as_it_stands: Any = type(element).objects.get(pk=element.pk)
    _note(as_it_stands, authored, timezone.now() - timedelta(microseconds=1))
    as_it_stands._change_reason = BASELINE
    _recorder(type(element)).create_historical_record(as_it_stands, "+")


def _relist(
    element: Kind, name: str, keys: Iterable[str], authored: Authored, at: datetime
) -> None:
    """Brings a list of references in line, row by row, so that only what changes is recorded."""
    spec = next(each for each in lists(type(element)) if each.name == name)
    record = Record(element.kind_name, element.key, {"name": "", name: list(dict.fromkeys(keys))})
    _, wanted, _ = instances([record], element.edition_id)
    now = {row.pk: row for row in _rows_of(element, spec)}
    for row in now.keys() - {each.pk for each in wanted}:
        _note(now[row], authored, at)
        now[row].delete()
    for each in wanted:
        if each.pk not in now:
            _save(each, authored, new=True, at=at)
        elif now[each.pk].position != each.position:
            now[each.pk].position = each.position
            _save(now[each.pk], authored, at=at)


def _rows_of(element: Kind, spec: models.ManyToManyField[Any, Any]) -> list[Any]:
    link = link_of(spec)
    return list(link.model.objects.filter(**{link.owner.attname: element.pk}))


def _save(row: Any, authored: Authored, *, new: bool = False, at: datetime | None = None) -> None:
    _note(row, authored, at)
    row.save(force_insert=new)


def _note(row: Any, authored: Authored, at: datetime | None = None) -> None:
    if authored.by is not None:
        row._history_user = authored.by
    row._change_reason = authored.reason.strip()
    if authored.request is not None:
        row._history_request = authored.request
    if at is not None:
        row._history_date = at


def _history(kind: type[Kind]) -> Any:
    manager: Any = kind.history  # type: ignore[attr-defined]
    return manager


def _recorder(kind: type[Kind]) -> Any:
    """What simple-history writes this kind's records with."""
    for receiver in models.signals.post_save._live_receivers(kind)[0]:
        owner = getattr(receiver, "__self__", None)
        if hasattr(owner, "create_historical_record"):
            return owner
    raise LookupError(f"{kind.__name__} has no history.")


def _last_stated(edition: Edition, kind: type[Kind], key: str) -> dict[str, Value] | None:
    identifier = row_id(edition.id, key)
    record = _history(kind).filter(id=identifier).first()
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
    last = _history(type(element)).filter(id=element.id).aggregate(last=Max("version"))["last"]
    return last or 0


def _free_key(edition: Edition, name: str) -> str:
    """A key made from the name that nothing in the edition has, nor had."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower())[:_LONGEST_KEY].strip("-") or "unnamed"
    history: Any = Element.history  # type: ignore[attr-defined]
    taken = set(Element.objects.in_edition(edition).values_list("key", flat=True))
    taken |= set(history.filter(edition=edition).values_list("key", flat=True))
    number, key = 1, plain
    while key in taken:
        number += 1
        key = f"{plain}-{number}"
    return key

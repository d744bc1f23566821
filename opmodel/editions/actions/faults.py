"""What is wrong with a writing, and in words: by itself, and by what the database says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models import ProtectedError, RestrictedError

from opmodel.editions.kinds import kinds, link_of
from opmodel.editions.models import Edition, Element, Kind, Reference, Source
from opmodel.editions.records import Record, Value, stated_fields, stored

LONGEST_TEXT: Final = 20_000
"""Characters of a summary, a condition, a remit: some ten pages."""

_UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")

_NAMED: Final = 5
"""How many of the elements that stand in the way are named."""


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


def faults_of_new(edition: Edition, records: Sequence[Record]) -> list[FieldFault]:
    keys = [each.key for each in records]
    taken = set(
        Element.objects.in_edition(edition).filter(key__in=keys).values_list("key", flat=True)
    )
    taken |= {key for key, count in Counter(keys).items() if count > 1}
    faults = [
        FieldFault("key", f"There is a “{key}” already. Choose another key.")
        for key in sorted(taken)
    ]
    together = {each.key: each.kind for each in records}
    for each in records:
        if not str(each.values.get("name") or "").strip():
            faults.append(FieldFault("name", "Give it a name."))
        faults += faults_of(kinds()[each.kind], each.values, edition, own=each.key, beside=together)
    return faults


def said(values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def faults_of(
    kind: type[Kind],
    values: Mapping[str, Value],
    edition: Edition,
    *,
    own: str,
    beside: Mapping[str, str] | None = None,
) -> list[FieldFault]:
    """What is wrong with values by themselves: unknown fields, values of another form, references
    that lead nowhere or to what cannot stand there, circles. One query for all references, one a
    step for circles. *beside*: the kinds of what is written with it, by key."""
    known = {spec.name: spec for spec in stated_fields(kind)}
    faults = [
        FieldFault(name, f"Nothing of that name is kept of a {kind._meta.verbose_name}.")
        for name in values.keys() - known.keys()
    ]
    faults += [
        FieldFault(name, "This cannot be read here.")
        for name, spec in known.items()
        if name in values and not _has_form(spec, values[name])
    ]
    if faults:
        return faults
    named = {
        name: [values[name]] if isinstance(values[name], str) else list(values[name])
        for name, spec in known.items()
        if values.get(name) and (isinstance(spec, Reference) or spec.many_to_many)
    }
    asked = {key for keys in named.values() for key in keys}
    kind_of = {key: beside[key] for key in asked if beside and key in beside}
    if outside := asked - kind_of.keys():
        rows = Element.objects.in_edition(edition).filter(key__in=outside)
        kind_of |= dict(rows.values_list("key", "kind"))
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


def _has_form(spec: models.Field[Any, Any], value: Value) -> bool:
    if value is None:
        return True
    if spec.many_to_many or isinstance(spec, ArrayField):
        return isinstance(value, list) and all(_is_text(each) for each in value)
    if isinstance(spec, models.ForeignKey):
        return _is_text(value)
    return isinstance(value, int) or _is_text(value)


def _is_text(value: Value) -> bool:
    """Text that can be kept: without the null character, and without half characters."""
    return isinstance(value, str) and not _UNKEPT.search(value)


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
def refusals() -> Iterator[None]:
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


def still_named(element: Kind, error: RestrictedError | ProtectedError) -> str:
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


def complete(element: Kind) -> None:
    """Asks the model what is wrong with its values. References were looked at before."""
    references = [spec.name for spec in stated_fields(type(element)) if spec.is_relation]
    faults = _too_long(element)
    try:
        element.clean_fields(exclude=["id", "element", "edition", "search", *references])
        element.clean()
    except ValidationError as error:
        faults += worded(error)
    if not faults:
        faults = _against_constraints(
            element, exclude={"id", "element", "edition", "key", *references}
        )
    if faults:
        raise ChangeRefused(faults)


def _too_long(element: Kind) -> list[FieldFault]:
    """Text without a length of its own, longer than search and readers can take."""
    return [
        FieldFault(spec.name, f"Say it in at most {LONGEST_TEXT:,} characters.")
        for spec in stated_fields(type(element))
        if isinstance(spec, models.TextField) and len(getattr(element, spec.name)) > LONGEST_TEXT
    ]


def _against_constraints(element: Kind, *, exclude: set[str]) -> list[FieldFault]:
    """What the database would refuse, told at the last of the fields that clash."""
    faults = []
    for model, constraints in element.get_constraints():
        order = [spec.name for spec in model._meta.concrete_fields]
        for constraint in constraints:
            try:
                constraint.validate(model, element, exclude=exclude)
            except ValidationError as error:
                condition = getattr(constraint, "condition", None)
                named = condition.referenced_base_fields if condition is not None else set()
                clash = sorted((name for name in named if name in order), key=order.index)
                faults += [
                    FieldFault(clash[-1] if clash else "", message) for message in error.messages
                ]
    return faults


def worded(error: ValidationError) -> list[FieldFault]:
    if not hasattr(error, "error_dict"):
        return [FieldFault("", message) for message in error.messages]
    return [
        FieldFault("" if name == NON_FIELD_ERRORS else name, message)
        for name, messages in error.message_dict.items()
        for message in messages
    ]


def kept(spec: models.Field[Any, Any], value: Value, edition_id: UUID) -> Any:
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

"""Taking one change back, by a new one. History itself is never taken back."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from opmodel.editions.actions.changing import (
    Authored,
    ChangeRefused,
    FieldFault,
    change,
    remove,
    restore,
)
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Kind
from opmodel.editions.models.history import history_of
from opmodel.editions.records import Value
from opmodel.editions.stated import stated, stated_then

from .models import Entry
from .reading import Change


def kind_of(done: Change) -> type[Kind] | None:
    """The kind of element that a change is of; None where it is of something else."""
    model = done.model
    return model if model is not None and model in kinds().values() else None  # type: ignore[return-value]


def undoes(done: Change, edition: Edition | None) -> bool:
    """Whether a change can be undone at all: one of an element, in an edition still open."""
    return (
        kind_of(done) is not None
        and not done.is_baseline
        and edition is not None
        and not edition.is_frozen
    )


@transaction.atomic
def undo(*, done: Change, edition: Edition, authored: Authored) -> None:
    """Sets back what a change changed, removes what it added, restores what it ended.

    Raises ChangeRefused where something was changed since: it names what.
    """
    kind = kind_of(done)
    if kind is None or done.is_baseline:
        raise _refused("Only a change of a row of a draft can be undone.")
    record = history_of(kind)._base_manager.get(pk=done.entry.history_row)
    if done.entry.what == Entry.What.REMOVED:
        restore(edition=edition, kind=kind, key=str(done.value("key")), authored=authored)
        return
    element: Kind | None = kind.objects.select_related("edition").filter(pk=record.id).first()
    if element is None:
        raise _refused("It was ended since. Restore it first.")
    after = stated_then(record, element=element.pk, kind=kind)
    if done.entry.what == Entry.What.ADDED:
        _as_left(element, after, after.keys())
        remove(element=element, seen=element.version, authored=authored)
        return
    before = _before(kind, record, element)
    touched = [name for name in after if _unlike(after[name], before[name])]
    if not touched:
        raise _refused("It changed nothing that could be set back.")
    _as_left(element, after, touched)
    change(
        element=element,
        values={name: before[name] for name in touched},
        seen=element.version,
        authored=authored,
    )


def _before(kind: type[Kind], record: Any, element: Kind) -> dict[str, Value]:
    """What the row stated before the change: as the record before has it, else the base."""
    earlier = (
        history_of(kind)
        ._base_manager.filter(id=record.id, history_id__lt=record.history_id)
        .order_by("history_id")
        .last()
    )
    if earlier is not None:
        return stated_then(earlier, element=element.pk, kind=kind)
    base = element.edition.based_on
    found = kind.objects.in_edition(base).filter(key=element.key).first() if base else None
    if found is None:
        raise _refused("Nothing is recorded of how it read before.")
    return stated(found)


def _as_left(element: Kind, after: dict[str, Value], names: Any) -> None:
    """Refuses where the row does not read any more as the change left it."""
    now = stated(element)
    fields = {field.name: field for field in type(element)._meta.get_fields()}
    since = [
        str(getattr(fields.get(name), "verbose_name", name))
        for name in names
        if _unlike(after[name], now[name])
    ]
    if since:
        raise _refused(
            f"It was changed again since: {', '.join(since)}. Undo that first, or change it by "
            "hand."
        )


def _unlike(one: Value, other: Value) -> bool:
    empty: tuple[Value, ...] = (None, "", [])
    return not (one == other or (one in empty and other in empty))


def _refused(message: str) -> ChangeRefused:
    return ChangeRefused([FieldFault("", message)])

"""Rows written one by one, each with its record: who, why, in which request, and how it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone

from opmodel.editions.kinds import link_of, lists
from opmodel.editions.models import Kind
from opmodel.editions.records import Record, instances

BASELINE: Final = "As it stood before its first change"


@dataclass(frozen=True)
class Authored:
    """Who writes, why, and in which request."""

    by: AbstractBaseUser | None
    reason: str
    request: UUID | None = None


def record_baseline(element: Kind, authored: Authored) -> None:
    """Records how an element that came with its edition stood, before it is first changed."""
    history = history_of(type(element))
    if history.filter(id=element.pk).exists():
        return
    as_it_stands: Any = type(element).objects.get(pk=element.pk)
    note(as_it_stands, authored, timezone.now() - timedelta(microseconds=1))
    as_it_stands._change_reason = BASELINE
    _recorder(type(element)).create_historical_record(as_it_stands, "+")


def relist(element: Kind, name: str, keys: Iterable[str], authored: Authored, at: datetime) -> None:
    """Brings a list of references in line, row by row, so that only what changes is recorded."""
    spec = next(each for each in lists(type(element)) if each.name == name)
    record = Record(element.kind_name, element.key, {"name": "", name: list(dict.fromkeys(keys))})
    _, wanted, _ = instances([record], element.edition_id)
    now = {row.pk: row for row in rows_of(element, spec)}
    for row in now.keys() - {each.pk for each in wanted}:
        note(now[row], authored, at)
        now[row].delete()
    for each in wanted:
        if each.pk not in now:
            save(each, authored, new=True, at=at)
        elif now[each.pk].position != each.position:
            now[each.pk].position = each.position
            save(now[each.pk], authored, at=at)


def rows_of(element: Kind, spec: models.ManyToManyField[Any, Any]) -> list[Any]:
    link = link_of(spec)
    return list(link.model.objects.filter(**{link.owner.attname: element.pk}))


def save(row: Any, authored: Authored, *, new: bool = False, at: datetime | None = None) -> None:
    note(row, authored, at)
    row.save(force_insert=new)


def note(row: Any, authored: Authored, at: datetime | None = None) -> None:
    if authored.by is not None:
        row._history_user = authored.by
    row._change_reason = authored.reason.strip()
    if authored.request is not None:
        row._history_request = authored.request
    if at is not None:
        row._history_date = at


def history_of(kind: type[Kind]) -> Any:
    manager: Any = kind.history
    return manager


def _recorder(kind: type[Kind]) -> Any:
    """What simple-history writes this kind's records with."""
    for receiver in models.signals.post_save._live_receivers(kind)[0]:
        owner = getattr(receiver, "__self__", None)
        if hasattr(owner, "create_historical_record"):
            return owner
    raise LookupError(f"{kind.__name__} has no history.")

"""An element as it was recorded at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from opmodel.access.models import User
from opmodel.editions.actions.changing import BASELINE
from opmodel.editions.ids import row_id
from opmodel.editions.models import Edition, Kind
from opmodel.editions.models.history import history_of
from opmodel.editions.records import Value
from opmodel.editions.stated import stated, stated_then

NOT_YET: Final = "not yet"
ENDED: Final = "ended"
THERE: Final = "there"


@dataclass(frozen=True)
class Recorded:
    """How an element stood: whether it was there, what it stated, and who had written that."""

    state: str
    name: str
    values: dict[str, Value]
    who: User | None = None
    when: datetime | None = None
    reason: str = ""
    came_with_the_edition: bool = False


def recorded(*, edition: Edition, kind: type[Kind], key: str, at: datetime) -> Recorded | None:
    """The element of that key as it was recorded at that moment; None where nothing ever was."""
    identifier = row_id(edition.id, key)
    records: Any = history_of(kind)._base_manager.filter(id=identifier)
    last = (
        records.filter(history_date__lte=at)
        .select_related("history_user")
        .order_by("history_date", "history_id")
        .last()
    )
    if last is not None:
        return _of_record(last, kind, THERE if last.history_type != "-" else ENDED)
    first = records.order_by("history_date", "history_id").first()
    if first is None:
        element = kind.objects.in_edition(edition).filter(key=key).first()
        if element is None:
            return None
        return Recorded(_then(edition, at), element.name, stated(element), None, None, "", True)
    if first.history_change_reason == BASELINE:
        return Recorded(
            _then(edition, at),
            first.name,
            stated_then(first, element=identifier, kind=kind),
            came_with_the_edition=True,
        )
    if first.history_type == "+":
        return Recorded(NOT_YET, first.name, {})
    base = edition.based_on
    found = kind.objects.in_edition(base).filter(key=key).first() if base else None
    if found is None:
        return Recorded(NOT_YET, first.name, {})
    return Recorded(_then(edition, at), found.name, stated(found), came_with_the_edition=True)


def _of_record(record: Any, kind: type[Kind], state: str) -> Recorded:
    noted = record.history_change_reason == BASELINE
    return Recorded(
        state=state,
        name=record.name,
        values=stated_then(record, element=record.id, kind=kind) if state == THERE else {},
        who=None if noted else record.history_user,
        when=None if noted else record.history_date,
        reason="" if noted else record.history_change_reason or "",
        came_with_the_edition=noted,
    )


def _then(edition: Edition, at: datetime) -> str:
    """Whether the edition was here at that moment."""
    opened: Any = history_of(Edition)._base_manager.filter(id=edition.id).order_by("history_id")
    first = opened.first()
    if first is not None and first.history_type == "+" and first.history_date > at:
        return NOT_YET
    return THERE

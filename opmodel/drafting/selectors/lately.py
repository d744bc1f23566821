"""What happened in a draft: what was changed last, by whom and why, and what was ended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from opmodel.access.models import User
from opmodel.editions.actions.changing import BASELINE
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Element


@dataclass(frozen=True, slots=True)
class Happened:
    """One change of one row: what was done, to what, by whom, when and why."""

    id: UUID
    kind: str
    key: str
    name: str
    what: str
    """`+` added, `~` changed, `-` ended."""
    when: datetime
    who: User | None
    reason: str


def happened_lately(
    edition: Edition, *, at_most: int = 10, among: Collection[UUID] | None = None
) -> list[Happened]:
    """The last changes of a draft, the newest first; *among*: only of rows with these ids."""
    return _read(
        edition,
        "true" if among is None else "id = ANY (%(among)s)",
        {"among": list(among or ()), "at_most": at_most},
    )


def ended_rows(edition: Edition, *, at_most: int = 200) -> list[Happened]:
    """What was ended in a draft and is not there again, the last first."""
    found = _read(edition, "history_type = '-'", {"at_most": 2 * at_most, "among": []})
    last = {each.id: each for each in reversed(found)}
    there = set(Element.objects.filter(pk__in=last).values_list("pk", flat=True))
    return [each for each in found if each.id not in there and last[each.id] is each][:at_most]


def _read(edition: Edition, which: str, params: dict[str, Any]) -> list[Happened]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM ({_histories()}) AS happened"  # noqa: S608
            f" WHERE {which} AND reason IS DISTINCT FROM %(baseline)s"
            " ORDER BY history_date DESC, history_id DESC LIMIT %(at_most)s",
            {"edition": edition.pk, "baseline": BASELINE, **params},
        )
        rows = cursor.fetchall()
    people = User.objects.in_bulk({row[6] for row in rows if row[6]})
    return [
        Happened(
            id=row[0],
            kind=row[1],
            key=row[2],
            name=row[3],
            what=row[4],
            when=row[5],
            who=people.get(row[6]),
            reason=row[7] or "",
        )
        for row in rows
    ]


@cache
def _histories() -> str:
    """Every kind's history as one table."""
    return " UNION ALL ".join(
        "SELECT id, kind, key, name, history_type, history_date, history_user_id,"  # noqa: S608
        " history_change_reason AS reason, history_id"
        f" FROM {kind.history.model._meta.db_table} WHERE edition_id = %(edition)s"
        for kind in kinds().values()
    )

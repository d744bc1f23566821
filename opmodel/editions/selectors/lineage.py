"""Lineage, through the gate: both ends have to be seen."""

from __future__ import annotations

from typing import Any

from django.db import connection

from opmodel.editions.lineages import End, Step, moment_of
from opmodel.editions.models import Edition, Lineage
from opmodel.editions.viewer import Viewer

_END = (
    "id",
    "key",
    "edition__organisation_id",
    "edition_id",
    "edition__effective_from",
    "edition__recorded_at",
    "edition__published_on",
)


def steps_visible_to(viewer: Viewer) -> list[Step]:
    """Every step of lineage between editions that the viewer may see, in one query."""
    seen = Edition.objects.visible_to(viewer)
    rows = Lineage.objects.filter(earlier__edition__in=seen, later__edition__in=seen)
    columns = [f"{end}__{name}" for end in ("earlier", "later") for name in _END]
    return [
        Step(
            earlier=_end(row[3 : 3 + len(_END)]),
            later=_end(row[3 + len(_END) :]),
            kind=row[0],
            note=row[1],
            source=row[2] or "",
        )
        for row in rows.order_by("id").values_list("kind", "note", "source__title", *columns)
    ]


def is_based_on(*, edition: Edition, base: Edition) -> bool:
    """Whether an edition is based on another one, directly or over others. One query at most."""
    if edition.based_on_id is None or base.id == edition.based_on_id:
        return edition.based_on_id is not None
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE bases (id) AS (
                SELECT %s::uuid
                UNION
                SELECT edition.based_on_id FROM bases
                JOIN editions_edition AS edition ON edition.id = bases.id
                WHERE edition.based_on_id IS NOT NULL
            )
            SELECT %s::uuid IN (SELECT id FROM bases)
            """,
            [edition.based_on_id, base.id],
        )
        return bool(cursor.fetchone()[0])


def _end(row: tuple[Any, ...]) -> End:
    identifier, key, organisation, edition, effective_from, recorded_at, published_on = row
    moment = moment_of(
        {"effective_from": effective_from, "recorded_at": recorded_at, "published_on": published_on}
    )
    return End(identifier, key, organisation, edition, moment)

"""Which rows of a draft belong to a unit: to a directorate, a place, a collaborative or a body.

The unit's own element does; whatever stands in something that belongs (`Kind.nests_in`); and
whatever is held by something that belongs (`Kind.belongs_by`): the powers of a post, the seat of a
body. docs/roles.md tells it in words.

The walk is one SQL statement over the tables of references, however many units somebody has: it
reads each table's rows of those drafts once, by their ids, and joins them in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.db import connection
from django.db.models.expressions import RawSQL

from .ids import row_id
from .viewer import UnitName, Viewer

if TYPE_CHECKING:
    from .models import Edition, Element, Kind

UNIT_KINDS: Final = ("directorate", "place", "collaborative", "body")
"""The kinds of element that somebody may have a role for."""
OPEN_STATES: Final = ("draft", "in-review")
"""The states of an edition in which its rows may still change."""

_DRAFTS: Final = """
    drafts AS MATERIALIZED (
        SELECT id AS low, (left(replace(id::text, '-', ''), 16) || repeat('f', 16))::uuid AS high,
            organisation_id
        FROM editions_edition
        WHERE state IN ('draft', 'in-review') AND organisation_id = ANY (%s) {of_edition}
    )"""
_EDGES: Final = """
        SELECT rows.element_id AS mine, unnest(ARRAY[{columns}]) AS whose
        FROM drafts JOIN {table} AS rows ON rows.element_id BETWEEN drafts.low AND drafts.high"""
_WALK: Final = """
WITH RECURSIVE {drafts},
    edges AS MATERIALIZED ({edges}
    ),
    belonging (id) AS (
        SELECT element.id
        FROM unnest(%s::text[], %s::text[], %s::text[]) AS unit (organisation, kind, key)
        JOIN drafts ON drafts.organisation_id = unit.organisation
        JOIN editions_element AS element
            ON element.edition_id = drafts.low AND element.key = unit.key
        WHERE element.kind = unit.kind
        UNION
        SELECT edges.mine FROM belonging JOIN edges ON edges.whose = belonging.id
    )
SELECT id FROM belonging"""

_HOLD: Final = """
SELECT draft.id
FROM unnest(%s::text[], %s::text[], %s::text[]) AS unit (organisation, kind, key)
JOIN editions_edition AS draft
    ON draft.organisation_id = unit.organisation AND draft.state IN ('draft', 'in-review')
JOIN editions_element AS element ON element.edition_id = draft.id AND element.key = unit.key
WHERE element.kind = unit.kind"""


@cache
def belonging_fields() -> dict[str, tuple[str, ...]]:
    """The references by which elements of each kind may belong to a unit, by the kind's name.

    Only those that lead to a unit in the end: what stands in a cycle or an instrument does not.
    """
    found: dict[str, dict[str, None]] = {}
    leading = set(UNIT_KINDS)
    grown = True
    while grown:
        grown = False
        for kind in _kinds():
            for name in (*kind.nests_in, *kind.belongs_by):
                fields = found.setdefault(kind.kind_name, {})
                reference: Any = kind._meta.get_field(name)
                if name not in fields and leading.intersection(reference.allowed_kinds()):
                    fields[name] = None
                    leading.add(kind.kind_name)
                    grown = True
    return {kind: tuple(fields) for kind, fields in found.items() if fields}


def _kinds() -> list[type[Kind]]:
    # Not from kinds.py, which stands above the models whose query sets ask here.
    found: list[Any] = [model for model in apps.get_models() if hasattr(model, "belongs_by")]
    return found


def ids_belonging_to(units: Iterable[UnitName], edition: Edition | None = None) -> RawSQL:
    """The ids of the rows that belong to any of the units, in all open drafts or in one of them:
    to be looked up with `in`."""
    columns = _columns(units)
    params: list[Any] = [sorted(set(columns[0]))]
    if edition is not None:
        params.append(edition.pk)
    # Nothing but the names of our own tables and columns is put into the statement.
    return RawSQL(_walk(edition is not None), (*params, *columns))  # noqa: S611


def editions_that_hold(units: Iterable[UnitName]) -> RawSQL:
    """The ids of the drafts in which any of the units stands: to be looked up with `in`."""
    return RawSQL(_HOLD, tuple(_columns(units)))  # noqa: S611


def _columns(units: Iterable[UnitName]) -> list[list[str]]:
    """Units as three lists of one length, so that a statement reads the same for any number."""
    return [list(column) for column in zip(*sorted(units), strict=True)] or [[], [], []]


@cache
def _walk(of_edition: bool) -> str:
    quote = connection.ops.quote_name
    edges = []
    for kind in _kinds():
        fields = [kind._meta.get_field(name) for name in belonging_fields().get(kind.kind_name, ())]
        if fields:
            columns = ", ".join(f"rows.{quote(str(field.column))}" for field in fields)  # type: ignore[union-attr]
            edges.append(_EDGES.format(table=quote(kind._meta.db_table), columns=columns))
    drafts = _DRAFTS.format(of_edition="AND id = %s" if of_edition else "")
    return _WALK.format(drafts=drafts, edges="\n        UNION ALL".join(edges))


def belongs_to(element: Element, units: Iterable[UnitName]) -> bool:
    """Whether a row of an open draft belongs to any of the units. One query."""
    edition = element.edition
    return bool(_belonging([element.pk], edition, units))


def may_propose(viewer: Viewer, element: Element) -> bool:
    """Whether a viewer may propose a change to a row, because it belongs to a unit of theirs.

    Whoever may change the draft itself is not asked about here: they need to propose nothing.
    """
    return belongs_to(element, viewer.units)


def would_belong(
    viewer: Viewer, edition: Edition, kind: type[Kind], values: Mapping[str, Any]
) -> bool:
    """Whether a row that is not there yet would belong to a unit of the viewer, by its values in
    record form (references as keys)."""
    names = belonging_fields().get(kind.kind_name, ())
    keys = {str(values[name]) for name in names if values.get(name)}
    return bool(_belonging([row_id(edition.pk, key) for key in keys], edition, viewer.units))


def _belonging(ids: list[Any], edition: Edition, units: Iterable[UnitName]) -> set[Any]:
    """Those of the ids that belong to any of the units of the edition's organisation."""
    own = [unit for unit in units if unit[0] == edition.organisation_id]
    if not (own and ids):
        return set()
    walk = ids_belonging_to(own, edition)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM ({walk.sql}) AS belonging WHERE id = ANY (%s)",  # noqa: S608
            (*walk.params, ids),
        )
        return {row[0] for row in cursor.fetchall()}

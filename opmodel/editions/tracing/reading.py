"""What tracing reads: three queries, however many editions and organisations there are."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from opmodel.editions.kinds import kinds, link_of, lists, own_fields
from opmodel.editions.lineages import GOES_ON, End, Step, moment_of
from opmodel.editions.models import Edition, EditionState, Element, Reference, Source
from opmodel.editions.moments import Moment
from opmodel.editions.viewer import Viewer

Values = dict[str, Any]
"""What an element states, by the names of fields; references as ids in text."""


@dataclass
class Found:
    """All that may have to do with an element: its relatives, steps between them, their values."""

    elements: dict[UUID, Element]
    steps: list[Step] = field(default_factory=list)
    values: dict[UUID, Values] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    one_thing: list[tuple[str, str]] = field(default_factory=list)


def read(element: Element, viewer: Viewer, moment: Moment | None) -> Found:
    """Reads an element's relatives: at most three queries.

    Editions that were not known at the moment asked of are left out, but for the element's own.
    """
    related = Element.objects.visible_to(viewer).filter(
        id__in=RawSQL(*_related_sql(element, viewer))  # noqa: S611 (all values are parameters)
    )
    if moment is not None:
        known = Q(edition__recorded_at__lte=moment.known_at) | Q(
            edition__recorded_at=None, edition__published_on__lte=moment.known
        )
        unpublished = Q(edition__state__in=(EditionState.DRAFT, EditionState.IN_REVIEW))
        related = related.filter(known | unpublished | Q(edition=element.edition_id))
    found = Found(
        {
            each.id: each
            for each in related.defer("search").select_related(
                "edition__organisation", "edition__based_on"
            )
        }
    )
    _read_values(found)
    _read_names(found)
    return found


def _related_sql(element: Element, viewer: Viewer) -> tuple[str, list[Any]]:
    """SQL for the ids of everything that lineage and keys may connect an element with.

    It goes by organisation and key, so it may find too much, never too little.
    """
    seen, parameters = (
        Edition.objects.visible_to(viewer)
        .order_by()
        .values("id", "organisation_id")
        .query.sql_with_params()
    )
    edition = element.edition_id
    sql = f"""
        WITH RECURSIVE seen (edition, organisation) AS ({seen}),
        start (organisation, key) AS (
            SELECT organisation, %s::varchar FROM seen WHERE edition = %s
        ),
        back (organisation, key) AS (SELECT * FROM start UNION {_step("back", "later", "earlier")}),
        onward (organisation, key) AS (
            SELECT * FROM start UNION {_step("onward", "earlier", "later")}
        ),
        threads AS (SELECT * FROM back UNION SELECT * FROM onward)
        SELECT element.id FROM threads
        JOIN seen ON seen.organisation = threads.organisation
        {_element("seen.edition", "threads.key")}
    """  # noqa: S608
    return sql, [*parameters, element.key, edition]


def _step(name: str, here: str, there: str) -> str:
    return f"""
        SELECT beyond.organisation, target.key FROM {name}
        JOIN seen ON seen.organisation = {name}.organisation
        {_element("seen.edition", f"{name}.key")}
        JOIN editions_lineage AS lineage ON lineage.{here}_id = element.id
        JOIN editions_element AS target ON target.id = lineage.{there}_id
        JOIN seen AS beyond ON beyond.edition = target.edition_id
    """  # noqa: S608


def _element(edition: str, key: str) -> str:
    """A join that looks an element up by its edition and key, one by one: the planner, who cannot
    know how few they are, would rather read the whole table."""
    return f"""
        CROSS JOIN LATERAL (
            SELECT id FROM editions_element WHERE edition_id = {edition} AND key = {key} OFFSET 0
        ) AS element
    """  # noqa: S608


def _read_values(found: Found) -> None:
    """The steps between them, and what each states: one query, whatever kinds they are."""
    of_kind: dict[str, list[UUID]] = defaultdict(list)
    for each in found.elements.values():
        of_kind[each.kind].append(each.id)
        found.values[each.id] = {
            "name": each.name,
            "also_known_as": each.also_known_as,
            "summary": each.summary,
            "standing": each.standing,
            "reading": each.reading,
        }
    parts = [_LINEAGE]
    everything = list(found.elements)
    parameters: list[Any] = [everything, everything]
    columns: dict[str, models.Field[Any, Any]] = {}
    for name, ids in of_kind.items():
        model = kinds()[name]
        table = _quoted(model._meta.db_table)
        parts.append(
            f"SELECT 'own', element_id, to_jsonb(own)::text, 0 FROM {table} AS own"  # noqa: S608
            " WHERE element_id = ANY(%s)"
        )
        parameters.append(ids)
        columns |= {f"{name}.{spec.column}": spec for spec in own_fields(model)}
        for listed in lists(model):
            link = link_of(listed)
            owner, target = _quoted(link.owner.column), _quoted(link.target.column)
            parts.append(
                f"SELECT 'list {listed.name}', {owner}, to_jsonb({target})::text, position"  # noqa: S608
                f" FROM {_quoted(link.model._meta.db_table)} WHERE {owner} = ANY(%s)"
            )
            parameters.append(ids)
            for owner_id in ids:
                found.values[owner_id][listed.name] = []
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION ALL '.join(parts)} ORDER BY 4", parameters)
        rows = cursor.fetchall()
    for what, identifier, text, _place in rows:
        said = json.loads(text, parse_float=Decimal)
        if what == "lineage":
            found.steps.append(_a_step(found, identifier, said))
        elif what == "own":
            kind = found.elements[identifier].kind
            for column, value in said.items():
                spec = columns.get(f"{kind}.{column}")
                if spec is not None and spec.related_model is not Source:
                    found.values[identifier][spec.name] = _native(spec, value)
        else:
            found.values[identifier][what.removeprefix("list ")].append(said)


_LINEAGE = """
    SELECT 'lineage', lineage.earlier_id,
        jsonb_build_object('later', lineage.later_id, 'kind', lineage.kind, 'note', lineage.note,
            'source', source.title)::text, 0
    FROM editions_lineage AS lineage
    LEFT JOIN editions_source AS source ON source.id = lineage.source_id
    WHERE lineage.earlier_id = ANY(%s) AND lineage.later_id = ANY(%s)
"""


def _a_step(found: Found, earlier: UUID, said: dict[str, Any]) -> Step:
    return Step(
        earlier=end_of(found.elements[earlier]),
        later=end_of(found.elements[UUID(said["later"])]),
        kind=said["kind"],
        note=said["note"],
        source=said["source"] or "",
    )


def end_of(element: Element) -> End:
    """An element as the end of a step of lineage."""
    edition = element.edition
    return End(element.id, element.key, edition.organisation_id, edition.id, moment_of(edition))


def _native(spec: models.Field[Any, Any], value: Any) -> Any:
    """A value as the model has it, from JSON; what is referred to stays an id."""
    if value is None or spec.related_model is not None:
        return value
    return spec.to_python(value)


def _read_names(found: Found) -> None:
    """The names of what they refer to, and which of that lineage knows as one thing."""
    inside: set[UUID] = set()
    outside: dict[Any, set[str]] = defaultdict(set)
    for identifier, values in found.values.items():
        for spec in referring_fields(found.elements[identifier].kind):
            value = values.get(spec.name)
            if not value:
                continue
            if spec.many_to_many:
                inside.update(map(UUID, value))
            elif isinstance(spec, Reference):
                inside.add(UUID(value))
            else:
                outside[spec.related_model].add(str(value))
    if not inside and not outside:
        return
    parts = [
        "SELECT id::text, name, key FROM editions_element WHERE id = ANY(%s)",
        (
            "SELECT earlier_id::text, later_id::text, NULL FROM editions_lineage"
            " WHERE earlier_id = ANY(%s) AND later_id = ANY(%s) AND kind = ANY(%s)"
        ),
    ]
    ids = list(inside)
    parameters: list[Any] = [ids, ids, ids, list(GOES_ON)]
    for model, keys in outside.items():
        column = _quoted(model._meta.pk.column)
        parts.append(
            f"SELECT {column}::text, name, {column}::text"  # noqa: S608
            f" FROM {_quoted(model._meta.db_table)} WHERE {column}::text = ANY(%s)"
        )
        parameters.append(list(keys))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        for one, other, key in cursor.fetchall():
            if key is None:
                found.one_thing.append((one, other))
            else:
                found.names[one] = other


def referring_fields(kind: str) -> Iterable[Any]:
    """The fields of a kind that refer to something that has a name."""
    model = kinds()[kind]
    singles = (each for each in own_fields(model) if each.related_model not in (None, Source))
    return (*singles, *lists(model))


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))

"""Elements as plain rows, with what they refer to: a fixed number of queries for any number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from opmodel.editions.kinds import link_of
from opmodel.editions.models import Citation, Element, Reference, Source
from opmodel.editions.selectors.elements import named_elements, whereabouts
from opmodel.publishing.api.shapes import Shape

_PLAIN = (
    "id", "key", "kind", "name", "also_known_as", "summary", "standing", "reading", "position",
)  # fmt: skip

Row = dict[str, Any]


@dataclass
class Gathered:
    """The rows of a page of elements and everything their answers show of others."""

    rows: list[Row]
    named: dict[UUID, Element] = field(default_factory=dict)
    others: dict[tuple[str, Any], models.Model] = field(default_factory=dict)
    lists: dict[str, dict[UUID, list[UUID]]] = field(default_factory=dict)
    citations: dict[UUID, list[Row]] = field(default_factory=dict)
    within: dict[UUID, UUID] = field(default_factory=dict)


def gather(*, queryset: QuerySet, shape: Shape, names: Collection[str]) -> Gathered:
    """Reads the elements of a queryset that passed the gate, with what *names* need of others."""
    own = {name: each for name, each in shape.own.items() if name in names}
    wanted = {shape.second.get(name, name) for name in names}
    columns = {"id", "key", "kind", "edition_id", *wanted.intersection(_PLAIN)}
    columns.update(each.attname for each in own.values() if not each.many_to_many)
    nests_in = _nesting(shape) if "within" in names else ()
    found = Gathered(rows=list(queryset.values(*columns, *nests_in)))
    ids = [row["id"] for row in found.rows]
    if "citations" in names:
        found.citations = _citations(ids)
    for name, each in own.items():
        if isinstance(each, models.ManyToManyField):
            found.lists[name] = _listed(each, ids)
        elif isinstance(each, models.ForeignKey) and not _is_element(each):
            found.others.update(_others(name, each, found.rows))
    if nests_in:
        for row in found.rows:
            if above := next((row[column] for column in nests_in if row[column]), None):
                found.within[row["id"]] = above
    found.named = named_elements(_referred_to(found, own))
    if "within" in names and shape.kind is None:
        standing_in = whereabouts(Element(id=row["id"], kind=row["kind"]) for row in found.rows)
        found.within = {identifier: above.id for identifier, above in standing_in.items()}
        found.named.update({above.id: above for above in standing_in.values()})
    return found


def _nesting(shape: Shape) -> tuple[str, ...]:
    if shape.kind is None:
        return ()
    fields = {each.name: each for each in shape.own.values()}
    return tuple(fields[name].attname for name in shape.kind.nests_in)


def _is_element(each: models.Field) -> bool:
    return isinstance(each, Reference) and each.related_model is not Source


def _referred_to(found: Gathered, own: dict[str, models.Field]) -> set[UUID]:
    ids = set(found.within.values())
    for each in own.values():
        if _is_element(each):
            ids.update(row[each.attname] for row in found.rows if row[each.attname])
    for listed in found.lists.values():
        for targets in listed.values():
            ids.update(targets)
    return ids


def _others(
    name: str, each: models.ForeignKey, rows: list[Row]
) -> dict[tuple[str, Any], models.Model]:
    """What rows refer to outside the elements: organisations, levels, sources."""
    keys = {row[each.attname] for row in rows if row[each.attname]}
    if not keys:
        return {}
    targets = each.related_model._default_manager.in_bulk(keys)
    return {(name, key): target for key, target in targets.items()}


def _listed(each: models.ManyToManyField, ids: list[UUID]) -> dict[UUID, list[UUID]]:
    link = link_of(each)
    owner, target = link.owner.name, link.target.name
    rows = (
        link.model._default_manager.filter(**{f"{owner}__in": ids})
        .order_by("position")
        .values_list(f"{owner}_id", f"{target}_id")
    )
    listed: dict[UUID, list[UUID]] = defaultdict(list)
    for owner_id, target_id in rows:
        listed[owner_id].append(target_id)
    return listed


def _citations(ids: list[UUID]) -> dict[UUID, list[Row]]:
    rows = (
        Citation.objects.filter(element__in=ids)
        .order_by("position")
        .values_list("element_id", "source__key", "source__title", "heading", "page", "note")
    )
    cited: dict[UUID, list[Row]] = defaultdict(list)
    for element, key, title, heading, page, note in rows:
        cited[element].append(
            {
                "source": {"key": key, "title": title},
                "heading": heading or None,
                "page": page or None,
                "note": note or None,
            }
        )
    return cited

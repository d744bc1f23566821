"""Rows of a draft with all that they state, for lists and for programs: few queries, whatever
their number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from opmodel.editions.kinds import kinds, link_of, lists
from opmodel.editions.models import Edition, Element, Kind, Reference
from opmodel.editions.records import Value, plain, stated_fields
from opmodel.editions.stated import keys_of
from opmodel.editions.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its kind and key, with the version that was read and what it states."""

    kind: str
    key: str
    version: int
    values: dict[str, Value]


def rows_within_reach(
    *, edition: Edition, viewer: Viewer, kind: type[Kind] | None = None, words: str = ""
) -> QuerySet[Any]:
    """Rows of a draft that the viewer works on, in the order of the edition; *words* stand in their
    names, summaries or keys."""
    model: Any = kind or Element
    found = model.objects.in_edition(edition).within_reach_of(viewer, edition=edition)
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(summary__icontains=word) | Q(key__icontains=word)
        )
    ordered: QuerySet[Any] = found.defer("search").order_by("kind", "position", "key")
    return ordered


def with_values(elements: Iterable[Element]) -> list[Row]:
    """Rows with all that they state, in record form. One query for each kind and each of its lists,
    and two for what they refer to."""
    listed = list(elements)
    by_kind: dict[str, list[UUID]] = {}
    for element in listed:
        by_kind.setdefault(element.kind, []).append(element.pk)
    whole: dict[UUID, Kind] = {}
    lists_of: dict[tuple[UUID, str], list[UUID]] = {}
    for name, ids in by_kind.items():
        kind = kinds()[name]
        whole |= {each.pk: each for each in _whole(kind, listed, ids)}
        for listing in lists(kind):
            link = link_of(listing)
            rows = link.model.objects.filter(**{f"{link.owner.attname}__in": ids})
            pairs = rows.order_by("position").values_list(link.owner.attname, link.target.attname)
            for owner, target in pairs:
                lists_of.setdefault((owner, listing.name), []).append(target)
    wanted = {target for targets in lists_of.values() for target in targets}
    for row in whole.values():
        for spec in stated_fields(type(row)):
            if isinstance(spec, Reference):
                wanted.add(getattr(row, spec.attname))
    key_of = keys_of(wanted - {None})
    return [
        Row(each.kind, each.key, each.version, _values(whole[each.pk], lists_of, key_of))
        for each in listed
        if each.pk in whole
    ]


def _whole(kind: type[Kind], listed: Sequence[Element], ids: list[UUID]) -> Iterable[Kind]:
    """The rows of one kind: as they were read where they were read as that kind."""
    if all(isinstance(each, kind) for each in listed):
        return listed  # type: ignore[return-value]
    found: Iterable[Kind] = kind.objects.filter(pk__in=ids).defer("search")
    return found


def _values(
    row: Kind, lists_of: dict[tuple[UUID, str], list[UUID]], key_of: dict[UUID, str]
) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for spec in stated_fields(type(row)):
        if spec.many_to_many:
            targets = lists_of.get((row.pk, spec.name), [])
            values[spec.name] = [key_of[each] for each in targets if each in key_of]
        elif isinstance(spec, Reference):
            values[spec.name] = key_of.get(getattr(row, spec.attname))
        else:
            values[spec.name] = plain(getattr(row, spec.attname))
    return values

"""Elements, and what points at them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import connection, models
from django.db.models import Prefetch
from django.http import Http404

from opmodel.editions.kinds import Pointer, kinds, lists, pointers_at, reference, references
from opmodel.editions.models import Citation, Edition, Element, Kind, Source
from opmodel.editions.querysets import KindQuerySet

K = TypeVar("K", bound=Kind)


@dataclass(frozen=True)
class Pointed:
    """Elements that point at another in one way, in the order of their lists.

    *total* counts all of them; *elements* holds at most as many as a page shows.
    """

    pointer: Pointer
    elements: tuple[Element, ...]
    total: int


def elements_of_kind(*, kind: type[K], edition: Edition) -> KindQuerySet[K]:
    """Elements of one kind in an edition that passed its gate, with what a list shows of them."""
    rows = cast("KindQuerySet[K]", kind.objects.in_edition(edition))
    return rows.defer("search").prefetch_related(*_shown_with(kind)).order_by("position", "key")


def structure_of_kind(*, kind: type[K], edition: Edition) -> KindQuerySet[K]:
    """Elements of one kind for a drawing: their references, and not what is said of them."""
    rows = cast("KindQuerySet[K]", kind.objects.in_edition(edition))
    return rows.defer("search", "summary", "reading")


def element_by_key(*, edition: Edition, kind: type[K], key: str) -> K:
    """The element of that kind and key. Raises Http404 where the edition has none."""
    element: K | None = elements_of_kind(kind=kind, edition=edition).filter(key=key).first()
    if element is None:
        raise Http404(f"{edition.title} has no {kind._meta.verbose_name} “{key}”.")
    element.edition = edition
    return element


def _shown_with(kind: type[Kind]) -> list[Any]:
    """What is read with elements of a kind: their citations, and their lists of references."""
    return [
        Prefetch("citations", Citation.objects.select_related("source")),
        *(field.name for field in lists(kind)),
    ]


NAMED = ("id", "edition_id", "key", "kind", "name", "summary")
"""What a link to an element needs of it, in the order of the model's fields."""


def named_elements(ids: Iterable[UUID | None]) -> dict[UUID, Element]:
    """Elements by id with just what a link to them needs, in one query."""
    wanted = {identifier for identifier in ids if identifier}
    if not wanted:
        return {}
    return Element.objects.only(*NAMED).in_bulk(wanted)


def whereabouts(elements: Iterable[Element]) -> dict[UUID, Element]:
    """For each element the one it stands in, those at the top left out. One query at most."""
    ids: dict[str, list[UUID]] = {}
    for element in elements:
        if kinds()[element.kind].nests_in:
            ids.setdefault(element.kind, []).append(element.id)
    if not ids:
        return {}
    columns = ", ".join(f"element.{name}" for name in NAMED)
    parts = " UNION ALL ".join(_standing(kinds()[name]) for name in ids)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT standing.id, {columns} FROM ({parts}) AS standing"  # noqa: S608
            " JOIN editions_element AS element ON element.id = standing.above",
            ids,
        )
        return {
            row[0]: Element.from_db(connection.alias, NAMED, row[1:]) for row in cursor.fetchall()
        }


def _standing(kind: type[Kind]) -> str:
    """SQL for what elements of this kind stand in, the nearest; their ids are asked by its name."""
    columns = (_quoted(reference(kind, name).column) for name in kind.nests_in)
    identity = _quoted(kind._meta.pk.column)
    return (
        f"SELECT {identity} AS id, coalesce({', '.join(columns)}) AS above"  # noqa: S608
        f" FROM {_quoted(kind._meta.db_table)} WHERE {identity} = ANY (%({kind.kind_name})s)"
    )


def referred_by(elements: Iterable[Kind]) -> dict[UUID, Element]:
    """Everything that these elements refer to, in one query however many there are."""
    ids: set[UUID | None] = set()
    for element in elements:
        for field in references(type(element)):
            if field.related_model is not Source:
                ids.add(getattr(element, field.attname))
    return named_elements(ids)


def pointing_at(*, element: Kind, at_most: int = 50) -> list[Pointed]:
    """What points at an element, by the way it does; two queries however many there are."""
    pointers = pointers_at(element.kind)
    if not pointers:
        return []
    parts = " UNION ALL ".join(
        f"SELECT {index} AS way, {_quoted(pointer.owner_column)} AS owner"  # noqa: S608
        f" FROM {_quoted(pointer.table)} WHERE {_quoted(pointer.target_column)} = %(id)s"
        for index, pointer in enumerate(pointers)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT way, owner, total FROM (
                SELECT pointing.way, pointing.owner,
                    count(*) OVER (PARTITION BY pointing.way) AS total,
                    row_number() OVER (
                        PARTITION BY pointing.way ORDER BY element.position, element.key
                    ) AS place
                FROM ({parts}) AS pointing
                JOIN editions_element AS element ON element.id = pointing.owner
            ) AS counted WHERE place <= %(at_most)s ORDER BY way, place
            """,  # noqa: S608
            {"id": element.id, "at_most": at_most},
        )
        rows = cursor.fetchall()
    named = named_elements(owner for _, owner, _ in rows)
    found: list[Pointed] = []
    for index, pointer in enumerate(pointers):
        mine = [row for row in rows if row[0] == index]
        if mine:
            found.append(
                Pointed(pointer, tuple(named[owner] for _, owner, _ in mine), total=mine[0][2])
            )
    return found


def counts_by_kind(*, edition: Edition) -> dict[type[Kind], int]:
    """How many elements of each kind an edition has, in the order of kinds; none are left out."""
    counted = dict(
        Element.objects.in_edition(edition)
        .order_by()
        .values_list("kind")
        .annotate(number=models.Count("pk"))
    )
    return {kind: counted[name] for name, kind in kinds().items() if name in counted}


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))

"""Which elements belong to a place or to the organisation of a code, whatever their names say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from opmodel.editions.ids import row_id
from opmodel.editions.kinds import kinds, own_fields, pointers_at, reference
from opmodel.editions.models import Element, Organisation

from .wording import words_of


def elements_by_code(codes: dict[str, list[str]], editions: list[UUID]) -> dict[str, list[UUID]]:
    """For each code, the elements that are its organisation and those that name these."""
    found: dict[str, list[UUID]] = {code: [] for code in codes}
    with connection.cursor() as cursor:
        cursor.execute(
            _named_as(),
            {"organisations": sorted({slug for slugs in codes.values() for slug in slugs})},
        )
        rows = cursor.fetchall()
    heads = {edition.bytes[:8] for edition in editions}
    for organisation, element in rows:
        if element.bytes[:8] in heads:
            for code, slugs in codes.items():
                if organisation in slugs:
                    found[code].append(element)
    return found


@cache
def _named_as() -> str:
    """SQL for the elements that are certain organisations, and for what points at them."""
    parts = []
    for kind in kinds().values():
        for field in own_fields(kind):
            if field.related_model is Organisation:
                named = (
                    f"SELECT {_quoted(field.column)} AS organisation, element_id AS element"  # noqa: S608
                    f" FROM {_quoted(kind._meta.db_table)}"
                    f" WHERE {_quoted(field.column)} = ANY (%(organisations)s)"
                )
                parts.append(named)
                parts += [
                    f"SELECT named.organisation, pointing.{_quoted(pointer.owner_column)}"  # noqa: S608
                    f" FROM ({named}) AS named JOIN {_quoted(pointer.table)} AS pointing"
                    f" ON pointing.{_quoted(pointer.target_column)} = named.element"
                    for pointer in pointers_at(kind.kind_name)
                ]
    return " UNION ".join(parts)


def placed_at(place: str, editions: list[UUID]) -> dict[str, Any]:
    """What belongs to the places with this key: the places, what points at them and what stands in
    that; and the words of their names, because names may be all that tells the place."""
    ids = [row_id(edition, place) for edition in editions]
    with connection.cursor() as cursor:
        cursor.execute(_at_place(), {"places": ids})
        placed = [identifier for (identifier,) in cursor.fetchall()]
    names = Element.objects.filter(id__in=ids, kind="place").values_list("name", flat=True)
    wordings = [words for words in map(words_of, dict.fromkeys(names)) if words]
    return {"placed": placed, "place": json.dumps([wordings] if wordings else [])}


@cache
def _at_place() -> str:
    directly = " UNION ".join(_pointing("place", "%(places)s"))
    within = " UNION ".join(_standing_in("SELECT element FROM directly"))
    return (
        f"WITH directly AS (SELECT unnest(%(places)s::uuid[]) AS element UNION {directly})"  # noqa: S608
        f" SELECT element FROM directly UNION {within}"
    )


def _pointing(kind: str, ids: str) -> Iterator[str]:
    for pointer in pointers_at(kind):
        yield (
            f"SELECT {_quoted(pointer.owner_column)} FROM {_quoted(pointer.table)}"  # noqa: S608
            f" WHERE {_quoted(pointer.target_column)} = ANY ({ids})"
        )


def _standing_in(elements: str) -> Iterator[str]:
    for kind in kinds().values():
        for name in kind.nests_in:
            column = _quoted(reference(kind, name).column)
            yield (
                f"SELECT element_id FROM {_quoted(kind._meta.db_table)}"  # noqa: S608
                f" WHERE {column} IN ({elements})"
            )


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))

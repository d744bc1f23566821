"""What two editions state, read side by side: each table once for both."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models

from opmodel.editions.ids import HEAD_BYTES
from opmodel.editions.kinds import kinds, link_of, lists, own_fields
from opmodel.editions.models import Edition, Element, Kind, Reference, Source

Tail = bytes
"""The half of an id that is the same for the same key in every edition."""

COMPARED = ("name", "also_known_as", "summary", "standing", "reading")
"""What is compared of every element. Where it is written (citations) and its place in a list
(position) are no part of what it states; how firmly (standing) and whether by our reading are."""


class Base(NamedTuple):
    """What every element has."""

    tail: Tail
    key: str
    kind: str
    position: int
    stated: tuple[Any, ...]


@dataclass
class Side:
    """One of the two editions: its elements by the tails of their ids."""

    edition: Edition
    elements: dict[Tail, Base] = field(default_factory=dict)
    own: dict[Tail, tuple[Any, ...]] = field(default_factory=dict)
    lists: dict[Tail, dict[str, list[Tail]]] = field(default_factory=lambda: defaultdict(dict))

    def id_of(self, tail: Tail) -> UUID:
        return UUID(bytes=self.edition.id.bytes[:HEAD_BYTES] + tail)


@cache
def compared_fields(kind: type[Kind]) -> tuple[models.Field[Any, Any], ...]:
    """The fields a kind adds that are compared: not those that name a document."""
    return tuple(each for each in own_fields(kind) if each.related_model is not Source)


def is_element(each: models.Field[Any, Any]) -> bool:
    """Whether the field refers to an element of its edition."""
    return isinstance(each, Reference) and each.related_model is not Source


def read(earlier: Edition, later: Edition) -> tuple[Side, Side]:
    """Both editions. As many queries as there are kinds and lists in them, whatever their size."""
    sides = Side(earlier), Side(later)
    with connection.cursor() as cursor:
        cursor.execute(_elements_sql(), _ranges(sides))
        for at, tail, key, kind, position, *stated in cursor.fetchall():
            base = Base(tail, key, kind, position, tuple(stated))
            sides[at].elements[tail] = base
        present = {base.kind for side in sides for base in side.elements.values()}
        for name in sorted(present):
            model = kinds()[name]
            if compared_fields(model):
                cursor.execute(_own_sql(model), _ranges(sides))
                for at, tail, *values in cursor.fetchall():
                    sides[at].own[tail] = tuple(values)
            for listed in lists(model):
                cursor.execute(_list_sql(listed), _ranges(sides))
                for at, owner, target in cursor.fetchall():
                    sides[at].lists[owner].setdefault(listed.name, []).append(target)
    return sides


def _ranges(sides: tuple[Side, Side]) -> list[UUID]:
    """The first and the last id that rows of each edition can have."""
    ranges = []
    for side in sides:
        head = side.edition.id.bytes[:HEAD_BYTES]
        ranges += [UUID(bytes=head + bytes(8)), UUID(bytes=head + b"\xff" * 8)]
    return ranges


@cache
def _elements_sql() -> str:
    named = {each.name: each for each in Element._meta.local_fields}
    columns = [_quoted(named[name].column) for name in ("key", "kind", "position", *COMPARED)]
    return _both(Element._meta.db_table, "id", columns)


@cache
def _own_sql(model: type[Kind]) -> str:
    columns = [
        _tail(each.column) if is_element(each) else _quoted(each.column)
        for each in compared_fields(model)
    ]
    return _both(model._meta.db_table, "element_id", columns)


@cache
def _list_sql(listed: models.ManyToManyField[Any, Any]) -> str:
    link = link_of(listed)
    owner = link.owner.column
    rows = _both(link.model._meta.db_table, owner, [_tail(link.target.column), '"position"'])
    return f"SELECT side, tail, target FROM ({rows}) AS rows (side, tail, target, place) ORDER BY place"  # noqa: S608, E501


def _both(table: str, identity: str, columns: list[str]) -> str:
    """SQL for rows of both editions: which of the two, the tail, then the columns."""
    chosen = ", ".join((_tail(identity), *columns))
    return " UNION ALL ".join(
        f"SELECT {side}, {chosen} FROM {_quoted(table)}"  # noqa: S608
        f" WHERE {_quoted(identity)} BETWEEN %s AND %s"
        for side in (0, 1)
    )


def _tail(column: str | None) -> str:
    return f"substr(uuid_send({_quoted(column)}), {HEAD_BYTES + 1})"


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))

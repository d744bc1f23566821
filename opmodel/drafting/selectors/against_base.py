"""What a draft changes against the edition it is based on: row by row, in one statement.

Ids of the two differ in their first halves alone, so that what belongs together is known without a
look at keys; and the same is so for what they refer to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection, models

from opmodel.editions.ids import HEAD_BYTES, row_id
from opmodel.editions.kinds import kinds, link_of, lists, own_fields
from opmodel.editions.models import Edition, Element, Kind, Reference
from opmodel.editions.records import BASE_FIELDS, Value
from opmodel.editions.stated import stated

CHANGED: Final = "changed"
ADDED: Final = "added"
ENDED: Final = "ended"


@dataclass
class Against:
    """The keys of what was changed, added and ended, each by kind."""

    changed: dict[str, set[str]] = field(default_factory=dict)
    added: dict[str, set[str]] = field(default_factory=dict)
    ended: dict[str, dict[str, str]] = field(default_factory=dict)
    """With its name in the base."""

    def count(self, kind: str) -> int:
        """How many rows of a kind differ from the base."""
        several = (self.changed, self.added, self.ended)
        return sum(len(each.get(kind, ())) for each in several)

    @property
    def total(self) -> int:
        several = (self.changed, self.added, self.ended)
        return sum(len(keys) for each in several for keys in each.values())

    def what(self, kind: str, key: str) -> str:
        """Whether a row that is there was changed or added; empty where it is as in the base."""
        if key in self.added.get(kind, ()):
            return ADDED
        return CHANGED if key in self.changed.get(kind, ()) else ""

    def keys(self, kind: str) -> set[str]:
        """Of the rows that are there, those that differ."""
        return self.changed.get(kind, set()) | self.added.get(kind, set())


def against_base(edition: Edition) -> Against:
    """What differs; nothing where the draft is based on no edition. One query."""
    found = Against()
    base = edition.based_on
    if base is None:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_statement(), _bounds(edition, base))
        for what, kind, key, name in cursor.fetchall():
            if what == CHANGED:
                found.changed.setdefault(kind, set()).add(key)
            elif what == ADDED:
                found.added.setdefault(kind, set()).add(key)
            else:
                found.ended.setdefault(kind, {})[key] = name
    return found


def stated_in_base(edition: Edition, kind: type[Kind], key: str) -> dict[str, Value] | None:
    """What the base says of an element; None where it has none, or there is no base."""
    base = edition.based_on
    if base is None:
        return None
    found = kind.objects.filter(pk=row_id(base.pk, key)).defer("search").first()
    return stated(found) if found is not None else None


def _bounds(edition: Edition, base: Edition) -> dict[str, Any]:
    """Between which ids the rows of both lie."""
    found: dict[str, Any] = {}
    for name, each in (("draft", edition), ("base", base)):
        head = each.pk.hex[: 2 * HEAD_BYTES]
        found |= {name: each.pk, f"{name}_head": head, f"{name}_high": head + "f" * 16}
    return found


def _statement() -> str:
    if not _remembered:
        _remembered.append(_written())
    return _remembered[0]


_remembered: list[str] = []


def _written() -> str:
    arms = "\n        UNION ALL ".join(_arms())
    return f"""
    WITH differing (id) AS MATERIALIZED (
        {arms}
    )
    SELECT '{CHANGED}', d.kind, d.key, d.name
    FROM editions_element d WHERE d.edition_id = %(draft)s AND d.id IN (SELECT id FROM differing)
        AND EXISTS (SELECT FROM editions_element b WHERE b.edition_id = %(base)s AND b.key = d.key)
    UNION ALL
    SELECT '{ADDED}', d.kind, d.key, d.name
    FROM editions_element d LEFT JOIN editions_element b
        ON b.edition_id = %(base)s AND b.key = d.key
    WHERE d.edition_id = %(draft)s AND b.id IS NULL
    UNION ALL
    SELECT '{ENDED}', b.kind, b.key, b.name
    FROM editions_element b LEFT JOIN editions_element d
        ON d.edition_id = %(draft)s AND d.key = b.key
    WHERE b.edition_id = %(base)s AND d.id IS NULL
    """  # noqa: S608 (names of tables and columns, and words of ours)


def _arms() -> Iterator[str]:
    base = [Element._meta.get_field(name) for name in BASE_FIELDS]
    yield _arm("editions_element", "id", base)
    for kind in kinds().values():
        if fields := list(own_fields(kind)):
            yield _arm(kind._meta.db_table, "element_id", fields)
        for listed in lists(kind):
            yield _arm_of_links(link_of(listed))


def _arm(table: str, identity: str, fields: list[Any]) -> str:
    """The ids of a table's rows of the draft that say something else than those of the base."""
    one = ", ".join(_compared("d", each) for each in fields)
    other = ", ".join(_compared("b", each) for each in fields)
    return (
        f"SELECT d.{identity} FROM {table} d JOIN {table} b"  # noqa: S608
        f" ON b.{identity} ="
        f" (%(base_head)s || right(replace(d.{identity}::text, '-', ''), 16))::uuid"
        f" WHERE d.{identity} BETWEEN %(draft)s::uuid AND %(draft_high)s::uuid"
        f" AND ROW({one}) IS DISTINCT FROM ROW({other})"
    )


def _arm_of_links(link: Any) -> str:
    """The ids of the draft's elements whose lists of references read otherwise."""
    table, owner, target = link.model._meta.db_table, link.owner.column, link.target.column
    row = f"substr(uuid_send({owner}), 9), substr(uuid_send({target}), 9), position"
    draft = f"SELECT {row} FROM {table} WHERE id BETWEEN %(draft)s::uuid AND %(draft_high)s::uuid"  # noqa: S608
    base = f"SELECT {row} FROM {table} WHERE id BETWEEN %(base)s::uuid AND %(base_high)s::uuid"  # noqa: S608
    return (
        "SELECT (%(draft_head)s || encode(tail, 'hex'))::uuid FROM ("  # noqa: S608
        f"(({draft}) EXCEPT ({base})) UNION (({base}) EXCEPT ({draft})))"
        " AS listed (tail, target, at)"
    )


def _compared(table: str, field: models.Field[Any, Any]) -> str:
    column = f'{table}."{field.column}"'
    return f"substr(uuid_send({column}), 9)" if isinstance(field, Reference) else column

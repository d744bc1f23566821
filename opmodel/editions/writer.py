"""Writes the rows of whole editions: in bulk by COPY, or as a copy of another edition in SQL.

Nothing here writes history: an edition that came whole is its own record. Single rows are changed
by actions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db import connection, models

from .ids import HEAD_BYTES
from .kinds import kinds, links
from .models import Citation, Edition, Element, Kind, Link, Source


def write(
    *,
    sources: Sequence[Source],
    elements: Sequence[Kind],
    links: Sequence[Link],
    citations: Sequence[Citation],
) -> None:
    """Inserts unsaved rows of one edition. Call inside a transaction.

    References may point at rows later in the same call: the database checks them at the end of the
    transaction.
    """
    _copy(Source, sources)
    _copy(Element, elements)
    by_kind = sorted(elements, key=lambda element: element.kind)
    for kind, rows in groupby(by_kind, key=lambda element: element.kind):
        several_of_kind = list(rows)
        for row in several_of_kind:
            row.element_id = row.id  # The link to the base row carries the element's id.
        _copy(kinds()[kind], several_of_kind)
    by_table = sorted(links, key=lambda link: link._meta.db_table)
    for _, linked in groupby(by_table, key=lambda link: link._meta.db_table):
        several = list(linked)
        _copy(type(several[0]), several)
    _copy(Citation, citations)


def _copy(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Writes the columns that *model* itself has; a kind's base columns are Element's."""
    if not rows:
        return
    fields = _columns(model)
    names = ", ".join(_quoted(field.column) for field in fields)
    table = _quoted(model._meta.db_table)
    with (
        # A copy's errors come from the driver when it ends, past Django's cursor.
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(
                [
                    field.get_db_prep_save(getattr(row, field.attname), connection)
                    for field in fields
                ]
            )


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def clone_rows(*, of: Edition, into: Edition) -> None:
    """Copies every row of one edition into another, empty one, in SQL. Call inside a transaction.

    Ids and references differ in their first half only, so no table of old and new ids is needed.
    """
    tables: Iterable[type[models.Model]] = (Source, Element, *kinds().values(), *links(), Citation)
    with connection.cursor() as cursor:
        for model in tables:
            _clone_table(cursor, model, of, into)


def _clone_table(cursor: Any, model: type[models.Model], of: Edition, into: Edition) -> None:
    fields = _columns(model)
    columns = ", ".join(_quoted(field.column) for field in fields)
    values = ", ".join(_cloned_value(field) for field in fields)
    table, identity = _quoted(model._meta.db_table), _quoted(model._meta.pk.column)
    where = (
        "edition_id = %(of)s"
        if model in (Source, Element)
        # All ids of an edition lie between its own id and the next edition's.
        else f"{identity} BETWEEN %(low)s AND %(high)s"
    )
    cursor.execute(
        f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE {where}",  # noqa: S608
        {
            "of": of.id,
            "head": into.id.hex[: 2 * HEAD_BYTES],
            "low": of.id,
            "high": of.id.hex[: 2 * HEAD_BYTES] + "f" * 16,
        },
    )


def _cloned_value(field: models.Field[Any, Any]) -> str:
    column = _quoted(field.column)
    target = field
    while isinstance(target, models.ForeignKey):
        # A reference to a kind leads over the kind's own link to its base row.
        target = target.target_field
    if isinstance(target, models.UUIDField):
        return f"(%(head)s || right(replace({column}::text, '-', ''), 16))::uuid"
    return column


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))

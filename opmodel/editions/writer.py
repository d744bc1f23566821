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
        _copy(kinds()[kind], list(rows), local_only=True)
    by_table = sorted(links, key=lambda link: link._meta.db_table)
    for _, rows in groupby(by_table, key=lambda link: link._meta.db_table):
        several = list(rows)
        _copy(type(several[0]), several)
    _copy(Citation, citations)


def _copy(
    model: type[models.Model], rows: Sequence[models.Model], *, local_only: bool = False
) -> None:
    if not rows:
        return
    fields = _columns(model)
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    if local_only:
        # The link to the base row carries the element's id.
        for row in rows:
            row.element_id = row.id
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(
                [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
            )


def _columns(model: type[models.Model]) -> list[models.Field]:
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
    quote = connection.ops.quote_name
    fields = _columns(model)
    columns = ", ".join(quote(field.column) for field in fields)
    values = ", ".join(_cloned_value(field) for field in fields)
    table, identity = quote(model._meta.db_table), quote(model._meta.pk.column)
    where = (
        f"{quote('edition_id')} = %(of)s"
        if model in (Source, Element)
        # All ids of an edition lie between its own id and the next edition's.
        else f"{identity} BETWEEN %(low)s AND %(high)s"
    )
    cursor.execute(
        f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE {where}",
        {
            "of": of.id,
            "head": into.id.hex[: 2 * HEAD_BYTES],
            "low": of.id,
            "high": of.id.hex[: 2 * HEAD_BYTES] + "f" * 16,
        },
    )


def _cloned_value(field: models.Field) -> str:
    column = connection.ops.quote_name(field.column)
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.UUIDField):
        return f"(%(head)s || right(replace({column}::text, '-', ''), 16))::uuid"
    return column

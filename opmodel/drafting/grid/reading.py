"""Rows of a draft for a grid: a fixed number of queries for five rows or five hundred."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from governance.models import Delegation, Limit
from opmodel.editions.kinds import link_of
from opmodel.editions.models import Edition, Kind, Reference, Source
from opmodel.editions.records import Value, plain

from .cells import Cells
from .columns import Column

TOLD = {"limits": ("Decision", "Who holds it")}
"""What a grid tells beside its columns, for reading alone."""


@dataclass(frozen=True, slots=True)
class Row:
    """An element as a row. `seen`: the version that is shown; `told`: what is for reading alone."""

    key: str
    seen: int
    values: dict[str, Value]
    texts: list[str]
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """Some rows of a kind, with their columns."""

    kind: type[Kind]
    columns: tuple[Column, ...]
    rows: list[Row]
    cells: Cells

    @property
    def told(self) -> tuple[str, ...]:
        return TOLD.get(self.kind.plural, ())


def cells_for(edition: Edition, columns: Collection[Column]) -> Cells:
    """The cells of a draft, with as much of it as these columns name."""
    cells = Cells(edition)
    if any(_names_a_source(column.spec) for column in columns):
        cells.with_sources()
    return cells


def _names_a_source(spec: models.Field[Any, Any]) -> bool:
    if isinstance(spec, models.ManyToManyField):
        return link_of(spec).target.related_model is Source
    return spec.related_model is Source


def read_rows(
    *,
    edition: Edition,
    found: QuerySet,
    columns: tuple[Column, ...],
    start: int = 0,
    stop: int | None = None,
    cells: Cells | None = None,
) -> Sheet:
    """The rows of a query, which passed its gate, as texts in these columns."""
    cells = cells or cells_for(edition, columns)
    kind: type[Kind] = found.model
    single = [column.spec for column in columns if not column.spec.many_to_many]
    rows = list(
        found.order_by("position", "key").values_list(
            "id", "key", "version", *(spec.attname for spec in single)
        )[start:stop]
    )
    ids = [row[0] for row in rows]
    listed = {
        column.name: _listed(column.spec, ids, cells)
        for column in columns
        if isinstance(column.spec, models.ManyToManyField)
    }
    told = _told(kind, columns, rows, cells)
    refers = [isinstance(spec, Reference) for spec in single]
    shown = []
    for identifier, key, version, *stored in rows:
        values: dict[str, Value] = {
            spec.name: cells.key_of.get(value) if is_reference else plain(value)
            for spec, is_reference, value in zip(single, refers, stored, strict=True)
        }
        for name, of_row in listed.items():
            values[name] = of_row.get(identifier, [])
        texts = [cells.text(column, values[column.name]) for column in columns]
        shown.append(Row(key, version, values, texts, told.get(identifier, ())))
    return Sheet(kind, columns, shown, cells)


def _listed(
    spec: models.ManyToManyField[Any, Any], ids: Sequence[UUID], cells: Cells
) -> dict[UUID, list[str]]:
    link = link_of(spec)
    found: dict[UUID, list[str]] = defaultdict(list)
    linked = link.model.objects.filter(**{f"{link.owner.attname}__in": ids}).order_by("position")
    for owner, target in linked.values_list(link.owner.attname, link.target.attname):
        found[owner].append(cells.key_of[target])
    return found


def _told(
    kind: type[Kind], columns: Sequence[Column], rows: list[tuple[Any, ...]], cells: Cells
) -> dict[UUID, tuple[str, ...]]:
    """Of a limit: the decision it is about, and who has the power that it bounds."""
    single = [column.name for column in columns if not column.spec.many_to_many]
    if kind is not Limit or "delegation" not in single:
        return {}
    at = 3 + single.index("delegation")
    powers = {
        identifier: (decision, holder, held_by)
        for identifier, decision, holder, held_by in Delegation.objects.filter(
            pk__in={row[at] for row in rows}
        ).values_list("id", "decision_id", "holder_id", "held_by")
    }
    return {row[0]: about_power(*powers[row[at]], cells) for row in rows if row[at] in powers}


def about_power(
    decision: UUID | None, holder: UUID | None, held_by: str, cells: Cells
) -> tuple[str, str]:
    """The decision that a power is about and who has it, by name."""
    names, key_of = cells.name_of, cells.key_of
    return (
        names.get(key_of[decision], "") if decision in key_of else "",
        names.get(key_of[holder], "") if holder in key_of else held_by,
    )

"""Reads an edition as plain values: as many queries for a thousand elements as for ten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from governance.deciding.loading import scheme_of
from opmodel.editions.ids import rows_of
from opmodel.editions.kinds import kinds, link_of, lists, own_fields
from opmodel.editions.models import Edition, Element, Kind, Reference, Source
from opmodel.editions.moments import Moment

from .model import About, Model, Row
from .outside import Outside

BASE = ("key", "kind", "name", "standing", "summary")
"""In the order in which a row takes them."""


def read(*, edition: Edition, moment: Moment, reads: Collection[str]) -> Model:
    """The edition, which passed its gate, for rules that look at these kinds.

    One query for all elements; one for each kind whose fields a rule asks for, and for each of its
    lists of references. The scheme and what lies outside are read when a rule asks for them.
    """
    rows: dict[UUID, Row] = {}

    def asked_for(kind: str, field: str) -> None:
        if kind not in reads:
            raise LookupError(f"No rule that is tried says that it reads the kind {kind}.")
        for listed in lists(kinds()[kind]):
            if listed.name == field:
                _state_list(listed, edition, rows, kind)
                return
        _state(kinds()[kind], edition, rows)

    base = Element.objects.filter(edition=edition).order_by("kind", "position", "key")
    for identifier, *stated in base.values_list("id", *BASE):
        rows[identifier] = Row(stated, asked_for)
    return Model(
        about=_about(edition),
        on=moment.on,
        rows=rows.values(),
        kinds=frozenset(reads),
        scheme=lambda: scheme_of(edition),
        outside=Outside(edition, moment),
    )


def _about(edition: Edition) -> About:
    recorded = timezone.localdate(edition.recorded_at) if edition.recorded_at else None
    return About(edition.slug, edition.organisation_id, edition.state, recorded)


def _state(kind: type[Kind], edition: Edition, rows: dict[UUID, Row]) -> None:
    """Gives the rows of a kind its fields."""
    fields = [field for field in own_fields(kind) if field.related_model is not Source]
    stated = kind.objects.filter(**rows_of(edition.id)).values_list(
        "pk", *(field.attname for field in fields)
    )
    refers = [isinstance(field, Reference) for field in fields]
    # What stands outside editions is known by its code: `level_id`, `organisation_id`.
    names = [
        field.name if is_reference else field.attname
        for field, is_reference in zip(fields, refers, strict=True)
    ]
    for identifier, *values in stated:
        rows[identifier].state(
            {
                name: rows.get(value) if is_reference else value
                for name, is_reference, value in zip(names, refers, values, strict=True)
            }
        )


def _state_list(
    field: models.ManyToManyField[Any, Any], edition: Edition, rows: dict[UUID, Row], kind: str
) -> None:
    """Gives the rows of a kind one of its lists of references."""
    link = link_of(field)
    found: dict[UUID, list[Row]] = defaultdict(list)
    linked = link.model.objects.filter(**rows_of(edition.id, link.owner.attname))
    for owner, target in linked.order_by("position").values_list(
        link.owner.attname, link.target.attname
    ):
        found[owner].append(rows[target])
    for identifier, row in rows.items():
        if row.kind == kind:
            row.state({field.name: tuple(found.get(identifier, ()))})

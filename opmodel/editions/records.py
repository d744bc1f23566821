"""Elements as plain records: the form that files, digests and comparisons share.

A record holds what its source states and nothing of how the database keeps it: references are
keys, dates are ISO 8601, decimals and periods are text, and what has its default is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models

from .ids import row_id
from .kinds import kinds, link_of, lists, own_fields
from .models import Citation, Element, Kind, Link, Reference, Source

Value = Any  # str | int | bool | list[str]: what JSON can say without floating point
BASE_FIELDS = ("name", "also_known_as", "summary", "standing", "reading")
CITATION_FIELDS = ("source", "heading", "page", "note")


@dataclass
class Record:
    """One element: its kind, its key and what is stated of it."""

    kind: str
    key: str
    values: dict[str, Value]
    citations: list[dict[str, str]] = field(default_factory=list)

    def canonical(self) -> dict[str, Any]:
        """The record as one JSON object."""
        return {"kind": self.kind, "key": self.key, **self.values, "citations": self.citations}


@cache
def stated_fields(kind: type[Kind]) -> tuple[models.Field[Any, Any], ...]:
    """The fields of a kind that a source states, base fields first, lists of references last."""
    named = {field.name: field for field in Element._meta.local_fields}
    base = tuple(named[name] for name in BASE_FIELDS)
    return base + own_fields(kind) + lists(kind)


def plain(value: Any) -> Value:
    """A stored value as a record has it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")  # There is no negative nothing.
    return value


def stored(field: models.Field[Any, Any], value: Value, edition_id: UUID) -> Any:
    """A record's value as the model's attribute takes it (references: the id)."""
    if value is None:
        return None
    if isinstance(field, Reference):
        name = f"source:{value}" if field.related_model is Source else value
        return row_id(edition_id, name)
    if isinstance(field, models.ForeignKey):
        return value
    return field.to_python(value)


def is_default(field: models.Field[Any, Any], value: Any) -> bool:
    """Whether the value is what the field has anyway, and so is not written."""
    if value is None:
        return True
    if field.has_default():
        return bool(value == field.get_default())
    return value in ("", [])


def instances(
    records: list[Record], edition_id: UUID
) -> tuple[list[Kind], list[Link], list[Citation]]:
    """The records as unsaved rows of an edition, in order, positions counted for each kind."""
    elements: list[Kind] = []
    linked: list[Link] = []
    cited: list[Citation] = []
    counted: dict[str, int] = {}
    for record in records:
        model = kinds()[record.kind]
        position = counted.get(record.kind, 0)
        counted[record.kind] = position + 1
        attributes: dict[str, Any] = {}
        for spec in stated_fields(model):
            if spec.name not in record.values:
                continue
            if isinstance(spec, models.ManyToManyField):
                linked.extend(_links(spec, record, edition_id))
            else:
                attributes[spec.attname] = stored(spec, record.values[spec.name], edition_id)
        elements.append(
            model(edition_id=edition_id, key=record.key, position=position, **attributes)
        )
        cited.extend(_citations(record, edition_id))
    return elements, linked, cited


def _links(spec: models.ManyToManyField[Any, Any], record: Record, edition_id: UUID) -> list[Link]:
    link = link_of(spec)
    return [
        link.model(
            id=row_id(edition_id, f"{spec.name}:{record.key}:{key}"),
            position=position,
            **{
                link.owner.attname: row_id(edition_id, record.key),
                link.target.attname: row_id(edition_id, key),
            },
        )
        for position, key in enumerate(record.values[spec.name])
    ]


def _citations(record: Record, edition_id: UUID) -> list[Citation]:
    return [
        Citation(
            id=row_id(edition_id, f"citation:{record.key}:{position}"),
            element_id=row_id(edition_id, record.key),
            source_id=row_id(edition_id, f"source:{stated['source']}"),
            heading=stated.get("heading", ""),
            page=stated.get("page", ""),
            note=stated.get("note", ""),
            position=position,
        )
        for position, stated in enumerate(record.citations)
    ]

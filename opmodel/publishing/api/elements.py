"""Elements as they are answered."""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from opmodel.editions.models import Edition, Organisation, Reference, Source
from opmodel.editions.records import plain

from .links import Links, Relation, relation
from .selectors.rows import Gathered, Row, gather
from .shapes import Shape

Make = Callable[[Row], Any]


def element_answers(
    *,
    queryset: QuerySet,
    shape: Shape,
    editions: dict[UUID, Edition],
    links: Links,
    names: Collection[str] = (),
) -> list[dict[str, Any]]:
    """The elements of a queryset that passed the gate, with the fields of these names, or all."""
    chosen = [name for name in shape.names if not names or name in names]
    found = gather(queryset=queryset, shape=shape, names=chosen)
    makers = _Makers(found, editions, links)
    made = [(name, makers.of(shape, name)) for name in chosen]
    return [{name: make(row) for name, make in made} for row in found.rows]


class _Makers:
    """How each field of an answer is made from a row."""

    def __init__(self, found: Gathered, editions: dict[UUID, Edition], links: Links):
        self.found, self.editions, self.links = found, editions, links
        self.relations: dict[UUID, Relation] = {
            identifier: links.to_element(editions[element.edition_id], element)
            for identifier, element in found.named.items()
        }
        self.made: dict[str, Make] = {
            "edition": self._edition,
            "organisation": self._organisation,
            "citations": self._citations,
            "within": self._within,
            "url": self._url,
        }

    def of(self, shape: Shape, name: str) -> Make:
        if name in shape.own:
            return self._own(name, shape.own[name])
        name = shape.second.get(name, name)
        if name in self.made:
            return self.made[name]
        if name in ("summary", "reading"):
            return lambda row: row[name] or None
        return lambda row: row[name]

    def _edition(self, row: Row) -> str:
        return self.editions[row["edition_id"]].slug

    def _organisation(self, row: Row) -> str:
        return self.editions[row["edition_id"]].organisation_id

    def _url(self, row: Row) -> str:
        return self.links.element(self.editions[row["edition_id"]], row["kind"], row["key"])

    def _citations(self, row: Row) -> list[Row]:
        return self.found.citations.get(row["id"], [])

    def _within(self, row: Row) -> Relation | None:
        above = self.found.within.get(row["id"])
        return self.relations[above] if above else None

    def _own(self, name: str, field: models.Field) -> Make:
        column = field.attname
        if field.many_to_many:
            listed, relations = self.found.lists[name], self.relations
            return lambda row: [relations[target] for target in listed.get(row["id"], ())]
        if isinstance(field, Reference) and field.related_model is not Source:
            relations = self.relations
            return lambda row: relations.get(row[column])
        if field.related_model is not None:
            return lambda row: self._other(row, self.found.others.get((name, row[column])))
        if isinstance(field, models.DecimalField):
            return lambda row: _decimal(field, row[column])
        if isinstance(field, models.CharField | models.TextField):
            return lambda row: row[column] or None
        return lambda row: row[column]

    def _other(self, row: Row, target: models.Model | None) -> Relation | None:
        match target:
            case None:
                return None
            case Organisation():
                return self.links.to_organisation(target)
            case Source():
                page = self.links.sources(self.editions[row["edition_id"]])
                return relation(target.key, "source", target.title, page)
        return relation(str(target.pk), str(target._meta.model_name), str(target), None)


def _decimal(_field: models.Field, value: Decimal | None) -> str | None:
    return None if value is None else plain(value)

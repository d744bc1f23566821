"""The kinds of element there are, found once from the models, and what refers to what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from .models import Kind, Link, Reference, Source


@cache
def kinds() -> dict[str, type[Kind]]:
    """Every kind by its name, in the order of the apps and of their models."""
    found = [model for model in apps.get_models() if issubclass(model, Kind)]
    # The ground floor's own kinds come last: they speak about the rest.
    found.sort(key=lambda model: model._meta.app_label == "editions")
    return {model.kind_name: model for model in found}


@cache
def kinds_by_plural() -> dict[str, type[Kind]]:
    """Every kind by the word its list has in addresses."""
    return {model.plural: model for model in kinds().values()}


@cache
def links() -> tuple[type[Link], ...]:
    """Every table that holds a list of references."""
    return tuple(model for model in apps.get_models() if issubclass(model, Link))


@cache
def own_fields(kind: type[Kind]) -> tuple[models.Field[Any, Any], ...]:
    """The fields a kind adds to those every element has, without the link to its base row."""
    return tuple(
        field
        for field in kind._meta.local_fields
        if not (field.primary_key or field.name == "element")
    )


@cache
def references(kind: type[Kind]) -> tuple[Reference, ...]:
    """The single references a kind has to other rows of its edition."""
    return tuple(field for field in own_fields(kind) if isinstance(field, Reference))


@cache
def lists(kind: type[Kind]) -> tuple[models.ManyToManyField[Any, Any], ...]:
    """The lists of references a kind has."""
    return tuple(kind._meta.local_many_to_many)


def reference(model: type[models.Model], name: str) -> Reference:
    """The reference of this name that a kind or a link has."""
    field = model._meta.get_field(name)
    if not isinstance(field, Reference):
        raise TypeError(f"{model.__name__}.{name} is not a reference.")
    return field


@dataclass(frozen=True)
class LinkTable:
    """The table behind a list of references: whose list it is, and what stands in it."""

    model: type[Link]
    owner: Reference
    target: Reference


@cache
def link_of(field: models.ManyToManyField[Any, Any]) -> LinkTable:
    """The table behind a kind's list of references."""
    model = field.remote_field.through
    if model is None or not issubclass(model, Link):
        raise TypeError(f"{field} is not kept in a table of links.")
    owner, target = model.ends
    return LinkTable(model, reference(model, owner), reference(model, target))


@dataclass(frozen=True)
class Pointer:
    """A way in which elements of one kind point at elements: one column of one table."""

    kind: type[Kind]
    field: models.Field[Any, Any]
    table: str
    owner_column: str
    target_column: str

    @property
    def heading(self) -> str:
        """What heads the elements that point this way, on the page of what they point at."""
        plural = str(self.kind._meta.verbose_name_plural)
        return getattr(self.field, "back", "") or plural[:1].upper() + plural[1:]


@cache
def pointers_at(kind: str) -> tuple[Pointer, ...]:
    """Every way in which an element of this kind may be pointed at."""
    return tuple(pointer for pointer, allowed in _pointers() if not allowed or kind in allowed)


def _pointers() -> Iterator[tuple[Pointer, tuple[str, ...]]]:
    for model in kinds().values():
        table = model._meta.db_table
        for field in references(model):
            if field.related_model is Source:
                continue
            yield (
                Pointer(model, field, table, "element_id", field.column),
                field.allowed_kinds(),
            )
        for listed in lists(model):
            link = link_of(listed)
            yield (
                Pointer(
                    model,
                    listed,
                    link.model._meta.db_table,
                    link.owner.column,
                    link.target.column,
                ),
                link.target.allowed_kinds(),
            )

"""The kinds of element there are, found once from the models, and what refers to what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import models

from .models import Kind, Link, Reference


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
def own_fields(kind: type[Kind]) -> tuple[models.Field, ...]:
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
def lists(kind: type[Kind]) -> tuple[models.ManyToManyField, ...]:
    """The lists of references a kind has."""
    return tuple(kind._meta.local_many_to_many)


@dataclass(frozen=True)
class Pointer:
    """A way in which elements of one kind point at elements: one column of one table."""

    kind: type[Kind]
    field: models.Field
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
            if field.related_model._meta.model_name == "source":
                continue
            yield (
                Pointer(model, field, table, model._meta.pk.column, field.column),
                field.allowed_kinds(),
            )
        for field in lists(model):
            link = field.remote_field.through
            owner, target = (link._meta.get_field(name) for name in link.ends)
            yield (
                Pointer(model, field, link._meta.db_table, owner.column, target.column),
                target.allowed_kinds(),
            )

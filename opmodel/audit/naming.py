"""What a tracked row is called, from the row itself or from its history."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from opmodel.editions.models import Link
from opmodel.editions.models.history import history_of

_NAMED_BY = ("name", "title", "heading", "role", "post", "rule")


def several(model: type[models.Model]) -> str:
    """What several rows of a model are called together."""
    one, told = str(model._meta.verbose_name), str(model._meta.verbose_name_plural)
    if told != f"{one}s" or not one.endswith("y") or one[-2:-1] in "aeiou":
        return told
    return f"{one[:-1]}ies"


def stands_alone(model: type[models.Model]) -> bool:
    """Whether people know such rows by themselves: those of a list of references they do not."""
    return not issubclass(model, Link)


def called(model: type[models.Model], identifier: str) -> str:
    """A row in words: what it is and what it is called. The last record that still names it counts
    where the row is gone."""
    what = str(model._meta.verbose_name)
    told = _told(model, identifier)
    return f"{what} “{told}”" if told else f"{what} {identifier}"


def _told(model: type[models.Model], identifier: str) -> str:
    row: Any
    try:
        row = model._base_manager.filter(pk=identifier).first()
        if row is None:
            records: Any = history_of(model)._base_manager
            key = model._meta.pk
            kept = "id" if key.is_relation else key.name  # A kind's is the link to its base row.
            row = records.filter(**{kept: identifier}).order_by("history_id").last()
    except (AttributeError, ValueError, FieldDoesNotExist):
        row = None
    return name_of(row) if row is not None else ""


def name_of(row: Any) -> str:
    """What a row, or a record of it, is called; empty where nothing in it says."""
    return next((str(said) for name in _NAMED_BY if (said := getattr(row, name, ""))), "")

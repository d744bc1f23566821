"""Which columns a grid has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models

from opmodel.editions.kinds import kinds_by_plural
from opmodel.editions.models import Kind, Reference
from opmodel.editions.records import stated_fields
from opmodel.workbooks.fields import columns as columns_of_workbooks
from opmodel.workbooks.fields import label

_CHOSEN: Final[dict[str, tuple[str, ...]]] = {
    "delegations": (
        *("name", "decision", "part", "holder", "held_by", "type", "parent", "giver"),
        *("places", "services", "conditions", "limit", "clause", "effective_from"),
        *("effective_until", "deputy_rule", "deputy", "onward", "standing"),
    ),
    "limits": (
        *("name", "delegation", "basis", "above", "includes_above", "up_to", "includes_up_to"),
        *("budgeted", "recurrent", "vat", "signatures", "standing"),
    ),
}
"""What is worked at in a table, in this order. The rest of a row is in its form."""


@dataclass(frozen=True)
class Column:
    """A column: the field of the kind that it holds."""

    spec: models.Field[Any, Any]

    @property
    def name(self) -> str:
        return self.spec.name

    @property
    def label(self) -> str:
        return label(self.spec)

    @property
    def is_list(self) -> bool:
        """Whether a cell may hold several things, with semicolons between them."""
        return isinstance(self.spec, models.ManyToManyField | ArrayField)

    @property
    def is_long(self) -> bool:
        """Whether a cell holds a text of several lines."""
        return isinstance(self.spec, models.TextField)

    @property
    def offers(self) -> str:
        """The name of the choices that a cell is made from; empty where it is typed freely."""
        spec = self.spec
        if spec.choices or isinstance(spec, models.BooleanField):
            return self.name
        if isinstance(spec, Reference | models.ForeignKey | models.ManyToManyField):
            return self.name
        return ""

    @property
    def is_few(self) -> bool:
        """Whether the choices are few and always the same."""
        return bool(self.spec.choices) or isinstance(self.spec, models.BooleanField)


@cache
def grid_kinds() -> dict[str, type[Kind]]:
    """The kinds that have a grid, by the word of their addresses."""
    return {plural: kinds_by_plural()[plural] for plural in _CHOSEN}


@cache
def columns_of(kind: type[Kind]) -> tuple[Column, ...]:
    """The columns of a kind's grid; every field for a kind without one."""
    chosen = _CHOSEN.get(kind.plural)
    if chosen is None:
        return every_column(kind)
    named = {spec.name: spec for spec in stated_fields(kind)}
    return tuple(Column(named[name]) for name in chosen)


@cache
def every_column(kind: type[Kind]) -> tuple[Column, ...]:
    """All fields of a kind, in the order that workbooks have them."""
    return tuple(Column(spec) for spec in columns_of_workbooks(kind))

"""What an element's answer consists of, by its kind, found once from the models."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from django.db import models

from opmodel.editions.kinds import lists, own_fields
from opmodel.editions.models import Kind
from opmodel.publishing.filters import public_name

BASE: Final = (
    "id",
    "key",
    "kind",
    "name",
    "also_known_as",
    "summary",
    "edition",
    "organisation",
    "standing",
    "reading",
    "position",
    "citations",
    "within",
    "url",
)
"""What every element has, in the order of an answer."""

SECOND_NAMES: Final = {"responsibility": {"text": "summary"}}
"""What is answered under a second name as well, because readers of that kind look for it there."""


@dataclass(frozen=True, eq=False)
class Shape:
    """The fields of an answer: those of every element, then the kind's own.

    Without a kind it is the shape that elements of all kinds share.
    """

    kind: type[Kind] | None
    own: dict[str, models.Field]
    second: dict[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        return (*BASE, *self.own, *self.second)

    @property
    def label(self) -> str:
        """What its component is called in the description."""
        return self.kind.__name__ if self.kind else "Element"


ELEMENT: Final = Shape(kind=None, own={}, second={})


@cache
def shape_of(kind: type[Kind]) -> Shape:
    """The shape of a kind's answers."""
    fields = (*own_fields(kind), *lists(kind))
    return Shape(
        kind=kind,
        own={public_name(kind, field): field for field in fields},
        second=SECOND_NAMES.get(kind.kind_name, {}),
    )

"""What a chart is defined by: its name, its title, and how it is drawn from an edition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from opmodel.editions.models import Edition, Kind
from opmodel.publishing.asking import Asked
from opmodel.publishing.filters import FormField

from .cards import Card, Look

Given = Mapping[str, str]
"""What the reader narrowed a chart to, by the names of its fields; empty for the whole."""


@dataclass(frozen=True)
class Drawn:
    """A chart as it was read: its trees, and what its page offers to narrow it by.

    *roots* is empty where nothing fits what it was narrowed to, or the edition has nothing to draw.
    """

    roots: tuple[Card, ...]
    fields: tuple[FormField, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether less is drawn than there is."""
        return any(field.value for field in self.fields)


@dataclass(frozen=True)
class Chart:
    """A chart that an edition may have.

    *name* stands in its address and is empty for the organisation chart. *kinds* are those of which
    an edition must have some for there to be anything to draw; *will_stand* and *holds_none* say so
    on an empty page. *details* heads what cards say in lists and tables only. *legend* says what
    looks stand for, as (look, dashed, words), and *dashed* what any dashed border does.
    """

    name: str
    title: str
    file: str
    kinds: tuple[type[Kind], ...]
    will_stand: str
    holds_none: str
    legend: tuple[tuple[Look, bool, str], ...]
    draw: Callable[[Edition, Asked, Given], Drawn]
    asks: tuple[str, ...] = ()
    details: str = ""
    dashed: str = ""

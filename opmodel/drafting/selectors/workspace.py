"""How much there is to work on in a draft, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from opmodel.editions.belonging import belonging_fields
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Element, Kind
from opmodel.editions.viewer import Viewer

from .against_base import Against


@dataclass(frozen=True)
class Section:
    """A kind in a workspace: how many rows there are, and how many differ from the base."""

    kind: type[Kind]
    rows: int
    changed: int


def sections_of(
    edition: Edition, viewer: Viewer, against: Against, *, every: bool
) -> list[Section]:
    """The kinds of which the viewer works on rows, in the order of the model; with *every* those
    too that have none yet. One query."""
    reach = Element.objects.in_edition(edition).within_reach_of(viewer, edition=edition)
    counted = dict(reach.order_by().values_list("kind").annotate(Count("pk")))
    return [
        Section(kind, counted.get(name, 0), against.count(name))
        for name, kind in kinds().items()
        if every or counted.get(name)
    ]


def kinds_to_propose(own: Iterable[Section]) -> list[type[Kind]]:
    """The kinds of which a new row can belong to somebody who works on these rows: those that
    stand in, or are held by, something of which there is one."""
    there = {each.kind.kind_name for each in own if each.rows}
    return [
        kind
        for name, kind in kinds().items()
        if any(
            there.intersection(_reference(kind, field).allowed_kinds())
            for field in belonging_fields().get(name, ())
        )
    ]


def against_within(edition: Edition, viewer: Viewer, against: Against) -> Against:
    """Of what differs from the base, only rows within the viewer's reach. One query."""
    reach = Element.objects.in_edition(edition).within_reach_of(viewer, edition=edition)
    own: dict[str, set[str]] = {}
    for kind, key in reach.order_by().values_list("kind", "key"):
        own.setdefault(kind, set()).add(key)
    return Against(
        changed={kind: keys & own.get(kind, set()) for kind, keys in against.changed.items()},
        added={kind: keys & own.get(kind, set()) for kind, keys in against.added.items()},
    )


def _reference(kind: type[Kind], name: str) -> Any:
    return kind._meta.get_field(name)

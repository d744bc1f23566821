"""How much there is to work on in a draft, kind by kind."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

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

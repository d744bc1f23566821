"""What drawings read of an edition, and what they say of how firmly a source states something."""

from __future__ import annotations

from typing import Final

from django.db.models import Prefetch

from opmodel.editions.kinds import lists
from opmodel.editions.models import Edition, Element, Standing
from opmodel.editions.querysets import KindQuerySet
from opmodel.editions.selectors.elements import K, structure_of_kind

from .time_bar import STANDINGS

SETTLED: Final = frozenset({Standing.IN_FORCE, Standing.AGREED, Standing.DELIVERED})
OUR_READING: Final = "Our reading"


def drawn(*, kind: type[K], edition: Edition) -> KindQuerySet[K]:
    """Elements of one kind in an edition that passed its gate, with what they refer to in lists and
    with their readings, which a drawing marks; without what is said of them."""
    light = ("search", "summary")
    # Asked for anew, for the readings are among what a structure leaves out.
    rows = structure_of_kind(kind=kind, edition=edition).defer(None).defer(*light)
    return rows.order_by("position", "key").prefetch_related(
        *(
            Prefetch(field.name, field.related_model._default_manager.defer(*light, "reading"))
            for field in lists(kind)
        )
    )


def unsettled(element: Element) -> str:
    """The word for a standing that a reader must not take for settled; empty for any other."""
    if element.standing in SETTLED:
        return ""
    return STANDINGS[element.standing].word


def marks(element: Element) -> tuple[str, ...]:
    """The words that stand beside it: how it stands if not settled, and whether we read it so."""
    return tuple(filter(None, (unsettled(element), OUR_READING if element.reading else "")))

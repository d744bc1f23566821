"""Every layout there is, those that are told most surely first."""

from __future__ import annotations

from opmodel.workbooks.reading import Sheet

from . import grid, keyed, lists, members, organogram, structure
from .around import Layout

LAYOUTS: tuple[Layout, ...] = (
    keyed.LAYOUT,
    organogram.LAYOUT,
    members.LAYOUT,
    structure.LAYOUT,
    lists.TABLE,
    grid.LIMITS,
    grid.SCHEME,
    lists.LISTS,
)


def layout_of(sheet: Sheet) -> Layout | None:
    """The layout that a sheet has."""
    return next((layout for layout in LAYOUTS if layout.recognises(sheet)), None)

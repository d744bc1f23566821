"""Every layout there is, those that are told most surely first."""

from __future__ import annotations

from opmodel.workbooks.reading import Book, Sheet

from . import grid, holders, keyed, lists, matrix, members, organogram, structure
from .around import Layout

LAYOUTS: tuple[Layout, ...] = (
    matrix.ABOUT,
    matrix.LAYOUT,
    matrix.CSV,
    keyed.LAYOUT,
    organogram.LAYOUT,
    members.LAYOUT,
    structure.LAYOUT,
    holders.TABLE,
    grid.LIMITS,
    grid.SCHEME,
    lists.LISTS,
)


def layout_of(sheet: Sheet, book: Book) -> Layout | None:
    """The layout that a sheet of a workbook has."""
    if matrix.is_written(sheet, book):
        return matrix.LAYOUT
    return next((layout for layout in LAYOUTS if layout.recognises(sheet)), None)

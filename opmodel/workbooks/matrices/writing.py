"""Writes the second sheet of a matrix: small, plain, and not in the way."""

from __future__ import annotations

from typing import Any, Final

from .stands import HEADINGS, TITLE, Stands

_WIDTHS: Final = (10, 50, 24, 44, 30)
_HEADING: Final = 6


def write_stands(book: Any, stands: Stands) -> None:
    """Adds the sheet to a workbook, guarded against slips of the hand but without a password."""
    sheet = book.add_worksheet(TITLE)
    bold = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bg_color": "#4C6272", "font_color": "#FFFFFF"})
    body = book.add_format({"font_color": "#4C6272", "valign": "top"})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    last = _HEADING
    for row, cells in enumerate(stands.lines()):
        last = row
        style = {0: bold, 1: None, _HEADING: head}.get(row, body if row > _HEADING else None)
        for column, text in enumerate(cells):
            if text:
                sheet.write_string(row, column, text, style)
    sheet.freeze_panes(_HEADING + 1, 1)
    sheet.autofilter(_HEADING, 0, last, len(HEADINGS) - 1)
    sheet.set_tab_color("#AEB7BD")
    sheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})

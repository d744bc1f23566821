"""Schemes as numbered lists: the name of a holder, and below it what is reserved or given to it."""

from __future__ import annotations

from typing import Final

from opmodel.workbooks.base import folded
from opmodel.workbooks.reading import Cell, Sheet

from .around import Around, Layout
from .entries import (
    BULLET,
    NUMBERED,
    ONLY_NUMBER,
    Entries,
    conditions_of,
    mark_of,
    pass_over_the_rest,
)
from .holders import HEADINGS

_FEWEST: Final = 3


def _is_lists(sheet: Sheet) -> bool:
    numbered = headed = 0
    for row in sheet.rows.values():
        texts = [cell.text for cell in row.values()]
        if NUMBERED.fullmatch(texts[0]) or (len(texts) > 1 and ONLY_NUMBER.fullmatch(texts[0])):
            numbered += 1
        elif len(texts) == 1:
            headed += 1
    return numbered >= _FEWEST and headed >= 1


def _read_lists(sheet: Sheet, around: Around) -> None:
    reader = Entries(sheet, around)
    findings = around.findings
    begun = 0
    marks = {number: _mark_in(list(row.values())) for number, row in sheet.rows.items()}
    following = dict(zip(marks, [*list(marks.values())[1:], None], strict=True))
    for number, row in sheet.rows.items():
        cells = list(row.values())
        if not all(findings.flawless(cell) for cell in cells):
            continue
        first = cells[0]
        numbered = NUMBERED.fullmatch(first.text) or BULLET.fullmatch(first.text)
        apart = len(cells) > 1 and ONLY_NUMBER.fullmatch(first.text)
        if apart:
            begun = begun or number
            findings.understood(first, "The number of the entry in its list.")
            conditions = conditions_of(cells[2] if len(cells) == 3 else None, around)
            reader.numbered(
                cells[1],
                cells[1].text,
                marks[number] or "",
                conditions=conditions,
                below=following[number],
            )
        elif numbered:
            begun = begun or number
            conditions = conditions_of(cells[1] if len(cells) == 2 else None, around)
            counted = numbered.groupdict().get("number") or ""
            ref = Cell(first.at, counted) if "." in counted else None
            reader.numbered(
                first,
                numbered["text"],
                counted,
                ref,
                conditions=conditions,
                below=following[number],
            )
        elif len(cells) == 1:
            if reader.holder is None and not begun and not _names_holder(first, around):
                findings.understood(first, "Stands above the lists: not read.")
                continue
            if _is_note(first.text):
                findings.doubted(
                    first, "A note: not read.", "Put it under the conditions of an entry."
                )
                continue
            reader.heading(first)
        elif {folded(cell.text) for cell in cells} <= _OF_TABLES:
            for cell in cells:
                findings.understood(cell, "A heading.")
    pass_over_the_rest(sheet, around, begun)


def _mark_in(cells: list[Cell]) -> str | None:
    """The number or letter that a row begins with, alone in a cell or before the words."""
    text = cells[0].text
    if len(cells) > 1 and (alone := ONLY_NUMBER.fullmatch(text)):
        return alone[1]
    return mark_of(NUMBERED.fullmatch(text) or BULLET.fullmatch(text))


_OF_TABLES: Final = frozenset().union(*HEADINGS.values())


def _is_note(text: str) -> bool:
    return len(text) > 120 or text.strip().startswith(("Note", "*", "NB", "†"))


def _names_holder(cell: Cell, around: Around) -> bool:
    """Whether a lone line is a holder's name and no title that mentions one."""
    flat = cell.text.strip(" :")
    if around.holders.knows(flat):
        return True
    return len(flat.split()) <= 6 and around.holders.sounds(flat) and "scheme" not in folded(flat)


LISTS: Final = Layout("A scheme as numbered lists, one for each holder", _is_lists, _read_lists)

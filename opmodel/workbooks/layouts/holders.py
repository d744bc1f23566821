"""Schemes as a table of two columns: a holder, and what it may decide."""

from __future__ import annotations

import re
from typing import Final

from opmodel.workbooks.base import folded
from opmodel.workbooks.reading import Cell, Sheet
from opmodel.workbooks.words import (
    has_amount,
    part_said,
)

from .around import Around, Layout
from .entries import (
    BULLET,
    NUMBERED,
    ONLY_NUMBER,
    Entries,
    conditions_of,
    is_heading_line,
    mark_of,
    pass_over_the_rest,
)
from .heading import Heading, Known, find_heading, mark_headings, words

HEADINGS: Final[Known] = {
    "holder": words(
        "decision taker|decision maker|holder|delegated to|reserved or delegated to|committee"
        "|officer|"
        "committee or officer|committee officer|body|delegate|authority holder|who|role|the board|"
        "decision taken by|responsible|list"
    ),
    "item": words(
        "authorities|authority|authorities duties delegated|duties|duties delegated|matters|matter|"
        "decisions reserved|decisions reserved to the board|decision|decisions|powers|power|"
        "delegated authority|authorities and duties|what|authority delegated|matters delegated"
    ),
    "ref": words("no|no.|ref|ref.|reference|number|item|para|paragraph|#|sord ref"),
    "conditions": words("conditions|notes|note|comments|condition"),
    "limit": words("limit|limits|financial limit|up to|amount"),
}
_SAYS: Final = {
    "holder": "Heads the holders.",
    "item": "Heads what they may decide.",
    "ref": "Heads the numbers.",
    "conditions": "Heads the conditions.",
    "limit": "Heads the limits.",
}
_PLAIN: Final = words("how|only for|clause|source|legal basis|review date|section|category|address")
"""Headings that nothing is read below, and that name nobody."""


def _heading(sheet: Sheet) -> Heading | None:
    heading = find_heading(sheet, HEADINGS, (("holder",), ("item",)))
    if heading is None or heading.columns["item"] < heading.columns["holder"]:
        return None
    # More columns than these are those of holders.
    named = [cell for cell in heading.others.values() if folded(cell.text) not in _PLAIN]
    return None if named else heading


def _is_table(sheet: Sheet) -> bool:
    return _heading(sheet) is not None


def _read_table(sheet: Sheet, around: Around) -> None:
    heading = _heading(sheet)
    if heading is None:
        return
    reader = Entries(sheet, around)
    findings = around.findings
    mark_headings(heading, sheet, findings, _SAYS)
    for number, row in sheet.rows.items():
        if number <= heading.last:
            continue
        holder = row.get(heading.columns["holder"])
        item = row.get(heading.columns["item"])
        ref = row.get(heading.column("ref"))
        if holder is not None and findings.flawless(holder):
            if item is None and len(row) == 1 and not reader.around.holders.sounds(holder.text):
                reader.heading(holder)
                continue
            reader.heading(holder, surely=True)
        conditions = conditions_of(row.get(heading.column("conditions")), around)
        if item is None or not findings.flawless(item):
            continue
        if ref is not None and findings.flawless(ref):
            findings.understood(ref, "The number of the entry.")
        if reader.limit(row.get(heading.column("limit"))):
            _entries(reader, item, ref, conditions, first=ref is None)
        else:
            findings.doubted(item, "Waits until its limit can be read.")
    pass_over_the_rest(sheet, around, heading.first)


def _entries(
    reader: Entries, cell: Cell, ref: Cell | None, conditions: str, *, first: bool
) -> None:
    """An entry, or several in one cell, one a line; a line without number may be a heading."""
    lines = cell.text.split("\n")
    numbered = [NUMBERED.fullmatch(line) or BULLET.fullmatch(line) for line in lines]
    if not any(numbered):
        _entry_alone(reader, cell, ref, conditions, first=first and len(lines) == 1)
        return
    if len(lines) == 1 and "." in (mark_of(numbered[0]) or ""):
        ref = Cell(cell.at, mark_of(numbered[0]) or "")
    pieces = _pieces(reader, lines, numbered)
    following = [mark for mark, _ in pieces[1:]]
    leads = reader.above.startswith("0 ")
    for (mark, piece), below in zip(pieces, [*following, None], strict=True):
        own = ref if len(pieces) == 1 else None
        reader.numbered(
            cell,
            piece,
            "" if leads else mark,
            own,
            conditions=conditions,
            below=None if leads else below,
        )
    reader.above = ""


def _entry_alone(
    reader: Entries, cell: Cell, ref: Cell | None, conditions: str, *, first: bool
) -> None:
    """A cell without numbers: an entry, or a heading within the list."""
    if first and is_heading_line(cell.text) and part_said(cell.text) is None:
        reader.heading(cell)
    elif ref is not None and (alone := ONLY_NUMBER.fullmatch(ref.text)):
        if alone[1][0].isdigit():
            reader.above = ""
        reader.numbered(cell, cell.text, alone[1], ref, conditions=conditions)
    else:
        reader.entry(cell, cell.text, ref, conditions)


def _pieces(
    reader: Entries, lines: list[str], numbered: list[re.Match[str] | None]
) -> list[tuple[str, str]]:
    """The entries of a cell, each with its mark. A line that only leads in stands `above` them."""
    pieces: list[tuple[str, str]] = []
    reader.above = ""
    for line, found in zip(lines, numbered, strict=True):
        if found:
            pieces.append((mark_of(found) or "", found["text"]))
        elif pieces:
            mark, before = pieces[-1]
            pieces[-1] = mark, f"{before} {line}"
        elif _leads_in(line):
            # It has no number, and what follows are its parts.
            reader.above = f"0 {line}"
        elif is_heading_line(line):
            reader.category = reader.around.stating.decisions.category(line)
        else:
            pieces.append(("0", line))
    return pieces


def _leads_in(text: str) -> bool:
    """Whether a line above numbered ones says what is done in them, or up to how much."""
    return has_amount(text) or (text.rstrip().endswith(":") and part_said(text) is not None)


TABLE: Final = Layout("A scheme as a table of holders and what they decide", _is_table, _read_table)

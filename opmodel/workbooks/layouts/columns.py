"""Which columns a grid has, and whether it is one of limits."""

from __future__ import annotations

import re
from typing import Final

from opmodel.workbooks.reading import Sheet
from opmodel.workbooks.words import has_amount, is_nothing

from .heading import Heading, Known, find_heading, words

_KNOWN: Final[Known] = {
    "ref": words(
        "no|no.|ref|ref no|reference|reference no|serial no|serial number|serial|item|item no"
        "|#|number|"
        "para|paragraph|sord ref|nr|s no|clause no|section no"
    ),
    "category": words(
        "policy area|category|area|section|subject|theme|heading|policy|subject area"
    ),
    "decision": words(
        "decision|decisions|matter|matters|decision matter|matter decision|delegated matter|"
        "matter reserved or delegated|authority|power|powers|duty|duties|delegated authority|"
        "delegation|function|responsibility|activity|description|description of matter|"
        "area of delegation|delegated power|decision or authority|key decision|key decisions"
    ),
    "family": words(
        "transaction|transactions|transaction type|type of transaction|type of expenditure|"
        "expenditure type|financial limit|item of expenditure|financial transaction"
    ),
    "conditions": words(
        "conditions|condition|notes|note|comments|comment|constraints|remarks|further conditions|"
        "conditions and notes|notes and conditions|conditions notes"
    ),
    "basis": words("basis|how counted|counted|per|measured|basis of limit|how amounts are counted"),
}
OTHER: Final = words(
    "legal basis|statute|legislation|source|clause|sfi ref|so ref|sfi|constitution ref|"
    "reference in sfis|vat|review date|last reviewed|lead|owner|others"
)
"""Headings that name nobody, and that nothing is read below."""
SAYS: Final = {
    "family": "Heads the kinds of transaction.",
    "ref": "Heads the numbers of the decisions.",
    "category": "Heads the policy areas.",
    "decision": "Heads the decisions.",
    "conditions": "Heads the conditions, which go with every part in their row.",
    "basis": "Heads how amounts are counted.",
}
_MONEY_SHARE: Final = 0.4
"""From which share of cells about money on a grid is one of limits."""
_MOST_MONEY: Final = 0.75
_OF_LIMITS: Final = re.compile("transaction|expenditure|limit", re.IGNORECASE)
_PLAIN_NUMBER: Final = 100


def grid_heading(sheet: Sheet) -> Heading | None:
    heading = find_heading(sheet, _KNOWN, (("decision", "family"),))
    if heading is None:
        return None
    if "decision" not in heading.columns:
        heading.columns["decision"] = heading.columns.pop("family")
    known = {
        column
        for name, column in heading.columns.items()
        if name in ("decision", "ref", "category", "family")
    }
    first = max(known)
    # What stands left of the decisions is no holder's.
    own = heading.columns["decision"]
    heading.others = {c: cell for c, cell in heading.others.items() if c > min(first, own)}
    return heading if len({**heading.others, **heading.blocked}) >= 2 else None


def _money_share(sheet: Sheet, heading: Heading) -> float:
    cells = [
        cell
        for number, row in sheet.rows.items()
        if number > heading.last
        for column, cell in row.items()
        if (column in heading.others or column in heading.blocked) and not is_nothing(cell.text)
    ]
    about = sum(has_amount(cell.text) or (cell.number or 0) > _PLAIN_NUMBER for cell in cells)
    return about / len(cells) if cells else 0.0


def is_limits(sheet: Sheet) -> bool:
    heading = grid_heading(sheet)
    if heading is None:
        return False
    title = sheet.text(heading.first, heading.columns["decision"])
    speaks = "basis" in heading.columns or bool(_OF_LIMITS.search(title))
    return _money_share(sheet, heading) >= (_MONEY_SHARE if speaks else _MOST_MONEY)


def is_scheme(sheet: Sheet) -> bool:
    return grid_heading(sheet) is not None

"""A chart on paper: on one sheet if it can be read there, else one sheet for each branch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import log
from typing import Final

from .cards import Card, Measures
from .layout import MOST_COLUMNS, Layout, place

# In points: what nobody should have to read less than, what reads well, and how far a small chart
# may be enlarged.
SMALLEST_TYPE: Final = 8.0
COMFORTABLE_TYPE: Final = 8.5
LARGEST_TYPE: Final = 11.5
UNITS_TO_POINTS: Final = 0.75


@dataclass(frozen=True, slots=True)
class Paper:
    """The room for a chart on a page, in CSS pixels (96 to the inch)."""

    width: float
    height: float


# What the print stylesheet leaves of the page below a heading: `print.css` has the margins.
A4_LANDSCAPE: Final = Paper(width=1009, height=570)
A4_PORTRAIT: Final = Paper(width=680, height=890)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a chart. *scale* is what brings the layout onto it, *part* of *parts* of it."""

    card: Card
    layout: Layout
    scale: float
    part: int = 1
    parts: int = 1

    @property
    def title(self) -> str:
        """What the page shows, for its heading and bookmark."""
        if self.parts == 1:
            return self.card.title
        return f"{self.card.title} ({self.part} of {self.parts})"

    @property
    def anchor(self) -> str:
        """The address of the sheet inside its document."""
        return anchor(self.card) if self.part == 1 else f"{anchor(self.card)}-{self.part}"


def anchor(card: Card) -> str:
    """Where in the document the sheet of this card is to be found."""
    return f"chart-{card.key}"


def sheets(
    root: Card, paper: Paper = A4_LANDSCAPE, *, measures: Measures | None = None
) -> tuple[Sheet, ...]:
    """The chart as pages on which everything can be read.

    The whole on one page if it is legible there. Else the first page shows as many levels as are,
    with counts of what is folded away, and each card with something below it has its own pages.
    """
    return tuple(_sheets(root, paper, measures or Measures()))


def _sheets(card: Card, paper: Paper, measures: Measures) -> Iterator[Sheet]:
    whole = _fit(card, paper, measures)
    if whole is not None:
        yield whole
        return
    lead, depth = _first_that_branches(card)
    for levels in range(card.height - 1, depth, -1):
        overview = _fit(_cut(card, levels), paper, measures)
        if overview is not None:
            yield replace(overview, card=card)
            break
    else:
        levels = depth + 1
        yield from _parts(card, lead, paper, measures)
    for branch in _at_level(card, levels):
        if branch.children:
            yield from _sheets(branch, paper, measures)


def _first_that_branches(card: Card) -> tuple[Card, int]:
    """The end of the chain of command at the top, and how many levels down that is."""
    depth = 0
    while len(card.children) == 1 and card.children[0].children:
        card = card.children[0]
        depth += 1
    return card, depth


def _cut(card: Card, levels: int) -> Card:
    """The card with that many levels below it; what hangs lower is folded away."""
    if levels == 0:
        return card.folded(more_url=f"#{anchor(card)}")
    return replace(card, children=tuple(_cut(child, levels - 1) for child in card.children))


def _at_level(card: Card, levels: int) -> Iterator[Card]:
    if levels == 0:
        yield card
        return
    for child in card.children:
        yield from _at_level(child, levels - 1)


def _parts(card: Card, lead: Card, paper: Paper, measures: Measures) -> tuple[Sheet, ...]:
    """The card and those that *lead* leads, on as few sheets as show them legibly."""
    leaves = tuple(_cut(child, 0) for child in lead.children)
    for count in range(1, len(leaves) + 1):
        groups = [_share_of(leaves, part, count) for part in range(count)]
        shown = [_fit(_with_leaves(card, lead, group), paper, measures) for group in groups]
        if all(shown):
            return tuple(
                replace(sheet, card=card, part=number, parts=count)
                for number, sheet in enumerate(shown, start=1)
                if sheet is not None
            )
    # A chain of command longer than a page is tall: shown whole, in smaller type, once.
    return (_best(_with_leaves(card, lead, leaves), paper, measures),)


def _share_of(leaves: tuple[Card, ...], part: int, count: int) -> tuple[Card, ...]:
    return leaves[len(leaves) * part // count : len(leaves) * (part + 1) // count]


def _with_leaves(card: Card, lead: Card, leaves: tuple[Card, ...]) -> Card:
    """The card down to *lead*, with *leaves* below that."""
    if card is lead:
        return replace(card, children=leaves)
    return replace(card, children=(_with_leaves(card.children[0], lead, leaves),))


def _fit(card: Card, paper: Paper, measures: Measures) -> Sheet | None:
    sheet = _best(card, paper, measures)
    return sheet if _type_size(sheet, measures) >= SMALLEST_TYPE else None


def _best(card: Card, paper: Paper, measures: Measures) -> Sheet:
    """The layout with the most levels across that reads comfortably, else the one shown largest."""
    tried = []
    for across in range(_levels_that_lead(card), -1, -1):
        sheet = _best_columns(card, across, paper, measures)
        if _type_size(sheet, measures) >= COMFORTABLE_TYPE:
            return sheet
        tried.append(sheet)
    return max(tried, key=lambda sheet: sheet.scale)


def _levels_that_lead(card: Card) -> int:
    """How many levels down anybody still leads anybody: lower ones are clearer stacked."""
    leading = [_levels_that_lead(child) + 1 for child in card.children if _leads(child)]
    return max(leading, default=0)


def _leads(card: Card) -> bool:
    return bool(card.children or card.more)


def _best_columns(card: Card, across: int, paper: Paper, measures: Measures) -> Sheet:
    """The number of columns that shows it largest; of equals the one shaped most like the page."""
    largest = LARGEST_TYPE / UNITS_TO_POINTS / measures.text
    sheets = []
    for columns in range(1, MOST_COLUMNS + 1):
        layout = place(card, across=across, columns=columns, measures=measures)
        scale = min(paper.width / layout.width, paper.height / layout.height, largest)
        sheets.append(Sheet(card=card, layout=layout, scale=scale))
    return max(sheets, key=lambda sheet: (sheet.scale, -_unlike(sheet.layout, paper)))


def _type_size(sheet: Sheet, measures: Measures) -> float:
    """The size of its type in points."""
    return measures.text * sheet.scale * UNITS_TO_POINTS


def _unlike(layout: Layout, paper: Paper) -> float:
    """How far the shape of the chart is from that of the page."""
    return abs(log(layout.width / layout.height) - log(paper.width / paper.height))

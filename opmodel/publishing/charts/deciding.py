"""How a decision runs, and from whom its power comes, as drawings from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from . import succession
from .cards import Card, Measures
from .drawing import Drawing
from .sheets import A4_LANDSCAPE, SMALLEST_TYPE, UNITS_TO_POINTS

LEGIBLE = SMALLEST_TYPE / (Measures().text * UNITS_TO_POINTS)
"""Below this scale nobody can read it on paper."""


@dataclass(frozen=True)
class Flow:
    """Who comes before, who approves, who signs after them and who is told at the end."""

    before: Sequence[Card]
    approves: Sequence[Card]
    signs: Sequence[Card]
    told: Sequence[Card]


def drawing_of_flow(flow: Flow) -> Drawing | None:
    """Before → approves → signs → told; nothing where there is only one of them."""
    stages = [
        _numbered(stage, at)
        for at, stage in enumerate((flow.before, flow.approves, flow.signs, flow.told))
        if stage
    ]
    return _drawn(stages, "flow-drawing")


def drawing_of_chain(chain: Sequence[Card]) -> Drawing | None:
    """From whoever has the power in their own right to the one who approves."""
    return _drawn([_numbered([card], at) for at, card in enumerate(chain)], "chain-drawing")


def on_paper(drawing: Drawing) -> Drawing | None:
    """The same no wider than a landscape page; nothing where that would be too small to read."""
    scale = min(1.0, A4_LANDSCAPE.width / drawing.layout.width)
    return replace(drawing, scale=scale) if scale >= LEGIBLE else None


def _numbered(cards: Sequence[Card], at: int) -> list[tuple[str, Card]]:
    """Cards with names of their own: one holder may have several parts."""
    return [(f"{at}-{number}", card) for number, card in enumerate(cards)]


def _drawn(stages: Sequence[Sequence[tuple[str, Card]]], name: str) -> Drawing | None:
    cards = dict(card for stage in stages for card in stage)
    if len(cards) < 2 or len(stages) < 2:
        return None
    steps = [
        (before, after)
        for one, other in pairwise(stages)
        for before, _ in one
        for after, _ in other
    ]
    return Drawing(succession.lay_out(cards, steps), name=name)

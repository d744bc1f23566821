"""Where the organisations of a family stand when it is drawn: from left to right through time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .cards import Card, Measures
from .layout import Box, Line

BETWEEN = 72.0
"""Room between two columns, in which the lines run."""
GAP = 12.0


@dataclass(frozen=True, slots=True)
class Course:
    """A family laid out: columns from the oldest to the newest, lines from each to what it became.

    `boxes` are in reading order: column by column, each from the top.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def lay_out(cards: Mapping[str, Card], steps: Sequence[tuple[str, str]]) -> Course:
    """Places *cards*, by their names, so that each of *steps*, from one to another, runs right.

    A card stands as far right as what it became allows: next to it, where that is possible. Steps
    that would lead back in time, in a circle, are drawn and do not count for the places.
    """
    measures = Measures()
    columns = _columns(cards, steps)
    heights = {name: measures.card_height(card, measures.width) for name, card in cards.items()}
    taller = max(sum(heights[name] + GAP for name in column) - GAP for column in columns)
    boxes: dict[str, Box] = {}
    for at, column in enumerate(columns):
        top = (taller - sum(heights[name] + GAP for name in column) + GAP) / 2
        for name in column:
            boxes[name] = Box(
                card=cards[name],
                number=len(boxes),
                x=at * (measures.width + BETWEEN),
                y=top,
                width=measures.width,
                height=heights[name],
            )
            top += heights[name] + GAP
    bends = {
        name: BETWEEN * (number + 1) / (len(column) + 1)
        for column in columns
        for number, name in enumerate(column)
    }
    return Course(
        width=len(columns) * (measures.width + BETWEEN) - BETWEEN,
        height=taller,
        boxes=tuple(boxes.values()),
        lines=tuple(
            _line(boxes[before], boxes[after], bends[after])
            for before, after in dict.fromkeys(steps)
        ),
    )


def _columns(cards: Mapping[str, Card], steps: Sequence[tuple[str, str]]) -> list[list[str]]:
    """The names in their columns, each column ordered after what its cards became."""
    became: dict[str, list[str]] = defaultdict(list)
    for before, after in steps:
        became[before].append(after)
    distance = dict.fromkeys(cards, 0)
    for _ in cards:  # As many rounds as the longest way can have steps, so that a circle ends.
        for before, after in steps:
            distance[before] = min(max(distance[before], distance[after] + 1), len(cards))
    columns: dict[int, list[str]] = defaultdict(list)
    for name in cards:
        columns[distance[name]].append(name)
    placed: dict[str, float] = {}
    for far in sorted(columns):
        columns[far].sort(key=lambda name: _middle(became[name], placed))
        placed |= {name: at / len(columns[far]) for at, name in enumerate(columns[far])}
    return [columns[far] for far in sorted(columns, reverse=True)]


def _middle(names: Sequence[str], placed: Mapping[str, float]) -> float:
    known = [placed[name] for name in names if name in placed]
    return sum(known) / len(known) if known else 0.0


def _line(before: Box, after: Box, bend: float) -> Line:
    """From the middle of the one's right side to the middle of the other's left, by elbows.

    All lines to one box bend in one place, those to another elsewhere: so none seem to join that
    do not.
    """
    start = (before.right, before.y + before.height / 2)
    end = (after.x, after.y + after.height / 2)
    at = after.x - bend
    return Line(tuple(dict.fromkeys((start, (at, start[1]), (at, end[1]), end))))

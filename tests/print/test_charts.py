"""Printed charts: everybody is on them, and every word is inside its card."""

from __future__ import annotations

import csv
import io
from itertools import combinations

import pytest

from tests.print.conftest import Get
from tests.print.reading import Box, Sheet, sheets_of
from tests.print.test_documents import CHARTS, every_chart

# Of the legend's samples and of hairlines no card is as small.
LEAST_WIDTH, LEAST_HEIGHT = 60, 14


def cards_of(sheet: Sheet) -> list[Box]:
    """The cards of a sheet; a card's border and its ground lie within each other."""
    boxes = [
        box
        for box in sheet.boxes
        if LEAST_WIDTH < box.right - box.left < sheet.width / 2
        and box.top - box.bottom > LEAST_HEIGHT
    ]
    return [
        box
        for at, box in enumerate(boxes)
        if not any(
            other.holds(box) and not (box.holds(other) and at < other_at)
            for other_at, other in enumerate(boxes)
            if other_at != at
        )
    ]


def names_of(table: bytes) -> list[str]:
    rows = csv.DictReader(io.StringIO(table.decode("utf-8-sig")))
    return [row["Name"].removeprefix("'") for row in rows]


@every_chart
def test_everybody_is_on_it(address: str, get: Get) -> None:
    letters = "".join(sheet.letters for sheet in sheets_of(get(address)))
    names = names_of(get(address.replace(".pdf", ".csv")))
    assert len(names) >= 10
    missing = [name for name in names if name.replace(" ", "") not in letters]
    assert missing == []


@every_chart
def test_no_two_cards_lie_over_each_other(address: str, get: Get) -> None:
    for sheet in sheets_of(get(address)):
        cards = cards_of(sheet)
        assert cards
        for one, other in combinations(cards, 2):
            across = min(one.right, other.right) - max(one.left, other.left)
            up = min(one.top, other.top) - max(one.bottom, other.bottom)
            assert across <= 0.5 or up <= 0.5, (one, other)


@every_chart
def test_every_word_of_a_card_is_inside_it(address: str, get: Get) -> None:
    for sheet in sheets_of(get(address)):
        cards = cards_of(sheet)
        top, bottom = max(card.top for card in cards), min(card.bottom for card in cards)
        inside = [run for run in sheet.runs if bottom < run.box.top and run.box.bottom < top]
        assert inside
        outside = [run.text for run in inside if not any(card.holds(run.box) for card in cards)]
        assert outside == []


def test_the_chart_of_many_posts_has_many_on_many_levels(get: Get) -> None:
    table = get(CHARTS["chart of many posts"].replace(".pdf", ".csv")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) > 60
    assert max(int(row["Level"]) for row in rows) >= 6


@pytest.mark.parametrize("name", ["chart", "chart of many posts"])
def test_a_card_is_as_large_as_its_words_need(name: str, get: Get) -> None:
    """None is cut short, and none is mostly empty but to stand level with its neighbours."""
    for sheet in sheets_of(get(CHARTS[name])):
        for card in cards_of(sheet):
            assert [run for run in sheet.runs if card.holds(run.box)]

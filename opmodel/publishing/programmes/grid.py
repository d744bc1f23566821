"""Steps in rows and columns: those of one column stand on top of each other in one cell, those that
run over several have a line of their own, so that nothing covers anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from .columns import Column
from .steps import Step

PARTS: Final = 12
"""Into so many parts a cell's time is divided to show where in it a date lies."""

NO_DATE: Final = "No date given"


@dataclass(frozen=True)
class Line:
    """Everything in one row, by date."""

    title: str
    url: str
    note: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above a column."""

    title: str
    note: str = ""
    after_gap: bool = False
    undated: bool = False


@dataclass(frozen=True)
class Mark:
    """A step in its cell: from which twelfth of the cell's time on, over how many. None where it
    has no date."""

    step: Step
    start: int = 0
    length: int = 0


@dataclass(frozen=True)
class Cell:
    """So many columns wide, with what lies in them; often nothing."""

    span: int = 1
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Row:
    """A row of a roadmap as one or more lines of cells."""

    line: Line
    lines: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Grid:
    """Headers and, under headings, rows. *title* says from when to when."""

    title: str
    headers: tuple[Header, ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]


Placed = tuple[int, int, Step]
"""A step in its first and its last column."""


def grid(
    groups: Iterable[tuple[str, tuple[Line, ...]]],
    columns: Sequence[Column],
    *,
    undated: bool,
    part: range | None = None,
    tallest: int = 0,
) -> Grid:
    """The grid, or the *part* of its columns; rows without anything in that part are left out.

    A cell holds at most *tallest* steps; more stand in a further line.
    """
    headers = [Header(each.title, each.note, each.after_gap) for each in columns]
    if undated:
        headers.append(Header(NO_DATE, "or too vague to place", undated=True))
    part = part or range(len(headers))
    made = []
    for title, lines in groups:
        rows = tuple(_rows(lines, columns, part, tallest))
        if rows:
            made.append((title, rows))
    shown = columns[part.start : part.stop]
    return Grid(
        title=Column(shown[0].first, shown[-1].last).months if shown else NO_DATE,
        headers=tuple(headers[index] for index in part),
        groups=tuple(made),
    )


def _rows(
    lines: Iterable[Line], columns: Sequence[Column], part: range, tallest: int
) -> Iterator[Row]:
    for line in lines:
        placed = [
            (max(first, part.start), min(last, part.stop - 1), step)
            for first, last, step in _placed(line.steps, columns)
            if first < part.stop and part.start <= last
        ]
        if placed:
            yield Row(line, tuple(_lines(placed, columns, part, tallest)))


def _placed(steps: Iterable[Step], columns: Sequence[Column]) -> Iterator[Placed]:
    for step in steps:
        if step.days is None:
            # After the last column; where that is not shown, the step is not either.
            yield len(columns), len(columns), step
        else:
            met = [index for index, column in enumerate(columns) if column.meets(step.days)]
            yield met[0], met[-1], step


def _lines(
    placed: Sequence[Placed], columns: Sequence[Column], part: range, tallest: int
) -> Iterator[tuple[Cell, ...]]:
    stacked = {index: [each for each in placed if each[:2] == (index, index)] for index in part}
    height = max(map(len, stacked.values()))
    for start in range(0, height, tallest or height or 1):
        end = start + tallest if tallest else height
        yield tuple(
            Cell(marks=tuple(_mark(each, columns) for each in stacked[index][start:end]))
            for index in part
        )
    for lane in _lanes(_bars([each for each in placed if each[0] < each[1]], tallest)):
        yield tuple(_cells(lane, columns, part))


Bar = tuple[int, int, list[Placed]]
"""Steps that run over the same columns, from a first to a last."""


def _bars(placed: Iterable[Placed], tallest: int) -> Iterator[Bar]:
    alike: dict[tuple[int, int], list[Placed]] = {}
    for each in placed:
        alike.setdefault(each[:2], []).append(each)
    for (first, last), steps in sorted(alike.items()):
        for start in range(0, len(steps), tallest or len(steps)):
            yield first, last, steps[start : start + (tallest or len(steps))]


def _lanes(bars: Iterable[Bar]) -> list[list[Bar]]:
    """The bars on as few lines as let none overlap."""
    lanes: list[list[Bar]] = []
    for bar in bars:
        lane = next((lane for lane in lanes if lane[-1][1] < bar[0]), None)
        if lane is None:
            lanes.append([bar])
        else:
            lane.append(bar)
    return lanes


def _cells(lane: Sequence[Bar], columns: Sequence[Column], part: range) -> Iterator[Cell]:
    at = part.start
    for first, last, steps in lane:
        yield from (Cell() for _ in range(at, first))
        yield Cell(last - first + 1, tuple(_mark(each, columns) for each in steps))
        at = last + 1
    yield from (Cell() for _ in range(at, part.stop))


def _mark(placed: Placed, columns: Sequence[Column]) -> Mark:
    first, last, step = placed
    if step.days is None:
        return Mark(step)
    spanned = columns[first : last + 1]
    total = sum((each.last - each.first).days + 1 for each in spanned)
    start = _before(step.days[0].toordinal(), spanned) * PARTS // total
    end = -(-_before(step.days[1].toordinal() + 1, spanned) * PARTS // total)
    start = min(start, PARTS - 1)
    length = PARTS - start if step.form == "from" else max(1, end - start)
    return Mark(step, start, min(length, PARTS - start))


def _before(day: int, columns: Sequence[Column]) -> int:
    """How many of the days of these columns lie before a day."""
    return sum(
        min(
            max(day - each.first.toordinal(), 0), each.last.toordinal() + 1 - each.first.toordinal()
        )
        for each in columns
    )

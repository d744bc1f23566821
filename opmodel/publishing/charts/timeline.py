"""Editions on two axes: from when each has effect, and when that was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .layout import Point

WIDTH, HEIGHT = 720.0, 300.0
LEFT, TOP, RIGHT, BOTTOM = 92.0, 34.0, 24.0, 44.0
DOT = 13.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One edition: its number in the list beside the drawing, what it is, and where it stands.

    `settled` is false for what was never adopted, or not yet: such a dot is drawn hollow.
    """

    number: int
    words: str
    settled: bool
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on one of the axes."""

    year: int
    at: float


@dataclass(frozen=True)
class Timeline:
    """A time line laid out. `on` and `known` are where the days asked of stand."""

    dots: tuple[Dot, ...]
    across: tuple[Tick, ...]
    down: tuple[Tick, ...]
    on: float | None
    known: float | None
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True, slots=True)
class Event:
    """An edition with its two days: from when it has effect, and when that was recorded."""

    words: str
    settled: bool
    effective_on: date
    recorded_on: date


def lay_out(events: Sequence[Event], *, on: date, known: date) -> Timeline | None:
    """The time line of these events, in their order; None where there is none.

    The axes run over whole years that hold every event and the days asked of, as far as those are
    near; dots that would cover each other move aside.
    """
    if not events:
        return None
    across = _Axis.over([event.effective_on for event in events], on, LEFT, WIDTH - RIGHT)
    down = _Axis.over([event.recorded_on for event in events], known, TOP, HEIGHT - BOTTOM)
    dots: list[Dot] = []
    taken: list[Point] = []
    for number, event in enumerate(events, start=1):
        x, y = across.at(event.effective_on), down.at(event.recorded_on)
        while any(abs(x - left) < 2 * DOT and abs(y - top) < 2 * DOT for left, top in taken):
            x += 2 * DOT
        taken.append((x, y))
        dots.append(Dot(number, event.words, event.settled, round(x, 1), round(y, 1)))
    return Timeline(
        dots=tuple(dots),
        across=across.ticks(),
        down=down.ticks(),
        on=across.within(on),
        known=down.within(known),
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """Whole years between two points of the drawing."""

    first: int
    last: int
    start: float
    end: float

    MOST_YEARS = 12
    """Further away than this, the day asked of is left out: it would squeeze the rest together."""

    @classmethod
    def over(cls, days: Sequence[date], asked: date, start: float, end: float) -> _Axis:
        years = [day.year for day in days]
        near = [
            year for year in (asked.year,) if max(*years, year) - min(*years, year) < cls.MOST_YEARS
        ]
        return cls(min(*years, *near, years[0]), max(*years, *near, years[0]) + 1, start, end)

    def at(self, day: date) -> float:
        beginning = date(self.first, 1, 1).toordinal()
        days = date(self.last, 1, 1).toordinal() - beginning
        return self.start + (self.end - self.start) * (day.toordinal() - beginning) / days

    def within(self, day: date) -> float | None:
        return round(self.at(day), 1) if self.first <= day.year < self.last else None

    def ticks(self) -> tuple[Tick, ...]:
        every = 1 + (self.last - self.first) // self.MOST_YEARS
        return tuple(
            Tick(year, round(self.at(date(year, 1, 1)), 1))
            for year in range(self.first, self.last + 1, every)
        )

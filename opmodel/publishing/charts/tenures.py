"""Who held a post over time, as bars: whoever holds it above, whoever acts below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from directorates.models import Appointment
from opmodel.publishing.words import span

from .timeline import Tick

WIDTH = 240.0
LANE, GAP = 12.0, 4.0
AHEAD = 1
"""Whole years after the day asked of that are shown."""
MOST_YEARS = 12

Form = Appointment.Form


@dataclass(frozen=True, slots=True)
class Bar:
    """One appointment: its form, which says how it looks, its words, and where it lies."""

    form: str
    words: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Strip:
    """The appointments of one post between two years. `on` is where the day asked of lies."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    on: float
    words: str
    width: float = WIDTH
    height: float = 2 * LANE + GAP


@dataclass(frozen=True, slots=True)
class Years:
    """The whole years that drawings beside each other have in common."""

    first: int
    last: int

    @classmethod
    def over(cls, rows: Sequence[Appointment], on: date) -> Years:
        """From the first year of any of them, as far as that is near, to the year after the day
        asked of, or the last in which one of them ends."""
        begun = [row.begins_on.year for row in rows if row.begins_on]
        ended = [row.ends_on.year for row in rows if row.ends_on]
        first = max(min([on.year, *begun]), on.year - MOST_YEARS)
        last = min(max([on.year, *begun, *ended]), on.year + MOST_YEARS)
        return cls(first, last + AHEAD)

    def at(self, day: date) -> float:
        """Where a day lies, from left to right."""
        start, end = (date(year, 1, 1).toordinal() for year in (self.first, self.last))
        share = (day.toordinal() - start) / (end - start)
        return round(WIDTH * min(max(share, 0.0), 1.0), 1)

    def ticks(self) -> tuple[Tick, ...]:
        """Where years begin."""
        every = 1 + (self.last - self.first) // 8
        return tuple(
            Tick(year, self.at(date(year, 1, 1))) for year in range(self.first, self.last, every)
        )


def lay_out(rows: Sequence[Appointment], years: Years, on: date) -> Strip:
    """The bars of one post. A job share divides the height among those who share."""
    shared = [row for row in rows if row.form == Form.SHARED]
    bars = []
    for row in rows:
        left = years.at(row.begins_on) if row.begins_on else 0.0
        right = years.at(row.ends_on) if row.ends_on else WIDTH
        if row.form == Form.ACTING:
            y, height = LANE + GAP, LANE
        elif row.form == Form.SHARED:
            beside = [each for each in shared if each.overlaps(row)]
            height = LANE / len(beside)
            y = height * beside.index(row)
        else:
            y, height = 0.0, LANE
        if right > left:
            width = round(right - left, 1)
            bars.append(Bar(row.form, words_of(row), left, round(y, 1), width, round(height, 1)))
    told = "; ".join(words_of(row) for row in rows)
    return Strip(tuple(bars), years.ticks(), years.at(on), told)


def words_of(row: Appointment) -> str:
    """“Joanna Whitlock, acting, 1 November 2025 to 1 March 2026”; “Vacant from 1 May 2026”."""
    days = span(row.begins_on, row.ends_on) or "days not recorded"
    if not row.name:
        return f"Vacant {days}"
    form = "" if row.form == Form.SUBSTANTIVE else f", {row.get_form_display().lower()}"
    return f"{row.name}{form}, {days}"

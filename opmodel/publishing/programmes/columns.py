"""Which stretches of time a roadmap has columns for.

A column is a year, a quarter of the NHS's financial year or a month: as fine as the dates tell
apart, and no finer. Time in which nothing is dated has no column.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from opmodel.publishing.words import day

MOST_COLUMNS_OF_MONTHS: Final = 8
FEWEST_TO_SPLIT: Final = 3
"""So many dates must lie in a stretch of time at least for it to be split further."""
WORTH_A_COLUMN: Final = 25
"""Of so many dates more than one must lie in a column, or it is joined to the one before."""

Days = tuple[date, date]
"""A first and a last day."""


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch of time; *after_gap* where time before it was left out."""

    first: date
    last: date
    after_gap: bool = False

    @property
    def title(self) -> str:
        """“2025”, “2016 to 2021”, “Q1 2022/23”, “June 2025”, “July to December 2023”."""
        if self.is_years:
            return " to ".join(dict.fromkeys((str(self.first.year), str(self.last.year))))
        if self._is_quarter:
            return day(self.first, "quarter")
        return self.months

    @property
    def note(self) -> str:
        """The months of a quarter."""
        return self.months if self._is_quarter else ""

    @property
    def is_years(self) -> bool:
        """Whether it begins and ends with a year."""
        return (self.first.month, self.last.month) == (1, 12)

    @property
    def _is_quarter(self) -> bool:
        return (
            self.first.year == self.last.year
            and self.first.month % 3 == 1
            and self.last.month - self.first.month == 2
        )

    @property
    def months(self) -> str:
        """From which month to which."""
        first, last = day(self.first, "month"), day(self.last, "month")
        if self.first.year == self.last.year:
            first = first.split()[0] if first != last else last
        return " to ".join(dict.fromkeys((first, last)))

    def meets(self, days: Days) -> bool:
        """Whether any of those days lies in it."""
        return days[0] <= self.last and self.first <= days[1]

    def holds(self, days: Days) -> bool:
        """Whether all of those days lie in it."""
        return self.first <= days[0] and days[1] <= self.last


def columns_for(dates: Iterable[Days]) -> tuple[Column, ...]:
    """The columns in which these dates can be shown, from the earliest on."""
    dates = list(dates)
    years = sorted({year for first, last in dates for year in range(first.year, last.year + 1)})
    columns = [part for year in years for part in _split(_months(year, 1, 12), 3, dates)]
    by_month = [part for column in columns for part in _split(column, 1, dates)]
    if len(by_month) <= MOST_COLUMNS_OF_MONTHS:
        columns = by_month
    met = [each for each in columns if any(map(each.meets, dates))]
    return tuple(_with_gaps(_joined(met, dates)))


def _months(year: int, first: int, last: int) -> Column:
    return Column(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _split(column: Column, months: int, dates: Sequence[Days]) -> list[Column]:
    """Its parts of so many months, where there are dates that lie in different ones."""
    first, last = column.first.month, column.last.month
    parts = [
        _months(column.first.year, start, start + months - 1)
        for start in range(first, last + 1, months)
    ]
    inside = [sum(part.holds(each) for each in dates) for part in parts]
    fewest = max(FEWEST_TO_SPLIT, len(dates) // WORTH_A_COLUMN)
    worth_it = sum(inside) >= fewest and sum(map(bool, inside)) > 1
    return parts if worth_it else [column]


def _joined(columns: list[Column], dates: Sequence[Days]) -> list[Column]:
    """The columns, neighbours in which next to nothing lies made one."""
    most = len(dates) // WORTH_A_COLUMN
    found: list[Column] = []
    room = 0
    for column in columns:
        inside = sum(map(column.holds, dates))
        if found and inside <= room and _alike(found[-1], column):
            found[-1] = Column(found[-1].first, column.last)
            room -= inside
        else:
            found.append(column)
            room = most - inside
    return found


def _alike(before: Column, after: Column) -> bool:
    """Whether both are whole years, or parts of one year."""
    return before.first.year == after.last.year or (before.is_years and after.is_years)


def _with_gaps(columns: list[Column]) -> list[Column]:
    found: list[Column] = []
    for column in columns:
        gap = bool(found) and (column.first - found[-1].last).days > 1
        found.append(Column(column.first, column.last, after_gap=gap))
    return found

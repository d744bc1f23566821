"""Dates that say how much of them is known."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from opmodel.editions.models import Precision

# February's are those of a leap year: the wording of a date may leave out the year.
_MONTHS = {
    "January": 31, "February": 29, "March": 31, "April": 30, "May": 31, "June": 30, "July": 31,
    "August": 31, "September": 30, "October": 31, "November": 30, "December": 31,
}  # fmt: skip
_DAY_AND_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({'|'.join(_MONTHS)})\b")


def impossible_day(wording: str) -> str:
    """The day that a date as a source words it names, where no year has it; else nothing."""
    for found in _DAY_AND_MONTH.finditer(wording):
        number, month = found.groups()
        if not 1 <= int(number) <= _MONTHS[month]:
            return found.group()
    return ""


def parse_period(text: str) -> tuple[date, Precision]:
    """The first day of a period, and how precisely it is known.

    Takes 2024, 2024-Q3, 2024-09 and 2024-09-01. Raises ValueError for a day that does not exist.
    """
    parts = text.split("-")
    year = int(parts[0])
    if len(parts) == 1:
        return date(year, 1, 1), Precision.YEAR
    if parts[1].startswith("Q"):
        return date(year, 3 * int(parts[1][1:]) - 2, 1), Precision.QUARTER
    if len(parts) == 2:
        return date(year, int(parts[1]), 1), Precision.MONTH
    return date.fromisoformat(text), Precision.DAY


def parse_moment(text: str) -> datetime:
    """A moment in UTC; a day alone is its first moment. Raises ValueError as above."""
    moment = datetime.fromisoformat(text)
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text} lies outside the calendar in UTC") from error

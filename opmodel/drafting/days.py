"""Days as people write them: “31 March 2027”, “31/3/2027”, and months, quarters and years, which
stand for their first day or their last."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
HOW: Final = "Write it like 31 March 2027 or 31/3/2027."

_DAY: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ /.-]+([a-z]{3,9}|\d{1,2})[ /.,-]+(\d{4})")
_MONTH: Final = re.compile(r"([a-z]{3,9})[ .,-]+(\d{4})|(\d{4})-(\d{2})")
_QUARTER: Final = re.compile(r"q([1-4])[ ]*(\d{4})[/-](\d{2})(?:\d{2})?")
_YEAR: Final = re.compile(r"\d{4}")


class NoDay(ValueError):
    """Raised for what is no day; the message says what would be one."""


def written(day: date) -> str:
    """A day as people write it."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def read_day(text: str, *, last: bool = False, periods: bool = True) -> date:
    """The day that is written. A month, a quarter of the financial year or a year stands for its
    first day, or its *last*; without *periods* it is refused. Raises NoDay."""
    said = " ".join(text.split()).casefold()
    try:
        return date.fromisoformat(said)
    except ValueError:
        pass
    try:
        if found := _DAY.fullmatch(said):
            return date(int(found[3]), _month(found[2]), int(found[1]))
        if periods:
            begins = _first(said)
            if begins is not None:
                return _end(*begins) if last else begins[0]
    except ValueError:
        pass
    raise NoDay(f"“{text.strip()[:40]}” is no day. {HOW}")


def _first(said: str) -> tuple[date, int] | None:
    """The first day of a period, and how many months it has."""
    if found := _MONTH.fullmatch(said):
        if found[1]:
            return date(int(found[2]), _month(found[1]), 1), 1
        return date(int(found[3]), int(found[4]), 1), 1
    if found := _QUARTER.fullmatch(said):
        number, year = int(found[1]), int(found[2])
        return (date(year + 1, 1, 1) if number == 4 else date(year, 1 + 3 * number, 1)), 3
    return (date(int(said), 1, 1), 12) if _YEAR.fullmatch(said) else None


def _end(first: date, months: int) -> date:
    month = first.month + months - 1
    return date(first.year, month, monthrange(first.year, month)[1])


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    for number, name in enumerate(MONTHS, start=1):
        if len(word) >= 3 and name.casefold().startswith(word):
            return number
    raise ValueError(word)

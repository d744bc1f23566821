"""How the registry writes dates, sums and gaps: en-GB, as a board paper would."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils import timezone

NOT_RECORDED: Final = "not recorded"
NO_DATE: Final = "no date given"
TODAY: Final = "today"

# Not the locale's: a page must read the same on every machine.
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def day(value: date | None, precision: str = "day") -> str:
    """A date with as much of it as its source gives: “1 October 2024”, “September 2024”.

    Quarters are those of the financial year, as the NHS counts them: “Q4 2021/22”.
    """
    if value is None:
        return NOT_RECORDED
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    month = MONTHS[value.month - 1]
    match precision:
        case "year":
            return str(value.year)
        case "quarter":
            return _quarter(value)
        case "month":
            return f"{month} {value.year}"
        case _:
            return f"{value.day} {month} {value.year}"


def _quarter(value: date) -> str:
    began = value.year if value.month >= 4 else value.year - 1
    number = (value.month - 4) % 12 // 3 + 1
    return f"Q{number} {began}/{(began + 1) % 100:02}"


def when(dated: str, begins: date | None, ends: date | None) -> str:
    """A date as its source words it, with the days that it can mean where that says more:
    “Q4 21/22 (1 January to 31 March 2022)”, “by 1 July 2022”, “in due course”, “no date given”.
    """
    days = span(begins, ends)
    if not dated or not days:
        return dated or days or NO_DATE
    said = _plainly(dated)
    for words in (_period(begins, ends), days):
        if said in {_plainly(words), _plainly(words.removeprefix("by "))}:
            return words
    return f"{dated} ({days})"


def span(begins: date | None, ends: date | None) -> str:
    """The days from one to the other: “1 July 2022”, “1 to 10 July 2025”, “by 1 July 2022”.

    Without a first day “by”, without a last one “from”; empty without either.
    """
    if begins is None or ends is None:
        known = begins or ends
        return f"{'from' if begins else 'by'} {day(known)}" if known else ""
    if begins == ends:
        return day(ends)
    if begins.year != ends.year:
        return f"{day(begins)} to {day(ends)}"
    month = "" if begins.month == ends.month else f" {MONTHS[begins.month - 1]}"
    return f"{begins.day}{month} to {day(ends)}"


def _period(begins: date | None, ends: date | None) -> str:
    """The month or the year that these days are, or begin with: “April 2022”, “from April 2023”."""
    if begins is None:
        return ""
    if ends is None:
        return f"from {day(begins, 'month')}" if begins.day == 1 else ""
    whole_months = begins.day == 1 and ends.day == monthrange(ends.year, ends.month)[1]
    if not whole_months or begins.year != ends.year:
        return ""
    if (begins.month, ends.month) == (1, 12):
        return day(begins, "year")
    return day(begins, "month") if begins.month == ends.month else ""


def _plainly(words: str) -> str:
    """Words for a date without what makes no difference: “July 01st ’22” as “1 july 2022”."""
    text = re.sub(r"^(?:on|as of) ", "", words.casefold().replace(",", " "))
    text = re.sub(r"\b0?(\d{1,2})(?:st|nd|rd|th)?\b", r"\1", text)
    text = re.sub(r"(?<=[a-z])\s+['’]?(\d\d)$", r" 20\1", text)
    text = re.sub(r"^((?:by )?)([a-z]+) (\d{1,2}) (\d{4})$", r"\1\3 \2 \4", text)
    return " ".join(text.split())


def moment(value: datetime | None) -> str:
    """A day and the time of it: “1 October 2024 at 10:42”."""
    if value is None:
        return NOT_RECORDED
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local.date())} at {local:%H:%M}"


def amount(value: Decimal | int | None) -> str:
    """A sum in pounds: “£250,000”, with pence only where there are any."""
    if value is None:
        return NOT_RECORDED
    sign = "-" if value < 0 else ""
    pounds = abs(Decimal(value))
    return f"{sign}£{pounds:,.0f}" if pounds == int(pounds) else f"{sign}£{pounds:,.2f}"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: “1 post”, “1,204 posts”."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"

"""How the registry writes dates, sums and gaps: en-GB, as a board paper would."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils import timezone

NOT_RECORDED: Final = "not recorded"
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

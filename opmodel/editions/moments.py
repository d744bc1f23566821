"""The two dates of every question: in force on which day, as known at which moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Moment:
    """In force *on* a day, as known at the end of the day *known*."""

    on: date
    known: date

    @classmethod
    def of(cls, today: date) -> Moment:
        """Today, as known today."""
        return cls(on=today, known=today)

    @property
    def known_at(self) -> datetime:
        """The last moment of the day *known*, London time."""
        return datetime.combine(self.known + timedelta(days=1), time.min, LONDON) - timedelta(
            microseconds=1
        )

    def asked(self) -> dict[str, Any]:
        """The two dates as the selectors take them."""
        return {"on": self.on, "known_at": self.known_at}

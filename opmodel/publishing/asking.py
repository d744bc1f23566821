"""The two dates in a page's address: read, kept while browsing, refused in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils import timezone

from opmodel.editions.moments import Moment

EARLIEST, LATEST = date(1948, 7, 5), date(2148, 7, 5)
"""From the day the NHS began, and as far again: beyond is a slip of the pen."""


@dataclass(frozen=True)
class Asked:
    """As of when a page was asked for."""

    moment: Moment
    today: date

    @property
    def is_now(self) -> bool:
        """Whether it was asked for as things are today."""
        return self.moment == Moment.of(self.today)

    @property
    def stated(self) -> dict[str, str]:
        """The dates that are not today, by the names they have in addresses."""
        dates = (("on", self.moment.on), ("known_at", self.moment.known))
        return {name: day.isoformat() for name, day in dates if day != self.today}

    @property
    def carried(self) -> str:
        """What links carry on, so that the dates stay while browsing; empty for today."""
        return f"?{urlencode(self.stated)}" if self.stated else ""


def as_of_today() -> Asked:
    """As things are today."""
    today = timezone.localdate()
    return Asked(moment=Moment.of(today), today=today)


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def asked(request: HttpRequest) -> Asked:
    """The dates of a request; today where it names none. Raises BadRequest in words."""
    today = timezone.localdate()
    return Asked(
        moment=Moment(
            on=day_in(request.GET.get("on", ""), "on", otherwise=today),
            known=day_in(request.GET.get("known_at", ""), "known_at", otherwise=today),
        ),
        today=today,
    )


def day_in(text: str, name: str, *, otherwise: date) -> date:
    """The day that a parameter names. Raises BadRequest, saying what it should look like."""
    if not text:
        return otherwise
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise BadRequest(f"{name}: “{text[:40]}” is no date. Write it as 2024-10-01.")
    if not EARLIEST <= day <= LATEST:
        raise BadRequest(
            f"{name} must lie between {EARLIEST.year} and {LATEST.year}; “{text}” does not."
        )
    return day

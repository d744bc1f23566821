"""Which appointments of one post may stand together, said day by day and in no other way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

FIRST = date(2026, 1, 1)
DAYS = 10
"""Days looked at: one before and one after all that is drawn stand for the open ends."""


@dataclass(frozen=True)
class Stated:
    """An appointment as a test draws it; None is an open end."""

    form: str
    name: str
    begins_on: date | None
    ends_on: date | None

    @property
    def values(self) -> dict[str, object]:
        return {
            "form": self.form,
            "name": self.name,
            "begins_on": self.begins_on,
            "ends_on": self.ends_on,
        }

    def on(self, day: date) -> bool:
        return (self.begins_on is None or self.begins_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


def may_stand(rows: Iterable[Stated]) -> bool:
    """Whether all of them may be recorded of one post."""
    every = list(rows)
    if not all((row.form == "vacant") == (row.name == "") for row in every):
        return False
    if any(row.begins_on and row.ends_on and row.ends_on < row.begins_on for row in every):
        return False
    days = [FIRST + timedelta(days=number) for number in range(-1, DAYS + 1)]
    return all(_on_a_day([row for row in every if row.on(day)]) for day in days)


def _on_a_day(rows: list[Stated]) -> bool:
    held = [row for row in rows if row.form in ("substantive", "interim", "vacant")]
    sharing = [row for row in rows if row.form == "shared"]
    acting = [row for row in rows if row.form == "acting"]
    names = [row.name.lower() for row in rows if row.name]
    return (
        len(held) <= 1
        and not (held and sharing)
        and len(acting) <= 1
        and len(names) == len(set(names))
    )

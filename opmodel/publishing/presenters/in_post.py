"""Who is in a post on a day, in words. Appointments stand outside editions, and are dated."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from directorates.models import Appointment
from directorates.selectors.appointments import appointments
from opmodel.publishing.asking import Asked
from opmodel.publishing.words import day

SAID: Final = {"acting": "acting", "interim": "interim", "shared": "job share"}
"""Forms of holding a post that are said beside a name; the substantive holder is just named."""


def held_by(post: str, organisation: str, asked: Asked) -> str:
    """Who holds that post on the day, as known then; empty where nothing is recorded."""
    narrowed = Q(organisation=organisation, post=post)
    rows = appointments(moment=asked.moment, narrowed=narrowed)
    return "; ".join(_in_words(row) for row in rows)


def _in_words(row: Appointment) -> str:
    """“Joanna Whitlock, acting, since 1 November 2025”; “Vacant since 1 May 2026”."""
    since = f"since {day(row.begins_on)}" if row.begins_on else ""
    if not row.name:
        return f"Vacant {since}".strip()
    return ", ".join(filter(None, (row.name, SAID.get(row.form, ""), since)))

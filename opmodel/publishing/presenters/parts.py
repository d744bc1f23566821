"""Under which heading the lists of an edition stand, and in what order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from opmodel.editions.models import Kind

_PROGRAMME: Final = "Programme of change"
_RISKS: Final = "Risks"
_OPEN: Final = "Questions and engagement"
_GROUND: Final = "Principles and figures"

PARTS: Final = {
    "workstream": _PROGRAMME,
    "outcome": _PROGRAMME,
    "omission": _PROGRAMME,
    "milestone": _PROGRAMME,
    "activity": _PROGRAMME,
    "transfer": _PROGRAMME,
    "support-item": _PROGRAMME,
    "risk": _RISKS,
    "impact": _RISKS,
    "mitigation": _RISKS,
    "question": _OPEN,
    "support-request": _OPEN,
    "engagement": _OPEN,
    "scenario-source": _OPEN,
    "principle": _GROUND,
    "green-priority": _GROUND,
    "figure": _GROUND,
}
"""The headings of kinds whose app has too many for one, in the order in which they are read."""


def part_of(kind: type[Kind]) -> str:
    """The heading under which a kind's list stands: its app's, unless that is divided."""
    return PARTS.get(kind.kind_name) or str(kind._meta.app_config.verbose_name)


def in_reading_order(kinds: Iterable[type[Kind]]) -> list[type[Kind]]:
    """Kinds app by app, those of a divided app in the order of its headings."""
    kinds = list(kinds)
    apps = list(dict.fromkeys(kind._meta.app_label for kind in kinds))
    places = list(PARTS)
    return sorted(
        kinds,
        key=lambda kind: (
            apps.index(kind._meta.app_label),
            places.index(kind.kind_name) if kind.kind_name in places else 0,
        ),
    )

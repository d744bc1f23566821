"""Which pages of a programme an edition has something for."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from opmodel.editions.models import Kind
from transition.models import Risk, Transfer

from .steps import KINDS

TITLES: Final = {
    "roadmap": "Roadmap",
    "risk-register": "Risk register",
    "transfer-list": "Transfer list",
}
"""The pages by their words in addresses."""

_SHOWN: Final[dict[str, tuple[type[Kind], ...]]] = {
    "roadmap": KINDS,
    "risk-register": (Risk,),
    "transfer-list": (Transfer,),
}


def programme_pages_in(kinds: Container[type[Kind]]) -> tuple[tuple[str, str], ...]:
    """Name and title of the pages that show something of an edition with these kinds in it."""
    return tuple(
        (name, title)
        for name, title in TITLES.items()
        if any(kind in kinds for kind in _SHOWN[name])
    )

"""What the two dates cost: pages asked for as of a day, against the same pages without."""

from __future__ import annotations

from .figures import Figure, at_most
from .inside import Asking

DATES = "?on=2025-01-01&known_at=2026-01-01"
MOST = 1.2


def figures(pages: dict[str, str], *, times: int = 15) -> list[Figure]:
    """Each page as the first visitor gets it, with the dates and without: the best of several.

    In turns, so that a slow moment of the machine strikes both alike.
    """
    asking = Asking()
    return [
        at_most(
            f"{name} cold with on and known_at, times without",
            _ratio(asking, path, times),
            MOST,
        )
        for name, path in pages.items()
    ]


def _ratio(asking: Asking, path: str, times: int) -> float:
    plain, dated = [], []
    for _ in range(times):
        plain.append(asking.first(path))
        dated.append(asking.first(path + DATES))
    return min(dated) / min(plain)

"""How findings say amounts, days and lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

BASES = {
    "transaction": "",
    "yearly": " a year",
    "lifetime": " over the whole life",
    "cumulative": " for all changes together",
    "weekly": " a week",
    "per-head": " a head",
}


def pounds(amount: Decimal, basis: str = "") -> str:
    """£250,000, or £50,000.01 a year."""
    written = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
    return f"£{written}{BASES.get(basis, '')}"


def day(when: date) -> str:
    """31 March 2026."""
    return f"{when.day} {when:%B %Y}"


def listed(names: Iterable[str], *, most: int = 6) -> str:
    """A, B and C; of many the first, and how many more."""
    said = list(names)
    if len(said) > most:
        said = [*said[: most - 1], f"{len(said) - most + 1} more"]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}" if said else ""


def counted(things: Sequence[object], one: str, many: str) -> str:
    """1 power; 3 powers."""
    return f"{len(things)} {one if len(things) == 1 else many}"

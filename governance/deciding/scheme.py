"""An edition's scheme of reservation and delegation as plain values, ready to be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Band:
    """A rule of a limit: from where up to where, counted how, on which terms. None: open."""

    basis: str = "transaction"
    above: Decimal | None = None
    includes_above: bool = False
    up_to: Decimal | None = None
    includes_up_to: bool = True
    budgeted: bool | None = None
    recurrent: bool | None = None
    vat: str = ""
    signatures: int | None = None

    def starts_before(self, amount: Decimal) -> bool:
        """Whether the amount lies at or beyond the band's beginning."""
        if self.above is None:
            return True
        return amount > self.above or (self.includes_above and amount == self.above)

    def reaches(self, amount: Decimal) -> bool:
        """Whether the amount lies at or before the band's end."""
        if self.up_to is None:
            return True
        return amount < self.up_to or (self.includes_up_to and amount == self.up_to)

    def holds(self, amount: Decimal) -> bool:
        return self.starts_before(amount) and self.reaches(amount)

    def away_from(self, amount: Decimal) -> Decimal:
        """How many pounds the amount lies below the band's beginning or above its end."""
        below = self.above - amount if self.above is not None else Decimal(0)
        beyond = amount - self.up_to if self.up_to is not None else Decimal(0)
        return max(below, beyond, Decimal(0))


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever holds a power: its key, its kind, its name; a key alone may be empty for a type."""

    key: str
    kind: str
    name: str
    executive: bool = False


@dataclass(frozen=True, slots=True)
class Power:
    """One row of the scheme: who plays which part in which decision, within which bounds.

    No places, no services, no bands: everywhere, for everything, any amount. `without_effect` says
    that what it rests on delegates nothing, such as a memorandum of understanding. `limit` is how
    the scheme words its bounds.
    """

    key: str
    decision: str
    part: str
    type: str
    holder: Holder
    parent: str = ""
    places: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    bands: tuple[Band, ...] = ()
    effective_from: date | None = None
    effective_until: date | None = None
    onward: bool | None = None
    deputy_rule: str = ""
    deputy: Holder | None = None
    without_effect: str = ""
    conditions: str = ""
    clause: str = ""
    clause_name: str = ""
    standing: str = "in-force"
    limit: str = ""

    @property
    def up_to(self) -> Decimal | None:
        """The most that it reaches to, on any basis; None: any amount."""
        if not self.bands or any(band.up_to is None for band in self.bands):
            return None
        return max(band.up_to for band in self.bands if band.up_to is not None)


@dataclass(frozen=True, slots=True)
class Matter:
    """A decision that the scheme knows: its key, its words, and what the law says of it."""

    key: str
    name: str
    ref: str = ""
    words: tuple[str, ...] = ()
    transaction: str = ""
    category: str = ""
    function: str = ""
    non_delegable: bool = False
    summary: str = ""


@dataclass(frozen=True)
class Scheme:
    """All of it. `above` maps each place to the one that it is part of."""

    matters: Mapping[str, Matter]
    powers: tuple[Power, ...]
    places: Mapping[str, str] = field(default_factory=dict)
    above: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    executives: tuple[Holder, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Power]:
        return {power.key: power for power in self.powers}

    @cached_property
    def by_decision(self) -> dict[str, tuple[Power, ...]]:
        found: dict[str, list[Power]] = {}
        for power in self.powers:
            found.setdefault(power.decision, []).append(power)
        return {decision: tuple(powers) for decision, powers in found.items()}

    def main_basis(self, decision: str) -> str:
        """The basis on which most limits of a decision count; each transaction where none does."""
        counted = Counter(
            band.basis
            for power in self.by_decision.get(decision, ())
            if power.part == "approves"
            for band in power.bands
        )
        return max(counted, key=counted.__getitem__, default="transaction")

    def within(self, place: str) -> frozenset[str]:
        """The place and all it is part of."""
        found: list[str] = []
        while place and place not in found:
            found.append(place)
            place = self.above.get(place, "")
        return frozenset(found)

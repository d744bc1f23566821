"""An edition as plain values: what the rules look at. No database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from governance.deciding.scheme import Scheme

from .limits import Coverage, coverage
from .outside import Outside

FIRM = frozenset({"in-force", "agreed", "delivered"})
"""Standings of what a source states as so."""


class Row:
    """An element: what every element has, and the fields that its kind adds.

    A reference is the row that it names, or None; a list of references is a tuple of rows. The
    fields of all rows of a kind are read when one of them is first asked for, its lists each by
    itself.
    """

    __slots__ = ("_read", "_stated", "key", "kind", "name", "standing", "summary")

    def __init__(self, base: Sequence[str], read: Callable[[str, str], None]):
        self.key, self.kind, self.name, self.standing, self.summary = base
        self._read = read
        self._stated: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name not in self._stated:
            self._read(self.kind, name)
        if name not in self._stated:
            raise AttributeError(f"The {self.kind} {self.key} has no {name}.")
        return self._stated[name]

    def __repr__(self) -> str:
        return f"<{self.kind} {self.key}>"

    def state(self, stated: Mapping[str, Any]) -> None:
        """Gives the row the fields of its kind."""
        self._stated.update(stated)

    @property
    def is_firm(self) -> bool:
        """Whether it is stated as so, and not as proposed, drafted or asked."""
        return self.standing in FIRM


@dataclass(frozen=True)
class About:
    """What of the edition itself a rule may ask."""

    slug: str
    organisation: str
    state: str = "draft"
    recorded_on: date | None = None

    @property
    def is_plan(self) -> bool:
        """Whether it was published without being adopted: then what it plans is only planned."""
        return self.state == "not-adopted"


class Model:
    """Everything that an edition states, on a day, and what the world knows besides."""

    def __init__(
        self,
        *,
        about: About,
        on: date,
        rows: Iterable[Row],
        kinds: frozenset[str],
        scheme: Callable[[], Scheme],
        outside: Outside,
    ):
        self.about = about
        self.on = on
        self._kinds = kinds
        self._scheme = scheme
        self.outside = outside
        self.by_key: dict[str, Row] = {}
        self._by_kind: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            self.by_key[row.key] = row
            self._by_kind[row.kind].append(row)
        self._pointing: dict[tuple[str, str], dict[str, list[Row]]] = {}
        self._coverage: dict[str, Coverage] = {}

    def of(self, kind: str) -> list[Row]:
        """All elements of a kind, in their order."""
        if kind not in self._kinds:
            raise LookupError(f"{kind} was not read: the rule does not say that it reads it.")
        return self._by_kind.get(kind, [])

    @property
    def elements(self) -> Iterable[Row]:
        """Every element, with what every element has."""
        return self.by_key.values()

    def pointing(self, kind: str, field: str, at: Row) -> list[Row]:
        """The elements of a kind whose reference, or list of references, names this one."""
        index = self._pointing.get((kind, field))
        if index is None:
            index = defaultdict(list)
            for row in self.of(kind):
                value = getattr(row, field)
                for target in value if isinstance(value, tuple) else (value,):
                    if target is not None:
                        index[target.key].append(row)
            self._pointing[kind, field] = index
        return index.get(at.key, [])

    def coverage(self, decision: Row) -> Coverage:
        """Where nobody may take the decision, and where two may; asked once for all rules."""
        if decision.key not in self._coverage:
            self._coverage[decision.key] = coverage(self.scheme, decision.key, self.on)
        return self._coverage[decision.key]

    @cached_property
    def scheme(self) -> Scheme:
        """Who may decide what, as the deciding itself reads it."""
        return self._scheme()

    @cached_property
    def has_scheme(self) -> bool:
        """Whether it says of single decisions who takes them."""
        return bool(self.of("decision"))

    def is_over(self, day: date | None) -> bool:
        """Whether a last day lies before the day that is looked at."""
        return day is not None and day < self.on

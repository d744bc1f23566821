"""What a comparison consists of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from opmodel.editions.models import Edition, LineageKind

from .fields import Change


@dataclass(frozen=True, slots=True)
class Thing:
    """An element of one of the two editions, as far as one needs to name it."""

    edition: Edition
    id: UUID
    key: str
    kind: str
    name: str
    position: int
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What lineage tells of an element: what it gave way to, or what it came from.

    `kind` is a kind of lineage; `source` names the document that says so, and is empty where it is
    the registry's own reading.
    """

    thing: Thing
    kind: str
    onward: bool
    note: str = ""
    source: str = ""

    @property
    def connects(self) -> bool:
        """Whether one came from the other; otherwise both only have one name."""
        return self.kind != LineageKind.DIFFERENT


class Why(StrEnum):
    """Why something that the later edition does not have counts as not mentioned."""

    LEAVES_OUT = "leaves-out"
    """The later edition says that it does not show everything."""
    SILENT = "silent"
    """The later edition has nothing of that kind, and does not continue the earlier one."""


@dataclass(frozen=True, slots=True)
class Alone:
    """An element that only one of the two editions has."""

    thing: Thing
    told: tuple[Told, ...] = ()
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing in both editions.

    `moved_from` and `moved_to` are what it stands in, where that is not the same thing any more.
    `lineage` is the kind of lineage by which it is known as one thing; empty: by its key.
    """

    before: Thing
    after: Thing
    changes: tuple[Change, ...] = ()
    moved: bool = False
    moved_from: Thing | None = None
    moved_to: Thing | None = None
    lineage: str = ""
    note: str = ""
    told: tuple[Told, ...] = ()

    @property
    def thing(self) -> Thing:
        """It as it is now."""
        return self.after

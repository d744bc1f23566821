"""Rows as somebody sends them, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

MOST_ROWS = 500
"""So many are written in one go: a page of a grid."""


@dataclass(frozen=True)
class SentRow:
    """Cells of one row by the names of their columns.

    `mark` is what the sender calls the row; without a `key` it is new. `seen` is the version that
    was read.
    """

    mark: str
    cells: Mapping[str, str]
    key: str = ""
    seen: int | None = None


@dataclass(frozen=True)
class CellFault:
    """Why a cell cannot be so (`column` "": the row as a whole; `mark` "": all of it)."""

    mark: str
    column: str
    message: str


@dataclass(frozen=True)
class Overlap:
    """A cell that somebody else changed: what was read, and what stands there now."""

    column: str
    label: str
    read: str
    theirs: str


@dataclass(frozen=True)
class Conflict:
    """A row that somebody else changed after it was read; `seen` is its version now."""

    mark: str
    key: str
    name: str
    seen: int
    who: AbstractBaseUser | None
    when: datetime | None
    reason: str
    cells: tuple[Overlap, ...]


@dataclass(eq=False)
class RowsRefused(Exception):
    """Rows that were not written, none of them: what is wrong, and what was overtaken."""

    faults: list[CellFault] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.faults or self.conflicts)


@dataclass(frozen=True)
class SavedRow:
    """A row that was written: its key and its version now."""

    mark: str
    key: str
    seen: int


@dataclass(frozen=True)
class Told:
    """A finding as somebody who works at rows is told it; `keys` are its rows."""

    fingerprint: str
    severity: str
    title: str
    words: str
    mend: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Tried:
    """What saving would do: what is wrong, and the findings that would appear and vanish."""

    faults: Sequence[CellFault] = ()
    conflicts: Sequence[Conflict] = ()
    appear: Sequence[Told] = ()
    vanish: Sequence[Told] = ()
    rows: Sequence[SavedRow] = ()

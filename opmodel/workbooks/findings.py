"""What was made of each cell, and what the cells together state."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .reading import At, Book, Cell, Fault, Sheet


class State(StrEnum):
    """How far a cell was understood."""

    UNDERSTOOD = "understood"
    DOUBTED = "doubted"
    REFUSED = "refused"


_WORSE = (State.UNDERSTOOD, State.DOUBTED, State.REFUSED)


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell as it was read: what was made of it, or why nothing, and what to do about that."""

    at: At
    text: str
    state: State
    says: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question: what it is kept as, and what a person reads."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something only a person can tell. `name` is what the answer is remembered by; `suggested` the
    option that is probably right, if any."""

    name: str
    at: At
    question: str
    options: tuple[Option, ...]
    suggested: str = ""


@dataclass
class Statement:
    """What the workbook states of one element: only the fields it speaks of.

    `at` says in which cell each field stands. A value of None empties the field. An element that is
    not there yet is `new`; `removed` takes one out.
    """

    kind: str
    key: str
    values: dict[str, Any] = field(default_factory=dict)
    at: dict[str, At] = field(default_factory=dict)
    new: bool = False
    removed: bool = False

    def say(self, name: str, value: Any, at: At) -> None:
        self.values[name] = value
        self.at[name] = at

    @property
    def place(self) -> At | None:
        """The first cell that speaks of it."""
        return next(iter(self.at.values()), None)


class Findings:
    """Collects, while a workbook is read, a mark for each cell, faults, questions, statements."""

    def __init__(self, book: Book):
        self.book = book
        self.marks: dict[At, Mark] = {}
        self.faults: list[Fault] = []
        self.wanted: dict[str, Wanted] = {}
        self.statements: dict[str, Statement] = {}
        self.layouts: list[tuple[str, str]] = []
        self.stays: list[tuple[At, str]] = []

    def statement(self, kind: str, key: str, *, new: bool = False) -> Statement:
        """The statement about an element, made where there is none yet."""
        return self.statements.setdefault(key, Statement(kind, key, new=new))

    def understood(self, cell: Cell, says: str) -> None:
        self._mark(cell, State.UNDERSTOOD, says, "")

    def doubted(self, cell: Cell, says: str, remedy: str = "") -> None:
        self._mark(cell, State.DOUBTED, says, remedy)

    def refused(self, cell: Cell, says: str, remedy: str = "") -> None:
        self._mark(cell, State.REFUSED, says, remedy)
        self.faults.append(Fault(cell.at, says, remedy))

    def refused_at(self, at: At, says: str, remedy: str = "") -> None:
        """A fault of a place that holds nothing."""
        self.faults.append(Fault(at, says, remedy))

    def flawless(self, cell: Cell) -> bool:
        """Whether a cell can be relied on; where not, says why."""
        if cell.flaw:
            self.refused(cell, cell.flaw, cell.remedy)
        return not cell.flaw

    def want(self, wanted: Wanted) -> None:
        """Asks, once for each thing that has to be told."""
        self.wanted.setdefault(wanted.name, wanted)

    def is_marked(self, cell: Cell) -> bool:
        return cell.at in self.marks

    def _mark(self, cell: Cell, state: State, says: str, remedy: str) -> None:
        before = self.marks.get(cell.at)
        if cell.unseen and before is None:
            state = max(state, State.DOUBTED, key=_WORSE.index)
            says = f"{says} Characters that nobody sees stood in the cell, and were left out."
            remedy = f"{remedy} Type it again if it looks wrong.".strip()
        if before is None:
            self.marks[cell.at] = Mark(cell.at, cell.text, state, says, remedy)
            return
        worse = max(before.state, state, key=_WORSE.index)
        said = [each for each in (before.says, says) if each]
        told = [each for each in (before.remedy, remedy) if each]
        self.marks[cell.at] = Mark(
            cell.at,
            cell.text,
            worse,
            " ".join(dict.fromkeys(said)),
            " ".join(dict.fromkeys(told)),
        )

    def pass_over(self, sheet: Sheet, says: str, *, doubt: bool = False, rows: Any = None) -> None:
        """Says the same of every cell, in these rows, of which nothing was said yet."""
        for cell in sheet:
            if self.is_marked(cell) or (rows is not None and cell.at.row not in rows):
                continue
            if cell.flaw:
                doubt_says = f"{says} {cell.flaw}"
                self.doubted(cell, doubt_says)
            elif doubt:
                self.doubted(cell, says)
            else:
                self.understood(cell, says)

"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .model import Model, Row


class Severity(StrEnum):
    """How much a finding matters; the worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)

    @property
    def meaning(self) -> str:
        return _MEANINGS[self]


_MEANINGS = {
    Severity.ERROR: "An error: somebody would act without power, or nobody could act.",
    Severity.WARNING: "A warning: it will lead to trouble, or it is out of date.",
    Severity.NOTE: "A note: worth knowing, and right in many cases.",
}


@dataclass(frozen=True, slots=True)
class About:
    """A row that a finding is about, and the part it plays: "given under", "the holder"."""

    role: str
    key: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule's check yields: the sentence, the rows, and what tells it from others on them."""

    words: str
    rows: tuple[tuple[str, Row], ...] = ()
    mark: str = ""


def fault(words: str, *, mark: str = "", **rows: Row | None) -> Fault:
    """A fault about these rows, each under the part that it plays; the first is the main one."""
    told = tuple((role.replace("_", " "), row) for role, row in rows.items() if row is not None)
    return Fault(words, told, mark)


def of_several(words: str, role: str, rows: list[Row], *, mark: str = "") -> Fault:
    """A fault about several rows that play one part."""
    return Fault(words, tuple((role, row) for row in rows), mark)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, said so that a board secretary understands it.

    `fingerprint` stays the same for the same fault from edition to edition, however the rows are
    called: it is made of the rule, the keys of the rows, and what tells several faults on the same
    rows apart (such as the two ends of a hole). Waivers name it.
    """

    rule: Rule
    words: str
    rows: tuple[About, ...]
    mark: str = ""

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    @property
    def fingerprint(self) -> str:
        keys = ",".join(sorted({row.key for row in self.rows}))
        return sha256(f"{self.rule.id}|{keys}|{self.mark}".encode()).hexdigest()[:16]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(row.key for row in self.rows)


Check = Callable[["Model"], Iterator[Fault]]


@dataclass(frozen=True)
class Rule:
    """A rule that a model should keep.

    `reads` are the kinds of element that it looks at: it has to be tried again when one of them
    changed, and needs no other to be read. `rests_on` is the law or the practice behind it.
    """

    id: str
    title: str
    severity: Severity
    why: str
    mend: str
    rests_on: str
    reads: frozenset[str]
    faults: Check

    def check(self, model: Model) -> Iterator[Finding]:
        """What of the model breaks the rule."""
        for found in self.faults(model):
            rows = tuple(About(role, row.key, row.kind, row.name) for role, row in found.rows)
            yield Finding(self, found.words, rows, found.mark)


def rule(
    rule_id: str,
    title: str,
    *,
    severity: Severity,
    why: str,
    mend: str,
    rests_on: str,
    reads: tuple[str, ...],
) -> Callable[[Check], Rule]:
    """Makes a rule of the function that looks for its faults."""

    def made(faults: Check) -> Rule:
        return Rule(rule_id, title, severity, why, mend, rests_on, frozenset(reads), faults)

    return made

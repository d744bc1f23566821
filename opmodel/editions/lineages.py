"""Lineage as a walk through time: which element of another edition an element came to be.

An element goes on under its key from one edition of its organisation to the next. Lineage adds the
steps that keys do not show. *different* cuts a key in two: from the edition on where the other
thing appears, the key means that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from .models import Edition, LineageKind

GOES_ON = frozenset((LineageKind.SAME, LineageKind.RENAMED, LineageKind.MOVED))
"""Kinds of lineage after which it is still one thing; the others have it give way to something."""

Moment = tuple[date, datetime]
Thread = tuple[str, str]
"""An organisation and a key: what goes on from edition to edition."""


def moment_of(edition: Edition | dict[str, Any]) -> Moment:
    """Where an edition stands in time: since when it has effect, and when that was recorded.

    A document that was never adopted stands where it was published; a draft after everything.
    """
    stated = edition if isinstance(edition, dict) else edition.__dict__
    effective, recorded = stated["effective_from"], stated["recorded_at"]
    if effective is None:
        effective = stated["published_on"] or date.max
    if recorded is None:
        recorded = datetime.combine(effective, time.min, UTC)
    return effective, recorded


@dataclass(frozen=True, slots=True)
class End:
    """An element at one end of a step of lineage."""

    id: UUID
    key: str
    organisation: str
    edition: UUID
    moment: Moment

    @property
    def thread(self) -> Thread:
        return self.organisation, self.key


@dataclass(frozen=True, slots=True)
class Step:
    """One row of lineage."""

    earlier: End
    later: End
    kind: str
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """How one gets from an element to one of a later edition: the steps taken, in order."""

    to: End
    steps: tuple[Step, ...]

    @property
    def parted(self) -> bool:
        """Whether it only says that both are not the same thing."""
        return any(step.kind == LineageKind.DIFFERENT for step in self.steps)

    @property
    def goes_on(self) -> bool:
        """Whether it is still one thing at the end."""
        return all(step.kind in GOES_ON for step in self.steps)

    @property
    def kind(self) -> str:
        """What happened on the way, in one word: the most that happened."""
        kinds = {step.kind for step in self.steps}
        return next(kind for kind in _WEIGHTIEST if kind in kinds)

    @property
    def note(self) -> str:
        return " ".join(step.note for step in self.steps if step.note)


_WEIGHTIEST = (
    LineageKind.DIFFERENT,
    LineageKind.REPLACED,
    LineageKind.SPLIT,
    LineageKind.MERGED,
    LineageKind.MOVED,
    LineageKind.RENAMED,
    LineageKind.SAME,
)


class Walk:
    """The steps of lineage that there are, to be walked forward in time."""

    def __init__(self, steps: Iterable[Step]):
        self.onward: dict[Thread, list[Step]] = defaultdict(list)
        self.cuts: dict[Thread, list[Moment]] = defaultdict(list)
        for step in steps:
            self.onward[step.earlier.thread].append(step)
            if step.kind == LineageKind.DIFFERENT and step.earlier.thread == step.later.thread:
                self.cuts[step.later.thread].append(step.later.moment)

    def is_cut(self, thread: Thread, one: Moment, other: Moment) -> bool:
        """Whether the key means something else at one moment than at the other."""
        first, last = min(one, other), max(one, other)
        return any(first < cut <= last for cut in self.cuts.get(thread, ()))

    def from_(self, start: End, *, until: Moment) -> Iterator[Way]:
        """Every way forward from an element, to whatever was there by that moment.

        A step may be taken from another edition of the same key, as long as the key means the same
        thing there and the step leads on in time.
        """
        seen = {(start.id, False)}
        waiting = [Way(start, ())]
        while waiting:
            way = waiting.pop()
            here = way.to
            for step in self.onward.get(here.thread, ()):
                if not self._leads_on(step, here, until):
                    continue
                on = Way(step.later, (*way.steps, step))
                parted = on.parted
                # Told apart twice says nothing of the first and the last.
                if (way.parted and step.kind == LineageKind.DIFFERENT) or (
                    on.to.id,
                    parted,
                ) in seen:
                    continue
                seen.add((on.to.id, parted))
                waiting.append(on)
                yield on

    def _leads_on(self, step: Step, here: End, until: Moment) -> bool:
        if step.later.moment > until:
            return False
        if step.earlier.id == here.id:
            return True
        return step.later.moment > here.moment and not self.is_cut(
            here.thread, here.moment, step.earlier.moment
        )


EVER: Moment = (date.max, datetime.max.replace(tzinfo=UTC))
"""After everything."""

"""An element's ancestry: the same thing before, what it came from, what it became."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from opmodel.editions.lineages import EVER, GOES_ON, Step, Thread, Walk, moment_of
from opmodel.editions.lineages import Moment as Place
from opmodel.editions.models import EditionState, Element, LineageKind
from opmodel.editions.moments import Moment
from opmodel.editions.viewer import Viewer

from .reading import Found, end_of, read


@dataclass(frozen=True, slots=True)
class Relative:
    """An element of another edition and the step of lineage by which it is related.

    `to` is the element on the other side of the step: of the line itself, or a nearer relative.
    """

    element: Element
    to: Element
    kind: str
    note: str
    source: str


@dataclass(frozen=True)
class Ancestry:
    """An element through time, as far as the viewer may see.

    `line` is the same thing from its first edition to this one, `onward` the same thing in later
    editions. `came_from` and `became` are told by lineage, the nearest first; `apart` are things
    of the same name that it is not.
    """

    element: Element
    line: tuple[Element, ...]
    onward: tuple[Element, ...]
    came_from: tuple[Relative, ...]
    became: tuple[Relative, ...]
    apart: tuple[Relative, ...]
    found: Found


def trace(*, element: Element, viewer: Viewer, moment: Moment | None = None) -> Ancestry:
    """The ancestry of an element whose edition passed the gate. Three queries at most.

    With a *moment*, as far as it was known then.
    """
    found = read(element, viewer, moment)
    return _Tree(found, found.elements[element.id]).ancestry()


class _Tree:
    """What was found, sorted by organisation and key."""

    def __init__(self, found: Found, element: Element):
        self.found, self.element = found, element
        self.walk = Walk(found.steps)
        self.threads: dict[Thread, list[Element]] = defaultdict(list)
        self.into: dict[Thread, list[Step]] = defaultdict(list)
        for each in found.elements.values():
            self.threads[end_of(each).thread].append(each)
        for step in found.steps:
            self.into[step.later.thread].append(step)

    def ancestry(self) -> Ancestry:
        here = end_of(self.element)
        until = self._until()
        back = list(self._back(here.thread, until))
        line = {each.id: each for each in self._before(here.thread, until)}
        for step, goes_on in back:
            if goes_on:
                for each in self._before(step.earlier.thread, step.earlier.moment):
                    line[each.id] = each
        line.pop(self.element.id, None)
        onward = [
            each
            for each in self.threads[here.thread]
            if each.id != self.element.id
            and each.id not in line
            and here.moment <= end_of(each).moment
            and not self.walk.is_cut(here.thread, here.moment, end_of(each).moment)
        ]
        return Ancestry(
            element=self.element,
            line=(*_in_time(line.values()), self.element),
            onward=_in_time(onward),
            came_from=tuple(self._relative(step, back=True) for step, _ in back),
            became=tuple(self._onward_steps()),
            apart=tuple(self._apart({*line, self.element.id})),
            found=self.found,
        )

    def _until(self) -> Place:
        """Up to when something may be what this came from: for a draft, up to its base."""
        edition = self.element.edition
        if edition.state in (EditionState.DRAFT, EditionState.IN_REVIEW) and edition.based_on:
            return moment_of(edition.based_on)
        return moment_of(edition)

    def _before(self, thread: Thread, until: Place) -> Iterator[Element]:
        """The same key in editions up to then, as long as it meant the same thing."""
        for each in self.threads[thread]:
            moment = end_of(each).moment
            if _not_after(moment, until) and not self.walk.is_cut(thread, moment, until):
                yield each

    def _back(self, thread: Thread, until: Place) -> Iterator[tuple[Step, bool]]:
        """Every step that leads here, nearest first, and whether it is one thing all the way."""
        seen: set[tuple[UUID, UUID]] = set()
        waiting = [(thread, until, True)]
        while waiting:
            thread, until, one_thing = waiting.pop(0)
            for step in sorted(self.into[thread], key=_latest_first):
                if (
                    step.kind == LineageKind.DIFFERENT
                    or (step.earlier.id, step.later.id) in seen
                    or not (
                        step.later.id == self.element.id or _not_after(step.later.moment, until)
                    )
                    or self.walk.is_cut(thread, step.later.moment, until)
                ):
                    continue
                seen.add((step.earlier.id, step.later.id))
                still = one_thing and step.kind in GOES_ON
                yield step, still
                waiting.append((step.earlier.thread, step.earlier.moment, still))

    def _onward_steps(self) -> Iterator[Relative]:
        start = end_of(self.element)
        told: set[tuple[UUID, UUID]] = set()
        for way in self.walk.from_(start, until=EVER):
            step = way.steps[-1]
            if not way.parted and (step.earlier.id, step.later.id) not in told:
                told.add((step.earlier.id, step.later.id))
                yield self._relative(step, back=False)

    def _apart(self, line: set[UUID]) -> Iterator[Relative]:
        for step in self.found.steps:
            if step.kind == LineageKind.DIFFERENT and (
                step.earlier.id in line or step.later.id in line
            ):
                yield self._relative(step, back=step.later.id in line)

    def _relative(self, step: Step, *, back: bool) -> Relative:
        there, here = (step.earlier, step.later) if back else (step.later, step.earlier)
        return Relative(
            element=self.found.elements[there.id],
            to=self.found.elements[here.id],
            kind=step.kind,
            note=step.note,
            source=step.source,
        )


def _not_after(one: Place, other: Place) -> bool:
    """Whether it had effect, and was known, by then: a later correction is no ancestor."""
    return one[0] <= other[0] and one[1] <= other[1]


def _latest_first(step: Step) -> tuple[int, str, str]:
    return -step.earlier.moment[0].toordinal(), step.earlier.organisation, step.earlier.key


def _in_time(elements: Iterable[Element]) -> tuple[Element, ...]:
    return tuple(
        sorted(elements, key=lambda each: (end_of(each).moment, each.edition.slug, each.key))
    )

"""Which elements of two editions are one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from opmodel.editions.ids import HEAD_BYTES, row_id
from opmodel.editions.lineages import End, Step, Walk, Way, moment_of
from opmodel.editions.selectors.lineage import steps_visible_to
from opmodel.editions.viewer import Viewer

from .reading import Side, Tail


@dataclass(frozen=True, slots=True)
class Known:
    """What lineage knows of two elements. `onward` is false where the comparison goes back."""

    way: Way
    onward: bool


@dataclass
class Matching:
    """Each element of the earlier edition with the one of the later edition that it is.

    `ways` holds for each pair what lineage says of it, where it says something; `told` the same for
    elements that are connected and are not one thing.
    """

    pairs: dict[Tail, Tail] = field(default_factory=dict)
    ways: dict[Tail, Known] = field(default_factory=dict)
    told_before: dict[Tail, list[tuple[Tail, Known]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    told_after: dict[Tail, list[tuple[Tail, Known]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_keys_alone: bool = True
    """Whether everything with one key is one thing, and nothing else is."""

    def same(self, before: Tail | None, after: Tail | None) -> bool:
        """Whether two references lead to one thing."""
        if before is None or after is None or self.by_keys_alone:
            return before == after
        return self.pairs.get(before) == after


def match(earlier: Side, later: Side, viewer: Viewer) -> Matching:
    """Pairs elements: by lineage, otherwise by their key; never what lineage tells apart.

    One thing here is one thing there. Where lineage says more (one thing that was split into two,
    two that became one), the nearest is the pair and the others are told.
    """
    steps = steps_visible_to(viewer)
    backwards = _is_backwards(steps, earlier, later)
    first, second = (later, earlier) if backwards else (earlier, later)
    walk = Walk(steps)
    ways, barred = _ways(walk, first, second)
    found = _paired(first, second, ways, barred)
    matching = Matching(by_keys_alone=not ways and not barred)
    for tail, other in found.items():
        before, after = (other, tail) if backwards else (tail, other)
        matching.pairs[before] = after
        if (tail, other) in ways:
            matching.ways[before] = Known(ways[tail, other], not backwards)
    for (tail, other), way in (*ways.items(), *barred.items()):
        if way is None or found.get(tail) == other:
            continue
        before, after = (other, tail) if backwards else (tail, other)
        known = Known(way, not backwards)
        matching.told_before[before].append((after, known))
        matching.told_after[after].append((before, known))
    return matching


def _is_backwards(steps: list[Step], earlier: Side, later: Side) -> bool:
    """Whether the comparison goes back in time: as lineage between the two has it, which knows it
    of drafts as well, otherwise by their dates."""
    there, here = earlier.edition, later.edition
    for step in steps:
        if {step.earlier.edition, step.later.edition} == {there.id, here.id}:
            return step.later.edition == there.id
    return moment_of(here) < moment_of(there)


Couple = tuple[Tail, Tail]


def _ways(
    walk: Walk, first: Side, second: Side
) -> tuple[dict[Couple, Way], dict[Couple, Way | None]]:
    """What lineage says of elements of both: how they are connected, and which it tells apart (no
    way is given where only the key means something else by then)."""
    ways: dict[Couple, Way] = {}
    barred: dict[Couple, Way | None] = {}
    until = moment_of(second.edition)
    for start in _starts(walk, first):
        for way in walk.from_(start, until=until):
            tail = _arrives(walk, way.to, second)
            if tail is None:
                continue
            couple = _tail(start), tail
            if way.parted:
                barred[couple] = way
            elif couple not in ways or (way.goes_on and not ways[couple].goes_on):
                ways[couple] = way
    if first.edition.organisation_id == second.edition.organisation_id:
        barred = dict.fromkeys(_cut(walk, first, second)) | barred
    return {couple: way for couple, way in ways.items() if couple not in barred}, barred


def _starts(walk: Walk, side: Side) -> Iterator[End]:
    edition = side.edition
    for organisation, key in list(walk.onward):
        if organisation != edition.organisation_id:
            continue
        identifier = row_id(edition.id, key)
        if identifier.bytes[HEAD_BYTES:] in side.elements:
            yield End(identifier, key, organisation, edition.id, moment_of(edition))


def _arrives(walk: Walk, end: End, side: Side) -> Tail | None:
    """The element of that side which this one is, there or further on under its key."""
    edition = side.edition
    tail = _tail(end)
    if tail not in side.elements:
        return None
    if end.edition == edition.id:
        return tail
    if end.organisation != edition.organisation_id:
        return None
    return None if walk.is_cut(end.thread, end.moment, moment_of(edition)) else tail


def _cut(walk: Walk, first: Side, second: Side) -> Iterator[Couple]:
    """Keys that mean one thing in the first edition and another in the second."""
    moments = moment_of(first.edition), moment_of(second.edition)
    for organisation, key in walk.cuts:
        if organisation == first.edition.organisation_id and walk.is_cut(
            (organisation, key), *moments
        ):
            tail = row_id(first.edition.id, key).bytes[HEAD_BYTES:]
            yield tail, tail


def _paired(
    first: Side, second: Side, ways: dict[Couple, Way], barred: Collection[Couple]
) -> dict[Tail, Tail]:
    pairs: dict[Tail, Tail] = {}
    taken: set[Tail] = set()
    going_on = [couple for couple, way in ways.items() if way.goes_on]
    for tail, other in sorted(going_on, key=lambda couple: _nearness(couple, first, second)):
        if tail not in pairs and other not in taken:
            pairs[tail] = other
            taken.add(other)
    for tail in first.elements:
        if (
            tail in second.elements
            and tail not in pairs
            and tail not in taken
            and (tail, tail) not in barred
        ):
            pairs[tail] = tail
    return pairs


def _nearness(couple: Couple, first: Side, second: Side) -> tuple[object, ...]:
    """Sorts the nearest of several first: the same key, kind, name, then as the editions list."""
    one, other = first.elements[couple[0]], second.elements[couple[1]]
    return (
        one.key != other.key,
        one.kind != other.kind,
        one.stated[0] != other.stated[0],
        one.position,
        other.position,
        one.key,
        other.key,
    )


def _tail(end: End) -> Tail:
    return end.id.bytes[HEAD_BYTES:]

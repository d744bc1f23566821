"""What differs in two elements that are one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import Any

from django.db import models

from opmodel.editions.kinds import kinds, lists
from opmodel.editions.models import Element, Kind, LineageKind
from opmodel.editions.selectors.lineage import is_based_on

from .entries import Pair, Thing, Told
from .fields import Change
from .marks import Mark
from .matching import Known, Matching
from .reading import COMPARED, Side, Tail, compared_fields, is_element

Values = dict[str, Any]

_NAME, _SUMMARY = COMPARED.index("name"), COMPARED.index("summary")


class Differences:
    """Looks at pairs and at what stands alone, and puts it into things that have names."""

    def __init__(self, earlier: Side, later: Side, matching: Matching):
        self.earlier, self.later, self.matching = earlier, later, matching

    def is_silent_on(self, kind: str) -> bool:
        """Whether the later edition has nothing of that kind, and does not continue the earlier
        one: then it says nothing about such things at all."""
        return kind not in self._kinds_later and not self._continues

    @cached_property
    def _kinds_later(self) -> set[str]:
        return {base.kind for base in self.later.elements.values()}

    @cached_property
    def _continues(self) -> bool:
        return is_based_on(edition=self.later.edition, base=self.earlier.edition)

    def thing(self, side: Side, tail: Tail) -> Thing:
        """An element of one side by its name."""
        base = side.elements[tail]
        return Thing(
            side.edition,
            side.id_of(tail),
            base.key,
            base.kind,
            base.stated[_NAME],
            base.position,
            base.stated[_SUMMARY],
        )

    def told_of(self, side: Side, tail: Tail) -> tuple[Told, ...]:
        """What lineage tells of an element of one side about elements of the other."""
        before = side is self.earlier
        other = self.later if before else self.earlier
        rows = (self.matching.told_before if before else self.matching.told_after).get(tail, ())
        told = [self._told(other, target, known, before) for target, known in rows]
        return tuple(sorted(told, key=lambda each: (each.thing.kind, each.thing.position)))

    def _told(self, other: Side, target: Tail, known: Known, before: bool) -> Told:
        return Told(
            thing=self.thing(other, target),
            kind=known.way.kind,
            onward=known.onward == before,
            note=known.way.note,
            source="; ".join(dict.fromkeys(s.source for s in known.way.steps if s.source)),
        )

    def says_the_same(self, before: Tail, after: Tail) -> bool:
        """Whether both state the same, told without looking at fields one by one."""
        one, other = self.earlier.elements[before], self.later.elements[after]
        return (
            one.kind == other.kind
            and one.stated == other.stated
            and self._refers_to_the_same(one.kind, before, after)
            and self._lists_the_same(one.kind, before, after)
        )

    def _refers_to_the_same(self, kind: str, before: Tail, after: Tail) -> bool:
        one, other = self.earlier.own.get(before, ()), self.later.own.get(after, ())
        if self.matching.by_keys_alone:
            return one == other
        referring = _referring(kinds()[kind])
        return all(
            self.matching.same(value, later) if at in referring else value == later
            for at, (value, later) in enumerate(zip(one, other, strict=True))
        )

    def _lists_the_same(self, kind: str, before: Tail, after: Tail) -> bool:
        for each in lists(kinds()[kind]):
            old, new = _listed(self.earlier, before, each), _listed(self.later, after, each)
            if len(old) != len(new) or self._matched(old) != set(new):
                return False
        return True

    def _matched(self, tails: Iterable[Tail]) -> set[Tail | None]:
        if self.matching.by_keys_alone:
            return set(tails)
        return {self.matching.pairs.get(tail) for tail in tails}

    def pair(self, before: Tail, after: Tail) -> Pair:
        """The two with all that differs in them."""
        one, other = self.earlier.elements[before], self.later.elements[after]
        changes = list(self._changes(before, after))
        known = self.matching.ways.get(before)
        by_lineage = known is not None and any(
            step.kind == LineageKind.MOVED for step in known.way.steps
        )
        from_, to = self._nest(self.earlier, before), self._nest(self.later, after)
        moved = by_lineage or bool(from_ and to and not self.matching.same(from_, to))
        if moved:
            nested_in = {*kinds()[one.kind].nests_in, *kinds()[other.kind].nests_in}
            changes = [
                change
                for change in changes
                if change.name not in nested_in or not self._is_the_move(change, from_, to)
            ]
        return Pair(
            before=self.thing(self.earlier, before),
            after=self.thing(self.later, after),
            changes=tuple(changes),
            moved=moved,
            moved_from=self.thing(self.earlier, from_) if moved and from_ else None,
            moved_to=self.thing(self.later, to) if moved and to else None,
            lineage=known.way.kind if known else "",
            note=known.way.note if known else "",
            told=(*self.told_of(self.earlier, before), *self.told_of(self.later, after)),
        )

    def _is_the_move(self, change: Change, from_: Tail | None, to: Tail | None) -> bool:
        """Whether a change of a field only says again from where to where a thing moved."""
        return change.before in (None, from_) and change.after in (None, to)

    def _nest(self, side: Side, tail: Tail) -> Tail | None:
        """What an element stands in, the nearest."""
        kind = kinds()[side.elements[tail].kind]
        places = _places(kind)
        values = side.own.get(tail, ())
        found: Iterator[Tail | None] = (values[places[name]] for name in kind.nests_in)
        return next((each for each in found if each), None)

    def _changes(self, before: Tail, after: Tail) -> Iterator[Change]:
        one, other = self.earlier.elements[before], self.later.elements[after]
        if one.kind != other.kind:
            yield Change("kind", "What it is", None, one.kind, other.kind)
        for name, old, new in zip(COMPARED, one.stated, other.stated, strict=True):
            if name == "also_known_as":
                if set(old) != set(new):
                    yield self._words_listed(name, old, new)
            elif old != new:
                yield _change(Element._meta.get_field(name), old, new)
        specs = {each.name: each for each in _all_fields(kinds()[one.kind])}
        specs |= {each.name: each for each in _all_fields(kinds()[other.kind])}
        olds = self._values(self.earlier, before)
        news = self._values(self.later, after)
        for name, spec in specs.items():
            if spec.many_to_many:
                yield from self._list_change(spec, olds.get(name, ()), news.get(name, ()))
            elif is_element(spec):
                yield from self._reference_change(spec, olds.get(name), news.get(name))
            else:
                old, new = olds.get(name), news.get(name)
                if old != new and not (old in _NOTHING and new in _NOTHING):
                    yield _change(spec, old, new)

    def _values(self, side: Side, tail: Tail) -> Values:
        kind = kinds()[side.elements[tail].kind]
        named: Values = dict(
            zip((each.name for each in compared_fields(kind)), side.own.get(tail, ()), strict=True)
        )
        return named | {each.name: _listed(side, tail, each) for each in lists(kind)}

    def _reference_change(
        self, spec: models.Field[Any, Any], old: Tail | None, new: Tail | None
    ) -> Iterator[Change]:
        if self.matching.same(old, new):
            return
        yield _change(
            spec,
            old,
            new,
            things_before=(self.thing(self.earlier, old),) if old else (),
            things_after=(self.thing(self.later, new),) if new else (),
        )

    def _list_change(
        self, spec: models.Field[Any, Any], old: Iterable[Tail], new: Iterable[Tail]
    ) -> Iterator[Change]:
        old, new = tuple(old), tuple(new)
        if self._matched(old) == set(new) and len(old) == len(new):
            return
        before = tuple(self.thing(self.earlier, each) for each in old)
        after = tuple(self.thing(self.later, each) for each in new)
        stays = self._matched(old)
        kept = {target for target in new if target in stays}
        gone = [
            Mark("removed", thing.name)
            for tail, thing in zip(old, before, strict=True)
            if not any(self.matching.same(tail, target) for target in kept)
        ]
        here = [
            Mark("same" if tail in kept else "added", thing.name)
            for tail, thing in zip(new, after, strict=True)
        ]
        yield _change(
            spec, old, new, things_before=before, things_after=after, items=(*gone, *here)
        )

    def _words_listed(self, name: str, old: list[str], new: list[str]) -> Change:
        gone = [Mark("removed", each) for each in old if each not in new]
        here = [Mark("same" if each in old else "added", each) for each in new]
        return _change(Element._meta.get_field(name), old, new, items=(*gone, *here))


_NOTHING: tuple[Any, ...] = (None, "")


def _change(spec: Any, before: Any, after: Any, **more: Any) -> Change:
    label = str(spec.verbose_name)
    return Change(spec.name, label[:1].upper() + label[1:], spec, before, after, **more)


def _listed(side: Side, tail: Tail, each: models.Field[Any, Any]) -> list[Tail]:
    found = side.lists.get(tail)
    return found.get(each.name, []) if found else []


@cache
def _all_fields(kind: type[Kind]) -> tuple[models.Field[Any, Any], ...]:
    return (*compared_fields(kind), *lists(kind))


@cache
def _places(kind: type[Kind]) -> dict[str, int]:
    """Where each field stands among a kind's values."""
    return {each.name: at for at, each in enumerate(compared_fields(kind))}


@cache
def _referring(kind: type[Kind]) -> frozenset[int]:
    return frozenset(at for at, each in enumerate(compared_fields(kind)) if is_element(each))

"""The comparison of two editions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, TypeVar

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition
from opmodel.editions.viewer import Viewer

from .differences import Differences
from .entries import Alone, Pair, Why
from .fields import Change
from .matching import match
from .reading import Side, Tail, is_element, read

LISTS: Final = ("changed", "moved", "added", "removed", "not_mentioned", "unchanged")
"""The lists of a comparison. Each element of either edition stands in exactly one of them."""


@dataclass(frozen=True)
class Comparison:
    """Two editions beside each other.

    What has moved stands under `moved` alone, with whatever else changed in it.
    """

    earlier: Edition
    later: Edition
    added: tuple[Alone, ...] = ()
    removed: tuple[Alone, ...] = ()
    changed: tuple[Pair, ...] = ()
    moved: tuple[Pair, ...] = ()
    not_mentioned: tuple[Alone, ...] = ()
    unchanged: tuple[Pair, ...] = ()

    @property
    def says_the_same(self) -> bool:
        """Whether the later edition states exactly what the earlier one does."""
        return not any(getattr(self, name) for name in LISTS if name != "unchanged")

    def counts(self) -> dict[str, int]:
        """How many there are in each list."""
        return {name: len(getattr(self, name)) for name in LISTS}

    def of_kinds(self, names: Collection[str]) -> Comparison:
        """Only what is, or was, of these kinds."""
        lists: dict[str, Any] = {name: _of_kinds(getattr(self, name), names) for name in LISTS}
        return replace(self, **lists)


E_ = TypeVar("E_", Alone, Pair)


def _of_kinds(entries: Iterable[E_], names: Collection[str]) -> tuple[E_, ...]:
    return tuple(
        each
        for each in entries
        if each.thing.kind in names or (isinstance(each, Pair) and each.before.kind in names)
    )


def compare(*, earlier: Edition, later: Edition, viewer: Viewer) -> Comparison:
    """Compares two editions that both passed the gate; they may be of two organisations.

    Lineage through editions that the viewer may not see is not known to them either.
    """
    before, after = read(earlier, later)
    matching = match(before, after, viewer)
    look = Differences(before, after, matching)
    pairs = [
        _pair(look, tail, matching.pairs[tail])
        for tail in sorted(matching.pairs, key=lambda tail: _place(after, matching.pairs[tail]))
    ]
    found = set(matching.pairs.values())
    ended = [_ended(look, tail) for tail in _in_order(before) if tail not in matching.pairs]
    differ = [pair for pair in pairs if pair.changes or pair.moved]
    differ = _with_names_outside(differ)
    return Comparison(
        earlier=earlier,
        later=later,
        added=tuple(
            Alone(look.thing(after, tail), look.told_of(after, tail))
            for tail in _in_order(after)
            if tail not in found
        ),
        removed=tuple(each for each in ended if each.why is None),
        not_mentioned=tuple(each for each in ended if each.why is not None),
        changed=tuple(pair for pair in differ if not pair.moved),
        moved=tuple(pair for pair in differ if pair.moved),
        unchanged=tuple(pair for pair in pairs if not pair.changes and not pair.moved),
    )


def _pair(look: Differences, before: Tail, after: Tail) -> Pair:
    """One thing in both; looked at closely only where it may not be the same."""
    matching = look.matching
    quiet = before not in matching.ways and before not in matching.told_before
    if quiet and after not in matching.told_after and look.says_the_same(before, after):
        return Pair(look.thing(look.earlier, before), look.thing(look.later, after))
    return look.pair(before, after)


def _ended(look: Differences, tail: Tail) -> Alone:
    """What the later edition does not have: given way to something, removed, or not mentioned."""
    thing, told = look.thing(look.earlier, tail), look.told_of(look.earlier, tail)
    why = None
    if any(each.connects for each in told):
        pass
    elif look.later.edition.leaves_out:
        why = Why.LEAVES_OUT
    elif look.is_silent_on(thing.kind):
        why = Why.SILENT
    return Alone(thing, told, why)


def _in_order(side: Side) -> list[Tail]:
    """The elements of a side as its parts, kinds and lists have them."""
    return sorted(side.elements, key=lambda tail: _place(side, tail))


def _place(side: Side, tail: Tail) -> tuple[int, int, str]:
    base = side.elements[tail]
    return _kinds_in_order()[base.kind], base.position, base.key


@cache
def _kinds_in_order() -> dict[str, int]:
    return {name: at for at, name in enumerate(kinds())}


def _with_names_outside(pairs: list[Pair]) -> list[Pair]:
    """Puts what fields refer to outside editions (levels, organisations) for its mere key."""
    wanted: dict[Any, set[Any]] = {}
    for change in (change for pair in pairs for change in pair.changes):
        if _is_outside(change):
            wanted.setdefault(_target(change), set()).update({change.before, change.after} - {None})
    if not wanted:
        return pairs
    named = {model: model._default_manager.in_bulk(keys) for model, keys in wanted.items()}

    def put(change: Change) -> Change:
        if not _is_outside(change):
            return change
        objects = named[_target(change)]
        before, after = objects.get(change.before), objects.get(change.after)
        return replace(change, before=before, after=after)

    return [replace(pair, changes=tuple(map(put, pair.changes))) for pair in pairs]


def _is_outside(change: Change) -> bool:
    spec = change.spec
    return bool(spec and spec.many_to_one and not is_element(spec))


def _target(change: Change) -> Any:
    return change.spec.related_model if change.spec else None

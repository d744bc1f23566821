"""Since when each thing that an element states reads as it does, and who adopted it so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db import models

from opmodel.editions.kinds import kinds, lists, own_fields
from opmodel.editions.models import Edition, EditionState, Element, Source

from .ancestry import Ancestry
from .reading import Found, referring_fields

STATED = ("name", "also_known_as", "summary", "standing", "reading")

if TYPE_CHECKING:
    Spec = models.Field[Any, Any]
else:
    Spec = models.Field


@dataclass(frozen=True, slots=True)
class Since:
    """One present value: since which edition it reads so.

    `adopted_in` is the first edition, without a break up to the present one, that was adopted with
    this value; None where none was. `first_stated` is the first that stated it, adopted or not.
    """

    spec: Spec
    value: Any
    adopted_in: Edition | None
    first_stated: Edition

    @property
    def edition(self) -> Edition:
        """The edition since which it reads so."""
        return self.adopted_in or self.first_stated


@dataclass(frozen=True, slots=True)
class Turn:
    """An edition in which the element stands, and what it states there that is new.

    `changes` are (field, before, after); in the first edition everything is new and none is listed.
    """

    edition: Edition
    elements: tuple[Element, ...]
    changes: tuple[tuple[Spec, Any, Any], ...]
    first: bool = False


def since_when(ancestry: Ancestry) -> tuple[Since, ...]:
    """Each value that the element states, with the edition since which it reads so."""
    comparing = _Comparing(ancestry.found)
    stages = _stages(ancestry.line)
    values = ancestry.found.values[ancestry.element.id]
    return tuple(
        _since(spec, values[spec.name], stages, comparing)
        for spec in _specs(ancestry.element.kind)
        if values.get(spec.name) not in _NOTHING
    )


def turns(ancestry: Ancestry) -> tuple[Turn, ...]:
    """The editions of its line, the first one first, with what changed in each."""
    comparing = _Comparing(ancestry.found)
    found: list[Turn] = []
    for edition, elements in _stages((*ancestry.line, *ancestry.onward)):
        if not found:
            found.append(Turn(edition, elements, (), first=True))
            continue
        before, after = found[-1].elements[0], elements[0]
        found.append(Turn(edition, elements, tuple(comparing.changes(before, after))))
    return tuple(found)


_NOTHING: tuple[Any, ...] = (None, "", [])

Stage = tuple[Edition, tuple[Element, ...]]


def _stages(line: Sequence[Element]) -> list[Stage]:
    """The line by editions; in one edition it may be several elements that became one."""
    grouped = groupby(line, key=lambda each: each.edition_id)
    stages = (tuple(elements) for _, elements in grouped)
    return [(elements[0].edition, elements) for elements in stages]


def _since(spec: Spec, value: Any, stages: list[Stage], comparing: _Comparing) -> Since:
    present, (element,) = stages[-1][0], stages[-1][1][-1:]

    def reads_so(stage: Stage) -> bool:
        return any(comparing.same(spec, element, each) for each in stage[1])

    was_adopted = [stage for stage in stages if stage[0].state == EditionState.ADOPTED]
    if present.state != EditionState.ADOPTED:
        was_adopted.append(stages[-1])
    run = _unbroken(was_adopted, reads_so)
    earliest = next((edition for edition, _ in run if edition.state == EditionState.ADOPTED), None)
    upto = next(at for at, stage in enumerate(stages) if stage[0] == (earliest or present))
    stated = _unbroken(stages[: upto + 1], reads_so)
    return Since(spec, value, earliest, stated[0][0])


def _unbroken(stages: Sequence[Stage], reads_so: Any) -> list[Stage]:
    """The last of the stages, back to where it first read so without a break."""
    run: list[Stage] = []
    for stage in reversed(stages):
        if not reads_so(stage):
            break
        run.insert(0, stage)
    return run


class _Comparing:
    """Compares values of editions: a reference is the same where it leads to the same thing."""

    def __init__(self, found: Found):
        self.found = found
        self.roots: dict[str, str] = {}
        for one, other in found.one_thing:
            self.roots[self._root(_tail(one))] = self._root(_tail(other))

    def changes(self, before: Element, after: Element) -> Iterator[tuple[Spec, Any, Any]]:
        """The fields that do not read the same in both."""
        specs = {spec.name: spec for spec in (*_specs(before.kind), *_specs(after.kind))}
        for name, spec in specs.items():
            if not self.same(spec, before, after):
                values = self.found.values
                yield spec, values[before.id].get(name), values[after.id].get(name)

    def same(self, spec: Spec, one: Element, other: Element) -> bool:
        """Whether a field reads the same in both elements."""
        first, second = (self._plain(spec, each) for each in (one, other))
        return bool(first == second)

    def _plain(self, spec: Spec, element: Element) -> Any:
        value = self.found.values[element.id].get(spec.name)
        if value in _NOTHING:
            return None
        if spec.name not in _referring(element.kind):
            return frozenset(value) if isinstance(value, list) else value
        if isinstance(value, list):
            return frozenset(self._root(_tail(each)) for each in value)
        return self._root(_tail(str(value))) if _is_inside(spec) else value

    def _root(self, tail: str) -> str:
        while tail in self.roots and self.roots[tail] != tail:
            tail = self.roots[tail]
        return tail


def _is_inside(spec: Spec) -> bool:
    return hasattr(spec, "allowed_kinds")


def _referring(kind: str) -> set[str]:
    return {spec.name for spec in referring_fields(kind)}


def _tail(identifier: str) -> str:
    return identifier[19:]


def _specs(kind: str) -> tuple[Spec, ...]:
    """What is traced of a kind: everything it states but where that is written."""
    model = kinds()[kind]
    named = {each.name: each for each in Element._meta.local_fields}
    own = (each for each in own_fields(model) if each.related_model is not Source)
    return (*(named[name] for name in STATED), *own, *lists(model))

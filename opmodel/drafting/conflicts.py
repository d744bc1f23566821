"""What two people made of one row, field by field: what each touched, and where both did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from opmodel.editions.actions.changing import Overtaken, version_then
from opmodel.editions.records import Value
from opmodel.editions.stated import stated

from .descriptions import Described, Description


@dataclass(frozen=True)
class Clash:
    """A field that one of two people changed, or both: as it was read, as it stands, as typed.

    `known`: whether the history has what was read; where it has not, both count as changed.
    """

    described: Described
    read: Value
    theirs: Value
    mine: Value
    known: bool = True

    @property
    def both(self) -> bool:
        """Whether both changed it, and not to the same: then somebody has to choose."""
        return self.they_changed and self.i_changed and not same(self.theirs, self.mine)

    @property
    def they_changed(self) -> bool:
        return not self.known or not same(self.read, self.theirs)

    @property
    def i_changed(self) -> bool:
        return not self.known or not same(self.read, self.mine)


def clashes(
    overtaken: Overtaken, description: Description, mine: Mapping[str, Value]
) -> list[Clash]:
    """Each field that either changed since it was read. What was not sent was not touched.

    Where the history has no record of what was read, every field that differs counts as touched by
    both: nobody's words are lost.
    """
    now = stated(overtaken.element)
    read = version_then(overtaken.element, overtaken.seen)
    found = []
    for described in description:
        name = described.name
        theirs = now[name]
        if read is None:
            typed = mine.get(name, theirs)
            if not same(typed, theirs):
                found.append(Clash(described, None, theirs, typed, known=False))
            continue
        typed = mine.get(name, read[name])
        if not (same(read[name], theirs) and same(read[name], typed)):
            found.append(Clash(described, read[name], theirs, typed))
    return found


def same(one: Value, other: Value) -> bool:
    """Whether two values state the same; what is empty is empty, however it is written."""
    empty: tuple[Value, ...] = (None, "", [])
    return bool(one == other) or (_is_in(one, empty) and _is_in(other, empty))


def _is_in(value: Value, several: tuple[Value, ...]) -> bool:
    return any(type(value) is type(each) and value == each for each in several)

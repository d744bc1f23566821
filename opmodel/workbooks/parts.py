"""Which elements of an edition concern one holder or one directorate: what is sent to them."""

from __future__ import annotations

from collections.abc import Iterable

from opmodel.editions.kinds import kinds
from opmodel.editions.records import Record

from .base import Base


def of_holder(base: Base, holder: str) -> list[Record]:
    """A holder's powers, their limits, the decisions they are about, and the holder itself."""
    powers = base.pointing("delegation", holder=holder)
    wanted = {holder, *(each.key for each in powers)}
    wanted |= {str(each.values["decision"]) for each in powers if "decision" in each.values}
    wanted |= {
        limit.key
        for limit in base.by_kind.get("limit", ())
        if limit.values.get("delegation") in wanted
    }
    return [record for record in base.by_key.values() if record.key in wanted]


def of_directorate(base: Base, directorate: str) -> list[Record]:
    """A directorate with everything that stands in it, and what its posts hold."""
    wanted = {directorate}
    grew = True
    while grew:
        grew = False
        for record in base.by_key.values():
            if record.key not in wanted and _stands_in(record, wanted):
                wanted.add(record.key)
                grew = True
    held = [
        power
        for power in base.by_kind.get("delegation", ())
        if power.values.get("holder") in wanted
    ]
    wanted |= {power.key for power in held}
    wanted |= {
        limit.key
        for limit in base.by_kind.get("limit", ())
        if limit.values.get("delegation") in wanted
    }
    return [record for record in base.by_key.values() if record.key in wanted]


def of_kinds(base: Base, names: Iterable[str]) -> list[Record]:
    """Everything of these kinds."""
    return list(base.of_kinds(tuple(names)))


def _stands_in(record: Record, wanted: set[str]) -> bool:
    kind = kinds()[record.kind]
    if record.kind in ("directorate", "team", "post", "function", "remit", "service"):
        return any(record.values.get(name) in wanted for name in kind.nests_in)
    return False

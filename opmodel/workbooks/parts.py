"""Which elements of an edition concern one holder or one directorate: what is sent to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from governance.models import Delegation, Limit
from governance.models.delegations import HOLDERS
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Element
from opmodel.editions.records import Record

from .base import Base


class NoSuchPart(LookupError):
    """Raised where an edition has no such holder or directorate; the message says so in words."""


@dataclass(frozen=True)
class Part:
    """Records to send round, and whose they are; the name is empty where it is all of them."""

    records: list[Record]
    name: str = ""


def part_of(
    base: Base, *, holder: str = "", directorate: str = "", only: Collection[str] = ()
) -> Part:
    """What is asked for: of a holder, of a directorate, or all; *only* of these kinds.

    Raises NoSuchPart.
    """
    if holder:
        part = Part(of_holder(base, _key(base, holder, HOLDERS)), base.name(holder))
    elif directorate:
        key = _key(base, directorate, ("directorate",))
        part = Part(of_directorate(base, key), base.name(key))
    else:
        part = Part(list(base.by_key.values()))
    if not only:
        return part
    return Part([record for record in part.records if record.kind in only], part.name)


def _key(base: Base, key: str, allowed: Collection[str]) -> str:
    record = base.by_key.get(key)
    if record is None or record.kind not in allowed:
        raise NoSuchPart(f"Nothing of that kind has the key “{key[:80]}” in this edition.")
    return key


def holders_in(edition: Edition) -> list[tuple[str, str]]:
    """Who holds any power in an edition, by key and name."""
    powers = Delegation.objects.in_edition(edition).filter(holder__isnull=False)
    return _named(edition, pk__in=powers.order_by().values("holder"))


def directorates_in(edition: Edition) -> list[tuple[str, str]]:
    """The directorates of an edition, by key and name."""
    return _named(edition, kind="directorate")


def has_limits(edition: Edition) -> bool:
    """Whether an edition says up to which amount anybody decides."""
    return Limit.objects.in_edition(edition).exists()


def _named(edition: Edition, **which: object) -> list[tuple[str, str]]:
    found = Element.objects.in_edition(edition).filter(**which)
    return sorted(found.values_list("key", "name"), key=lambda each: str(each[1]).casefold())


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

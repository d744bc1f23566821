"""Seats in words: how many a table has, and who may sit on each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from governance.models import Seat
from opmodel.editions.models import Element
from opmodel.publishing.drawn import unsettled
from opmodel.publishing.words import counted

Named = Mapping[UUID, Element]


def referred_to(seats: Iterable[Seat]) -> Iterator[UUID | None]:
    """What has to be named to say who sits where."""
    for seat in seats:
        yield from (seat.post_id, seat.body_id, seat.place_id)


def in_words(seat: Seat, named: Named, *, at: Element | None = None) -> str:
    """A seat as a line: “Chair: Non-executive member”, “3 × Place Director (when required)”.

    How firmly the source states it stands there unless the table, *at* which it is, stands so too.
    """
    number = f"{seat.number} × " if seat.number and seat.number > 1 else ""
    role = "" if seat.role == Seat.Role.MEMBER else f"{seat.get_role_display()}: "
    further = (
        f"{seat.condition[:1].lower()}{seat.condition[1:]}",
        f"only for {named[seat.place_id].name}" if seat.place_id else "",
        "" if at and at.standing == seat.standing else unsettled(seat).lower(),
    )
    brackets = "; ".join(filter(None, further))
    return f"{role}{number}{sitting(seat, named)}{f' ({brackets})' if brackets else ''}"


def sitting(seat: Seat, named: Named) -> str:
    """Who sits there: a post, one of several, a body, a type of representative."""
    held = [named[each].name for each in (seat.post_id, seat.body_id) if each]
    if alternatives := [post.name for post in seat.one_of.all()]:
        held.append(" or ".join(filter(None, (", ".join(alternatives[:-1]), alternatives[-1]))))
    if seat.represents:
        held = [*(each for each in held if each not in seat.represents), seat.represents]
    return ", ".join(held) or seat.name


def how_many(seats: Sequence[Seat]) -> str:
    """How many seats are listed, and whether some of them count only at times."""
    if not seats:
        return ""
    number = sum(seat.number or 1 for seat in seats)
    conditional = sum(1 for seat in seats if seat.condition)
    total = counted(number, "seat")
    if any(seat.number is None for seat in seats):
        total = f"{total} or more"
    return f"{total}, {conditional} on a condition" if conditional else total


def chair(seats: Iterable[Seat], named: Named) -> str:
    """Who chairs, as far as the seats tell."""
    chairs = [sitting(seat, named) for seat in seats if seat.role == Seat.Role.CHAIR]
    return " and ".join(chairs)

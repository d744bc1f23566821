"""The governance chart of an edition: boards, committees and groups by whom they report to.

What reports to nobody on record stands beside it: committees in a group of their own, partnerships
by their kind, and the seats that are at every table. A chart never leaves anybody out and never
claims a line that no source draws.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from governance.models import Committee, Seat
from opmodel.editions.models import Edition, Element
from opmodel.editions.selectors.elements import named_elements
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.drawn import drawn, unsettled
from opmodel.publishing.filters import FormField
from opmodel.publishing.time_bar import STANDINGS
from places.models import Partnership

from . import seats as seats_of
from .cards import Card, Look
from .definition import Chart, Drawn, Given
from .trees import Below, tops

# No element's key has an underscore, so none is the same.
AT_ANY, ALONE, GROUP = "seats_at_any", "committees_alone", "partnerships_{}"

GROUPS: Final = {
    Partnership.Form.PLACE: "Place-based partnerships",
    Partnership.Form.SYSTEM: "System partnerships",
    Partnership.Form.HEALTH_AND_WELLBEING: "Health and wellbeing boards",
    Partnership.Form.FORUM: "Forums",
}
NOT_REPORTING: Final = "Whom they report to is not recorded"


@dataclass(frozen=True)
class _Read:
    """What stands on the chart, read in one query for each kind."""

    edition: Edition
    asked: Asked
    committees: dict[UUID, Committee]
    partnerships: list[Partnership]
    seats: dict[UUID | None, list[Seat]]
    named: dict[UUID, Element]


def _draw(edition: Edition, asked: Asked, given: Given) -> Drawn:
    read = _gathered(edition, asked)
    wanted = _wanted(read, given)
    return Drawn(
        tuple(kept for root in _roots(read) for kept in _narrowed(root, wanted)),
        fields=_fields(read, given),
    )


def _gathered(edition: Edition, asked: Asked) -> _Read:
    committees = {each.id: each for each in drawn(kind=Committee, edition=edition)}
    partnerships = list(drawn(kind=Partnership, edition=edition))
    seats: dict[UUID | None, list[Seat]] = defaultdict(list)
    for seat in drawn(kind=Seat, edition=edition):
        seats[seat.committee_id].append(seat)
    named = named_elements(
        [
            *(each.chaired_by_id for each in committees.values()),
            *(each.place_id for each in partnerships),
            *(id_ for some in seats.values() for id_ in seats_of.referred_to(some)),
        ]
    )
    return _Read(edition, asked, committees, partnerships, seats, named)


# ---- Trees ----


def _roots(read: _Read) -> Iterator[Card]:
    """The trees of those that report to each other, then in groups those that report to nobody."""
    below: Below[Element] = defaultdict(list)
    for committee in read.committees.values():
        above = committee.parent_id if committee.parent_id in read.committees else None
        below[above].append(committee)
    highest = tops(below)
    trees = [_committee(each, below, read, top=True) for each in highest if each.id in below]
    yield from trees
    alone = [_committee(each, below, read) for each in highest if each.key not in _keys(trees)]
    if alone:
        others = "Other boards, committees and groups" if trees else "Boards, committees and groups"
        yield _group(ALONE, others, alone, NOT_REPORTING)
    for form, heading in GROUPS.items():
        of_form = [_partnership(each, read) for each in read.partnerships if each.form == form]
        if of_form:
            yield _group(GROUP.format(form.value), heading, of_form)
    if read.seats.get(None):
        cards = [_seat(seat, read) for seat in read.seats[None]]
        yield _group(AT_ANY, "Seats at any committee", cards)


def _keys(cards: list[Card]) -> set[str]:
    return {card.key for root in cards for card in root.walk()}


def _group(key: str, heading: str, cards: list[Card], line: str = "") -> Card:
    lines = (line,) if line else ()
    return Card(key=key, title=heading, lines=lines, look="unit", children=tuple(cards))


def _committee(element: Element, below: Below[Element], read: _Read, *, top: bool = False) -> Card:
    committee = read.committees[element.id]
    # Taken out as it is drawn, so that a circle in a draft ends where it closes.
    children = below.pop(element.id, [])
    return _card(
        committee,
        lines=tuple(_lines_of_committee(committee, read)),
        look="top" if top else "body",
        read=read,
        children=tuple(_committee(child, below, read) for child in children),
    )


def _partnership(partnership: Partnership, read: _Read) -> Card:
    return _card(partnership, tuple(_lines_of_partnership(partnership, read)), "post", read)


def _seat(seat: Seat, read: _Read) -> Card:
    line = seats_of.in_words(seat, read.named, at=seat)
    return _card(seat, (line,), "plain", read)


def _card(
    element: Element,
    lines: tuple[str, ...],
    look: Look,
    read: _Read,
    children: tuple[Card, ...] = (),
) -> Card:
    standing = unsettled(element)
    details = (
        seats_of.in_words(seat, read.named, at=element) for seat in read.seats.get(element.id, ())
    )
    return Card(
        key=element.key,
        title=element.name,
        lines=lines,
        url=addresses.of_element(read.edition, element) + read.asked.carried,
        tag=standing,
        look=look,
        dashed=bool(standing),
        details=tuple(details),
        children=children,
    )


# ---- Lines ----


def _lines_of_committee(committee: Committee, read: _Read) -> Iterator[str]:
    form = str(committee.get_form_display())
    if form.casefold() not in committee.name.casefold():
        yield form
    if committee.number and committee.number > 1:
        yield f"{committee.number} of them"
    seats = read.seats.get(committee.id, [])
    chaired_by = read.named.get(committee.chaired_by_id) if committee.chaired_by_id else None
    yield _chaired(chaired_by.name if chaired_by else seats_of.chair(seats, read.named))
    yield seats_of.how_many(seats) or "Seats not recorded"


def _lines_of_partnership(partnership: Partnership, read: _Read) -> Iterator[str]:
    authorities = [each.name for each in partnership.local_authorities.all()]
    if authorities:
        yield f"For {', '.join(authorities)}"
    elif partnership.place_id:
        yield f"For {read.named[partnership.place_id].name}"
    seats = read.seats.get(partnership.id, [])
    if chaired_by := seats_of.chair(seats, read.named):
        yield _chaired(chaired_by)
    if seats:
        yield seats_of.how_many(seats)


def _chaired(by: str) -> str:
    return f"Chaired by {by}" if by else "Chair not recorded"


# ---- What it is narrowed to ----


def _fields(read: _Read, given: Given) -> tuple[FormField, ...]:
    elements: list[Committee | Partnership] = [*read.committees.values(), *read.partnerships]
    forms = {each.form: str(each.get_form_display()) for each in elements}
    standings = {each.standing: STANDINGS[each.standing].word for each in elements}
    offered = (("form", "Kind", forms), ("standing", "Standing", standings))
    return (
        *(
            FormField(name, label, given.get(name, ""), list(options.items()))
            for name, label, options in offered
            if len(options) > 1
        ),
        FormField("text", "Words", given.get("text", ""), []),
    )


def _wanted(read: _Read, given: Given) -> set[str] | None:
    """The keys of the cards that were asked for; None for all."""
    form, standing = given.get("form", ""), given.get("standing", "")
    text = given.get("text", "").casefold()
    if not (form or standing or text):
        return None
    elements: list[Committee | Partnership] = [*read.committees.values(), *read.partnerships]
    return {
        each.key
        for each in elements
        if form in ("", each.form)
        and standing in ("", each.standing)
        and any(text in words.casefold() for words in _words(each, read))
    }


def _words(element: Committee | Partnership, read: _Read) -> Iterator[str]:
    yield from (element.name, *element.also_known_as)
    for seat in read.seats.get(element.id, ()):
        yield seats_of.in_words(seat, read.named)
    if isinstance(element, Committee) and element.chaired_by_id:
        yield read.named[element.chaired_by_id].name
    if isinstance(element, Partnership):
        yield from (each.name for each in element.local_authorities.all())


def _narrowed(card: Card, wanted: set[str] | None) -> tuple[Card, ...]:
    """The card with what was asked for below it; none where that is nothing. Those that lead down
    to it stay, so that nothing hangs in the air."""
    if wanted is None:
        return (card,)
    children = tuple(kept for child in card.children for kept in _narrowed(child, wanted))
    if card.key in wanted or children:
        return (replace(card, children=children),)
    return ()


CHART: Final = Chart(
    name="governance",
    title="Governance chart",
    file="governance-chart",
    kinds=(Committee, Partnership),
    will_stand="The chart of boards, committees, groups and partnerships will stand here.",
    holds_none="holds no boards, committees, groups or partnerships to draw.",
    legend=(
        ("top", False, "board or committee to which others report"),
        ("body", False, "board, committee or group"),
        ("post", False, "partnership or forum"),
        ("unit", False, "heading of those beside each other"),
    ),
    dashed="not yet settled, as the card says",
    draw=_draw,
    asks=("form", "standing", "text"),
    details="Seats",
)

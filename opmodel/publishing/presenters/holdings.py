"""What somebody may decide, by the part that they have in it; what a body or a person holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from directorates.models import Appointment
from governance.deciding.deciding import GIVES_NOTHING, OWN
from governance.deciding.holders import Held, InPost, by_part
from governance.models import Delegation, Seat
from opmodel.editions.models import Edition, Element
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.time_bar import Link
from opmodel.publishing.words import span

from .links import ElementLink, link_to
from .time_bars import status_of

HEADINGS = {
    "approves": "May decide",
    "recommends": "Recommends",
    "consulted": "Is consulted on",
    "signs": "Signs",
    "told": "Is told of",
}
NOT_PLAIN = (Delegation.Type.URGENT, Delegation.Type.JOINT)
"""Types of delegation that give a power not always, or not alone: their word is said beside it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision, how far the holder reaches in it, and what it rests on."""

    decision: ElementLink
    row: ElementLink
    limit: str
    only: str
    conditions: str
    clause: ElementLink | None
    when: str
    type: str


@dataclass(frozen=True)
class Holding:
    """What an element has one part in, under its heading."""

    heading: str
    entries: tuple[Entry, ...]


def holdings_of(
    powers: Iterable[Delegation], edition: Edition, asked: Asked, *, standing_in: bool = False
) -> tuple[Holding, ...]:
    """What these powers of one holder say of decisions of the edition's scheme; of one who only
    stands in for a holder, if so."""
    decided = [power for power in powers if power.decision_id]
    return tuple(
        Holding(HEADINGS[part], tuple(_entry(power, edition, asked, standing_in) for power in held))
        for part, held in by_part(decided).items()
    )


def _entry(power: Delegation, edition: Edition, asked: Asked, standing_in: bool) -> Entry:
    places, services = (
        ", ".join(each.name for each in only if each.name not in power.limit)
        for only in (power.places.all(), power.services.all())
    )
    return Entry(
        decision=link_to(power.decision, edition, asked),
        row=link_to(power, edition, asked),
        limit=power.limit,
        only="; ".join(
            f"only {word} {names}" for word, names in (("in", places), ("for", services)) if names
        ),
        conditions=power.conditions,
        clause=_clause(power, edition, asked),
        when=span(power.effective_from, power.effective_until) if power.effective_until else "",
        type=_type(power, asked, standing_in),
    )


def _type(power: Delegation, asked: Asked, standing_in: bool) -> str:
    """What a row among those of deciding is, where it is no plain power on the day."""
    if power.part != Delegation.Part.APPROVES:
        return ""
    if power.type in GIVES_NOTHING:
        return str(power.get_type_display())
    if power.agreement and not power.agreement.delegates:
        return f"Gives no power: {power.agreement.name} delegates nothing"
    if power.decision and power.decision.non_delegable and power.type not in OWN:
        return "Gives no power: the matter may not be delegated"
    if power.parent and power.parent.onward is False:
        return "Gives no power: it was passed on, though that was not allowed"
    if power.effective_until and power.effective_until < asked.moment.on:
        return "Has ended"
    if standing_in and power.deputy_rule == Delegation.Deputy.SUBSTANTIVE:
        return "Only the substantive holder may use it"
    return str(power.get_type_display()) if power.type in NOT_PLAIN else ""


def _clause(power: Delegation, edition: Edition, asked: Asked) -> ElementLink | None:
    if power.clause is None:
        return None
    words = f"{power.clause.instrument.name} {power.clause.number}"
    return ElementLink(name=words, url=link_to(power.clause, edition, asked).url)


Groups = Sequence[tuple[str, Sequence[tuple[ElementLink, str]]]]


@dataclass(frozen=True)
class Group:
    """Things of one sort that somebody holds, each a link and a word on it."""

    heading: str
    entries: tuple[tuple[ElementLink, str], ...]


@dataclass(frozen=True)
class HeldHere:
    """What one edition says that a body holds, or that somebody does through a post."""

    title: Link
    organisation: Link
    edition: Link
    status: str
    sample: bool
    note: str
    groups: tuple[Group, ...]
    holdings: tuple[Holding, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.groups or self.holdings)


def held_here(held: Held, asked: Asked) -> HeldHere:
    """What an edition says that a body holds."""
    edition = held.edition

    def link(element: Element) -> ElementLink:
        return link_to(element, edition, asked)

    seats = [
        (
            link(seat.committee or seat),
            _seat(seat, held.posts[seat.post_id].name if seat.post_id else ""),
        )
        for seat in held.seats
    ]
    groups = (
        ("Sits on", seats),
        (
            "Belongs to",
            [
                (
                    link(each.of),
                    _words(each.get_role_display(), span(each.member_from, each.member_until)),
                )
                for each in held.memberships
            ],
        ),
        ("Partnerships of its area", [(link(each), "") for each in held.partnerships]),
        (
            "Party to",
            [
                (
                    link(each),
                    _words(
                        each.get_form_display(),
                        "" if each.delegates else "delegates nothing",
                        span(each.effective_from, each.effective_until),
                    ),
                )
                for each in held.agreements
            ],
        ),
    )
    names = dict.fromkeys(body.name for body in held.bodies)
    return _here(
        edition,
        asked,
        title=Link(
            edition.organisation.name,
            addresses.of_organisation(edition.organisation) + asked.carried,
        ),
        note=f"Named there: {', '.join(names)}",
        groups=groups,
        holdings=holdings_of(held.powers, edition, asked) or _undecided(held, asked),
    )


def held_through(held: InPost, asked: Asked) -> HeldHere:
    """What somebody holds through a post."""
    edition, appointment = held.edition, held.appointment
    post = link_to(held.post, edition, asked)
    groups = (
        (
            "Chairs",
            [
                (
                    link_to(each, edition, asked),
                    "" if each.chaired_by_id == held.post.pk else "deputy chair",
                )
                for each in held.chairs
            ],
        ),
        (
            "Sits on",
            [
                (link_to(seat.committee or seat, edition, asked), _seat(seat, ""))
                for seat in held.seats
            ],
        ),
    )
    return _here(
        edition,
        asked,
        title=Link(post.name, post.url),
        note=_words(
            str(appointment.get_form_display()),
            span(appointment.begins_on, appointment.ends_on),
        ),
        groups=groups,
        holdings=holdings_of(
            held.powers, edition, asked,
            standing_in=appointment.form
            in (Appointment.Form.ACTING, Appointment.Form.INTERIM),
        ),
    )  # fmt: skip


def _here(
    edition: Edition, asked: Asked, *, title: Link, note: str, groups: Groups,
    holdings: tuple[Holding, ...],
) -> HeldHere:  # fmt: skip
    return HeldHere(
        title=title,
        organisation=Link(
            edition.organisation.name,
            addresses.of_organisation(edition.organisation) + asked.carried,
        ),
        edition=Link(edition.label, addresses.of_edition(edition) + asked.carried),
        status=status_of(edition, asked),
        sample=edition.organisation.sample,
        note=note,
        groups=tuple(Group(heading, tuple(entries)) for heading, entries in groups if entries),
        holdings=holdings,
    )


def _undecided(held: Held, asked: Asked) -> tuple[Holding, ...]:
    """Powers of which the edition says no decision."""
    entries = [(power, link_to(power, held.edition, asked)) for power in held.powers]
    return (
        (
            Holding(
                "Powers and duties",
                tuple(
                    Entry(
                        decision=link, row=link, limit=power.limit, only="",
                        conditions=power.conditions, clause=None, when="",
                        type=str(power.get_type_display()),
                    )
                    for power, link in entries
                ),
            ),
        )
        if entries
        else ()
    )  # fmt: skip


def _seat(seat: Seat, through: str) -> str:
    where = "" if seat.committee else "at any committee"
    condition = f"{seat.condition[:1].lower()}{seat.condition[1:]}"
    return _words(seat.get_role_display().lower(), where, through, condition)


def _words(*parts: str) -> str:
    return ", ".join(part for part in parts if part)

"""What a body holds over all organisations, as it is answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from governance.deciding.holders import Held, InPost
from governance.models import Agreement, Delegation, Seat
from opmodel.editions.models import Element, Organisation
from places.models import Membership

from .comparisons import edition_name
from .links import Links, Relation
from .registry import organisation_name

Told = dict[str, Any]


def holdings_answer(
    code: str, organisations: Iterable[Organisation], found: Sequence[Held], links: Links
) -> Told:
    """What each edition says of the body, under its organisation."""
    results: dict[str, Told] = {}
    for held in found:
        of = held.edition.organisation
        group = results.setdefault(of.slug, {**organisation_name(of, links), "editions": []})
        group["editions"].append(_Edition(held, links).told())
    return {
        "code": code,
        "bodies": [organisation_name(each, links) for each in organisations],
        "seats": sum(len(each.seats) for each in found),
        "rights": sum(len(each.powers) for each in found),
        "memberships": sum(len(each.memberships) for each in found),
        "organisations": list(results.values()),
    }


def person_answer(found: Sequence[InPost], links: Links) -> Told:
    """What somebody holds through each of their posts."""
    return {
        "person": found[0].appointment.name,
        "seats": sum(len(each.seats) for each in found),
        "rights": sum(len(each.powers) for each in found),
        "posts": [_post(each, links) for each in found],
    }


def _post(held: InPost, links: Links) -> Told:
    edition, appointment = held.edition, held.appointment
    told = _Edition(Held(edition), links)
    return {
        **told.to(held.post),
        "organisation": organisation_name(edition.organisation, links),
        "edition": edition_name(edition, links),
        "status": edition.status,
        "form": appointment.form,
        "since": appointment.begins_on,
        "until": appointment.ends_on,
        "chairs": told.all(held.chairs),
        "seats": [told.seat(each) for each in held.seats],
        "rights": [told.right(each) for each in held.powers],
    }


class _Edition:
    def __init__(self, held: Held, links: Links):
        self.held, self.links = held, links

    def told(self) -> Told:
        held = self.held
        return {
            **edition_name(held.edition, self.links),
            "status": held.edition.status,
            "bodies": self.all(held.bodies),
            "seats": [self.seat(each) for each in held.seats],
            "rights": [self.right(each) for each in held.powers],
            "memberships": [self.membership(each) for each in held.memberships],
            "agreements": [self.agreement(each) for each in held.agreements],
            "partnerships": self.all(held.partnerships),
        }

    def to(self, element: Element) -> Relation:
        return self.links.to_element(self.held.edition, element)

    def all(self, elements: Iterable[Element]) -> list[Relation]:
        return [self.to(each) for each in elements]

    def through(self, holder: Any) -> Relation | None:
        """The post in the body, where not the body itself holds it."""
        post = self.held.posts.get(holder)
        return self.to(post) if post else None

    def seat(self, seat: Seat) -> Told:
        return {
            **self.to(seat),
            "committee": self.to(seat.committee) if seat.committee else None,
            "role": seat.role,
            "voting": seat.voting,
            "condition": seat.condition or None,
            "standing": seat.standing,
            "through": self.through(seat.post_id),
        }

    def right(self, power: Delegation) -> Told:
        return {
            **self.to(power),
            "part": power.part,
            "type": power.type,
            "decision": self.to(power.decision) if power.decision else None,
            "limit": power.limit or None,
            "places": self.all(power.places.all()),
            "services": self.all(power.services.all()),
            "conditions": power.conditions or None,
            "clause": self.to(power.clause) if power.clause else None,
            "effective_from": power.effective_from,
            "effective_until": power.effective_until,
            "standing": power.standing,
            "through": self.through(power.holder_id),
        }

    def membership(self, membership: Membership) -> Told:
        return {
            **self.to(membership),
            "of": self.to(membership.of),
            "role": membership.role,
            "member_from": membership.member_from,
            "member_until": membership.member_until,
            "standing": membership.standing,
        }

    def agreement(self, agreement: Agreement) -> Told:
        return {
            **self.to(agreement),
            "form": agreement.form,
            "delegates": agreement.delegates,
            "effective_from": agreement.effective_from,
            "effective_until": agreement.effective_until,
            "standing": agreement.standing,
        }

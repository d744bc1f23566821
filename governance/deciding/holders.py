"""Who may decide, turned round: what somebody may decide, sits on, and belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from directorates.models import Appointment, Post
from directorates.selectors.appointments import appointments
from governance.models import Agreement, AgreementParty, Committee, Delegation, Seat
from governance.models.delegations import HOLDERS
from opmodel.editions.models import Edition, Element, Identifier, Organisation
from opmodel.editions.moments import Moment
from opmodel.editions.selectors.editions import editions_for_list
from opmodel.editions.selectors.search import searched_edition_ids
from opmodel.editions.viewer import Viewer
from places.models import Body, Membership, Partnership, PartnershipAuthority

_UNREAD = (
    "search", "decision__search", "clause__search", "clause__instrument__search",
    "agreement__search", "parent__search",
)  # fmt: skip


def powers_held(holders: Iterable[UUID]) -> list[Delegation]:
    """The powers and duties of these elements, in the order of their schemes.

    Of editions that passed the gate. Four queries at most, however many there are.
    """
    # First which they are: joined to all they rest on, the planner reads every delegation there is.
    held = Delegation.objects.filter(holder__in=list(holders)).order_by()
    ids = list(held.values_list("pk", flat=True))
    if not ids:
        return []
    found = Delegation.objects.filter(pk__in=ids).select_related(
        "decision", "clause__instrument", "agreement", "parent"
    )
    return list(
        found.defer(*_UNREAD).prefetch_related("places", "services").order_by("edition", "position")
    )


@dataclass
class Held:
    """What one edition says of a body, which it may name more than once.

    `posts` are those in the body, by their ids: a seat or a power of one is the body's as well.
    """

    edition: Edition
    bodies: list[Body] = field(default_factory=list)
    posts: dict[UUID, Post] = field(default_factory=dict)
    seats: list[Seat] = field(default_factory=list)
    powers: list[Delegation] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    partnerships: list[Partnership] = field(default_factory=list)


def organisations_of(code: str) -> list[Organisation]:
    """Those that the code is, or was, of; or the one of that slug, for some have no code."""
    codes = Identifier.objects.filter(scheme=Identifier.Scheme.ODS, value=code.upper())
    coded = Q(pk__in=codes.values("organisation")) | Q(slug=code.lower())
    return list(Organisation.objects.filter(coded).order_by("name"))


@dataclass
class InPost:
    """What somebody holds through one post that they are in on the day."""

    edition: Edition
    post: Post
    appointment: Appointment
    chairs: list[Committee] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    powers: list[Delegation] = field(default_factory=list)


MOST_PEOPLE = 20
"""Names beyond this many are not shown: a fuller name finds fewer."""


def people_called(*, name: str, viewer: Viewer, moment: Moment) -> list[str]:
    """Names that have the words in them, of people in posts of what is in force on the day."""
    found = _in_post(Q(name__icontains=name), viewer, moment)
    return sorted({each.appointment.name for each in found})[:MOST_PEOPLE]


def held_in_person(*, name: str, viewer: Viewer, moment: Moment) -> list[InPost]:
    """What somebody of that name holds through their posts, over all organisations.

    In what each organisation had in force on the day. As many queries for many posts as for one.
    """
    found = _in_post(Q(name__iexact=name), viewer, moment)
    by_post: dict[UUID | None, list[InPost]] = defaultdict(list)
    for each in found:
        by_post[each.post.pk].append(each)
    ids = [each.post.pk for each in found]
    committees = Committee.objects.filter(Q(chaired_by__in=ids) | Q(deputy_chair__in=ids))
    for committee in committees.defer("search").order_by("edition", "position"):
        for post in {committee.chaired_by_id, committee.deputy_chair_id} & by_post.keys():
            for each in by_post[post]:
                each.chairs.append(committee)
    for seat in _seats([], ids):
        for each in by_post.get(seat.post_id, ()):
            each.seats.append(seat)
    for power in powers_held(ids):
        for each in by_post.get(power.holder_id, ()):
            each.powers.append(power)
    return found


def _in_post(named: Q, viewer: Viewer, moment: Moment) -> list[InPost]:
    """Everybody whose name fits, in each post that they are in on the day."""
    rows = appointments(moment=moment, narrowed=named & ~Q(name=""))
    if not rows:
        return []
    editions = {
        edition.organisation_id: edition
        for edition in editions_for_list(viewer=viewer, moment=moment).filter(
            pk__in=searched_edition_ids(moment=moment),
            state="adopted",
            organisation__in={row.organisation_id for row in rows},
        )
        if edition.organisation.existed_on(moment.on)
    }
    posts = {
        (post.edition_id, post.key): post
        for post in Post.objects.filter(
            edition__in=[edition.pk for edition in editions.values()],
            key__in={row.post for row in rows},
        ).defer("search")
    }
    found = []
    for row in sorted(rows, key=lambda each: (each.organisation_id, each.name, each.post)):
        edition = editions.get(row.organisation_id)
        post = posts.get((edition.pk, row.post)) if edition else None
        if edition and post:
            found.append(InPost(edition, post, row))
    return found


def holders_called(*, name: str, viewer: Viewer, moment: Moment) -> list[tuple[Edition, Element]]:
    """Elements that may hold a power and have the words in their name, of what is searched."""
    ids = searched_edition_ids(moment=moment)
    editions = editions_for_list(viewer=viewer, moment=moment).in_bulk(ids)
    rows = (
        Element.objects.filter(edition__in=list(editions), kind__in=HOLDERS, name__icontains=name)
        .defer("search")
        .order_by("edition", "kind", "position", "key")
    )
    found = [(editions[row.edition_id], row) for row in rows[:MOST_PEOPLE]]
    # Those in force first, as the editions are searched.
    return sorted(found, key=lambda each: ids.index(each[0].pk))


def held_by(*, organisations: Iterable[Organisation], viewer: Viewer, moment: Moment) -> list[Held]:
    """What the editions that are searched say of these organisations, those in force first.

    As many queries for many organisations' editions as for one.
    """
    ids = searched_edition_ids(moment=moment)
    named = Body.objects.filter(organisation__in=list(organisations), edition__in=ids)
    bodies = list(named.defer("search").order_by("edition", "position"))
    seen = editions_for_list(viewer=viewer, moment=moment)
    editions = seen.in_bulk({body.edition_id for body in bodies})
    found = {each: Held(editions[each]) for each in ids if each in editions}
    for body in bodies:
        found[body.edition_id].bodies.append(body)
    names = [body.pk for body in bodies]
    posts = Post.objects.filter(body__in=names).defer("search").in_bulk()
    for post in posts.values():
        found[post.edition_id].posts[post.pk] = post
    for seat in _seats(names, list(posts)):
        found[seat.edition_id].seats.append(seat)
    for power in powers_held([*names, *posts]):
        found[power.edition_id].powers.append(power)
    for membership in _memberships(names):
        found[membership.edition_id].memberships.append(membership)
    for agreement in _agreements(names):
        found[agreement.edition_id].agreements.append(agreement)
    for partnership in _partnerships(names):
        found[partnership.edition_id].partnerships.append(partnership)
    return list(found.values())


def by_part(powers: Iterable[Delegation]) -> dict[str, list[Delegation]]:
    """Powers by the part that they give in their decisions, in the order in which it runs."""
    found: dict[str, list[Delegation]] = defaultdict(list)
    for power in powers:
        found[power.part].append(power)
    return {part: found[part] for part in Delegation.Part.values if part in found}


def _seats(bodies: list[UUID], posts: list[UUID]) -> Iterable[Seat]:
    rows = Seat.objects.filter(Q(body__in=bodies) | Q(post__in=posts))
    return (
        rows.select_related("committee")
        .defer("search", "committee__search")
        .order_by("edition", "position")
    )


def _memberships(bodies: list[UUID]) -> Iterable[Membership]:
    rows = Membership.objects.filter(body__in=bodies).select_related("of")
    return rows.defer("search", "of__search").order_by("edition", "position")


def _agreements(bodies: list[UUID]) -> Iterable[Agreement]:
    parties = AgreementParty.objects.filter(body__in=bodies).values("agreement")
    rows = Agreement.objects.filter(pk__in=parties).defer("search")
    return rows.order_by("edition", "position")


def _partnerships(bodies: list[UUID]) -> Iterable[Partnership]:
    authorities = PartnershipAuthority.objects.filter(body__in=bodies).values("partnership")
    rows = Partnership.objects.filter(pk__in=authorities).defer("search")
    return rows.order_by("edition", "position")

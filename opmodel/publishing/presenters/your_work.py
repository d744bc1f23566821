"""What somebody who is signed in works on, and what waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from opmodel.access.models import Grant, User
from opmodel.access.rights import may
from opmodel.access.roles import CHANGE_DRAFTS, role_named
from opmodel.access.units import names_of
from opmodel.drafting.commenters import commenter
from opmodel.drafting.models import Comment, Proposal, ProposalState
from opmodel.drafting.rights import called, may_change, may_propose_anything
from opmodel.drafting.selectors.comments import mentions_of
from opmodel.drafting.selectors.drafts import drafts_open_to
from opmodel.editions.belonging import OPEN_STATES
from opmodel.editions.models import Edition
from opmodel.editions.viewer import Viewer
from opmodel.publishing import addresses
from opmodel.publishing.time_bar import Link
from opmodel.publishing.words import counted, day, moment

from .comments import of_thread

MOST: Final = 20
"""Of each list that many are shown; the pages of the drafts have all."""
_SHORT: Final = 160
_SOON: Final = 30
"""Days before a role ends from which it is said how many are left."""

STATE_COLOURS: Final = {
    ProposalState.OPEN: "blue",
    ProposalState.ACCEPTED: "green",
    ProposalState.DECLINED: "red",
    ProposalState.WITHDRAWN: "grey",
}


@dataclass(frozen=True)
class DraftLine:
    """A draft, and what may be done there."""

    link: Link
    organisation: str
    may: str


@dataclass(frozen=True)
class ProposalLine:
    """A proposal: what it is about, where, whose, and what became of it."""

    link: Link
    draft: str
    by: str
    when: str
    state: str
    colour: str
    word: str


@dataclass(frozen=True)
class CommentLine:
    """A comment that is somebody's, or mentions them."""

    link: Link
    draft: str
    by: str
    when: str
    text: str
    unread: bool = False


@dataclass(frozen=True)
class RoleLine:
    """A role that somebody has."""

    role: str
    says: str
    where: str
    until: str


@dataclass(frozen=True)
class YourWork:
    """All of it."""

    drafts: tuple[DraftLine, ...]
    waiting: tuple[ProposalLine, ...]
    mentions: tuple[CommentLine, ...]
    proposals: tuple[ProposalLine, ...]
    comments: tuple[CommentLine, ...]
    roles: tuple[RoleLine, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to work on, and nothing that was."""
        return not (self.drafts or self.waiting or self.mentions or self.proposals or self.comments)


def your_work(user: User, viewer: Viewer, today: date) -> YourWork:
    """What somebody works on. As many queries for many drafts and proposals as for one."""
    drafts = list(drafts_open_to(viewer))
    return YourWork(
        drafts=tuple(_draft(user, viewer, each) for each in drafts),
        waiting=_waiting(user, drafts),
        mentions=_mentions(user),
        proposals=_proposals(user),
        comments=_comments(user),
        roles=_roles(user, viewer, today),
    )


def _draft(user: User, viewer: Viewer, edition: Edition) -> DraftLine:
    if may_change(user, edition):
        doing = "Change it, and decide what is proposed"
    elif may_propose_anything(user, viewer, edition):
        doing = "Propose changes to your own rows"
    elif commenter(user).may_see_drafts_of(edition.organisation_id):
        doing = "Read it and comment"
    else:
        doing = "Read it"
    return DraftLine(
        Link(f"{edition.title}, {edition.label}", addresses.of_work(edition)),
        edition.organisation.called,
        doing,
    )


def _waiting(user: User, drafts: list[Edition]) -> tuple[ProposalLine, ...]:
    mine = [each for each in drafts if may(user, CHANGE_DRAFTS, each.organisation_id)]
    if not mine:
        return ()
    rows = Proposal.objects.filter(edition__in=mine).waiting()
    rows = rows.select_related("edition__organisation", "by").order_by("at", "id")
    return tuple(_proposal(each) for each in rows[:MOST])


def _proposals(user: User) -> tuple[ProposalLine, ...]:
    """Their own: those that wait first, then the latest."""
    rows = Proposal.objects.filter(by=user, edition__state__in=OPEN_STATES)
    rows = rows.select_related("edition__organisation", "by", "decided_by")
    found = sorted(rows.order_by("-at", "-id")[: 2 * MOST], key=lambda each: not each.is_open)
    return tuple(_proposal(each) for each in found[:MOST])


def _proposal(proposal: Proposal) -> ProposalLine:
    state = ProposalState(proposal.state)
    told = ""
    if not proposal.is_open:
        word = f": {proposal.word}" if proposal.word else ""
        told = f"{called(proposal.decided_by)}, {moment(proposal.decided_at)}{word}"
    return ProposalLine(
        link=Link(str(proposal), addresses.of_proposal(proposal.edition, proposal.pk)),
        draft=f"{proposal.edition.organisation.called}, {proposal.edition.label}",
        by=called(proposal.by),
        when=moment(proposal.at),
        state=str(state.label),
        colour=STATE_COLOURS[state],
        word=told,
    )


def _mentions(user: User) -> tuple[CommentLine, ...]:
    return tuple(
        _comment(each.comment, unread=each.read_at is None)
        for each in mentions_of(user, at_most=MOST)
    )


def _comments(user: User) -> tuple[CommentLine, ...]:
    """Threads that they began and nobody resolved."""
    rows = (
        Comment.objects.told_to(commenter(user))
        .threads()
        .filter(by=user, resolved_at=None)
        .select_related("edition__organisation", "by")
    )
    return tuple(_comment(each) for each in rows.order_by("-at", "-id")[:MOST])


def _comment(comment: Comment, *, unread: bool = False) -> CommentLine:
    edition = comment.edition
    text = comment.text
    return CommentLine(
        link=Link(comment.name, of_thread(edition, comment.reply_to_id or comment.pk)),
        draft=f"{edition.organisation.called}, {edition.label}",
        by=called(comment.by),
        when=moment(comment.at),
        text=text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()} …",
        unread=unread,
    )


def _roles(user: User, viewer: Viewer, today: date) -> tuple[RoleLine, ...]:
    grants = list(
        Grant.objects.filter(user=user)
        .running(today)
        .select_related("organisation", "unit")
        .order_by("organisation__name", "role", "granted_at")
    )
    names = names_of([each.unit for each in grants if each.unit is not None], viewer)
    return tuple(_role(each, names, today) for each in grants)


def _role(grant: Grant, names: dict[int, str], today: date) -> RoleLine:
    role = role_named(grant.role)
    where = grant.organisation.called if grant.organisation else "The whole registry"
    if grant.unit_id is not None:
        where = f"{names[grant.unit_id]}, {where}"
    until = "no end is set"
    if grant.until is not None:
        left = (grant.until - today).days
        soon = f", in {counted(left, 'day')}" if left <= _SOON else ""
        until = f"until {day(grant.until)}{soon}"
    return RoleLine(role.title, role.description, where, until)

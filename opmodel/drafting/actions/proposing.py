"""Proposals: made by whoever may not save, decided by whoever may."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from opmodel.access.models import User
from opmodel.access.viewers import viewer_for
from opmodel.drafting.models import Proposal, ProposalState, What
from opmodel.drafting.rights import (
    NotAllowed,
    called,
    may_change,
    may_propose,
    may_propose_new,
)
from opmodel.editions.actions import changing
from opmodel.editions.actions.changing import Authored, ChangeRefused, FieldFault
from opmodel.editions.ids import row_id
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Kind
from opmodel.editions.records import Value

from .saving import check_key

NOT_YOURS = "You may propose changes to rows of your own only."
NEW_NOT_YOURS = (
    "What you propose has to be part of what is yours: say where it stands, or whose it is."
)
DECIDED = "Somebody has decided about it already."


@transaction.atomic
def propose_change(
    *, by: User, element: Kind, values: Mapping[str, Value], seen: int, authored: Authored
) -> Proposal:
    """Proposes that a row say something else. Raises NotAllowed and ChangeRefused."""
    _needs_reason(authored)
    if not may_propose(by, viewer_for(by), element):
        raise NotAllowed(NOT_YOURS)
    if not values:
        raise ChangeRefused([FieldFault("", "Nothing is changed. Change something first.")])
    return _made(
        Proposal(
            edition=element.edition,
            kind=element.kind,
            key=element.key,
            name=element.name,
            what=What.CHANGE,
            values=dict(values),
            seen=seen,
        ),
        authored,
        by,
    )


@transaction.atomic
def propose_new(
    *, by: User, edition: Edition, kind: type[Kind], values: Mapping[str, Value], authored: Authored
) -> Proposal:
    """Proposes a new row. Raises NotAllowed and ChangeRefused."""
    _needs_reason(authored)
    stated = {name: value for name, value in values.items() if value not in (None, "", [])}
    if not str(stated.get("name", "")).strip():
        raise ChangeRefused([FieldFault("name", "Give it a name.")])
    if not may_propose_new(by, viewer_for(by), edition, kind, stated):
        raise NotAllowed(NEW_NOT_YOURS)
    return _made(
        Proposal(
            edition=edition,
            kind=kind.kind_name,
            name=str(stated["name"])[:300],
            what=What.ADD,
            values=stated,
        ),
        authored,
        by,
    )


@transaction.atomic
def propose_end(*, by: User, element: Kind, seen: int, authored: Authored) -> Proposal:
    """Proposes that a row end. Raises NotAllowed and ChangeRefused."""
    _needs_reason(authored)
    if not may_propose(by, viewer_for(by), element):
        raise NotAllowed(NOT_YOURS)
    return _made(
        Proposal(
            edition=element.edition,
            kind=element.kind,
            key=element.key,
            name=element.name,
            what=What.END,
            seen=seen,
        ),
        authored,
        by,
    )


@transaction.atomic
def accept(
    *,
    by: User,
    proposal: Proposal,
    authored: Authored,
    seen: int | None = None,
    values: Mapping[str, Value] | None = None,
) -> Proposal:
    """Writes what is proposed into the draft; the history names both, who proposed and who
    accepted.

    *seen* and *values*: as they are after a conflict was looked at. Raises NotAllowed,
    ChangeRefused and Overtaken.
    """
    held = _held(by, proposal)
    kind, edition = kinds()[held.kind], held.edition
    reason = f"Proposed by {called(held.by)}: {held.reason}"
    word = authored.reason.strip()
    both = Authored(
        by=by, reason=f"{reason} Accepted: {word}" if word else reason, request=authored.request
    )
    wanted = held.values if values is None else values
    if held.what == What.ADD:
        added = changing.add(edition=edition, kind=kind, values=wanted, authored=both)
        check_key(added)
        held.key = added.key
    else:
        element = _row(held, kind)
        version = held.seen if seen is None else seen
        if held.what == What.END:
            changing.remove(element=element, seen=version, authored=both)
        else:
            changing.change(element=element, values=wanted, seen=version, authored=both)
    return _decided(held, ProposalState.ACCEPTED, by, word, authored)


@transaction.atomic
def decline(*, by: User, proposal: Proposal, authored: Authored) -> Proposal:
    """Leaves the draft as it is; the reason is told to who proposed it. Raises NotAllowed and
    ChangeRefused."""
    held = _held(by, proposal)
    if not authored.reason.strip():
        raise ChangeRefused([FieldFault("reason", "Say in a few words why it is declined.")])
    return _decided(held, ProposalState.DECLINED, by, authored.reason.strip(), authored)


@transaction.atomic
def withdraw(*, by: User, proposal: Proposal, authored: Authored) -> Proposal:
    """Takes one's own proposal back. Raises NotAllowed and ChangeRefused."""
    held = _locked(proposal)
    if held.by_id != by.pk:
        raise NotAllowed("Only whoever made a proposal can withdraw it.")
    return _decided(held, ProposalState.WITHDRAWN, by, authored.reason.strip(), authored)


def _needs_reason(authored: Authored) -> None:
    if not authored.reason.strip():
        raise ChangeRefused([FieldFault("reason", "Say in a few words why.")])


def _made(proposal: Proposal, authored: Authored, by: User) -> Proposal:
    if proposal.edition.is_frozen:
        raise ChangeRefused([FieldFault("", "The draft is no longer open.")])
    proposal.reason, proposal.by = authored.reason.strip(), by
    proposal.clean_fields()
    _noted(proposal, authored)
    proposal.save()
    return proposal


def _held(by: User, proposal: Proposal) -> Proposal:
    """The proposal, locked, for somebody who may decide about it."""
    if not may_change(by, proposal.edition):
        raise NotAllowed("You may see this proposal but not decide about it.")
    return _locked(proposal)


def _locked(proposal: Proposal) -> Proposal:
    held = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("edition", "by")
        .get(pk=proposal.pk)
    )
    if not held.is_open:
        raise ChangeRefused([FieldFault("", DECIDED)])
    return held


def _row(proposal: Proposal, kind: type[Kind]) -> Kind:
    found = (
        kind.objects.filter(pk=row_id(proposal.edition_id, proposal.key))
        .select_related("edition")
        .first()
    )
    if found is None:
        raise ChangeRefused(
            [FieldFault("", "The row was ended since. Restore it first, or decline.")]
        )
    element: Kind = found
    return element


def _decided(
    held: Proposal, state: ProposalState, by: User, word: str, authored: Authored
) -> Proposal:
    held.state, held.decided_by, held.word = state, by, word
    held.decided_at = timezone.now()
    _noted(held, authored)
    held.save()
    return held


def _noted(proposal: Proposal, authored: Authored) -> None:
    row: object = proposal
    row._history_user = authored.by  # type: ignore[attr-defined]
    row._change_reason = authored.reason.strip() or None  # type: ignore[attr-defined]
    if authored.request is not None:
        row._history_request = authored.request  # type: ignore[attr-defined]

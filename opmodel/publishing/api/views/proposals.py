"""Proposals by program: listed, read, accepted, declined and withdrawn."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from opmodel.drafting.actions.proposing import accept, decline, withdraw
from opmodel.drafting.models import Proposal, ProposalState
from opmodel.drafting.rights import NotAllowed
from opmodel.editions.actions.changing import ChangeRefused, Overtaken
from opmodel.publishing.api import draft_serializers, serializers
from opmodel.publishing.api.parameters import PAGING, Parameter
from opmodel.publishing.api.problems import Refusal

from .drafts import OfDraft, refuse_overtaken
from .writing import refused_change

STATE: Final = Parameter(
    "state", "Only those of this state.", {"type": "string", "enum": ProposalState.values}
)


class _Proposals(OfDraft):
    def found(self) -> Any:
        """The proposals of the draft that whoever asks may see."""
        return Proposal.objects.of_draft(self.draft, self.viewer, self.user).select_related(
            "by", "decided_by"
        )

    def one(self) -> Proposal:
        found: Proposal | None = self.found().filter(pk=self.kwargs["number"]).first()
        if found is None:
            raise Http404("There is no such proposal that you may see.")
        found.edition = self.draft
        return found


class ProposalList(_Proposals):
    """What is proposed for a draft."""

    answer = serializers.page_of(draft_serializers.Proposal)
    operation = "draft_proposals"
    title = "List the proposals for a draft"
    meaning = """
        All of them for who sees the whole draft, else one's own and those about rows of one's own.
    """

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return (STATE, *PAGING)

    def get(self, request: Request, slug: str) -> Response:
        states = self.question.words("state", ProposalState.values)
        page = self.question.page()
        self.question.check()
        found = self.found().filter(state__in=states) if states else self.found()
        return Response(page.answer(request, [self.told_proposal(each) for each in page.of(found)]))


class ProposalDetail(_Proposals):
    """One proposal."""

    answer = draft_serializers.Proposal
    operation = "draft_proposal"
    title = "Read a proposal"
    meaning = "What is proposed, by whom, why, and what became of it."

    def get(self, request: Request, slug: str, number: int) -> Response:
        return Response(self.told_proposal(self.one()))


class _Deciding(_Proposals):
    """One of the three things that are done about a proposal."""

    http_method_names = ("post", "options")
    answer = draft_serializers.Proposal
    written = draft_serializers.Proposal
    sent = {"POST": draft_serializers.Word}
    verb: Any

    def post(self, request: Request, slug: str, number: int) -> Response:
        found = self.one()
        sent = self.body()
        try:
            decided = type(self).verb(
                by=self.user, proposal=found, authored=self.authored(sent.get("word", ""))
            )
        except NotAllowed as fault:
            raise Refusal(403, str(fault)) from fault
        except ChangeRefused as refused:
            raise refused_change(refused) from refused
        except Overtaken as overtaken:
            refuse_overtaken(overtaken)
        return Response(self.told_proposal(decided), status=200)


class Accepting(_Deciding):
    """Accepts a proposal."""

    verb = staticmethod(accept)
    operation = "accept_proposal"
    title = "Accept a proposal"
    meaning = """
        Writes into the draft what is proposed. Where somebody changed the row since, nothing is
        written, and `theirs` says what they made of it: then it is accepted on its page, field by
        field.
    """


class Declining(_Deciding):
    """Declines a proposal."""

    verb = staticmethod(decline)
    operation = "decline_proposal"
    title = "Decline a proposal"
    meaning = "Leaves the draft as it is. The word of why is needed, and told to who proposed it."


class Withdrawing(_Deciding):
    """Withdraws a proposal of one's own."""

    verb = staticmethod(withdraw)
    operation = "withdraw_proposal"
    title = "Withdraw a proposal"
    meaning = "Takes a proposal of one's own back."

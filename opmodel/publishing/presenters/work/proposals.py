"""Proposals in words: what is proposed to what, before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from opmodel.drafting.descriptions import description_of
from opmodel.drafting.models import Proposal, ProposalState, What
from opmodel.drafting.naming import Names
from opmodel.drafting.rights import called
from opmodel.drafting.values import NOT_RECORDED, in_words
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Kind
from opmodel.editions.records import Value
from opmodel.editions.viewer import Viewer
from opmodel.publishing import addresses

COLOURS = {
    ProposalState.OPEN: "yellow",
    ProposalState.ACCEPTED: "green",
    ProposalState.DECLINED: "red",
    ProposalState.WITHDRAWN: "grey",
}
VERBS = {What.CHANGE: "change", What.ADD: "add", What.END: "end"}


@dataclass(frozen=True)
class ProposalLine:
    """A proposal in a list."""

    title: str
    url: str
    number: int
    who: str
    when: datetime
    reason: str
    state: str
    colour: str
    decided: str
    word: str


@dataclass(frozen=True)
class ProposedField:
    """A field as it stands, and as it is proposed. `before` is empty for a new row."""

    label: str
    before: str
    after: str


def line(proposal: Proposal, edition: Edition) -> ProposalLine:
    """A proposal in words, with what became of it."""
    state = ProposalState(proposal.state)
    decided = ""
    if state is not ProposalState.OPEN:
        decided = f"{state.label} by {called(proposal.decided_by)}"
    return ProposalLine(
        title=title_of(proposal),
        url=addresses.of_proposal(edition, proposal.pk),
        number=proposal.pk,
        who=called(proposal.by),
        when=proposal.at,
        reason=proposal.reason,
        state=state.label,
        colour=COLOURS[state],
        decided=decided,
        word=proposal.word,
    )


def title_of(proposal: Proposal) -> str:
    """What is proposed, in a few words."""
    kind = str(kinds()[proposal.kind]._meta.verbose_name)
    return f"{What(proposal.what).label} {kind} “{proposal.name}”"


def lines(proposals: Iterable[Proposal], edition: Edition) -> list[ProposalLine]:
    return [line(each, edition) for each in proposals]


def fields_of(
    proposal: Proposal,
    edition: Edition,
    viewer: Viewer,
    before: dict[str, Value] | None,
) -> list[ProposedField]:
    """What is proposed, field by field. *before*: what the row states, where whoever looks may
    know."""
    kind: type[Kind] = kinds()[proposal.kind]
    description = description_of(kind)
    names = Names.of(edition, viewer, description)

    def words(described: Any, value: Value) -> str:
        return in_words(described, value, names) or NOT_RECORDED

    return [
        ProposedField(
            described.label,
            words(described, before.get(described.name)) if before is not None else "",
            words(described, proposal.values[described.name]),
        )
        for described in description
        if described.name in proposal.values
    ]

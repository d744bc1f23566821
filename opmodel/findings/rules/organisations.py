"""Whether the bodies that the model counts on still exist."""

from __future__ import annotations

from collections.abc import Iterator

from opmodel.findings.finding import Fault, Severity, fault, rule
from opmodel.findings.model import Model, Row
from opmodel.findings.outside import Ended
from opmodel.findings.words import day, listed


def _ended(model: Model, body: Row | None) -> Ended | None:
    """What is known of the end of the organisation that a body is, if it has ended."""
    if body is None or body.kind != "body" or not body.organisation_id:
        return None
    return model.outside.ended.get(body.organisation_id)


def _gone(ended: Ended) -> str:
    after = f"; {listed(ended.successors)} came after it" if ended.successors else ""
    return f"ended on {day(ended.last_day)}{after}"


@rule(
    "body-ended",
    "A partner that no longer exists",
    severity=Severity.WARNING,
    why="Letters, agreements and invitations go to a body that is gone.",
    mend="Name its successor, or take it out.",
    rests_on="The register of NHS organisations and its successions.",
    reads=("body",),
)
def body_ended(model: Model) -> Iterator[Fault]:
    for body in model.of("body"):
        if body.relation in ("predecessor", "itself", "system"):
            continue
        if ended := _ended(model, body):
            yield fault(f"{body.name} {_gone(ended)}.", body=body)


@rule(
    "power-of-ended-body",
    "A power held by a body that no longer exists",
    severity=Severity.ERROR,
    why="A body that has ended can decide nothing. Its successor has the power only if it was "
    "transferred or given anew.",
    mend="Give the power to the successor, and record on what it rests.",
    rests_on="Transfer schemes and the register of NHS organisations.",
    reads=("delegation", "body", "post"),
)
def power_of_ended_body(model: Model) -> Iterator[Fault]:
    for power in model.of("delegation"):
        if power.type in ("intended", "none") or model.is_over(power.effective_until):
            continue
        holder = power.holder
        if holder is None:
            continue
        body = holder.body if holder.kind == "post" else holder
        if ended := _ended(model, body):
            yield fault(
                f"“{power.name}” is held by {holder.name}, which {_gone(ended)}.",
                power=power,
                holder=body,
            )


@rule(
    "seat-of-ended-body",
    "A seat of a body that no longer exists",
    severity=Severity.ERROR,
    why="Nobody can take the seat, and the quorum may count on it.",
    mend="Give the seat to the successor, or take it out of the terms of reference.",
    rests_on="The register of NHS organisations and its successions.",
    reads=("seat", "body", "post"),
)
def seat_of_ended_body(model: Model) -> Iterator[Fault]:
    for seat in model.of("seat"):
        body = seat.body or (seat.post.body if seat.post is not None else None)
        if body is not None and (ended := _ended(model, body)):
            yield fault(f"“{seat.name}” is a seat of {body.name}, which {_gone(ended)}.",
                        seat=seat, body=body)  # fmt: skip


@rule(
    "agreement-with-ended-body",
    "An agreement with a body that no longer exists",
    severity=Severity.ERROR,
    why="It has to be known who took over its rights and duties, and whether they agree.",
    mend="Record the successor as party, or that the agreement ended with the body.",
    rests_on="NHS Act 2006, section 14Z28: transfer schemes.",
    reads=("agreement", "body"),
)
def agreement_with_ended_body(model: Model) -> Iterator[Fault]:
    for agreement in model.of("agreement"):
        if model.is_over(agreement.effective_until):
            continue
        for body in agreement.parties:
            if ended := _ended(model, body):
                yield fault(
                    f"A party to “{agreement.name}”, {body.name}, {_gone(ended)}.",
                    agreement=agreement,
                    party=body,
                )


@rule(
    "member-ended",
    "A member that no longer exists",
    severity=Severity.WARNING,
    why="The collaborative or partnership counts on a body that is gone.",
    mend="Record the successor as member, and the last day of the old membership.",
    rests_on="The register of NHS organisations and its successions.",
    reads=("membership", "body"),
)
def member_ended(model: Model) -> Iterator[Fault]:
    for membership in model.of("membership"):
        if model.is_over(membership.member_until):
            continue
        if ended := _ended(model, membership.body):
            yield fault(
                f"{membership.body.name}, a member of {membership.of.name}, {_gone(ended)}.",
                membership=membership,
                body=membership.body,
            )

"""Whether the way from one model to the next is known: who takes over, when, who answers for it."""

from __future__ import annotations

from collections.abc import Iterator

from opmodel.findings.finding import Fault, Severity, fault, of_several, rule
from opmodel.findings.model import Model
from opmodel.findings.words import counted, day, listed


@rule(
    "transfer-no-receiver",
    "A function that is to leave, and nobody takes it",
    severity=Severity.WARNING,
    why="What nobody takes over is lost on the day of the change.",
    mend="Agree with the body that takes it over, and record it.",
    rests_on="Safe transfer of functions: the receiving body accepts.",
    reads=("transfer",),
)
def transfer_no_receiver(model: Model) -> Iterator[Fault]:
    for transfer in model.of("transfer"):
        if transfer.receiver is None and not transfer.to_level_id:
            yield fault(f"Who is to take over “{transfer.name}” is not recorded.",
                        transfer=transfer)  # fmt: skip


@rule(
    "transfer-nobody-accountable",
    "Who stays accountable until a transfer is not recorded",
    severity=Severity.WARNING,
    why="Between the announcement and the transfer each side may take it that the other answers "
    "for the function.",
    mend="Say who stays accountable until the day.",
    rests_on="The duty stays where the law puts it until it is moved by law.",
    reads=("transfer", "function"),
)
def transfer_nobody_accountable(model: Model) -> Iterator[Fault]:
    missing = [
        transfer
        for transfer in model.of("transfer")
        if transfer.accountable_meanwhile is None
        and not (
            transfer.function and (transfer.function.statutory or transfer.function.non_delegable)
        )
    ]
    if missing:
        yield of_several(
            "Who stays accountable until the transfer is not recorded for "
            f"{listed([row.name for row in missing])}.",
            "transfer",
            missing,
        )


@rule(
    "transfer-no-date",
    "A transfer without a date",
    severity=Severity.NOTE,
    why="Staff and partners cannot plan, and the function may be let go before anybody has it.",
    mend="Record the date, or what has to happen first.",
    rests_on="Transition plans give each transfer a date.",
    reads=("transfer",),
)
def transfer_no_date(model: Model) -> Iterator[Fault]:
    missing = [
        transfer
        for transfer in model.of("transfer")
        if not (transfer.begins_on or transfer.ends_on)
    ]
    if missing:
        yield of_several(
            f"No date is recorded for {counted(missing, 'transfer', 'transfers')}: "
            f"{listed([row.name for row in missing])}.",
            "transfer",
            missing,
        )


@rule(
    "transfer-overdue",
    "A transfer whose date has passed",
    severity=Severity.WARNING,
    why="It is not recorded whether the function has moved: two bodies may both do it, or neither.",
    mend="Record that it was done, or the new date.",
    rests_on="A plan's date says when it was to happen, not that it did.",
    reads=("transfer",),
)
def transfer_overdue(model: Model) -> Iterator[Fault]:
    for transfer in model.of("transfer"):
        last = transfer.ends_on
        if transfer.standing != "delivered" and last is not None and model.is_over(last):
            yield fault(
                f"“{transfer.name}” was to be done by {day(last)}; that it was is not recorded.",
                transfer=transfer,
            )


@rule(
    "milestone-overdue",
    "Milestones whose date has passed",
    severity=Severity.WARNING,
    why="Readers cannot tell whether it was reached or forgotten.",
    mend="Record that it was reached, or the new date.",
    rests_on="A plan's date says when it was to happen, not that it did.",
    reads=("milestone",),
)
def milestone_overdue(model: Model) -> Iterator[Fault]:
    for milestone in model.of("milestone"):
        last = milestone.ends_on
        if milestone.standing in _PLANNED and last is not None and model.is_over(last):
            yield fault(
                f"“{milestone.name}” was to be reached by {day(last)}; that it was is not "
                "recorded.",
                milestone=milestone,
            )


_PLANNED = ("proposed", "draft", "work-in-progress", "to-be-confirmed", "question", "agreed")


@rule(
    "workstream-no-lead",
    "Workstreams without a lead",
    severity=Severity.NOTE,
    why="Nobody answers for what they are to achieve.",
    mend="Record the senior responsible officer of each.",
    rests_on="Each workstream has a senior responsible officer.",
    reads=("workstream",),
)
def workstream_no_lead(model: Model) -> Iterator[Fault]:
    missing = [row for row in model.of("workstream") if row.led_by is None]
    if missing:
        yield of_several(
            f"Who leads {counted(missing, 'workstream', 'workstreams')} is not recorded: "
            f"{listed([row.name for row in missing])}.",
            "workstream",
            missing,
        )


@rule(
    "risk-no-owner",
    "Risks without an owner",
    severity=Severity.WARNING,
    why="A risk that nobody owns is not managed.",
    mend="Record which post owns each.",
    rests_on="Risk registers name an owner for each risk.",
    reads=("risk",),
)
def risk_no_owner(model: Model) -> Iterator[Fault]:
    risks = model.of("risk")
    missing = [row for row in risks if row.owner is None]
    if missing:
        of_all = (
            f"any of its {len(missing)} risks"
            if len(missing) == len(risks) > 1
            else listed([f"the risk “{row.name}”" for row in missing])
        )
        yield of_several(f"Who owns {of_all} is not recorded.", "risk", missing)


@rule(
    "risk-nothing-done",
    "A risk that nothing is done about",
    severity=Severity.WARNING,
    why="The risk is known and goes on as it is.",
    mend="Say what is done about it, or that it is accepted.",
    rests_on="Risk registers say what is done about each risk.",
    reads=("risk", "mitigation"),
)
def risk_nothing_done(model: Model) -> Iterator[Fault]:
    risks = model.of("risk")
    without = [row for row in risks if not model.pointing("mitigation", "risk", row)]
    if without and len(without) < len(risks):
        for risk in without:
            yield fault(f"What is done about the risk “{risk.name}” is not recorded.", risk=risk)
    elif without:
        yield of_several(
            f"What is done about {'its risk' if len(without) == 1 else 'its risks'} is not "
            f"recorded: {listed([row.name for row in without])}.",
            "risk",
            without,
        )

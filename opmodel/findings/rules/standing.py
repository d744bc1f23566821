"""Whether what is only planned is kept apart from what is in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from opmodel.findings.finding import Fault, Severity, fault, rule
from opmodel.findings.model import Model, Row
from opmodel.findings.outside import Intention
from opmodel.findings.words import day, listed

GIVING = (
    "reserved", "delegated", "sub-delegated", "delegated-in", "delegated-out", "section-75",
    "urgent", "residual", "joint",
)  # fmt: skip


@rule(
    "planned-as-in-force",
    "A plan that reads like a power",
    severity=Severity.ERROR,
    why="The row gives the power, and says in the same breath that it is only proposed: some will "
    "act on it, others will not.",
    mend="Mark it as intended until it is adopted, or adopt it.",
    rests_on="A power counts from its adoption.",
    reads=("delegation",),
)
def planned_as_in_force(model: Model) -> Iterator[Fault]:
    if model.about.is_plan:
        return
    for power in model.of("delegation"):
        if power.is_firm or power.type not in GIVING or power.part != "approves":
            continue
        if power.effective_from is None or power.effective_from <= model.on:
            yield fault(
                f"“{power.name}” is written as a power that holds, but its standing is "
                f"“{power.standing.replace('-', ' ')}”.",
                power=power,
            )


@rule(
    "plan-overdue",
    "A power that should have been given by now",
    severity=Severity.WARNING,
    why="People read the date and take it that the power was given. It was not: whoever is meant "
    "to hold it does not.",
    mend="Give the power, or say that it was put off or dropped.",
    rests_on="A plan's date says when it was to happen, not that it did.",
    reads=("delegation",),
)
def plan_overdue(model: Model) -> Iterator[Fault]:
    for power in model.of("delegation"):
        begins = power.effective_from
        if power.type == "intended" and begins is not None and begins <= model.on:
            yield fault(
                f"“{power.name}” was meant to hold from {day(begins)} and is still only intended.",
                power=power,
            )


@rule(
    "plan-carried-on",
    "Still intended, as in an earlier edition",
    severity=Severity.WARNING,
    why="What one document announces and the next still speaks of as future may never have been "
    "decided; partners may believe that it was.",
    mend="Decide it, with a date and a minute, or say that it is given up.",
    rests_on="Each edition's own words, and what became of them.",
    reads=("delegation",),
)
def plan_carried_on(model: Model) -> Iterator[Fault]:
    for power in model.of("delegation"):
        if power.type != "intended":
            continue
        earlier = model.outside.intended.get(power.key, ())
        if any(_should_be_done(each, model.on) for each in earlier):
            yield fault(
                f"“{power.name}” is still only intended. It was already announced in "
                f"{_announced(power, earlier)}.",
                power=power,
            )


def _announced(power: Row, earlier: Sequence[Intention]) -> str:
    """Where first, under which names, for when; and how often since."""
    first = min(earlier, key=lambda each: (each.said_on or date.max, each.edition))
    then = [each for each in earlier if each.edition == first.edition]
    names = [f"“{name}”" for name in dict.fromkeys(each.name for each in then)]
    called = f" ({listed(names)})" if names != [f"“{power.name}”"] else ""
    days = [each.meant_for for each in then if each.meant_for is not None]
    meant = f", then for {day(min(days))}" if days else ""
    since = len({each.edition for each in earlier} - {first.edition})
    again = f", and in {since} edition{'' if since == 1 else 's'} since" if since else ""
    return f"{first.label}{called}{meant}{again}"


LONG = timedelta(days=730)
"""After so long an intention without a date is one that nobody decided on."""


def _should_be_done(intention: Intention, on: date) -> bool:
    if intention.meant_for is not None:
        return intention.meant_for <= on
    return intention.said_on is not None and intention.said_on + LONG <= on


@rule(
    "holder-only-proposed",
    "A power held by somebody who is only proposed",
    severity=Severity.WARNING,
    why="Until the committee or post exists, nobody can use the power.",
    mend="Set the holder up, or leave the power with whoever has it now.",
    rests_on="Only what exists can hold a power.",
    reads=("delegation",),
)
def holder_only_proposed(model: Model) -> Iterator[Fault]:
    if model.about.is_plan:
        return
    for power in model.of("delegation"):
        holder = power.holder
        if holder is None or holder.is_firm or not power.is_firm or power.type not in GIVING:
            continue
        if power.part == "approves":
            yield fault(
                f"“{power.name}” is given to {holder.name}, which is only "
                f"“{holder.standing.replace('-', ' ')}” itself.",
                power=power,
                holder=holder,
            )

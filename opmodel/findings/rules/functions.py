"""Whether everything the organisation must do has somebody who answers for it, and one alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from opmodel.findings.finding import Fault, Severity, fault, of_several, rule
from opmodel.findings.model import Model, Row
from opmodel.findings.words import counted, listed

OWNERS = ("function", "directorate", "team", "delegation", "transfer", "service")


def _has_owner(model: Model, function: Row) -> bool:
    """Whether anybody is recorded for the function, or for what it is part of."""
    each: Row | None = function
    seen: list[Row] = []
    while each is not None and each not in seen:
        if each.directorate or each.team:
            return True
        powers = model.pointing("delegation", "function", each)
        if any(_gives_to_somebody(power) for power in powers):
            return True
        seen.append(each)
        each = each.parent
    return False


def _gives_to_somebody(power: Row) -> bool:
    return power.type not in ("intended", "none", "advisory") and bool(
        power.holder or power.held_by
    )


@rule(
    "function-no-owner",
    "Functions that nobody is recorded for",
    severity=Severity.WARNING,
    why="A function without an owner is either done twice or not at all.",
    mend="Say which directorate, team, committee or body answers for it.",
    rests_on="Each function of an ICB has somebody who answers for it before it goes live.",
    reads=OWNERS,
)
def function_no_owner(model: Model) -> Iterator[Fault]:
    functions = [row for row in model.of("function") if row.form == "function"]
    missing = [
        row
        for row in functions
        if not row.statutory
        and not _has_owner(model, row)
        and not model.pointing("function", "parent", row)
    ]
    if missing:
        of_all = (
            f"any of its {len(missing)} functions"
            if len(missing) == len(functions) > 1
            else counted(missing, "function", "functions")
        )
        yield of_several(
            f"Who answers for {of_all} is not recorded: "
            f"{listed([row.name for row in missing], most=8)}.",
            "function",
            missing,
        )


@rule(
    "duty-no-owner",
    "A duty in law that nobody is recorded for",
    severity=Severity.ERROR,
    why="The law lays it on the organisation. If nobody answers for it, it may not be done, and "
    "the organisation breaks the law.",
    mend="Say which directorate, team or committee answers for it.",
    rests_on="Each statutory function has somebody who answers for it before go-live.",
    reads=OWNERS,
)
def duty_no_owner(model: Model) -> Iterator[Fault]:
    for function in model.of("function"):
        if function.statutory and not _has_owner(model, function):
            yield fault(
                f"The law lays “{function.name}” on the organisation, but who answers for it is "
                "not recorded.",
                function=function,
            )


@rule(
    "function-two-holders",
    "Two that hold one function",
    severity=Severity.WARNING,
    why="Each may take it that the other acts, and neither is accountable alone.",
    mend="Let one be accountable, and say what the other does: decide, deliver, advise.",
    rests_on="Exactly one is accountable for each function at each level.",
    reads=("function", "delegation"),
)
def function_two_holders(model: Model) -> Iterator[Fault]:
    for function in model.of("function"):
        held: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for power in model.pointing("delegation", "function", function):
            if power.type in ("own", "reserved") and power.decision is None and power.holder:
                at = (power.level_id or "", power.place.key if power.place else "")
                held[at].append(power)
        for powers in held.values():
            holders = list(dict.fromkeys(power.holder.name for power in powers))
            if len({power.holder.key for power in powers}) > 1 and not any(
                power.places for power in powers
            ):
                yield Fault(
                    f"“{function.name}” is held by {listed(holders)} alike, at the same level.",
                    (("function", function), *(("power", power) for power in powers)),
                )


@rule(
    "function-given-up",
    "A function that may not be delegated is to pass to others",
    severity=Severity.WARNING,
    why="Others may deliver it, but the duty stays: without saying who stays accountable it looks "
    "as if it left.",
    mend="Say who stays accountable.",
    rests_on="Delivery elsewhere does not move a duty in law.",
    reads=("function", "transfer"),
)
def function_given_up(model: Model) -> Iterator[Fault]:
    for transfer in model.of("transfer"):
        function = transfer.function
        if function is None or transfer.accountable_meanwhile is not None:
            continue
        if function.statutory or function.non_delegable:
            yield fault(
                f"“{function.name}” is a duty in law and is to pass to others. Who stays "
                "accountable is not recorded.",
                transfer=transfer,
                function=function,
            )

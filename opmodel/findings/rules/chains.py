"""Whether each power was given by somebody who had it, and whether somebody can use it."""

from __future__ import annotations

from collections.abc import Iterator

from governance.deciding.deciding import GIVES_NOTHING
from governance.deciding.scheme import Power
from opmodel.findings.finding import Fault, Severity, fault, of_several, rule
from opmodel.findings.limits import Excess, excesses, gives, in_effect
from opmodel.findings.model import Model
from opmodel.findings.words import counted, day, listed, pounds

from .coverage import SCHEME


def _approving(model: Model) -> Iterator[Power]:
    """The rows that give a power to approve, in effect on the day."""
    for power in model.scheme.powers:
        if gives(power) and in_effect(power, model.on):
            yield power


def _under(model: Model) -> Iterator[tuple[Power, Power]]:
    """Those with the power that each was given under."""
    for power in _approving(model):
        giver = model.scheme.by_key.get(power.parent)
        if giver is not None:
            yield power, giver


def _said(power: Power, model: Model) -> str:
    """The power in words: whose, in which matter."""
    matter = model.scheme.matters.get(power.decision)
    holder = power.holder.name or "somebody who is not named"
    return f"the power of {holder} in “{matter.name if matter else _name(model, power)}”"


def _name(model: Model, power: Power) -> str:
    return model.by_key[power.key].name


@rule(
    "chain-beyond-giver",
    "More is given than the giver has",
    severity=Severity.ERROR,
    why="Nobody can pass on more than they hold: beyond the giver's own limit or scope the row "
    "gives nothing, though it reads as if it did.",
    mend="Lower the limit or narrow the scope to the giver's own, or raise the giver's.",
    rests_on="A delegate's authority cannot exceed the delegator's.",
    reads=SCHEME,
)
def chain_beyond_giver(model: Model) -> Iterator[Fault]:
    for power in _approving(model):
        for excess in excesses(model.scheme, power):
            giver = model.scheme.by_key[excess.giver]
            yield fault(
                f"{_upper(_said(power, model))} {_reaches(excess)} under "
                f"{giver.holder.name}, {_has(excess)}. Beyond that the row gives nothing.",
                mark=excess.basis or excess.scope,
                power=model.by_key[power.key],
                given_under=model.by_key[giver.key],
            )


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _reaches(excess: Excess) -> str:
    if excess.scope:
        return f"is given for more {excess.scope}s"
    if excess.up_to is None:
        return "has no limit"
    return f"reaches up to {pounds(excess.up_to, excess.basis)}"


def _has(excess: Excess) -> str:
    if excess.from_ is None:
        return f"who has it for fewer {excess.scope}s"
    return f"who has {pounds(excess.from_, excess.basis)}"


@rule(
    "chain-circle",
    "A chain of powers that runs in a circle",
    severity=Severity.ERROR,
    why="Each has the power from the other, so neither has it from anybody.",
    mend="Let one of them hold the power from the Board or in its own right.",
    rests_on="Every chain of delegation begins with whoever has the power by law.",
    reads=SCHEME,
)
def chain_circle(model: Model) -> Iterator[Fault]:
    told: set[str] = set()
    for power in _approving(model):
        circle = _circle(model, power)
        if circle and not told & {each.key for each in circle}:
            told |= {each.key for each in circle}
            names = ", under ".join(_name(model, each) for each in [*circle, circle[0]])
            first, *others = circle
            yield Fault(
                f"These powers are given under each other in a circle: {names}.",
                (
                    ("power", model.by_key[first.key]),
                    *(("given under", model.by_key[each.key]) for each in others),
                ),
            )


def _circle(model: Model, power: Power) -> list[Power]:
    """The powers of the circle that this one is in, in the order of their keys' first."""
    walked: list[Power] = []
    each: Power | None = power
    while each is not None and each not in walked:
        walked.append(each)
        each = model.scheme.by_key.get(each.parent)
    return walked if each is power else []


@rule(
    "chain-not-onward",
    "Passed on although it may not be",
    severity=Severity.ERROR,
    why="The giver was given the power on the condition that it stays with them: the row gives "
    "nothing, and what is decided under it can be challenged.",
    mend="Take the row out, or have the giver allowed to delegate it further.",
    rests_on="No delegate may delegate without being allowed to.",
    reads=SCHEME,
)
def chain_not_onward(model: Model) -> Iterator[Fault]:
    for power, giver in _under(model):
        if giver.onward is False and giver.key != power.key:
            yield fault(
                f"{_upper(_said(power, model))} was passed on by {giver.holder.name}, whose own "
                "row says that it may not be delegated further.",
                power=model.by_key[power.key],
                given_under=model.by_key[giver.key],
            )


@rule(
    "chain-giver-without-power",
    "Given by somebody who does not have it",
    severity=Severity.ERROR,
    why="The row stands under one that gives no power of this kind, so it gives none either.",
    mend="Put it under the row of whoever really has the power.",
    rests_on="Nobody can give what they do not have.",
    reads=SCHEME,
)
def chain_giver_without_power(model: Model) -> Iterator[Fault]:
    for power, giver in _under(model):
        because = ""
        if giver.part != "approves" or giver.type in GIVES_NOTHING:
            because = (
                "only has a say in it and does not decide"
                if (giver.type != "intended")
                else "is only meant to have it one day"
            )
        elif giver.without_effect:
            because = f"has it from {giver.without_effect}, which passes on no power"
        elif giver.decision not in ("", power.decision) and giver.type != "residual":
            matter = model.scheme.matters[giver.decision].name
            because = f"has it in another matter, “{matter}”"
        if because:
            yield fault(
                f"{_upper(_said(power, model))} stands under {giver.holder.name}, who {because}.",
                power=model.by_key[power.key],
                given_under=model.by_key[giver.key],
            )


@rule(
    "chain-giver-over",
    "The giver's own power has ended",
    severity=Severity.ERROR,
    why="When a power ends, so does everything that was passed on from it.",
    mend="Renew the giver's power, or give this one from somebody who still has it.",
    rests_on="A sub-delegation falls with the delegation above it.",
    reads=SCHEME,
)
def chain_giver_over(model: Model) -> Iterator[Fault]:
    for power, giver in _under(model):
        until = giver.effective_until
        if until is not None and model.is_over(until):
            yield fault(
                f"{_upper(_said(power, model))} goes on, but {giver.holder.name}, who gave it, "
                f"had it only until {day(until)}.",
                power=model.by_key[power.key],
                given_under=model.by_key[giver.key],
            )


@rule(
    "power-without-holder",
    "A power that nobody is named for",
    severity=Severity.ERROR,
    why="A power without a holder cannot be used by anybody.",
    mend="Say who holds it: a post, a committee, a class of role or a body.",
    rests_on="A scheme names the holder of every power.",
    reads=SCHEME,
)
def power_without_holder(model: Model) -> Iterator[Fault]:
    for power in _approving(model):
        if power.decision and not power.holder.key and not power.holder.name:
            matter = model.scheme.matters[power.decision].name
            yield fault(
                f"A row says that somebody approves “{matter}”, but not who.",
                power=model.by_key[power.key],
            )


@rule(
    "deputy-not-named",
    "A named deputy, but no name",
    severity=Severity.WARNING,
    why="When the holder is away nobody can act, though the scheme promises that a deputy will.",
    mend="Name the deputy's post, or choose another rule for absences.",
    rests_on="Deputies act only where the scheme says who they are.",
    reads=SCHEME,
)
def deputy_not_named(model: Model) -> Iterator[Fault]:
    for power in _approving(model):
        if power.deputy_rule != "named-deputy":
            continue
        if power.deputy is None:
            words = "no deputy is named"
        elif power.deputy.key == power.holder.key:
            words = "the deputy named is the holder"
        else:
            continue
        yield fault(
            f"{_upper(_said(power, model))} may be used by a named deputy, but {words}.",
            power=model.by_key[power.key],
        )


@rule(
    "deputy-not-recorded",
    "Powers of which nobody says who acts when the holder is away",
    severity=Severity.NOTE,
    why="Other powers say who may act while their holder is away or the post is empty. These do "
    "not, so each case then waits or goes to whoever stands next above.",
    mend="Say for each who may act, or that nobody but the holder may.",
    rests_on="Schemes say for each power of a post who may act in the holder's absence.",
    reads=SCHEME,
)
def deputy_not_recorded(model: Model) -> Iterator[Fault]:
    of_posts = [power for power in _approving(model) if power.holder.kind == "post"]
    silent = [power for power in of_posts if not power.deputy_rule]
    if not silent or len(silent) == len(of_posts):
        return
    holders = listed(dict.fromkeys(power.holder.name for power in silent))
    yield of_several(
        f"Who may act while the holder is away is not recorded for "
        f"{counted(silent, 'power', 'powers')}, of {holders}.",
        "power",
        [model.by_key[power.key] for power in silent],
    )

"""Whether somebody may decide every matter, at every amount, and one alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from decimal import Decimal

from governance.deciding.amounts import AmountUnreadable, amount
from governance.deciding.scheme import Scheme
from opmodel.findings.finding import Fault, Severity, fault, rule
from opmodel.findings.limits import Part, Stretch, in_effect, inversions
from opmodel.findings.model import Model, Row
from opmodel.findings.words import day, listed, pounds

SCHEME = ("decision", "delegation", "limit", "agreement", "place", "service", "post")
"""The kinds that say who may decide."""


@rule(
    "scheme-none",
    "No decisions are listed",
    severity=Severity.NOTE,
    why="Without single decisions nobody can look up who may decide, and gaps, overlaps and limits "
    "cannot be checked.",
    mend="Take in the scheme of reservation and delegation, or accept that this document has none.",
    rests_on="Every ICB publishes a scheme of reservation and delegation with its handbook.",
    reads=("decision",),
)
def scheme_none(model: Model) -> Iterator[Fault]:
    if not model.has_scheme and model.by_key:
        yield fault(
            "This edition lists no single decisions. So it was not checked for gaps between "
            "limits, for overlaps, or for matters that nobody may decide."
        )


@rule(
    "decision-nobody",
    "A matter that nobody may decide",
    severity=Severity.ERROR,
    why="Whoever decides it acts without power, and the decision can be challenged.",
    mend="Say who approves it, or let it fall to whoever holds what is not given to others.",
    rests_on="A scheme has to cover every matter that the organisation decides.",
    reads=SCHEME,
)
def decision_nobody(model: Model) -> Iterator[Fault]:
    for decision in model.of("decision"):
        if model.coverage(decision).answered:
            continue
        rows = model.scheme.by_decision.get(decision.key, ())
        approving = [model.by_key[row.key] for row in rows if row.part == "approves"]
        if approving:
            because = "rows say who approves it, but none of them gives the power"
        elif model.scheme.matters[decision.key].non_delegable:
            because = (
                "no row says who approves it, and as a matter that may not be delegated it does "
                "not fall to whoever holds the rest"
            )
        else:
            because = "no row says who approves it, and nobody holds what is not given to others"
        yield Fault(
            f"Nobody may decide “{decision.name}”: {because}.",
            (("decision", decision), *(("gives no power", row) for row in approving)),
        )


@rule(
    "limit-gap",
    "Amounts that nobody may decide",
    severity=Severity.ERROR,
    why="Between two limits, or above the highest, nobody has the power: a payment or contract of "
    "that amount has no approver.",
    mend="Raise the lower limit to where the next begins, or let the higher holder reach down; "
    "above the highest limit, say that the Board decides.",
    rests_on="The limits for one decision follow each other without a hole.",
    reads=SCHEME,
)
def limit_gap(model: Model) -> Iterator[Fault]:
    for decision in model.of("decision"):
        covered = model.coverage(decision)
        if not covered.gaps or not covered.answered:
            continue
        parts: dict[tuple[str, Stretch], list[Part]] = defaultdict(list)
        for gap in covered.gaps:
            parts[gap.basis, gap.stretch].append(gap.part)
        told = [
            f"{_amounts(stretch, basis)}"
            f"{'' if len(where) == len(covered.parts) else _where(model.scheme, where)}"
            for (basis, stretch), where in parts.items()
        ]
        yield Fault(
            f"Nobody may decide “{decision.name}” {'; nor '.join(told)}.",
            (("decision", decision), *_beside(model, decision, parts)),
            ";".join(sorted(f"{basis} {each.first} {each.last}" for basis, each in parts)),
        )


def _beside(
    model: Model, decision: Row, stretches: Iterable[tuple[str, Stretch]]
) -> Iterator[tuple[str, Row]]:
    """The rows whose limits end or begin where a stretch of amounts does."""
    for power in model.scheme.by_decision.get(decision.key, ()):
        for basis, stretch in stretches if power.part == "approves" else ():
            bands = [band for band in power.bands if band.basis == basis]
            if any(band.up_to is not None and stretch.follows(band.up_to) for band in bands):
                yield "ends below", model.by_key[power.key]
                break
            if any(band.above is not None and stretch.ends_at(band.above) for band in bands):
                yield "begins above", model.by_key[power.key]
                break


def _amounts(stretch: Stretch, basis: str) -> str:
    first, last = stretch.first or None, stretch.last
    if first is None:
        return "at any amount" if last is None else f"up to {pounds(last, basis)}"
    if last is None:
        return f"above {pounds(stretch.before, basis)}"
    if first == last:
        return f"at exactly {pounds(last, basis)}"
    return f"above {pounds(stretch.before)} and up to {pounds(last, basis)}"


_AGAIN = {None: "", True: "recurrent", False: "not recurrent"}


def _where(scheme: Scheme, parts: list[Part]) -> str:
    """In which parts of the scope; nothing where it is so everywhere."""
    said: list[str] = []
    for part in parts:
        words = (
            f"in {scheme.places[part.place]}" if part.place else "",
            f"for {scheme.services[part.service]}" if part.service else "",
            "" if part.budgeted else "not budgeted",
            _AGAIN[part.recurrent],
        )
        said.append(", ".join(word for word in words if word))
    return "" if "" in said else f" ({listed(dict.fromkeys(said))})"


@rule(
    "decision-two-holders",
    "Two hold the whole of one decision",
    severity=Severity.ERROR,
    why="Each may decide without the other, and neither is accountable alone: two decisions can "
    "contradict each other.",
    mend="Let one of them decide and the other recommend, put one under the other, or say that "
    "both must approve together.",
    rests_on="Exactly one is accountable for each decision.",
    reads=SCHEME,
)
def decision_two_holders(model: Model) -> Iterator[Fault]:
    yield from _shared(model, with_amounts=False)


@rule(
    "limit-overlap",
    "Two have the same limit for the same matter",
    severity=Severity.WARNING,
    why="The scheme does not tell which of the two decides, so who is accountable is left to "
    "chance.",
    mend="Give one of them a lower limit or another scope, or say that both must sign.",
    rests_on="For one amount, place and service the scheme names one decider.",
    reads=SCHEME,
)
def limit_overlap(model: Model) -> Iterator[Fault]:
    yield from _shared(model, with_amounts=True)


def _shared(model: Model, *, with_amounts: bool) -> Iterator[Fault]:
    powers = model.scheme.by_key
    for decision in model.of("decision"):
        for overlap in model.coverage(decision).overlaps:
            one, other = powers[overlap.one], powers[overlap.other]
            if bool(one.bands and other.bands) != with_amounts:
                continue
            what = f" ({one.limit})" if with_amounts and one.limit else ""
            yield fault(
                f"“{decision.name}” is given to {one.holder.name} and to {other.holder.name} "
                f"alike{what}: either may decide, and neither stands under the other.",
                decision=decision,
                one_row=model.by_key[one.key],
                the_other_row=model.by_key[other.key],
            )


@rule(
    "limit-inversion",
    "A limit above the chief’s",
    severity=Severity.ERROR,
    why="Somebody may decide more than the person they answer to, who cannot check it.",
    mend="Lower the limit to that of the post above, or raise the one above.",
    rests_on="Limits rise along the line of reporting.",
    reads=SCHEME,
)
def limit_inversion(model: Model) -> Iterator[Fault]:
    answers_to = {
        post.key: post.reports_to.key
        for post in model.of("post")
        if post.reports_to is not None and post.reports_to.kind == "post"
    }
    powers = model.scheme.by_key
    for decision in model.of("decision"):
        for found in inversions(model.scheme, decision.key, model.on, answers_to):
            power, chief = powers[found.power], powers[found.chief]
            yield Fault(
                f"For “{decision.name}” {power.holder.name} may decide {_reach(power.up_to)}, but "
                f"{chief.holder.name}, whom they answer to, only {_reach(chief.up_to)}.",
                (
                    ("power", model.by_key[power.key]),
                    ("the chief’s", model.by_key[chief.key]),
                ),
                found.basis,
            )


def _reach(up_to: Decimal | None) -> str:
    return "any amount" if up_to is None else f"up to {pounds(up_to)}"


@rule(
    "limit-words-disagree",
    "A scheme and its limits that disagree on an amount",
    severity=Severity.WARNING,
    why="People read the amount in the scheme, and systems the one in the limits. One of the two "
    "lets somebody decide more, or less, than was meant.",
    mend="Find out which of the two was approved, and correct the other.",
    rests_on="The scheme and the detailed financial limits are two papers on one power.",
    reads=SCHEME,
)
def limit_words_disagree(model: Model) -> Iterator[Fault]:
    for power in model.scheme.powers:
        said = _amounts_in(power.limit)
        held = {end for band in power.bands for end in (band.above, band.up_to) if end is not None}
        if said and held and said != held:
            yield fault(
                f"For “{model.by_key[power.key].name}” the scheme says “{power.limit}”, but its "
                f"limits say {listed([pounds(end) for end in sorted(held)])}.",
                mark=";".join(str(end) for end in (*sorted(said), *sorted(held))),
                power=model.by_key[power.key],
            )


_AMOUNT = re.compile(
    r"£\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]{1,2})?"
    r"\s*((?:k|thousand|mn?|million|bn|billion)\b)?",
    re.IGNORECASE,
)


def _amounts_in(words: str) -> set[Decimal]:
    """The amounts in pounds that words name; of what cannot be read as one, nothing."""
    found: set[Decimal] = set()
    for each in _AMOUNT.finditer(words):
        with suppress(AmountUnreadable):
            found.add(amount("".join(each.groups(default=""))).pounds)
    return found


@rule(
    "power-lapsed",
    "A power that has ended, and nothing replaced it",
    severity=Severity.WARNING,
    why="People may go on using it out of habit; what they decide has no effect. Meanwhile every "
    "case goes to the holder above.",
    mend="Give it anew, to the same holder or another, or take the row out if it was meant to end.",
    rests_on="Powers given for a time are looked at before they end.",
    reads=SCHEME,
)
def power_lapsed(model: Model) -> Iterator[Fault]:
    scheme = model.scheme
    for decision in model.of("decision"):
        approving = [
            power for power in scheme.by_decision.get(decision.key, ()) if power.part == "approves"
        ]
        for power in approving:
            row: Row = model.by_key[power.key]
            # Its own last day: that an agreement is over is told of the agreement.
            until = row.effective_until
            if not model.is_over(until):
                continue
            instead = [
                other
                for other in approving
                if other.parent == power.parent
                and in_effect(other, model.on)
                and (other.up_to is None or power.up_to is None or other.up_to >= power.up_to)
            ]
            if not instead:
                yield fault(
                    f"The power of {power.holder.name} in “{decision.name}” ended on "
                    f"{day(until)}, and nobody was given it instead.",
                    power=row,
                )

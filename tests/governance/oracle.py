"""Who may decide, worked out slowly: every rule as a sentence of its own about one link of a chain.

It shares nothing with the rule but the values that it is asked with: no order of tests, no early
end, no methods of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from governance.deciding.answer import Reason
from governance.deciding.holding import Tenures
from governance.deciding.question import Question
from governance.deciding.scheme import Band, Holder, Power, Scheme

INFINITE = Decimal("Infinity")
PASSED_ON = ("delegated", "sub-delegated", "delegated-out", "section-75", "joint", "urgent",
             "residual")  # fmt: skip
"""Types of power that somebody was given by another. The law forbids it for some matters."""


def deciders(scheme: Scheme, question: Question, tenures: Tenures) -> set[str]:
    """The keys of the powers that decide: the lowest, and those that are just as low."""
    passing = [
        power for power in approving(scheme, question) if may(scheme, power, question, tenures)
    ]
    if not passing:
        return set()
    lowest = min(rank(scheme, power, question) for power in passing)
    return {power.key for power in passing if rank(scheme, power, question) == lowest}


def approving(scheme: Scheme, question: Question) -> list[Power]:
    """The powers to approve the matter; where there is none, the residual ones for any matter."""
    named = [
        power
        for power in scheme.powers
        if power.part == "approves" and power.decision == question.decision
    ]
    if named or scheme.matters[question.decision].non_delegable:
        return named
    return [
        power
        for power in scheme.powers
        if power.part == "approves" and power.decision == "" and power.type == "residual"
    ]


def rank(scheme: Scheme, power: Power, question: Question) -> tuple[Decimal, int]:
    """How far the power reaches for what is asked, and then: the longer its chain, the lower."""
    return (reach(power, question), -len(whole_chain(scheme, power)))


def reach(power: Power, question: Question) -> Decimal:
    """The end of its band that the amount asked first lies in; of the shortest, if in several."""
    bands = on_terms(power, question)
    for basis, amount in question.amounts.items():
        if basis in {band.basis for band in bands}:
            bands = [band for band in bands if band.basis == basis and holds(band, amount)]
            break
    return min((end(band) for band in bands), default=INFINITE)


def may(scheme: Scheme, power: Power, question: Question, tenures: Tenures) -> bool:
    return not faults(scheme, power, question, tenures)


def plays(scheme: Scheme, power: Power, question: Question) -> bool:
    """Whether the power gives its part in the matter, be its holder there or not."""
    wrong = set(faults_of_link(scheme, power, question, {}, gives=False))
    begins_later = power.bands and all(band.above is not None for band in on_terms(power, question))
    return not wrong and not (begins_later and not question.amounts)


def faults(
    scheme: Scheme, power: Power, question: Question, tenures: Tenures
) -> set[tuple[str, Reason]]:
    """All that is wrong from the power up to whoever has it of their own: where, and what."""
    chain = whole_chain(scheme, power)
    keys = [link.key for link in chain]
    found = {
        (link.key, reason)
        for number, link in enumerate(chain)
        for reason in faults_of_link(scheme, link, question, tenures, gives=number > 0)
    }
    found |= {(key, Reason.CIRCLE) for key in keys if keys.count(key) > 1}
    if chain[-1].parent and chain[-1].parent not in {each.key for each in scheme.powers}:
        found.add((keys[-1], Reason.NOT_GIVEN))
    return found


def whole_chain(scheme: Scheme, power: Power) -> list[Power]:
    chain = [power]
    while chain[-1].parent and len(chain) <= len(scheme.powers):
        parents = [each for each in scheme.powers if each.key == chain[-1].parent]
        if not parents:
            break
        chain.append(parents[0])
    return chain


def faults_of_link(
    scheme: Scheme, link: Power, question: Question, tenures: Tenures, *, gives: bool
) -> Iterator[Reason]:
    """What is wrong with one link; `gives` where it is there to have given the one below it."""
    if link.part == "approves" and link.type in ("intended", "none", "advisory"):
        yield Reason.NOT_GIVEN
    if gives and link.part != "approves":
        yield Reason.NOT_GIVEN
    if gives and link.onward is False:
        yield Reason.NOT_ONWARD
    if link.without_effect:
        yield Reason.NO_EFFECT
    if link.type == "urgent" and not question.urgent:
        yield Reason.URGENT_ONLY
    if link.effective_from is not None and question.on < link.effective_from:
        yield Reason.NOT_YET
    if link.effective_until is not None and question.on > link.effective_until:
        yield Reason.ENDED
    if (
        scheme.matters[question.decision].non_delegable
        and link.part == "approves"
        and link.type in PASSED_ON
    ):
        yield Reason.NOT_DELEGABLE
    if not covers_place(scheme, link, question):
        yield Reason.BEYOND_GIVER if gives else Reason.OTHER_PLACE
    if link.services and question.service not in link.services:
        yield Reason.BEYOND_GIVER if gives else Reason.OTHER_SERVICE
    yield from faults_of_amount(link, question, gives=gives)
    yield from faults_of_holder(scheme, link, tenures)


def covers_place(scheme: Scheme, power: Power, question: Question) -> bool:
    if not power.places:
        return True
    place, seen = question.place, set()
    while place and place not in seen:
        if place in power.places:
            return True
        seen.add(place)
        place = scheme.above.get(place, "")
    return False


def on_terms(power: Power, question: Question) -> list[Band]:
    return [
        band
        for band in power.bands
        if band.budgeted in (None, question.budgeted)
        and band.recurrent in (None, question.recurrent)
    ]


def faults_of_amount(link: Power, question: Question, *, gives: bool) -> Iterator[Reason]:
    """Who gives may begin to decide further up themselves; they pass on no more than they have."""
    if link.bands and not on_terms(link, question):
        yield Reason.NOT_BUDGETED
    limited = {band.basis for band in link.bands}
    if question.amounts and link.bands and not gives and not limited & set(question.amounts):
        yield Reason.OTHER_BASIS
    for basis in limited & set(question.amounts):
        amount = question.amounts[basis]
        bands = [band for band in on_terms(link, question) if band.basis == basis]
        if not bands:
            yield Reason.NOT_BUDGETED
        elif all(ends_before(band, amount) for band in bands):
            yield Reason.BEYOND_GIVER if gives else Reason.TOO_MUCH
        elif not gives and not any(holds(band, amount) for band in bands):
            yield Reason.TOO_LITTLE


def holds(band: Band, amount: Decimal) -> bool:
    return not begins_after(band, amount) and not ends_before(band, amount)


def begins_after(band: Band, amount: Decimal) -> bool:
    if band.above is None:
        return False
    return amount < band.above or (amount == band.above and not band.includes_above)


def ends_before(band: Band, amount: Decimal) -> bool:
    return end(band) < amount or (end(band) == amount and not band.includes_up_to)


def end(band: Band) -> Decimal:
    return INFINITE if band.up_to is None else band.up_to


def faults_of_holder(scheme: Scheme, link: Power, tenures: Tenures) -> Iterator[Reason]:
    if vacant(link.holder, tenures) and acting_for(scheme, link, tenures) is None:
        yield Reason.VACANT
    if link.deputy_rule == "substantive-only" and only_for_now(link.holder, tenures):
        yield Reason.NOT_SUBSTANTIVE


def vacant(holder: Holder, tenures: Tenures) -> bool:
    """Somebody wrote down that nobody is in the post. Nothing written down is no vacancy."""
    forms = {each.form for each in tenures.get(holder.key, ())}
    return holder.kind == "post" and forms == {"vacant"}


def only_for_now(holder: Holder, tenures: Tenures) -> bool:
    """Whether those in the post are there for a while only."""
    forms = {each.form for each in tenures.get(holder.key, ())} - {"vacant"}
    return holder.kind == "post" and bool(forms) and forms <= {"acting", "interim"}


def acting_for(scheme: Scheme, power: Power, tenures: Tenures) -> Holder | None:
    """Who uses a power whose holder's post is vacant: its deputy by rule, if they are there."""
    if not vacant(power.holder, tenures):
        return None
    if power.deputy_rule == "named-deputy":
        candidates = [power.deputy] if power.deputy else []
    elif power.deputy_rule == "any-executive":
        candidates = [each for each in scheme.executives if each.key != power.holder.key]
    else:
        candidates = []
    there = [each for each in candidates if not vacant(each, tenures)]
    return there[0] if there else None

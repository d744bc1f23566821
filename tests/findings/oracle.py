"""Gaps, overlaps and inversions worked out slowly: by asking at every penny that matters.

Whether somebody may decide is the oracle's of `tests.governance`, which shares nothing with the
rule that the registry follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import combinations, product

from governance.deciding.question import Question
from governance.deciding.scheme import Power, Scheme
from tests.governance import oracle as deciding
from tests.governance.schemes import AMOUNTS, PLACES, SERVICES

PENNY = Decimal("0.01")
PENNIES = sorted(
    {amount + step for amount in AMOUNTS for step in (-PENNY, 0, PENNY) if amount + step >= 0}
    | {Decimal(5_000)}
)
"""All ends of bands that the random schemes have, and the pennies beside them."""


def named(scheme: Scheme) -> list[Power]:
    """The rows that say who approves the matter."""
    return [
        power for power in scheme.powers if power.part == "approves" and power.decision == "matter"
    ]


def approving(scheme: Scheme) -> list[Power]:
    """Those rows; without any, whoever holds what nobody is given, where the law lets them."""
    if named(scheme) or scheme.matters["matter"].non_delegable:
        return named(scheme)
    return [
        power
        for power in scheme.powers
        if power.part == "approves" and power.decision == "" and power.type == "residual"
    ]


def bases(scheme: Scheme) -> set[str]:
    return {band.basis for power in approving(scheme) for band in power.bands}


def questions(scheme: Scheme, on: date) -> Iterator[tuple[str, Question]]:
    """Every question that may be asked of the scheme, with the basis its amount counts on."""
    powers = [link for each in approving(scheme) for link in deciding.whole_chain(scheme, each)]
    bands = [band for power in powers for band in power.bands]
    again = sorted({band.recurrent for band in bands if band.recurrent is not None}) or [None]
    planned = sorted({True} | {band.budgeted for band in bands if band.budgeted is not None})
    for terms in product(places(scheme), services(scheme), planned, again):
        for basis in bases(scheme) or {""}:
            for amount in PENNIES if basis else [None]:
                yield basis, _question(on, basis, amount, terms)


def questions_of_all(scheme: Scheme, on: date) -> Iterator[Question]:
    """Those that tell the bounds of any power apart, be it of this matter or not."""
    found = {band.basis for power in scheme.powers for band in power.bands} or {""}
    anywhere = product(["", *PLACES], ["", *SERVICES], [True, False], [None, True, False])
    for terms, basis in product(list(anywhere), sorted(found)):
        for amount in PENNIES if basis else [None]:
            yield _question(on, basis, amount, terms)


def _question(
    on: date, basis: str, amount: Decimal | None, terms: tuple[str, str, bool, bool | None]
) -> Question:
    amounts = {} if amount is None else {basis: amount}
    return Question("matter", on, amounts, *terms)


def places(scheme: Scheme) -> list[str]:
    """The places that can be asked of: nowhere in particular only where that is not one of them."""
    powers = approving(scheme)
    lowest = [place for place in PLACES if place not in scheme.above.values()]
    named = {place for power in powers for place in power.places}
    all_named = bool(lowest) and all(named & set(upwards(scheme, place)) for place in lowest)
    only = all(power.places for power in powers) and bool(powers)
    return [*PLACES] if only or all_named else ["", *PLACES]


def upwards(scheme: Scheme, place: str) -> list[str]:
    """A place and those that it is part of, the nearest first; also where these run in a circle."""
    found: list[str] = []
    while place and place not in found:
        found.append(place)
        place = scheme.above.get(place, "")
    return found


def services(scheme: Scheme) -> list[str]:
    powers = approving(scheme)
    named = {service for power in powers for service in power.services}
    only = all(power.services for power in powers) and bool(powers)
    return [*SERVICES] if only or named == set(SERVICES) else ["", *SERVICES]


def overlaps(scheme: Scheme, on: date) -> set[tuple[str, str]]:
    """Pairs that both decide some question, where neither is an exception from the other.

    Who holds whatever is left is not given the matter: two of them do not overlap in it.
    """
    found: set[tuple[str, str]] = set()
    by_key = {power.key: power for power in scheme.powers}
    if not named(scheme):
        return found
    for _, question in questions(scheme, on):
        for one, other in combinations(sorted(deciding.deciders(scheme, question, {})), 2):
            if not is_exception(by_key[one], by_key[other]) and not is_exception(
                by_key[other], by_key[one]
            ):
                found.add((one, other))
    return found


def is_exception(narrow: Power, wide: Power) -> bool:
    """Whether one is for a real part of what the other is for."""

    def inside(one: frozenset[str], other: frozenset[str]) -> bool:
        return other == frozenset() or (one != frozenset() and one.issubset(other))

    def within(one: Power, other: Power) -> bool:
        return inside(one.places, other.places) and inside(one.services, other.services)

    return within(narrow, wide) and not within(wide, narrow)


def inversions(scheme: Scheme, on: date, answers_to: Mapping[str, str]) -> set[tuple[str, str]]:
    """Powers that reach an amount that nobody's power reaches at the nearest post above that has
    a part in it, with the basis."""
    found: set[tuple[str, str]] = set()
    for power in given(scheme, on):
        chief = answers_to.get(power.holder.key)
        seen = {power.holder.key}
        while chief and chief not in seen:
            seen.add(chief)
            theirs = [
                each
                for each in given(scheme, on)
                if each.holder.key == chief and share_a_question(scheme, power, each)
            ]
            if theirs:
                if all(each.bands for each in theirs):
                    for basis in {band.basis for each in theirs for band in each.bands}:
                        if power.bands and not any(band.basis == basis for band in power.bands):
                            continue
                        most = max(
                            reach(each, basis)
                            for each in theirs
                            if any(band.basis == basis for band in each.bands)
                        )
                        if reach(power, basis) > most:
                            found.add((power.key, basis))
                break
            chief = answers_to.get(chief)
    return found


def given(scheme: Scheme, on: date) -> list[Power]:
    """Rows that give a post the power to approve on that day."""
    return [
        power
        for power in named(scheme)
        if power.type not in ("intended", "advisory", "none")
        and not power.without_effect
        and (power.effective_from is None or power.effective_from <= on)
        and (power.effective_until is None or on <= power.effective_until)
        and power.holder.kind == "post"
    ]


def share_a_question(scheme: Scheme, one: Power, other: Power) -> bool:
    day = date(2025, 1, 1)
    return any(
        all(
            deciding.covers_place(scheme, power, Question("matter", day, place=place))
            and (not power.services or service in power.services)
            for power in (one, other)
        )
        for place, service in product(["", *PLACES], ["", *SERVICES])
    )


def reach(power: Power, basis: str) -> Decimal:
    ends = [deciding.end(band) for band in power.bands if band.basis == basis]
    return max(ends) if ends else deciding.INFINITE

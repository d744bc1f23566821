"""The arithmetic of bands: where nobody may decide, where two may, who reaches further than whom.

Gaps and overlaps are looked for by asking: for each decision, in each part of its scope that its
powers tell apart, at every amount at which an answer can change. So they are exactly those that
somebody would meet who asks who may decide. Holders are taken to be in post: a scheme has a gap
where it gives nobody the power, not where a post is empty this month.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, pairwise, product

from governance.deciding.answer import Answer, Step
from governance.deciding.deciding import GIVES_NOTHING, decide
from governance.deciding.question import Question
from governance.deciding.scheme import Band, Matter, Power, Scheme

PENNY = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a decision's scope that its powers tell apart. Empty: not in particular."""

    place: str = ""
    service: str = ""
    budgeted: bool = True
    recurrent: bool | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Amounts from one to another, both among them; `last` None: and everything above.

    Both None: any amount at all, where no limit counts one.
    """

    first: Decimal | None
    last: Decimal | None

    @property
    def before(self) -> Decimal:
        """The last amount below it."""
        return max((self.first or PENNY) - PENNY, Decimal(0))

    def follows(self, end: Decimal) -> bool:
        """Whether it begins where a limit ends, which holds its end or not."""
        return self.first is not None and self.first - end in (0, PENNY)

    def ends_at(self, beginning: Decimal) -> bool:
        """Whether it ends where a limit begins, which holds its beginning or not."""
        return self.last is not None and beginning - self.last in (0, PENNY)

    def holds(self, amount: Decimal) -> bool:
        return (self.first is None or self.first <= amount) and (
            self.last is None or amount <= self.last
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """Amounts for which nobody may decide, in one part of the scope, counted on one basis."""

    decision: str
    part: Part
    basis: str
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two powers that answer a question equally well, and neither is for less than the other."""

    decision: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Excess:
    """A power that reaches beyond the one it is given under; `from_` None: in scope, not amount."""

    power: str
    giver: str
    basis: str = ""
    from_: Decimal | None = None
    up_to: Decimal | None = None
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Inversion:
    """A power that reaches further than that of somebody whom its holder answers to."""

    power: str
    chief: str
    basis: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What came of asking for one decision everywhere; `answered`: whether anybody ever may."""

    gaps: tuple[Gap, ...]
    overlaps: tuple[Overlap, ...]
    answered: bool
    parts: tuple[Part, ...]


REMEMBERED = 8192
"""Decisions whose coverage is kept in memory; one takes some hundred bytes."""


def coverage(scheme: Scheme, decision: str, on: date) -> Coverage:
    """Where nobody may take this decision on that day, and where two may.

    It follows from the rows of the decision and those above them: as long as these stay as they
    are, it is not worked out again. So after a change it is for what the change touches alone.
    """
    return _coverage(
        _Asked(
            scheme.matters[decision],
            tuple(_with_givers(scheme, _deciding(scheme, decision))),
            tuple(scheme.places.items()),
            tuple(scheme.above.items()),
            tuple(scheme.services.items()),
            on,
        )
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """All that the coverage of a decision follows from."""

    matter: Matter
    powers: tuple[Power, ...]
    places: tuple[tuple[str, str], ...]
    above: tuple[tuple[str, str], ...]
    services: tuple[tuple[str, str], ...]
    on: date


@lru_cache(maxsize=REMEMBERED)
def _coverage(asked: _Asked) -> Coverage:
    """The same, of no more of the scheme than the decision needs."""
    matter, on = asked.matter, asked.on
    scheme = Scheme(
        {matter.key: matter},
        asked.powers,
        dict(asked.places),
        dict(asked.above),
        dict(asked.services),
    )
    gaps: list[Gap] = []
    overlaps: dict[Overlap, None] = {}
    answered = False
    approving = _deciding(scheme, matter.key)
    involved = _with_givers(scheme, approving)
    parts = tuple(_parts(scheme, approving, involved))
    for part in parts:
        for basis in _bases(approving):
            stretches = []
            for stretch in _stretches(involved, basis):
                answer = _asked(scheme, matter.key, on, part, basis=basis, amount=stretch.first)
                if answer.approves is not None:
                    answered = True
                else:
                    stretches.append(stretch)
                overlaps |= dict.fromkeys(_overlaps(matter.key, answer))
            gaps += [Gap(matter.key, part, basis, each) for each in _joined(stretches)]
    return Coverage(tuple(gaps), tuple(overlaps), answered, parts)


def forget() -> None:
    """As after a start: no coverage is remembered."""
    _coverage.cache_clear()


def _asked(
    scheme: Scheme,
    decision: str,
    on: date,
    part: Part,
    *,
    basis: str,
    amount: Decimal | None,
) -> Answer:
    amounts = {basis: amount} if basis and amount is not None else {}
    question = Question(
        decision,
        on,
        amounts,
        place=part.place,
        service=part.service,
        budgeted=part.budgeted,
        recurrent=part.recurrent,
    )
    return decide(scheme, question, {})


def _approving(scheme: Scheme, decision: str) -> list[Power]:
    return [power for power in scheme.by_decision.get(decision, ()) if power.part == "approves"]


def _deciding(scheme: Scheme, decision: str) -> list[Power]:
    """The powers that are asked: those to approve the matter; where no row says who approves it,
    those over whatever nobody else is given."""
    named = _approving(scheme, decision)
    if named or scheme.matters[decision].non_delegable:
        return named
    return [power for power in _approving(scheme, "") if power.type == "residual"]


def _with_givers(scheme: Scheme, powers: list[Power]) -> list[Power]:
    """The powers and all that they were given under."""
    found = {power.key: power for power in powers}
    waiting = list(powers)
    while waiting:
        giver = scheme.by_key.get(waiting.pop().parent)
        if giver is not None and giver.key not in found:
            found[giver.key] = giver
            waiting.append(giver)
    return list(found.values())


def _parts(scheme: Scheme, approving: list[Power], involved: list[Power]) -> Iterator[Part]:
    """Every part of the scope that the powers tell apart.

    Also that of no place in particular, unless every power names its places (then the matter is one
    of these places alone), or they name all places that there are. The same for services.
    """
    bands = [band for power in involved for band in power.bands]
    budgeted = sorted({True} | {band.budgeted for band in bands if band.budgeted is not None})
    recurrent: list[bool | None] = [
        *sorted({band.recurrent for band in bands if band.recurrent is not None})
    ]
    for place, service, planned, again in product(
        _told_apart(scheme, scheme.places, approving, involved, lambda power: power.places),
        _told_apart(scheme, scheme.services, approving, involved, lambda power: power.services),
        budgeted,
        recurrent or [None],
    ):
        yield Part(place, service, planned, again)


def _told_apart(
    scheme: Scheme,
    known: Collection[str],
    approving: list[Power],
    involved: list[Power],
    bound: Callable[[Power], frozenset[str]],
) -> list[str]:
    named = sorted({each for power in involved for each in bound(power)})
    mine = {each for power in approving for each in bound(power)}
    lowest = set(known) - set(scheme.above.values())
    these_only = bool(approving) and all(bound(power) for power in approving)
    all_of_them = bool(lowest) and all(scheme.within(each) & mine for each in lowest)
    return named if these_only or all_of_them else ["", *named]


def _bases(approving: list[Power]) -> list[str]:
    """How the amounts of a decision are counted; one empty where no power has an amount."""
    return sorted({band.basis for power in approving for band in power.bands}) or [""]


def _stretches(involved: list[Power], basis: str) -> Iterator[Stretch]:
    """The amounts, to the penny, cut wherever an answer can change."""
    if not basis:
        yield Stretch(None, None)
        return
    ends = {Decimal(0)}
    for power in involved:
        for band in power.bands:
            if band.basis == basis:
                ends |= {end for end in (band.above, band.up_to) if end is not None}
    ordered = sorted(ends)
    for end, following in pairwise(ordered):
        yield Stretch(end, end)
        if end + PENNY < following:
            yield Stretch(end + PENNY, following - PENNY)
    yield Stretch(ordered[-1], ordered[-1])
    yield Stretch(ordered[-1] + PENNY, None)


def _joined(stretches: list[Stretch]) -> Iterator[Stretch]:
    """Neighbours as one."""
    joined: Stretch | None = None
    for each in stretches:
        if joined and joined.last is not None and joined.last + PENNY == each.first:
            joined = replace(joined, last=each.last)
            continue
        if joined:
            yield joined
        joined = each
    if joined:
        yield joined


def _overlaps(decision: str, answer: Answer) -> Iterator[Overlap]:
    if answer.approves is None or answer.residual:
        return  # Who holds whatever is left is not given this matter.
    for one, other in combinations((answer.approves, *answer.together, *answer.alike), 2):
        if _both_must(one, other) or _one_is_for_less(one.power, other.power):
            continue
        first, second = sorted((one.power.key, other.power.key))
        yield Overlap(decision, first, second)


def _both_must(one: Step, other: Step) -> bool:
    """Whether they approve together, so that neither decides alone."""
    return all(
        step.power.type == "joint" or (step.band is not None and (step.band.signatures or 1) > 1)
        for step in (one, other)
    )


def _one_is_for_less(one: Power, other: Power) -> bool:
    """Whether the scope of one lies within that of the other: then it is meant as the exception."""
    return _is_within(one, other) != _is_within(other, one)


def _is_within(one: Power, other: Power) -> bool:
    return all(
        not wide or (narrow and narrow <= wide)
        for narrow, wide in ((one.places, other.places), (one.services, other.services))
    )


def excesses(scheme: Scheme, power: Power) -> Iterator[Excess]:
    """Where the power reaches beyond the one that it is given under."""
    giver = scheme.by_key.get(power.parent)
    if giver is None or giver.key == power.key:
        return
    if giver.places and not (
        power.places and all(scheme.within(place) & giver.places for place in power.places)
    ):
        yield Excess(power.key, giver.key, scope="place")
    if giver.services and not (power.services and power.services <= giver.services):
        yield Excess(power.key, giver.key, scope="service")
    for basis in sorted({band.basis for band in giver.bands}):
        from_ = _beyond(power, giver, basis)
        if from_ is not None:
            reach = _reach(_on(power.bands, basis) or power.bands[:0])
            yield Excess(power.key, giver.key, basis, from_, reach)


def _beyond(power: Power, giver: Power, basis: str) -> Decimal | None:
    """The giver's own end, where the power reaches beyond it on some terms; the lowest of several.

    Terms on which the giver has nothing at all are not theirs to compare with.
    """
    held = _on(power.bands, basis) if power.bands else (Band(basis=basis),)
    ends: list[Decimal] = []
    theirs = _on(giver.bands, basis)
    all_of_them = (*held, *theirs)
    for planned, again in product(
        (True, False) if any(band.budgeted is not None for band in all_of_them) else (True,),
        (None, True, False) if any(band.recurrent is not None for band in all_of_them) else (None,),
    ):
        given = [band for band in theirs if _applies(band, planned, again)]
        mine = [band for band in held if _applies(band, planned, again)]
        if not given or any(band.up_to is None for band in given):
            continue
        furthest = max(given, key=lambda band: (band.up_to or 0, band.includes_up_to))
        end = furthest.up_to or Decimal(0)
        if any(
            band.up_to is None
            or band.up_to > end
            or (band.up_to == end and band.includes_up_to and not furthest.includes_up_to)
            for band in mine
        ):
            ends.append(end)
    return min(ends, default=None)


def _applies(band: Band, budgeted: bool, recurrent: bool | None) -> bool:
    return band.budgeted in (None, budgeted) and band.recurrent in (None, recurrent)


def inversions(
    scheme: Scheme, decision: str, on: date, answers_to: Mapping[str, str]
) -> Iterator[Inversion]:
    """Where a post reaches further in a decision than the nearest one above it that has a part.

    *answers_to* maps a post to the one that it reports to.
    """
    held: dict[str, list[Power]] = {}
    for power in _approving(scheme, decision):
        if power.holder.kind == "post" and in_effect(power, on) and gives(power):
            held.setdefault(power.holder.key, []).append(power)
    for post, powers in held.items():
        for power in powers:
            for chief in _above(post, answers_to):
                theirs = [each for each in held.get(chief, ()) if _meet(scheme, power, each)]
                if theirs:
                    yield from _reaching_further(power, theirs)
                    break


def gives(power: Power) -> bool:
    """Whether the row gives a power at all."""
    return power.part == "approves" and power.type not in GIVES_NOTHING and not power.without_effect


def in_effect(power: Power, on: date) -> bool:
    """Whether the power holds on the day: its own dates and those of what it rests on."""
    return (power.effective_from is None or power.effective_from <= on) and (
        power.effective_until is None or on <= power.effective_until
    )


def _reaching_further(power: Power, theirs: list[Power]) -> Iterator[Inversion]:
    for basis in sorted({band.basis for each in theirs for band in each.bands}):
        if any(not each.bands for each in theirs):
            return
        counted = [each for each in theirs if _on(each.bands, basis)]
        mine = _on(power.bands, basis)
        if not counted or (power.bands and not mine):
            continue
        chief = max(counted, key=lambda each: _order(_reach(_on(each.bands, basis))))
        if _order(_reach(mine)) > _order(_reach(_on(chief.bands, basis))):
            yield Inversion(power.key, chief.key, basis)


def _above(post: str, answers_to: Mapping[str, str]) -> Iterator[str]:
    seen = {post}
    while (post := answers_to.get(post, "")) and post not in seen:
        seen.add(post)
        yield post


def _meet(scheme: Scheme, one: Power, other: Power) -> bool:
    """Whether there is a place and a service for which both are."""
    places = (
        not (one.places and other.places)
        or any(scheme.within(here) & other.places for here in one.places)
        or any(scheme.within(here) & one.places for here in other.places)
    )
    services = not (one.services and other.services) or bool(one.services & other.services)
    return places and services


def _on(bands: tuple[Band, ...], basis: str) -> tuple[Band, ...]:
    return tuple(band for band in bands if band.basis == basis)


def _reach(bands: tuple[Band, ...]) -> Decimal | None:
    """How far bands reach; None: any amount."""
    if not bands or any(band.up_to is None for band in bands):
        return None
    return max(band.up_to for band in bands if band.up_to is not None)


def _order(reach: Decimal | None) -> tuple[bool, Decimal]:
    return (reach is None, reach or Decimal(0))

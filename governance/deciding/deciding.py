"""The rule by which a scheme answers who may decide. No database, no words, no clock.

In this order a power is put to the test, and the first thing that fails is the reason told:

1. it is given (an intention or advice gives nothing), for this case (an urgent power only in urgent
   cases), by something with legal effect, and in effect on the day;
2. the matter may be delegated at all, or the power is its holder's own;
3. it reaches here: the place, the service, the amount on its basis, budgeted or not;
4. somebody holds it: a vacant post only by its deputy rule;
5. whoever gave it could give it: every link above has to pass the same tests for the same question,
   and has to allow that it be passed on. So nobody decides beyond their giver's own authority.

Of the powers that pass, the lowest decides: the one that reaches least far, and among those that
reach equally far the one furthest down its chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .answer import Answer, Reason, Refusal, Step
from .holding import Tenures, is_substantive, is_vacant
from .question import Question
from .scheme import Band, Holder, Power, Scheme

GIVES_NOTHING = ("intended", "none", "advisory")
OWN = ("reserved", "own", "delegated-in")
"""Types of power that their holder has without another holder of the organisation above."""

NEAREST = 5
"""So many refused candidates are told."""


def decide(scheme: Scheme, question: Question, tenures: Tenures) -> Answer:
    """Who may decide what is asked, under this scheme, with its posts held like that.

    The decision asked of must be one of the scheme's.
    """
    asking = _Asking(scheme, question, tenures)
    matter = scheme.matters[question.decision]
    powers = scheme.by_decision.get(question.decision, ())
    approving = [power for power in powers if power.part == "approves"]
    residual = not approving
    if residual:
        approving = [
            power
            for power in scheme.by_decision.get("", ())
            if power.type == "residual" and power.part == "approves" and not matter.non_delegable
        ]
    passed: list[Step] = []
    refused: list[Refusal] = []
    for power in approving:
        outcome = asking.tried(power)
        if isinstance(outcome, Refusal):
            refused.append(outcome)
        else:
            passed.append(outcome)
    passed.sort(key=asking.lowest_first)
    lowest = passed[0] if passed else None
    level = [step for step in passed[1:] if asking.level(step) == asking.level(passed[0])]
    together = [step for step in level if _one_approval(passed[0], step)]
    return Answer(
        question=question,
        matter=matter,
        approves=lowest,
        together=tuple(together),
        alike=tuple(step for step in level if step not in together),
        chain=tuple(asking.chain(lowest.power)) if lowest else (),
        recommends=asking.playing("recommends", powers),
        consulted=asking.playing("consulted", powers),
        signs=asking.playing("signs", powers),
        told=asking.playing("told", powers),
        next_up=asking.next_up(passed, refused),
        refused=tuple(sorted(refused, key=asking.nearest_first)[:NEAREST]),
        residual=residual and lowest is not None,
    )


class _Asking:
    """One question put to one scheme."""

    def __init__(self, scheme: Scheme, question: Question, tenures: Tenures):
        self.scheme = scheme
        self.question = question
        self.tenures = tenures
        self.here = scheme.within(question.place)
        self.non_delegable = scheme.matters[question.decision].non_delegable

    def tried(self, power: Power) -> Step | Refusal:
        """The power as a step of the answer, or why it is none."""
        outcome = self.alone(power)
        if isinstance(outcome, Refusal):
            return outcome
        above = list(self.chain(power))
        for number, link in enumerate(above):
            if link in (power, *above[:number]):
                return Refusal(power, Reason.CIRCLE, link)
            if link.onward is False:
                return Refusal(power, Reason.NOT_ONWARD, link)
            if reason := self._could_not_give(link):
                return Refusal(power, reason, link)
        last = above[-1] if above else power
        if last.parent:  # It is not in the scheme, else it would be the last.
            return Refusal(power, Reason.NOT_GIVEN, last)
        return outcome

    def alone(self, power: Power) -> Step | Refusal:
        """The same without looking at who gave it."""
        if reason := self._not_given(power) or self._not_here(power):
            return Refusal(power, reason)
        found = self._band(power)
        if isinstance(found, Reason):
            return Refusal(power, found)
        held = self._held(power)
        if isinstance(held, Reason):
            return Refusal(power, held)
        return Step(power, found, held)

    def chain(self, power: Power) -> Iterator[Power]:
        """The powers that it was passed on under, the nearest first; ends where one comes again."""
        seen = {power.key}
        while power.parent in self.scheme.by_key:
            power = self.scheme.by_key[power.parent]
            yield power
            if power.key in seen:
                return
            seen.add(power.key)

    def playing(self, part: str, powers: tuple[Power, ...]) -> tuple[Step, ...]:
        """Who plays another part in it. That a post is vacant does not take its part away."""
        found = []
        for power in powers:
            if power.part != part or self._not_given(power) or self._not_here(power):
                continue
            if not self._from_the_first_pound(power):
                continue
            band = self._band(power)
            if not isinstance(band, Reason):
                held = self._held(power)
                found.append(Step(power, band, None if isinstance(held, Reason) else held))
        return tuple(found)

    def next_up(self, passed: list[Step], refused: list[Refusal]) -> Step | None:
        """Who holds the next power above: the next that passed, or one that begins further up."""
        for step in passed[1:]:
            if _reach(step.up_to) > _reach(passed[0].up_to):
                return step
        further = [each for each in refused if each.reason is Reason.TOO_LITTLE]
        further.sort(key=lambda each: _reach(each.power.up_to))
        return Step(further[0].power) if further else None

    def level(self, step: Step) -> tuple[bool, Decimal, int]:
        """How low it stands, the lowest first: how far it reaches, then how far down its chain."""
        return (*_reach(step.up_to), -len(list(self.chain(step.power))))

    def lowest_first(self, step: Step) -> tuple[bool, Decimal, int, str]:
        """The order from the lowest; what stands alike comes in the order of its keys."""
        return (*self.level(step), step.power.key)

    def nearest_first(self, refusal: Refusal) -> tuple[bool, Decimal, str]:
        """The order from the nearest: those whose amount alone is wrong, the closest first."""
        near = refusal.reason in (Reason.TOO_MUCH, Reason.TOO_LITTLE, Reason.VACANT)
        return (not near, self._away(refusal.power), refusal.power.key)

    def _away(self, power: Power) -> Decimal:
        """How many pounds the amounts lie outside its bands, on the basis where it is most."""
        amounts = self.question.amounts
        by_basis: dict[str, Decimal] = {}
        for band in power.bands:
            if band.basis in amounts:
                away = band.away_from(amounts[band.basis])
                by_basis[band.basis] = min(away, by_basis.get(band.basis, away))
        return max(by_basis.values(), default=Decimal(0))

    def _not_given(self, power: Power) -> Reason | None:
        if power.part == "approves" and power.type in GIVES_NOTHING:
            return Reason.NOT_GIVEN
        if power.type == "urgent" and not self.question.urgent:
            return Reason.URGENT_ONLY
        if power.without_effect:
            return Reason.NO_EFFECT
        if power.effective_from is not None and self.question.on < power.effective_from:
            return Reason.NOT_YET
        if power.effective_until is not None and self.question.on > power.effective_until:
            return Reason.ENDED
        if self.non_delegable and power.part == "approves" and power.type not in OWN:
            return Reason.NOT_DELEGABLE
        return None

    def _not_here(self, power: Power) -> Reason | None:
        if power.places and not power.places & self.here:
            return Reason.OTHER_PLACE
        if power.services and self.question.service not in power.services:
            return Reason.OTHER_SERVICE
        return None

    def _from_the_first_pound(self, power: Power) -> bool:
        """Without an amount the answer is the lowest holder's: whoever comes in further up has no
        part in it."""
        bands = [band for band in power.bands if self._on_these_terms(band)]
        return bool(self.question.amounts) or not bands or any(b.above is None for b in bands)

    def _band(self, power: Power) -> Band | Reason | None:
        """The band that the amount lies in, on the basis asked first; None where nothing limits
        the power. Each basis that limits it has to hold: where that is on other terms only, nothing
        is given on these."""
        if not power.bands:
            return None
        bands = [band for band in power.bands if self._on_these_terms(band)]
        if not bands:
            return Reason.NOT_BUDGETED
        if not self.question.amounts:
            return min(bands, key=lambda band: _reach(band.up_to))
        taken: list[Band] = []
        for amount, alike in self._compared(power):
            if not alike:
                return Reason.NOT_BUDGETED
            holding = [band for band in alike if band.holds(amount)]
            if not holding:
                further = any(band.reaches(amount) for band in alike)
                return Reason.TOO_LITTLE if further else Reason.TOO_MUCH
            taken.append(min(holding, key=lambda band: _reach(band.up_to)))
        return taken[0] if taken else Reason.OTHER_BASIS

    def _compared(self, power: Power) -> Iterator[tuple[Decimal, list[Band]]]:
        """Each amount that the power limits, beside the bands on its basis that hold on these
        terms."""
        for basis, amount in self.question.amounts.items():
            alike = [band for band in power.bands if band.basis == basis]
            if alike:
                yield amount, [band for band in alike if self._on_these_terms(band)]

    def _on_these_terms(self, band: Band) -> bool:
        return (band.budgeted is None or band.budgeted == self.question.budgeted) and (
            band.recurrent is None or band.recurrent == self.question.recurrent
        )

    def _could_not_give(self, power: Power) -> Reason | None:
        """Why a link above does not hold. Who begins further up, or counts otherwise, may pass on
        less; nobody more than they have."""
        if power.part != "approves":
            return Reason.NOT_GIVEN
        if reason := self._not_given(power):
            return reason
        if self._not_here(power):
            return Reason.BEYOND_GIVER
        if power.bands and not any(self._on_these_terms(band) for band in power.bands):
            return Reason.NOT_BUDGETED
        for amount, alike in self._compared(power):
            if not alike:
                return Reason.NOT_BUDGETED
            if not any(band.reaches(amount) for band in alike):
                return Reason.BEYOND_GIVER
        held = self._held(power)
        return held if isinstance(held, Reason) else None

    def _held(self, power: Power) -> Holder | Reason | None:
        """Nothing where its holder may use it; the deputy who may; or why nobody may."""
        if power.holder.kind != "post":
            return None
        post = power.holder.key
        if not is_vacant(post, self.tenures):
            if power.deputy_rule == "substantive-only" and not is_substantive(post, self.tenures):
                return Reason.NOT_SUBSTANTIVE
            return None
        match power.deputy_rule:
            case "named-deputy":
                deputy = power.deputy
                if deputy is not None and not is_vacant(deputy.key, self.tenures):
                    return deputy
            case "any-executive":
                for executive in self.scheme.executives:
                    if executive.key != post and not is_vacant(executive.key, self.tenures):
                        return executive
        return Reason.VACANT


def _one_approval(one: Step, other: Step) -> bool:
    """Whether two powers are those of two signatories of one approval, and not an overlap."""
    return all(
        step.power.type == "joint" or (step.band is not None and (step.band.signatures or 1) > 1)
        for step in (one, other)
    )


def _reach(up_to: Decimal | None) -> tuple[bool, Decimal]:
    """An upper end in order: any amount comes after every amount."""
    return (up_to is None, up_to or Decimal(0))

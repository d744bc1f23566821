"""Who may decide: the rule against an oracle, over random schemes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from governance.deciding.answer import Answer, Reason, Step
from governance.deciding.deciding import NEAREST, decide
from governance.deciding.holding import Tenures
from governance.deciding.question import Question
from governance.deciding.scheme import Scheme

from . import oracle
from .schemes import (
    AMOUNTS,
    BASES,
    PLACES,
    from_nothing_up,
    ladders,
    narrower,
    questions,
    schemes,
    tenures,
)

IN_ORDER = [
    {Reason.NOT_GIVEN},
    {Reason.URGENT_ONLY},
    {Reason.NO_EFFECT},
    {Reason.ENDED, Reason.NOT_YET},
    {Reason.NOT_DELEGABLE},
    {Reason.OTHER_PLACE},
    {Reason.OTHER_SERVICE},
    {Reason.NOT_BUDGETED, Reason.OTHER_BASIS, Reason.TOO_LITTLE, Reason.TOO_MUCH},
    {Reason.VACANT, Reason.NOT_SUBSTANTIVE},
]
"""What may be wrong with a power itself, as it is tried: the first is the reason told."""
MANY = settings(max_examples=7 * settings().max_examples)
DAY = date(2025, 6, 1)


def deciding(answer: Answer) -> tuple[Step, ...]:
    return (answer.approves, *answer.together, *answer.alike) if answer.approves else ()


def keys(steps: tuple[Step, ...]) -> list[str]:
    return [step.power.key for step in steps]


def has_authority(scheme: Scheme, key: str, question: Question, held: Tenures) -> bool:
    """Whether this power, were there no other to decide it, would answer the question."""
    powers = (
        each if each.key == key else replace(each, decision="something else")
        for each in scheme.powers
    )
    answer = decide(replace(scheme, powers=tuple(powers)), question, held)
    return key in keys(deciding(answer))


@MANY
@given(schemes(), questions(), tenures())
def test_it_gives_the_oracles_answer(scheme: Scheme, question: Question, held: Tenures) -> None:
    answer = decide(scheme, question, held)
    assert set(keys(deciding(answer))) == oracle.deciders(scheme, question, held)
    assert answer.residual == (
        answer.approves is not None and answer.approves.power.decision != question.decision
    )
    for step in deciding(answer):
        assert step.by_deputy == oracle.acting_for(scheme, step.power, held)
        assert (step.band is None) == (not step.power.bands)
        assert step.band is None or oracle.end(step.band) == oracle.reach(step.power, question)
    if answer.approves:
        assert list(answer.chain) == oracle.whole_chain(scheme, answer.approves.power)[1:]


@MANY
@given(schemes(), questions(), tenures())
def test_each_has_the_part_that_the_oracle_gives_them(
    scheme: Scheme, question: Question, held: Tenures
) -> None:
    answer = decide(scheme, question, held)
    for part in ("recommends", "consulted", "signs", "told"):
        assert keys(getattr(answer, part)) == [
            power.key
            for power in scheme.powers
            if power.part == part
            and power.decision == question.decision
            and oracle.plays(scheme, power, question)
        ]
        for step in getattr(answer, part):
            assert step.by_deputy == oracle.acting_for(scheme, step.power, held)
            assert (step.band is None) == (not step.power.bands)
            assert step.band is None or oracle.end(step.band) == oracle.reach(step.power, question)


@MANY
@given(schemes(), questions(), tenures(), st.sampled_from(BASES), st.sampled_from(AMOUNTS))
def test_raising_an_amount_never_lowers_the_decider(
    scheme: Scheme, question: Question, held: Tenures, basis: str, further: Decimal
) -> None:
    """Whoever may decide more may decide less, and less is decided no higher up.

    Where a power begins only further up, and lies inside one that reaches further, it is the scheme
    that lowers the decider: so here all begin at nothing.
    """
    scheme = from_nothing_up(scheme)
    amount = question.amounts.get(basis, Decimal(0))
    less = replace(question, amounts={**question.amounts, basis: amount})
    more = replace(question, amounts={**question.amounts, basis: amount + further})
    for power in scheme.powers:
        if has_authority(scheme, power.key, more, held):
            assert has_authority(scheme, power.key, less, held)
    below, above = decide(scheme, less, held).approves, decide(scheme, more, held).approves
    if above:
        assert below
        assert oracle.rank(scheme, below.power, less) <= oracle.rank(scheme, above.power, more)
        assert oracle.rank(scheme, below.power, less) <= oracle.rank(scheme, above.power, less)


@MANY
@given(
    ladders(),
    st.sampled_from(AMOUNTS),
    st.sampled_from(AMOUNTS),
    st.sampled_from(["", *PLACES]),
    tenures(),
)
def test_on_a_ladder_of_limits_more_is_decided_on_the_same_rung_or_above(
    scheme: Scheme, one: Decimal, other: Decimal, place: str, held: Tenures
) -> None:
    less, more = sorted((one, other))
    below = decide(scheme, Question("matter", DAY, {"transaction": less}, place), held).approves
    above = decide(scheme, Question("matter", DAY, {"transaction": more}, place), held).approves
    if below and above:
        assert above.power.key <= below.power.key  # rungs are counted from the top


@MANY
@given(st.data(), schemes(), questions(), tenures())
def test_narrowing_a_scope_never_widens_an_authority(
    data: st.DataObject, scheme: Scheme, question: Question, held: Tenures
) -> None:
    """What one may not decide, they may not decide once a power is bounded further: not by their
    own, nor by one that was passed on under it."""
    after = data.draw(narrower(scheme))
    for power in scheme.powers:
        if has_authority(after, power.key, question, held):
            assert has_authority(scheme, power.key, question, held)


@MANY
@given(schemes(), questions(), tenures())
def test_no_chain_passes_through_an_expired_vacant_or_non_delegable_link(
    scheme: Scheme, question: Question, held: Tenures
) -> None:
    answer = decide(scheme, question, held)
    for step in deciding(answer):
        chain = oracle.whole_chain(scheme, step.power)
        for link in chain:
            assert link.part == "approves"
            assert link.type not in ("intended", "none", "advisory")
            assert not link.without_effect
            assert link.effective_from is None or link.effective_from <= question.on
            assert link.effective_until is None or link.effective_until >= question.on
            if oracle.vacant(link.holder, held):
                acts = oracle.acting_for(scheme, link, held)
                assert acts is not None
                assert not oracle.vacant(acts, held)
            if answer.matter.non_delegable:
                assert link.type in ("reserved", "own", "delegated-in")
        assert all(link.onward is not False for link in chain[1:])
        assert len({link.key for link in chain}) == len(chain)


@MANY
@given(schemes(), questions(), tenures())
def test_whoever_is_refused_is_refused_for_what_is_wrong_with_them(
    scheme: Scheme, question: Question, held: Tenures
) -> None:
    answer = decide(scheme, question, held)
    wrong = [
        power
        for power in oracle.approving(scheme, question)
        if not oracle.may(scheme, power, question, held)
    ]
    assert len(answer.refused) == min(len(wrong), NEAREST)
    assert {refusal.power.key for refusal in answer.refused} <= {power.key for power in wrong}
    for refusal in answer.refused:
        link = refusal.through or refusal.power
        assert (link.key, refusal.reason) in oracle.faults(scheme, refusal.power, question, held)
        own = set(oracle.faults_of_link(scheme, refusal.power, question, held, gives=False))
        if own:
            assert refusal.through is None or refusal.through == refusal.power
            assert refusal.reason in next(stage for stage in IN_ORDER if own & stage)
        # Of those above, the nearest with whom something is wrong.
        chain = oracle.whole_chain(scheme, refusal.power)
        for between in chain[1 : chain.index(link)]:
            assert not set(oracle.faults_of_link(scheme, between, question, held, gives=True))


@MANY
@given(schemes(), questions(), tenures())
def test_the_next_above_reaches_further_than_who_decides(
    scheme: Scheme, question: Question, held: Tenures
) -> None:
    answer = decide(scheme, question, held)
    passing = [
        oracle.reach(power, question)
        for power in oracle.approving(scheme, question)
        if oracle.may(scheme, power, question, held)
    ]
    higher = [reach for reach in passing if reach > min(passing)]
    if higher:
        assert answer.next_up is not None
        assert oracle.reach(answer.next_up.power, question) == min(higher)
    elif answer.next_up:
        own = oracle.faults_of_amount(answer.next_up.power, question, gives=False)
        assert Reason.TOO_LITTLE in own


ODD: dict[str, Callable[[Answer], bool]] = {
    "nobody": lambda answer: answer.approves is None,
    "a chain of four": lambda answer: len(answer.chain) > 2,
    "a deputy": lambda answer: (
        answer.approves is not None and answer.approves.by_deputy is not None
    ),
    "a deputy further up": lambda answer: (
        answer.approves is not None and len(answer.chain) > 1 and answer.approves.by_deputy is None
    ),
    "two together": lambda answer: bool(answer.together),
    "an overlap": lambda answer: bool(answer.alike),
    "a residual power": lambda answer: answer.residual,
    "the next above": lambda answer: answer.next_up is not None and answer.approves is not None,
    "the next above a gap": lambda answer: answer.next_up is not None and not answer.approves,
    "one for a part of the county": lambda answer: (
        answer.approves is not None
        and bool(answer.approves.power.places)
        and answer.question.place not in answer.approves.power.places
    ),
    "two bases": lambda answer: (
        answer.approves is not None
        and len(answer.question.amounts) == 2
        and len({band.basis for band in answer.approves.power.bands}) > 1
    ),
    "what may not be delegated": lambda answer: (
        answer.approves is not None and answer.matter.non_delegable
    ),
    **{
        f"refused: {reason}": lambda answer, reason=reason: any(  # type: ignore[misc]
            each.reason is reason and each.through is None for each in answer.refused
        )
        for reason in set(Reason) - {Reason.NOT_ONWARD, Reason.BEYOND_GIVER, Reason.CIRCLE}
    },
    **{
        f"refused further up: {reason}": lambda answer, reason=reason: any(  # type: ignore[misc]
            each.reason is reason and each.through is not None for each in answer.refused
        )
        for reason in (
            *(Reason.ENDED, Reason.NOT_YET, Reason.NOT_GIVEN, Reason.URGENT_ONLY, Reason.NO_EFFECT),
            *(Reason.NOT_DELEGABLE, Reason.NOT_ONWARD, Reason.CIRCLE, Reason.BEYOND_GIVER),
            *(Reason.NOT_BUDGETED, Reason.VACANT, Reason.NOT_SUBSTANTIVE),
        )
    },
}


def test_the_random_schemes_hold_all_of_it() -> None:
    """What the tests above say, they say of each of these."""
    seen: set[str] = set()

    @settings(max_examples=2000, phases=[Phase.generate])
    @given(schemes(), questions(), tenures())
    def look(scheme: Scheme, question: Question, held: Tenures) -> None:
        answer = decide(scheme, question, held)
        seen.update(name for name, has in ODD.items() if has(answer))

    look()
    assert sorted(set(ODD) - seen) == []

"""Gaps, overlaps and inversions are exactly those of an oracle, over random schemes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.deciding.answer import Reason
from governance.deciding.question import Question
from governance.deciding.scheme import Band, Holder, Matter, Power, Scheme
from opmodel.findings.limits import Coverage, Part, coverage, excesses, inversions
from tests.governance import oracle as deciding
from tests.governance.schemes import ABOVE, DAYS, PLACES, POSTS, SERVICES, schemes

from . import oracle

MANY = settings(max_examples=150)
DAY = date(2025, 6, 1)
REPORTING = st.dictionaries(
    st.sampled_from([post.key for post in POSTS]), st.sampled_from([post.key for post in POSTS])
)


@MANY
@given(schemes(), st.sampled_from(DAYS))
def test_gaps_are_where_the_oracle_finds_nobody(scheme: Scheme, on: date) -> None:
    found = coverage(scheme, "matter", on)
    for basis, question in oracle.questions(scheme, on):
        amount = question.amounts.get(basis, Decimal(0))
        asked = Part(question.place, question.service, question.budgeted, question.recurrent)
        part = _part(scheme, found, asked)
        if part not in found.parts:
            # The matter is one of other places or services alone.
            assert not part.place or not part.service
            assert "" not in oracle.places(scheme) or "" not in oracle.services(scheme)
            continue
        told = any(
            gap.part == part and gap.basis == basis and gap.stretch.holds(amount)
            for gap in found.gaps
        )
        assert told == (not deciding.deciders(scheme, question, {})), question


def _part(scheme: Scheme, found: Coverage, asked: Part) -> Part:
    """The part of the scope that a question falls into: the nearest place that is told apart."""
    places = {part.place for part in found.parts}
    services = {part.service for part in found.parts}
    place = next((each for each in oracle.upwards(scheme, asked.place) if each in places), "")
    service = asked.service if asked.service in services else ""
    return Part(place, service, asked.budgeted, asked.recurrent)


@MANY
@given(schemes(), st.sampled_from(DAYS))
def test_overlaps_are_those_of_the_oracle(scheme: Scheme, on: date) -> None:
    found = {(each.one, each.other) for each in coverage(scheme, "matter", on).overlaps}
    assert found == oracle.overlaps(scheme, on)


@MANY
@given(schemes(), st.sampled_from(DAYS), REPORTING)
def test_inversions_are_those_of_the_oracle(
    scheme: Scheme, on: date, answers_to: dict[str, str]
) -> None:
    found = {(each.power, each.basis) for each in inversions(scheme, "matter", on, answers_to)}
    assert found == oracle.inversions(scheme, on, answers_to)


@MANY
@given(schemes(), st.sampled_from(DAYS))
def test_whoever_the_oracle_lets_decide_nothing_more_is_told_beyond_their_giver(
    scheme: Scheme, on: date
) -> None:
    """Where a power's own bounds hold a question and its giver's do not, that is told."""
    by_key = scheme.by_key
    beyond = {power.key for power in scheme.powers if list(excesses(scheme, power))}
    for _, question in oracle.questions(scheme, on):
        for power in scheme.powers:
            giver = by_key.get(power.parent)
            if giver is None or giver is power or _wrong(scheme, power, question) & BOUNDS:
                continue
            theirs = _wrong(scheme, giver, question, gives=True)
            # Terms on which the giver has nothing at all are another fault than too much of it.
            if Reason.BEYOND_GIVER in theirs and Reason.NOT_BUDGETED not in theirs:
                assert power.key in beyond, question


@MANY
@given(schemes(), st.sampled_from(DAYS))
def test_whoever_is_told_beyond_their_giver_has_a_question_that_the_giver_could_not_answer(
    scheme: Scheme, on: date
) -> None:
    by_key = scheme.by_key
    asked = list(oracle.questions_of_all(scheme, on))
    for power in scheme.powers:
        for excess in excesses(scheme, power):
            giver = by_key[excess.giver]
            assert any(
                Reason.BEYOND_GIVER in _wrong(scheme, giver, question, gives=True)
                for question in asked
                if not _wrong(scheme, power, question) & BOUNDS
            ) or not any(not _wrong(scheme, power, question) & BOUNDS for question in asked)


BOUNDS = {
    Reason.OTHER_PLACE,
    Reason.OTHER_SERVICE,
    Reason.OTHER_BASIS,
    Reason.NOT_BUDGETED,
    Reason.TOO_MUCH,
    Reason.TOO_LITTLE,
}
"""What keeps a question out of the bounds of a power."""


def _wrong(scheme: Scheme, power: Power, question: Question, *, gives: bool = False) -> set[Reason]:
    return set(deciding.faults_of_link(scheme, power, question, {}, gives=gives))


def power(key: str, up_to: str | None = None, above: str | None = None, **more: object) -> Power:
    bands = ()
    if up_to or above:
        bands = (Band(above=above and Decimal(above), up_to=up_to and Decimal(up_to)),)
    stated = {
        "decision": "matter",
        "part": "approves",
        "type": "delegated",
        "holder": Holder(key, "committee", key),
        "bands": bands,
    }
    return Power(key=key, **(stated | more))


def of(*powers: Power) -> Scheme:
    return Scheme({"matter": Matter("matter", "A matter")}, powers, PLACES, ABOVE, SERVICES)


@pytest.mark.parametrize(
    ("begins", "gap"),
    [("250000", None), ("300000", ("250000.01", "300000")), ("250000.01", ("250000.01",) * 2)],
)
def test_a_hole_is_told_to_the_penny(begins: str, gap: tuple[str, str] | None) -> None:
    found = coverage(of(power("head", "250000"), power("board", above=begins)), "matter", DAY)
    told = [(str(each.stretch.first), str(each.stretch.last)) for each in found.gaps]
    assert told == ([gap] if gap else [])


def test_what_is_given_for_some_places_only_has_no_gap_elsewhere() -> None:
    found = coverage(of(power("north", places=frozenset({"north"}))), "matter", DAY)
    assert found.gaps == ()


def test_who_gives_from_what_is_left_to_them_does_not_thereby_keep_the_rest() -> None:
    """As whoever asks is told: a matter that somebody is named for is not left over."""
    chief = power("chief", decision="", type="residual")
    found = coverage(of(chief, power("head", "100", parent="chief")), "matter", DAY)
    assert [str(gap.stretch.first) for gap in found.gaps] == ["100.01"]


def test_a_matter_that_nobody_is_named_for_ends_where_the_power_over_what_is_left_does() -> None:
    chief = power("chief", "1000", decision="", type="residual")
    found = coverage(of(chief), "matter", DAY)
    assert found.answered
    assert [str(gap.stretch.first) for gap in found.gaps] == ["1000.01"]


def test_two_who_hold_whatever_is_left_are_not_told_of_every_matter() -> None:
    pair = [power(key, decision="", type="residual") for key in ("one", "other")]
    assert coverage(of(*pair), "matter", DAY).overlaps == ()


def test_an_exception_for_one_place_is_no_overlap() -> None:
    everywhere = power("everywhere", "100")
    there = power("there", "100", places=frozenset({"north"}))
    assert coverage(of(everywhere, there), "matter", DAY).overlaps == ()


def test_two_who_must_both_sign_are_no_overlap() -> None:
    pair = [power(key, "100", type="joint") for key in ("one", "other")]
    assert coverage(of(*pair), "matter", DAY).overlaps == ()


def test_an_empty_post_is_no_gap_of_the_scheme() -> None:
    head = power("head", holder=Holder("head", "post", "Head"))
    assert coverage(of(head), "matter", DAY).gaps == ()

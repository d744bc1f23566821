"""What people write in the cells of a scheme, and what it is read as."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opmodel.workbooks.words import Reach, Said, Unreadable, is_nothing, letters_of, reaches, said


def band(low: int | None, high: int | None, **more: object) -> Reach:
    return Reach(
        above=None if low is None else Decimal(low),
        up_to=None if high is None else Decimal(high),
        **more,  # type: ignore[arg-type]
    )


READ = {
    "£250,000": band(None, 250_000),
    "up to £250k": band(None, 250_000),
    "Up to and including £250k": band(None, 250_000),
    "≤ £1m": band(None, 1_000_000),
    "£50k or less": band(None, 50_000),
    "not exceeding £1.5m": band(None, 1_500_000),
    "below £5k": band(None, 5_000, includes_up_to=False),
    "< 5000": band(None, 5_000, includes_up_to=False),
    "over £1m": band(1_000_000, None),
    ">£1m": band(1_000_000, None),
    "£1m and above": band(1_000_000, None, includes_above=True),
    "£1m+": band(1_000_000, None, includes_above=True),
    "from £1m": band(1_000_000, None, includes_above=True),
    "£50k–£250k": band(50_000, 250_000),
    "£50k - £250k": band(50_000, 250_000),
    "£50-250k": band(50_000, 250_000),
    "50,000 to 250,000": band(50_000, 250_000),
    "between £50k and £250k": band(50_000, 250_000),
    "over £50k up to £250k": band(50_000, 250_000),
    ">£50k to £250k": band(50_000, 250_000),
    "£0 - £50k": band(None, 50_000),
    "£1.2 million": band(None, 1_200_000),
    "unlimited": band(None, None),
    "Any amount": band(None, None),
    "£100k per annum": band(None, 100_000, basis="yearly"),
    "£500 per week": band(None, 500, basis="weekly"),
    "up to £1m whole life": band(None, 1_000_000, basis="lifetime"),
    "Up to £5m over the whole life": band(None, 5_000_000, basis="lifetime"),
    "Up to £2m for all changes since award": band(None, 2_000_000, basis="cumulative"),
    "£10,000 per head of population": band(None, 10_000, basis="per-head"),
    "£50k (inc. VAT)": band(None, 50_000, vat="included"),
    "£50k excl VAT": band(None, 50_000, vat="excluded"),
    "£50k unbudgeted": band(None, 50_000, budgeted=False),
    "£50k within budget": band(None, 50_000, budgeted=True),
    "£50k non-recurrent": band(None, 50_000, recurrent=False),
    "£50k two signatures": band(None, 50_000, signatures=2),
}


AS_SCHEMES_SAY: dict[str, dict[str, object]] = {
    "Above £50,000, up to £1m over the whole life": {
        "above": "50000", "up_to": "1000000", "basis": "lifetime"},
    "Up to £100,000 in all": {"up_to": "100000", "basis": "cumulative"},
    "Up to £0.50 for each head of the population": {"up_to": "0.5", "basis": "per-head"},
    "Two signatures": {"up_to": None, "signatures": 2},
}  # fmt: skip


@pytest.mark.parametrize("text", AS_SCHEMES_SAY)
def test_a_limit_is_read_as_schemes_word_it(text: str) -> None:
    (band,) = reaches(text)
    assert AS_SCHEMES_SAY[text].items() <= band.values().items()


@pytest.mark.parametrize("text", READ)
def test_an_amount_is_read_as_people_mean_it(text: str) -> None:
    assert reaches(text) == (READ[text],)


@pytest.mark.parametrize(
    "text",
    ["lots", "£", "-£5", "£5m–£1m", "£1,00,0", "£0.001", "£5 or so", "£1 £2 £3", "50%", "£1m ish"],
)
def test_what_is_no_amount_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        reaches(text)
    assert refused.value.remedy


PARTS = {
    "✓": Said("approves"),
    "X": Said("approves"),
    "Approve": Said("approves"),
    "Approves.": Said("approves", conditions=".", sure=False),
    "Approve up to £5k": Said("approves", bands=(band(None, 5_000),)),
    "Approve (up to £5k)": Said("approves", bands=(band(None, 5_000),)),
    "£5k": Said("approves", bands=(band(None, 5_000),)),
    "Reserved": Said("approves", "reserved"),
    "Reserved to the Board": Said("approves", "reserved"),
    "Approves jointly": Said("approves", "joint"),
    "Recommend": Said("recommends", "advisory"),
    "Endorse": Said("recommends", "advisory"),
    "Consulted": Said("consulted", "advisory"),
    "To be consulted": Said("consulted", "advisory"),
    "Sign": Said("signs"),
    "For information": Said("told", "advisory"),
    "Is told": Said("told", "advisory"),
    "Approve (within budget)": Said("approves", conditions="within budget"),
    "n/a": Said(),
    "-": Said(),
    "No authority": Said(),
}


@pytest.mark.parametrize("text", [each for each in PARTS if each != "Approves."])
def test_a_part_is_read_as_people_mean_it(text: str) -> None:
    read = said(text)
    assert (read.part, read.type, read.bands, read.conditions) == (
        PARTS[text].part,
        PARTS[text].type,
        PARTS[text].bands,
        PARTS[text].conditions,
    )


def test_what_follows_a_part_is_a_condition_that_somebody_should_look_at() -> None:
    read = said("Approve subject to tender")
    assert (read.part, read.conditions, read.sure) == ("approves", "subject to tender", False)


@pytest.mark.parametrize(
    ("text", "letters"),
    [("A", ("a",)), ("A/R", ("a", "r")), ("R, C", ("r", "c")), ("AB", ()), ("Arci", ())],
)
def test_letters_are_those_of_the_family_of_raci(text: str, letters: tuple[str, ...]) -> None:
    assert letters_of(text) == letters


def test_a_tick_is_not_nothing() -> None:
    assert not is_nothing("✓")
    assert is_nothing("–")


amounts = st.integers(0, 99).map(lambda number: Decimal(number * 1000))


@given(st.tuples(amounts, amounts, amounts, amounts), amounts, st.booleans(), st.booleans())
def test_bands_overlap_where_they_share_an_amount(
    ends: tuple[Decimal, ...], amount: Decimal, low: bool, high: bool
) -> None:
    one = Reach(above=min(ends[:2]), up_to=max(ends[:2]), includes_above=low)
    other = Reach(above=min(ends[2:]), up_to=max(ends[2:]), includes_up_to=high)
    if _holds(one, amount) and _holds(other, amount):
        assert one.overlaps(other)
        assert other.overlaps(one)


def _holds(reach: Reach, amount: Decimal) -> bool:
    assert reach.above is not None
    assert reach.up_to is not None
    after = amount > reach.above or (reach.includes_above and amount == reach.above)
    return after and (amount < reach.up_to or (reach.includes_up_to and amount == reach.up_to))


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (said, reaches):
        try:
            read(text)
        except Unreadable as refused:
            assert str(refused)  # noqa: PT017  (either outcome is right)


@given(amounts.filter(bool), amounts.filter(bool))
def test_words_of_a_band_are_read_back_as_that_band(low: Decimal, high: Decimal) -> None:
    for reach in (Reach(up_to=high), Reach(above=low), Reach(above=low, includes_above=True)):
        assert reaches(reach.words()) == (reach,)
    if low < high:
        reach = Reach(above=low, up_to=high)
        assert reaches(reach.words()) == (reach,)

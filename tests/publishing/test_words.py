"""How dates, sums and gaps read."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from opmodel.publishing import words


@pytest.mark.parametrize(
    ("precision", "reads"),
    [
        ("day", "1 September 2024"),
        ("month", "September 2024"),
        ("quarter", "Q2 2024/25"),
        ("year", "2024"),
    ],
)
def test_a_date_shows_no_more_than_its_source_gives(precision: str, reads: str) -> None:
    assert words.day(date(2024, 9, 1), precision) == reads


@pytest.mark.parametrize(
    ("month", "reads"),
    [(1, "Q4 2021/22"), (3, "Q4 2021/22"), (4, "Q1 2022/23"), (12, "Q3 2022/23")],
)
def test_quarters_are_those_of_the_financial_year(month: int, reads: str) -> None:
    assert words.day(date(2022, month, 1), "quarter") == reads


def test_the_last_quarter_of_a_century_still_has_two_figures() -> None:
    assert words.day(date(2100, 1, 1), "quarter") == "Q4 2099/00"


def test_a_date_nobody_recorded_says_so() -> None:
    assert words.day(None) == words.moment(None) == words.amount(None) == "not recorded"


def test_a_moment_is_told_in_local_time() -> None:
    assert words.moment(datetime(2024, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2024 at 00:30"


@pytest.mark.parametrize(
    ("value", "reads"),
    [
        (250_000, "£250,000"),
        (Decimal("250000.00"), "£250,000"),
        (Decimal("0.5"), "£0.50"),
        (-1200, "-£1,200"),
        (0, "£0"),
    ],
)
def test_sums_are_in_pounds_with_pence_only_where_there_are_any(
    value: Decimal | int, reads: str
) -> None:
    assert words.amount(value) == reads


def test_numbers_agree_with_their_nouns() -> None:
    assert words.counted(1, "post") == "1 post"
    assert words.counted(1204, "entry", "entries") == "1,204 entries"


@pytest.mark.parametrize(
    ("dated", "begins", "ends", "reads"),
    [
        ("", "", "", "no date given"),
        ("in due course", "", "", "in due course"),
        ("Q4 21/22", "2022-01-01", "2022-03-31", "Q4 21/22 (1 January to 31 March 2022)"),
        ("early July", "2025-07-01", "2025-07-10", "early July (1 to 10 July 2025)"),
        ("12th July", "2022-07-12", "2022-07-12", "12th July (12 July 2022)"),
        ("Q4 22/23 – onwards", "2023-01-01", "", "Q4 22/23 – onwards (from 1 January 2023)"),
        ("winter", "2022-12-01", "2023-02-28", "winter (1 December 2022 to 28 February 2023)"),
        ("", "2022-07-01", "2022-07-01", "1 July 2022"),
        ("", "2023-04-01", "", "from 1 April 2023"),
        ("", "", "2022-07-01", "by 1 July 2022"),
    ],
)
def test_a_date_reads_as_its_source_words_it_with_the_days_that_it_can_mean(
    dated: str, begins: str, ends: str, reads: str
) -> None:
    assert words.when(dated, day_of(begins), day_of(ends)) == reads


@pytest.mark.parametrize(
    ("dated", "begins", "ends", "reads"),
    [
        ("1 July 2022", "2022-07-01", "2022-07-01", "1 July 2022"),
        ("July 01st 2022", "2022-07-01", "2022-07-01", "1 July 2022"),
        ("By July 01st 2022", "", "2022-07-01", "by 1 July 2022"),
        ("1 April 22", "2022-04-01", "2022-04-01", "1 April 2022"),
        ("as of 1st July 2022", "2022-07-01", "2022-07-01", "1 July 2022"),
        ("By 1st July 2022", "", "2022-07-01", "by 1 July 2022"),
        ("1 April 2022", "", "2022-04-01", "by 1 April 2022"),
        ("April 2022", "2022-04-01", "2022-04-30", "April 2022"),
        ("from April 2023", "2023-04-01", "", "from April 2023"),
        ("2023", "2023-01-01", "2023-12-31", "2023"),
        ("December 2022", "2022-12-01", "2022-12-31", "December 2022"),
    ],
)
def test_what_says_the_same_in_other_words_is_said_once(
    dated: str, begins: str, ends: str, reads: str
) -> None:
    assert words.when(dated, day_of(begins), day_of(ends)) == reads


def day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

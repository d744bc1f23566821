"""Which columns a roadmap has, and where in them a date lies."""

from __future__ import annotations

from datetime import date

from opmodel.publishing.programmes.columns import Days, columns_for


def days(first: str, last: str = "") -> Days:
    return date.fromisoformat(first), date.fromisoformat(last or first)


def titles(*dates: Days) -> list[str]:
    return [column.title for column in columns_for(dates)]


def test_no_dates_make_no_columns() -> None:
    assert titles() == []


def test_dates_years_apart_have_a_column_for_each_year_and_none_for_empty_ones() -> None:
    columns = columns_for(
        [days("2013-04-01"), days("2016-07-01", "2016-07-31"), days("2017-01-01")]
    )
    assert [column.title for column in columns] == ["2013", "2016", "2017"]
    assert [column.after_gap for column in columns] == [False, True, False]


def test_a_year_in_which_much_is_dated_is_split_into_quarters_of_the_financial_year() -> None:
    found = titles(
        days("2022-04-01"), days("2022-07-01"), days("2022-10-01", "2022-12-31"), days("2026-01-01")
    )
    assert found == ["Q1 2022/23", "Q2 2022/23", "Q3 2022/23", "2026"]


def test_a_plan_of_weeks_has_months() -> None:
    dates = [
        days("2025-05-29"), days("2025-05-30"), days("2025-05-29", "2025-06-20"),
        days("2025-06-11", "2025-06-30"), days("2025-07-01", "2025-07-10"),
    ]  # fmt: skip
    columns = columns_for(dates)
    assert [column.title for column in columns] == ["May 2025", "June 2025", "Q2 2025/26"]
    assert [column.note for column in columns] == ["", "", "July to September 2025"]


def test_a_date_that_says_no_more_than_the_year_does_not_split_it() -> None:
    assert titles(*[days("2023-01-01", "2023-12-31")] * 5) == ["2023"]


def test_years_in_which_next_to_nothing_is_dated_share_a_column() -> None:
    busy = [days("2022-04-01"), days("2022-07-01")] * 40
    found = titles(days("2016-01-01"), days("2018-01-01"), *busy, days("2025-01-01"))
    assert found == ["2016 to 2018", "Q1 2022/23", "Q2 2022/23", "2025"]


def test_quarters_in_which_next_to_nothing_is_dated_share_a_column_within_their_year() -> None:
    busy = [days("2022-04-01"), days("2022-10-01")] * 40
    found = titles(*busy, days("2022-01-01"), days("2022-12-31", "2023-01-01"))
    assert found == ["Q4 2021/22", "Q1 2022/23", "Q3 2022/23", "2023"]


def test_every_date_has_a_column() -> None:
    dates = [days(f"{year}-{month:02}-15") for year in range(2016, 2027) for month in range(1, 13)]
    columns = columns_for([*dates, days("2010-05-05", "2011-02-02")])
    for each in dates:
        assert sum(column.meets(each) for column in columns) == 1

"""Editions on two axes."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from opmodel.publishing.charts.timeline import DOT, HEIGHT, LEFT, Event, lay_out

TODAY = date(2026, 11, 22)


def event(effective: date, recorded: date, *, settled: bool = True) -> Event:
    return Event("June: in force", settled, effective, recorded)


def test_without_editions_there_is_nothing_to_draw() -> None:
    assert lay_out([], on=TODAY, known=TODAY) is None


def test_later_effect_stands_further_right_and_later_recording_further_down() -> None:
    line = lay_out(
        [
            event(date(2023, 4, 1), date(2023, 3, 20)),
            event(date(2024, 4, 1), date(2024, 3, 20)),
            event(date(2023, 10, 1), date(2025, 1, 9)),  # a correction with retroactive effect
        ],
        on=date(2024, 6, 1),
        known=date(2024, 6, 1),
    )
    assert line is not None
    first, second, correction = line.dots
    assert first.x < correction.x < second.x
    assert first.y < second.y < correction.y
    assert [dot.number for dot in line.dots] == [1, 2, 3]


def test_what_counts_lies_left_of_and_above_the_days_asked_of() -> None:
    asked = date(2024, 6, 1)
    line = lay_out(
        [event(date(2024, 5, 1), date(2024, 5, 1)), event(date(2024, 7, 1), date(2024, 7, 1))],
        on=asked,
        known=asked,
    )
    assert line is not None
    assert line.on is not None
    assert line.known is not None
    before, after = line.dots
    assert before.x < line.on < after.x
    assert before.y < line.known < after.y


def test_a_day_decades_away_does_not_squeeze_the_editions_together() -> None:
    line = lay_out([event(date(2024, 5, 1), date(2024, 5, 1))], on=date(1950, 1, 1), known=TODAY)
    assert line is not None
    assert line.on is None
    assert len(line.across) == 2


@given(st.lists(st.dates(date(2013, 1, 1), date(2030, 1, 1)), max_size=8))
def test_no_two_dots_cover_each_other(days: list[date]) -> None:
    line = lay_out([event(day, day) for day in days], on=TODAY, known=TODAY)
    dots = line.dots if line else ()
    for one in dots:
        assert one.x >= LEFT
        assert one.y <= HEIGHT
        for other in dots:
            apart = abs(one.x - other.x) >= 2 * DOT - 0.1 or abs(one.y - other.y) >= 2 * DOT - 0.1
            assert one is other or apart

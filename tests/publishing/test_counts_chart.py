"""Bars of how much was found: to scale, and told apart without colour."""

from __future__ import annotations

from opmodel.publishing.charts.counts import WIDTH, Counted, lay_out


def test_without_editions_there_is_no_drawing() -> None:
    assert lay_out([]) is None


def test_the_longest_bar_is_as_wide_as_the_drawing_and_the_others_to_scale() -> None:
    chart = lay_out(
        [
            Counted("First", {"error": 15, "warning": 5, "note": 0}),
            Counted("Second", {"error": 10, "warning": 0, "note": 0}),
        ]
    )
    assert chart is not None
    first, second = (sum(part.width for part in bar.parts) for bar in chart.bars)
    assert (first, second) == (WIDTH, WIDTH / 2)
    assert [part.number for part in chart.bars[0].parts] == ["15", "5"]


def test_a_part_too_narrow_for_its_number_has_none() -> None:
    chart = lay_out([Counted("Many", {"error": 1, "warning": 400})])
    assert chart is not None
    assert [part.number for part in chart.bars[0].parts] == ["", "400"]


def test_where_nothing_was_found_there_is_no_part() -> None:
    chart = lay_out([Counted("None", {"error": 0, "warning": 0})])
    assert chart is not None
    assert chart.bars[0].parts == ()


def test_a_label_longer_than_the_drawing_is_cut() -> None:
    chart = lay_out([Counted("long " * 60, {"error": 1})])
    assert chart is not None
    assert chart.bars[0].label.endswith(" …")

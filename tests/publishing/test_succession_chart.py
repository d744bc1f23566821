"""Organisations through time, drawn from left to right."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opmodel.publishing.charts.cards import Card
from opmodel.publishing.charts.succession import Course, lay_out

NAMES = "abcdefgh"


def cards(names: str) -> dict[str, Card]:
    return {name: Card(key=name, title=f"Organisation {name}") for name in names}


def column_of(course: Course) -> dict[str, float]:
    return {box.card.key: box.x for box in course.boxes}


def test_three_became_one_that_became_another() -> None:
    course = lay_out(cards("abcde"), [("a", "d"), ("b", "d"), ("c", "d"), ("d", "e")])
    stands = column_of(course)
    assert stands["a"] == stands["b"] == stands["c"] < stands["d"] < stands["e"]


def test_what_skipped_a_step_stands_next_to_what_it_became() -> None:
    """One of three CCGs was not merged in 2018: it stands beside those that were formed then."""
    course = lay_out(cards("abcde"), [("a", "c"), ("b", "c"), ("c", "e"), ("d", "e")])
    stands = column_of(course)
    assert stands["d"] == stands["c"]


def test_lines_to_different_boxes_bend_in_different_places() -> None:
    course = lay_out(cards("abcd"), [("a", "c"), ("b", "d")])
    bends = {line.points[1][0] for line in course.lines if len(line.points) > 2}
    assert len(bends) in (0, 2)


@given(
    st.lists(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda ab: ab[0] < ab[1]),
        max_size=14,
    )
)
def test_every_step_runs_to_the_right_and_no_two_boxes_touch(steps: list[tuple[str, str]]) -> None:
    course = lay_out(cards(NAMES), steps)
    stands = column_of(course)
    assert all(stands[before] < stands[after] for before, after in steps)
    assert {box.card.key for box in course.boxes} == set(NAMES)
    for one in course.boxes:
        for other in course.boxes:
            if one is not other and one.x == other.x:
                assert one.bottom < other.y or other.bottom < one.y
    assert all(box.right <= course.width and box.bottom <= course.height for box in course.boxes)


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")).filter(len), max_size=8)
)
def test_even_a_circle_is_drawn(steps: list[tuple[str, str]]) -> None:
    steps = [(before, after) for before, after in steps if before != after]
    assert len(lay_out(cards("abcd"), steps).boxes) == 4

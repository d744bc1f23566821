"""What somebody who reads a chart can count on, whatever organisation it shows."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opmodel.publishing.charts.cards import Card, Measures
from opmodel.publishing.charts.drawing import Drawing
from opmodel.publishing.charts.layout import Box, Layout, Line, place, place_to_width
from opmodel.publishing.charts.sheets import (
    A4_LANDSCAPE,
    A4_PORTRAIT,
    SMALLEST_TYPE,
    UNITS_TO_POINTS,
    Sheet,
    sheets,
)

WORDS = st.sampled_from(
    (
        "Finance",
        "Delivery, Performance & Oversight",
        "Mental Health, Community, Learning Disability & Autism and Special Education Needs",
        "Pneumonoultramicroscopicsilicovolcanoconiosis",
        "Chief Officer",
    )
)
SHAPES = st.recursive(
    st.tuples(WORDS, st.booleans(), st.just(())),
    lambda below: st.tuples(
        WORDS, st.booleans(), st.lists(below, min_size=1, max_size=7).map(tuple)
    ),
    max_leaves=40,
)


def card_of(shape: tuple, key: str = "0") -> Card:
    title, tagged, below = shape
    return Card(
        key=key,
        title=title,
        look="post",
        lines=("Holder not recorded",) if tagged else (),
        tag="Vacant" if tagged else "",
        dotted=tagged,
        children=tuple(card_of(each, f"{key}-{n}") for n, each in enumerate(below)),
    )


CARDS = SHAPES.map(card_of)
WAYS = st.tuples(st.integers(0, 6), st.integers(1, 6))


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.right
        and other.x < one.right
        and one.y < other.bottom
        and other.y < one.bottom
    )


def crosses(line: Line, box: Box) -> bool:
    """Whether a connector runs through the inside of a card."""
    inside = (box.x + 0.1, box.right - 0.1, box.y + 0.1, box.bottom - 0.1)
    for (x1, y1), (x2, y2) in pairwise(line.points):
        left, right, top, bottom = inside
        if (
            min(x1, x2) < right
            and max(x1, x2) > left
            and min(y1, y2) < bottom
            and max(y1, y2) > top
        ):
            return True
    return False


def flat(title: str, count: int) -> Card:
    children = tuple(Card(key=f"{title}-{n}", title=f"Post {n}") for n in range(count))
    return Card(key=title, title=title, look="unit", children=children)


@given(card=CARDS, way=WAYS)
@settings(deadline=None)
def test_no_card_covers_another(card: Card, way: tuple[int, int]) -> None:
    layout = place(card, across=way[0], columns=way[1])
    assert not [pair for pair in combinations(layout.boxes, 2) if overlap(*pair)]


@given(card=CARDS, way=WAYS)
@settings(deadline=None)
def test_no_connector_runs_through_a_card(card: Card, way: tuple[int, int]) -> None:
    layout = place(card, across=way[0], columns=way[1])
    assert not [
        (line, box.card.title)
        for line in layout.lines
        for box in layout.boxes
        if crosses(line, box)
    ]


@given(card=CARDS, way=WAYS)
@settings(deadline=None)
def test_nothing_lies_outside_the_chart(card: Card, way: tuple[int, int]) -> None:
    layout = place(card, across=way[0], columns=way[1])
    points = [point for line in layout.lines for point in line.points]
    points += [(box.x, box.y) for box in layout.boxes]
    points += [(box.right, box.bottom) for box in layout.boxes]
    assert all(-0.01 <= x <= layout.width + 0.01 for x, _ in points)
    assert all(-0.01 <= y <= layout.height + 0.01 for _, y in points)


@given(card=CARDS, way=WAYS)
@settings(deadline=None)
def test_everybody_stands_below_the_one_they_answer_to(card: Card, way: tuple[int, int]) -> None:
    layout = place(card, across=way[0], columns=way[1])
    for box in layout.boxes:
        assert all(child.y >= box.bottom for child in box.children)


@given(card=CARDS, way=WAYS)
@settings(deadline=None)
def test_the_chart_keeps_every_card_and_their_order(card: Card, way: tuple[int, int]) -> None:
    layout = place(card, across=way[0], columns=way[1])
    assert [box.card.key for box in layout.boxes] == [each.key for each in card.walk()]
    assert [box.number for box in layout.boxes] == list(range(card.below + 1))
    for box in layout.boxes:
        places = [(child.x, child.y) for child in box.children]
        # Left to right across; top to bottom in a column, the columns left to right.
        assert places == sorted(places)


@given(card=CARDS, way=WAYS)
@settings(deadline=None)
def test_a_connector_leads_from_each_card_to_each_of_those_below_it(
    card: Card, way: tuple[int, int]
) -> None:
    layout = place(card, across=way[0], columns=way[1])
    assert len(layout.lines) == card.below
    dotted = sum(each.dotted for each in card.walk()) - card.dotted
    assert sum(line.dotted for line in layout.lines) == dotted


@given(card=CARDS)
@settings(deadline=None)
def test_the_same_chart_is_drawn_the_same_every_time(card: Card) -> None:
    assert Drawing(place(card, across=2)).print_css == Drawing(place(card, across=2)).print_css


@given(card=CARDS)
@settings(deadline=None, max_examples=40)
def test_on_paper_everybody_appears_and_can_be_read(card: Card) -> None:
    pages = sheets(card)
    shown = {box.card.key for page in pages for box in page.layout.boxes}
    assert shown == {each.key for each in card.walk()}
    for page in pages:
        assert page.layout.width * page.scale <= A4_LANDSCAPE.width + 0.01
        assert page.layout.height * page.scale <= A4_LANDSCAPE.height + 0.01
        assert type_size(page) >= SMALLEST_TYPE


@given(card=CARDS)
@settings(deadline=None, max_examples=40)
def test_whatever_is_folded_away_on_paper_leads_to_its_own_page(card: Card) -> None:
    pages = sheets(card)
    anchors = [page.anchor for page in pages]
    assert len(set(anchors)) == len(anchors)
    for page in pages:
        for box in page.layout.boxes:
            if box.card.more:
                assert box.card.more_url.removeprefix("#") in anchors


def type_size(page: Sheet) -> float:
    return Measures().text * page.scale * UNITS_TO_POINTS


def test_a_small_chart_is_one_page() -> None:
    assert len(sheets(flat("Finance", 6))) == 1


def test_a_large_organisation_has_an_overview_and_a_page_for_each_directorate() -> None:
    directorates = tuple(flat(f"Directorate {n}", 25) for n in range(6))
    pages = sheets(Card(key="chief", title="Chief Executive", children=directorates))
    assert [page.title for page in pages] == [
        "Chief Executive",
        *(f"Directorate {n}" for n in range(6)),
    ]
    overview = [box.card for box in pages[0].layout.boxes]
    assert [card.more for card in overview[1:]] == ["+ 25 below"] * 6


def test_a_team_too_large_for_a_page_goes_on_over_several() -> None:
    pages = sheets(flat("Call handlers", 200), A4_PORTRAIT)
    assert len(pages) > 1
    assert pages[1].title == f"Call handlers (2 of {len(pages)})"
    assert sum(len(page.layout.boxes) - 1 for page in pages) == 200


def test_directorates_stand_side_by_side_and_what_they_hold_hangs_below_them() -> None:
    directorates = tuple(flat(f"Directorate {n}", 5) for n in range(6))
    layout = place_to_width(Card(key="chief", title="Chief", children=directorates), 1216)
    heads = layout.root.children
    assert len({head.y for head in heads}) == 1
    assert len({head.height for head in heads}) == 1
    for head in heads:
        assert len({child.x for child in head.children}) == 1


def test_more_directorates_than_fit_side_by_side_stand_in_columns() -> None:
    directorates = tuple(flat(f"Directorate {n}", 3) for n in range(14))
    layout = place_to_width(Card(key="chief", title="Chief", children=directorates), 1216)
    assert layout.width <= 1216
    assert len({head.x for head in layout.root.children}) > 2


@pytest.mark.parametrize("count", [150, 500])
def test_a_chart_of_hundreds_of_cards_is_laid_out(count: int) -> None:
    directorates = tuple(flat(f"Directorate {n}", count // 6) for n in range(6))
    layout = place_to_width(Card(key="chief", title="Chief", children=directorates), 1216)
    assert len(layout.boxes) == 1 + 6 + 6 * (count // 6)


def test_a_card_is_as_tall_as_its_words_need() -> None:
    measures = Measures()
    short = Card(key="a", title="Finance", look="post")
    long = replace(
        short, title="System financial strategy and planning, including long term planning"
    )
    assert measures.card_height(long, 184) >= measures.card_height(short, 184) + 2 * 18
    assert measures.card_height(replace(short, tag="Vacant"), 184) > measures.card_height(
        short, 184
    )


def test_a_drawing_holds_nothing_that_could_end_its_style_block() -> None:
    drawing = Drawing(place(flat("</style><script>alert(1)</script>", 3), across=1))
    assert "<" not in drawing.screen_css
    assert "<" not in drawing.print_css


def test_on_a_narrow_screen_a_chart_stays_a_list() -> None:
    layout: Layout = place(flat("Finance", 3), across=1)
    assert Drawing(layout).screen_css.startswith("@media screen and (min-width:")

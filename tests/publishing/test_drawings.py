"""What the drawings of real editions say: governance, members, levels, forums."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from governance.models import Committee
from opmodel.editions.actions.importing import import_edition
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment
from opmodel.editions.selectors.elements import counts_by_kind
from opmodel.publishing.asking import Asked
from opmodel.publishing.charts.cards import Card
from opmodel.publishing.charts.registry import chart_named, charts_in
from opmodel.publishing.matrices.definition import Shown
from opmodel.publishing.matrices.matrix import Cell, Entry, Matrix, Row
from opmodel.publishing.matrices.registry import matrices_in, matrix_named
from places.models import Collaborative, Partnership
from tests.conftest import FIXTURES, FolderOf

TODAY = date(2026, 6, 1)
ASKED = Asked(Moment.of(TODAY), TODAY)


@pytest.fixture
def nenc(reference: None) -> Edition:
    """NENC's draft of 2022: functions by level, forums by local authority."""
    return edition_of("nenc-icb-2022-draft")


@pytest.fixture
def plan(reference: None) -> Edition:
    """BOB's system plan of 2022: provider collaboratives, committees with their seats."""
    return edition_of("bob-ics-sdp-2022-03")


def edition_of(slug: str) -> Edition:
    found = Edition.objects.select_related("organisation").filter(slug=slug).first()
    return found or import_edition(folder=FIXTURES / slug)


def shown(edition: Edition, name: str, **given: str) -> Shown:
    return matrix_named(edition, name).read(edition, ASKED, given)


def matrix(edition: Edition, name: str, **given: str) -> Matrix:
    found = shown(edition, name, **given).matrix
    assert found is not None
    return found


def row(found: Matrix, title: str) -> Row:
    (one,) = [row for row in found.rows if row.header.title == title]
    return one


def cell(found: Matrix, title: str, column: str) -> Cell:
    (placed,) = [
        placed
        for placed in found.placed(row(found, title))
        if column in [each.title for each in placed.columns]
    ]
    return placed.cell


def governance(edition: Edition, **given: str) -> tuple[Card, ...]:
    return chart_named("governance").draw(edition, ASKED, given).roots


def cards(roots: tuple[Card, ...]) -> Iterator[Card]:
    for root in roots:
        yield from root.walk()


# ---- Forums by local authority ----


def test_every_forum_stands_with_a_local_authority(nenc: Edition) -> None:
    found = matrix(nenc, "forums-by-local-authority")
    entries = {entry for each in found.rows for one in each.cells for entry in one.said}
    names = {entry.texts[0] for entry in entries}
    assert {forum.name for forum in Partnership.objects.in_edition(nenc)} <= names
    assert len(found.rows) == 13


def test_one_body_of_the_nhs_stands_once_beside_all_of_its_authorities(nenc: Edition) -> None:
    found = matrix(nenc, "forums-by-local-authority")
    assert cell(found, "Middlesbrough Council", "NHS body of the area").rows == 5
    assert cell(found, "Darlington Council", "NHS body of the area").covered
    assert (
        cell(found, "Gateshead Council", "NHS body of the area").text == "Newcastle Gateshead CCG"
    )


def test_a_forum_of_two_authorities_is_one_cell_over_both(nenc: Edition) -> None:
    found = matrix(nenc, "forums-by-local-authority")
    board = cell(found, "Middlesbrough Council", "Health and wellbeing board")
    assert (board.rows, board.covered) == (2, False)
    assert board.said[0].texts == (
        "South Tees Health and Wellbeing Board",
        "For Middlesbrough Council and Redcar & Cleveland Council",
    )
    assert cell(found, "Redcar & Cleveland Council", "Health and wellbeing board").covered


def test_a_shared_forum_is_repeated_where_it_cannot_be_one_cell(
    folder: FolderOf, reference: None
) -> None:
    """One of the two authorities has a forum of its own besides."""
    both = {"form": "forum", "local_authorities": ["north", "south"]}
    edition = import_edition(
        folder=folder(
            places={
                "bodies": [
                    {"key": "north", "name": "North Council"},
                    {"key": "south", "name": "South Council"},
                ],
                "places": [{"key": "west", "name": "West"}],
                "partnerships": [
                    {"key": "shared", "name": "Shared Forum", **both},
                    {
                        "key": "own",
                        "name": "Own Forum",
                        "form": "forum",
                        "local_authorities": ["south"],
                    },
                    {"key": "of-west", "name": "West Forum", "form": "forum", "place": "west"},
                    {"key": "of-none", "name": "Any Forum", "form": "forum"},
                ],
            }
        )
    )
    found = matrix(edition, "forums-by-local-authority")
    north, south = (cell(found, f"{name} Council", "Forum") for name in ("North", "South"))
    assert (north.rows, south.rows) == (1, 1)
    assert north.text == "Shared Forum\nFor North Council and South Council"
    assert south.text == f"{north.text}\nOwn Forum"
    assert row(found, "West").header.note == "Local authority not recorded"
    assert cell(found, "No one local authority", "Forum").text == "Any Forum"


def test_forums_are_narrowed_by_body_kind_and_words(nenc: Edition) -> None:
    name = "forums-by-local-authority"
    assert len(matrix(nenc, name, commissioner="tees-valley-ccg").rows) == 5
    boards = matrix(nenc, name, form="health-and-wellbeing-board")
    assert [column.title for column in boards.columns][1:] == ["Health and wellbeing board"]
    assert len(matrix(nenc, name, text="city futures").rows) == 1
    assert shown(nenc, name, text="xyzzy").matrix is None


# ---- Functions by level ----


def test_levels_stand_from_the_widest_to_the_narrowest(nenc: Edition) -> None:
    found = matrix(nenc, "function-levels")
    assert [column.title for column in found.columns] == ["System", "Area", "Place"]


def test_policy_above_place_and_delivery_at_place_are_two_things(nenc: Edition) -> None:
    found = matrix(nenc, "function-levels")
    name = "Building strong relationships with communities"
    (policy,), (delivery,) = (cell(found, name, level).said for level in ("Area", "Place"))
    assert (policy.part, delivery.part) == ("Policy", "Delivery")
    assert policy.tags == ("To be confirmed", "Our reading")
    assert policy.tone != delivery.tone


def test_safeguarding_stands_at_two_levels(nenc: Edition) -> None:
    found = matrix(nenc, "function-levels", text="safeguarding")
    at = {
        column.title
        for each in found.rows
        for placed in found.placed(each)
        for column in placed.columns
        if placed.cell.said
    }
    assert {"System", "Place"} <= at


def test_what_may_not_be_delegated_is_so_at_every_other_level(nenc: Edition) -> None:
    found = matrix(nenc, "function-levels", text="cannot be delegated")
    (one,) = [each for each in found.rows if "May not be delegated" in each.header.note]
    system, area, place = one.cells
    assert system.said
    assert [(each.state, each.nothing) for each in (area, place)] == [
        ("not applicable", "may not be delegated")
    ] * 2


def test_a_part_of_a_function_stands_below_it_and_says_so(nenc: Edition) -> None:
    found = matrix(nenc, "function-levels")
    titles = [each.header.title for each in found.rows]
    whole, part = (
        next(at for at, title in enumerate(titles) if title.startswith(words))
        for words in ("Joint commissioning and leadership", "Continuing Health Care")
    )
    assert part == whole + 1
    assert found.rows[part].header.within == titles[whole].removesuffix(":")


def test_jointly_with_whom_is_said(nenc: Edition) -> None:
    found = matrix(nenc, "function-levels", text="continuing health care")
    said = next(cell for each in found.rows for cell in each.cells if cell.said)
    assert said.said[0].texts == ("jointly with Local authorities",)


def test_a_delegation_stands_with_the_function_it_names_else_in_a_row_of_its_own(
    nenc: Edition,
) -> None:
    found = matrix(nenc, "function-levels")
    general_practice = next(
        each for each in found.rows if "core general practice" in each.header.title
    )
    assert "General practice: core services at system level" in general_practice.cells[0].text
    contracts = row(found, "Contracts: acute and community")
    assert contracts.header.note == "Question"
    assert contracts.group is not None
    assert contracts.group.title == "Powers and duties that name no function"


def test_functions_without_a_level_are_counted_not_shown(folder: FolderOf, reference: None) -> None:
    edition = import_edition(
        folder=folder(
            directorates={
                "functions": [
                    {"key": "theme", "name": "Theme"},
                    {"key": "placed", "name": "Placed", "parent": "theme"},
                    {"key": "left", "name": "Left"},
                ]
            },
            places={
                "placements": [
                    {"key": "at", "name": "At place", "function": "placed", "level": "place"}
                ]
            },
        )
    )
    found = shown(edition, "function-levels")
    assert found.matrix is not None
    assert [(each.header.title, each.cells[0].text) for each in found.matrix.rows] == [
        ("Theme", "see its parts"),
        ("Placed", "Exercised"),
    ]
    (note,) = found.notes
    assert note == "Of 3 functions in this edition, 1 has no level recorded and no row here."


def test_levels_are_narrowed(nenc: Edition) -> None:
    name = "function-levels"
    by_level = matrix(nenc, name, level="area")
    assert [column.title for column in by_level.columns] == ["Area"]
    by_part = matrix(nenc, name, part="policy")
    assert 0 < len(by_part.rows) < len(matrix(nenc, name).rows)
    assert shown(nenc, name, level="moon").matrix is None


# ---- Members of provider collaboratives ----


def test_every_collaborative_has_a_row_in_its_group(plan: Edition) -> None:
    found = matrix(plan, "collaborative-members")
    assert len(found.rows) == Collaborative.objects.in_edition(plan).count() == 13
    groups = [(block.heading and block.heading.title, len(block.rows)) for block in found.blocks]
    assert groups == [
        ("Listed as a provider collaborative", 6),
        ("Mentioned only", 3),
        ("Proposed", 2),
        ("Informal", 2),
    ]


def test_who_is_involved_and_no_formal_member_is_told_from_members(plan: Edition) -> None:
    found = matrix(plan, "collaborative-members")
    tier_4 = "Thames Valley Tier 4 CAMHS Provider Collaborative"
    parts = {
        name: said.said[0].part
        for placed in found.placed(row(found, tier_4))
        if (said := placed.cell).said
        for name in [placed.columns[0].title]
    }
    assert sorted(parts.values()) == ["Involved, not a formal member", "Lead", *["Member"] * 3]
    tones = {entry.tone for each in row(found, tier_4).cells for entry in each.said}
    assert len(tones) == 3


def test_a_body_that_is_not_named_is_not_the_same_as_members_not_recorded(plan: Edition) -> None:
    found = matrix(plan, "collaborative-members")
    pathology = cell(found, "South 4 Pathology Partnership", "Royal Berkshire NHS Foundation Trust")
    assert (pathology.state, pathology.nothing) == ("nil", "not named")
    (unknown,) = row(found, "Berkshire and Surrey Pathology Services").cells
    assert (unknown.state, unknown.nothing) == ("not recorded", "members not recorded")
    assert unknown.span == len(found.columns)


def test_members_are_narrowed_by_form_body_part_and_words(plan: Edition) -> None:
    name = "collaborative-members"
    assert len(matrix(plan, name, form="proposed").rows) == 2
    leads = matrix(plan, name, role="lead")
    assert {each.header.title for each in leads.rows} == {
        "Thames Valley Tier 4 CAMHS Provider Collaborative",
        "South 4 Pathology Partnership",
    }
    assert len(matrix(plan, name, text="huntercombe").rows) == 1
    assert len(matrix(plan, name, body=body_key(plan)).columns) < 10


def body_key(plan: Edition) -> str:
    options = {field.name: field.options for field in shown(plan, "collaborative-members").fields}
    return options["body"][0][0]


def test_an_entry_links_to_the_membership_in_words_of_its_own(plan: Edition) -> None:
    found = matrix(plan, "collaborative-members")
    entries: list[Entry] = [
        entry for each in found.rows for one in each.cells for entry in one.said
    ]
    assert len({entry.url for entry in entries}) == len(entries)
    assert len({(entry.part, entry.label) for entry in entries}) == len(entries)


# ---- Governance ----


def test_every_committee_and_partnership_is_on_the_chart_once(nenc: Edition, plan: Edition) -> None:
    for edition in (nenc, plan):
        keys = [card.key for card in cards(governance(edition))]
        assert len(keys) == len(set(keys))
        for kind in (Committee, Partnership):
            assert {each.key for each in kind.objects.in_edition(edition)} <= set(keys)


def test_committees_of_the_board_hang_below_it_dashed_and_with_a_word(plan: Edition) -> None:
    board = governance(plan)[0]
    assert board.title == "ICB Board"
    proposed = [card for card in board.children if card.tag == "Proposed"]
    assert len(proposed) >= 5
    assert all(card.dashed for card in proposed)


def test_what_reports_to_nobody_stands_beside_in_groups(plan: Edition) -> None:
    titles = [root.title for root in governance(plan)]
    assert titles == [
        "ICB Board",
        "Other boards, committees and groups",
        "Place-based partnerships",
        "Health and wellbeing boards",
        "Forums",
        "Seats at any committee",
    ]


def test_seats_are_counted_on_the_card_and_named_in_the_list(plan: Edition) -> None:
    found = {card.title: card for card in cards(governance(plan))}
    people = found["People Committee"]
    assert "5 seats or more, 2 on a condition" in people.lines
    assert people.details == (
        "Chair: Non-Executive Directors (with relevant experience)",
        "Chair designate or Non-Executive Directors",
        "Chief People Officer",
        "CNO, Director of strategy or Director of operations (when required)",
        "Independent expert, e.g. external HRD",
    )
    assert "3 × Place Executive Director" in found["Place and system development committee"].details
    partnerships = found["Place Based Partnerships"]
    assert any("only for Oxfordshire" in seat for seat in partnerships.details)


def test_the_chart_is_narrowed_and_keeps_what_leads_down_to_it(plan: Edition) -> None:
    (board,) = governance(plan, text="audit and risk")
    assert [card.title for card in board.walk()] == ["ICB Board", "Audit and risk committee"]
    forms = governance(plan, form="health-and-wellbeing-board")
    assert [root.title for root in forms] == ["Health and wellbeing boards"]
    assert governance(plan, text="xyzzy") == ()


# ---- Which an edition has ----


def test_an_edition_offers_what_it_has_something_to_draw_in(
    nenc: Edition, plan: Edition, bob: Edition
) -> None:
    offered = {
        edition.slug: [
            each.name
            for each in (
                *charts_in(counts_by_kind(edition=edition)),
                *matrices_in(edition, counts_by_kind(edition=edition)),
            )
        ]
        for edition in (nenc, plan, bob)
    }
    assert offered == {
        nenc.slug: [
            "",
            "governance",
            "function-levels",
            "place-functions",
            "forums-by-local-authority",
        ],
        plan.slug: [
            "",
            "governance",
            "function-levels",
            "place-functions",
            "collaborative-members",
        ],
        bob.slug: [
            "",
            "governance",
            "nhs-england-commissioning-cycle",
            "function-levels",
            "place-functions",
            "collaborative-members",
        ],
    }


def test_an_empty_edition_offers_none_and_has_nothing_in_any(
    folder: FolderOf, reference: None
) -> None:
    edition = import_edition(folder=folder())
    counts = counts_by_kind(edition=edition)
    assert (charts_in(counts), matrices_in(edition, counts)) == ((), ())
    for name in ("function-levels", "collaborative-members", "forums-by-local-authority"):
        assert shown(edition, name).matrix is None
    assert governance(edition) == ()

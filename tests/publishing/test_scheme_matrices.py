"""What the matrices of a scheme say of the two sample handbooks."""

from __future__ import annotations

from datetime import date

import pytest

from governance.models import Decision, Delegation, Limit
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment
from opmodel.publishing.asking import Asked
from opmodel.publishing.matrices.definition import Shown
from opmodel.publishing.matrices.holders import MOST_COLUMNS
from opmodel.publishing.matrices.matrix import Entry, Matrix, Row
from opmodel.publishing.matrices.registry import matrix_named
from tests.conftest import SAMPLES

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 2)
BOARD = "Board of NHS Marlshire and Tarnwold ICB"
VARY = "6.4.2 Vary a contract for health services"


@pytest.fixture
def marlshire(samples: dict[str, Edition]) -> Edition:
    return samples["marlshire-icb-2025-04"]


def shown(edition: Edition, name: str = "scheme", on: date = DAY, **given: str) -> Shown:
    return matrix_named(edition, name).read(edition, Asked(Moment.of(on), on), given)


def matrix(edition: Edition, name: str = "scheme", on: date = DAY, **given: str) -> Matrix:
    found = shown(edition, name, on, **given).matrix
    assert found is not None
    return found


def row(found: Matrix, title: str) -> Row:
    (one,) = [row for row in found.rows if row.header.title == title]
    return one


def entries(found: Matrix, title: str, column: str = "") -> list[Entry]:
    """What a row says, in the column of that name or in all."""
    return [
        entry
        for placed in found.placed(row(found, title))
        if not column or column in [each.title for each in placed.columns]
        for entry in placed.cell.said
    ]


def titles(found: Matrix) -> list[str]:
    return [row.header.title for row in found.rows]


# ---- Decisions and holders ----


@pytest.mark.parametrize("slug", SAMPLES)
def test_every_decision_has_a_row_and_every_power_an_entry(
    slug: str, samples: dict[str, Edition]
) -> None:
    edition = samples[slug]
    found = matrix(edition)
    powers = Delegation.objects.filter(edition=edition, decision__isnull=False)
    said = [entry for row in found.rows for cell in row.cells for entry in cell.said]
    assert len(found.rows) == Decision.objects.filter(edition=edition).count()
    assert len(said) == powers.count()
    assert len({(entry.part, entry.label) for entry in said}) == len({entry.url for entry in said})


def test_the_board_stands_first_and_those_without_room_share_the_last_column(
    marlshire: Edition,
) -> None:
    found = matrix(marlshire)
    names = [column.title for column in found.columns]
    assert len(names) == MOST_COLUMNS
    assert names[0] == BOARD
    assert names.index("Audit Committee") < names.index("Chief Executive")
    assert names[-1] == "Others"
    shared = entries(found, VARY, "Others")
    assert any("Head of Contracts; up to £50,000" in entry.texts[0] for entry in shared)


def test_decisions_stand_by_their_number_under_their_category(marlshire: Edition) -> None:
    found = matrix(marlshire)
    groups = [block.heading.title for block in found.blocks if block.heading]
    assert groups[0] == "Regulation and control"
    assert len(groups) == len(set(groups)) == 23
    numbers = [title.split()[0] for title in titles(found)]
    assert numbers == sorted(numbers, key=lambda ref: [int(part) for part in ref.split(".")])


def test_a_cell_says_the_part_and_how_far_it_reaches(marlshire: Edition) -> None:
    found = matrix(marlshire, category="health-contracts")
    (urgent, jointly, signs) = entries(found, VARY, "Chief Executive")
    assert (urgent.part, urgent.texts) == ("Approves if urgent", ("Up to £2.5m",))
    assert (jointly.part, jointly.tone) == ("Approves jointly", "firm")
    assert jointly.texts == ("Up to £5m", "Up to £10m for all changes since award")
    assert jointly.tags == ("On conditions",)
    assert (signs.part, signs.tone) == ("Signs", "light")
    (nursing,) = entries(found, VARY, "Chief Nursing Officer")
    assert nursing.texts == ("Above £250,000", "only for Community services")
    assert row(found, VARY).header.more[0][0] == "Scheme of Reservation and Delegation 6.4.2"


def test_what_is_reserved_stands_out_and_says_so(marlshire: Edition) -> None:
    (entry,) = entries(matrix(marlshire), "1.1.1 Adopt or amend the standing orders", BOARD)
    assert (entry.part, entry.tone, entry.texts) == ("Reserved", "strong", ())


def test_a_power_that_has_ended_says_when(marlshire: Edition) -> None:
    licence = "20.1.4 Grant a licence to occupy"
    before = matrix(marlshire, text="20.1.4")
    after = matrix(marlshire, on=date(2026, 5, 1), text="20.1.4")
    title = titles(before)[0]
    assert title.startswith(licence[:6])
    tagged = {tag for entry in entries(before, title) for tag in entry.tags}
    assert "until 31 March 2026" in tagged
    tagged = {tag for entry in entries(after, title) for tag in entry.tags}
    assert "ended on 31 March 2026" in tagged


def test_a_power_that_rests_on_a_memorandum_gives_none(marlshire: Edition) -> None:
    found = matrix(marlshire, text="6.5.5")
    assert "Gives no power" in {
        tag for each in entries(found, titles(found)[0]) for tag in each.tags
    }


def test_the_scheme_is_narrowed_by_category_holder_part_and_words(marlshire: Edition) -> None:
    whole = len(matrix(marlshire).rows)
    assert len(matrix(marlshire, category="health-contracts").rows) == 18
    of_guardian = matrix(marlshire, holder="caldicott-guardian")
    assert 0 < len(of_guardian.rows) <= 4
    assert "Caldicott Guardian" in [column.title for column in of_guardian.columns]
    reserved = matrix(marlshire, part="reserved")
    assert {entry.part for each in reserved.rows for c in each.cells for entry in c.said} == {
        "Reserved"
    }
    assert VARY in titles(matrix(marlshire, text="vary CONTRACT health"))
    assert shown(marlshire, text="xyzzy").matrix is None
    assert 0 < len(matrix(marlshire, kept="non-delegable").rows) < whole


def test_a_matter_that_nobody_approves_is_found(marlshire: Edition) -> None:
    found = matrix(marlshire, kept="nobody")
    assert "9.4.1 Surrender the lease of a community building used by practices" in titles(found)


def test_one_sort_of_holders_alone(marlshire: Edition) -> None:
    found = matrix(marlshire, whose="places")
    assert len(found.columns) == 5
    assert {column.title for column in found.columns} >= {"North Marlshire Place Partnership"}


def test_for_one_place_what_is_for_others_is_left_out(marlshire: Edition) -> None:
    found = matrix(marlshire, place="tarnwold")
    said = " ".join(text for each in entries(found, VARY) for text in each.texts)
    assert "Place Director, Tarnwold" in " ".join(column.title for column in found.columns) + said
    assert "North Marlshire" not in said
    assert len(found.rows) < 60


@pytest.mark.parametrize(
    ("group", "first", "last"),
    [
        ("none", "", ""),
        ("function", "", "No function named"),
        ("legal-basis", "", "Legal basis not recorded"),
    ],
)
def test_decisions_are_grouped_another_way(
    group: str, first: str, last: str, marlshire: Edition
) -> None:
    found = matrix(marlshire, group=group)
    assert sorted(titles(found)) == sorted(titles(matrix(marlshire)))
    groups = [block.heading.title if block.heading else "" for block in found.blocks]
    assert len(groups) == len(set(groups))
    assert groups[-1] == last or last not in groups


def test_decisions_are_sorted_by_name(marlshire: Edition) -> None:
    names = [
        title.split(" ", 1)[1].casefold()
        for title in titles(matrix(marlshire, sort="name", group="none"))
    ]
    assert names == sorted(names)


def test_sorting_and_grouping_leave_nothing_out(marlshire: Edition) -> None:
    assert not shown(marlshire, sort="name", group="none").is_narrowed
    assert shown(marlshire, part="told").is_narrowed


# ---- Numbered lists ----


def test_lists_begin_with_what_is_reserved_to_the_board_and_number_each(
    marlshire: Edition,
) -> None:
    found = matrix(marlshire, "scheme-by-holder")
    first, second, *_ = found.blocks
    assert first.heading
    assert second.heading
    assert first.heading.title == f"Reserved to the {BOARD}"
    assert second.heading.title == f"Decided by the {BOARD}"
    for block in found.blocks:
        assert [each.number for each in block.rows] == list(range(1, len(block.rows) + 1))
    powers = Delegation.objects.filter(edition=marlshire, decision__isnull=False)
    assert len(found.rows) == powers.count()


def test_an_entry_of_a_list_says_limit_scope_conditions_and_clause(marlshire: Edition) -> None:
    found = matrix(
        marlshire,
        "scheme-by-holder",
        holder="place-director-tarnwold",
        text="6.4.2",
        part="approves",
    )
    said = {
        placed.columns[0].title: placed.cell.text
        for placed in found.placed(row(found, VARY))
        if placed.cell.said
    }
    assert said["Limit"] == "Up to £250,000; up to £500,000 for all changes since award"
    assert said["Only"] == "in Tarnwold"
    assert said["Conditions"].startswith("Only where the services")
    assert said["Clause"].endswith("6.4.2")


# ---- Limits ----


def test_the_grid_has_every_decision_about_money_under_its_transaction(marlshire: Edition) -> None:
    found = matrix(marlshire, "limits")
    groups = [block.heading.title for block in found.blocks if block.heading]
    assert groups[0] == "Annual budget"
    assert len(groups) == 28
    assert groups[-1] == "Other decisions with limits"
    about = Decision.objects.filter(edition=marlshire, transaction__isnull=False)
    limited = Limit.objects.filter(edition=marlshire).values("delegation__decision")
    others = Decision.objects.filter(edition=marlshire, pk__in=limited)
    assert len(found.rows) == (about | others).distinct().count()


def test_a_cell_of_the_grid_says_amount_basis_terms_and_tax(marlshire: Edition) -> None:
    found = matrix(marlshire, "limits", transaction="health-contract-variation")
    first, second, *_ = entries(found, VARY, "Chief Commissioning Officer")
    assert (first.part, first.texts) == ("Up to £1,000,000", ("each time, without VAT",))
    assert second.part == "Up to £2,000,000"
    assert second.texts == ("all changes since award, without VAT",)
    assert entries(found, VARY, BOARD)[0].part == "Any amount"
    said = [
        text
        for each in matrix(marlshire, "limits").rows
        for cell in each.cells
        for entry in cell.said
        for text in entry.texts
    ]
    assert {"budgeted only", "not budgeted", "two signatures", "not recurrent"} <= set(said)


def test_the_grid_is_narrowed_to_one_way_of_counting(marlshire: Edition) -> None:
    found = matrix(marlshire, "limits", basis="weekly")
    terms = [entry.texts for each in found.rows for cell in each.cells for entry in cell.said]
    assert terms
    assert all("a week" in " ".join(each) for each in terms)


def test_an_edition_without_a_scheme_has_none_of_them(bob: Edition) -> None:
    for name in ("scheme", "scheme-by-holder", "limits"):
        assert shown(bob, name).matrix is None

"""An organisation's page: what was in force, and which bodies came before and after it."""

from __future__ import annotations

import pytest
from django.test.utils import CaptureQueriesContext

from opmodel.editions.models import Edition, Organisation, Succession
from tests.pages.conftest import Open


def test_before_its_first_adopted_edition_it_says_that_none_is_recorded(visit: Open) -> None:
    page = visit("/bob-icb/?on=2023-01-01")
    assert "No adopted edition of BOB ICB is recorded as in force on 1 January 2023." in page.main
    assert "The first has effect from September 2024." in page.main
    assert "as of 1 January 2023" in page.time_bar


def test_after_its_end_it_says_what_was_in_force_last_and_who_took_over(visit: Open) -> None:
    page = visit("/bob-icb/?on=2026-06-01")
    assert "What was in force last" in page.main
    assert "ended on 31 March 2026" in page.time_bar
    assert "NHS Thames Valley Integrated Care Board" in page.time_bar


def test_before_it_began_it_says_what_there_was(visit: Open) -> None:
    page = visit("/bob-icb/?on=2021-01-01")
    assert "BOB ICB did not exist yet on 1 January 2021. It began on 1 July 2022." in page.main
    assert "NHS Oxfordshire Clinical Commissioning Group" in page.main


def test_seven_ccgs_to_one_icb_are_drawn_and_listed(visit: Open) -> None:
    page = visit("/nhs-thames-valley-icb/")
    (drawing,) = page.tree.find_class("app-course")
    drawn = [card.text_content().split("\n")[1] for card in drawing.find_class("app-card")]
    assert len([name for name in drawn if "Clinical Commissioning Group" in name]) == 9
    assert "1 April 2018: NHS Aylesbury Vale Clinical Commissioning Group and NHS Chiltern" in (
        page.main
    )


def test_codes_have_their_periods(visit: Open) -> None:
    facts = visit("/nhs-thames-valley-icb/").facts
    assert facts["ODS code"].startswith("S0E4D, since 1 April 2026 (source:")


def test_what_was_never_adopted_is_dated_and_never_in_force(
    visit: Open, never_adopted: Edition
) -> None:
    page = visit("/bob-icb/")
    row = next(row for row in page.tree.iter("tr") if never_adopted.title in row.text_content())
    assert "Never adopted" in row.text_content()


def test_its_queries_do_not_grow_with_its_family(
    visit: Open, django_assert_max_num_queries: CaptureQueriesContext
) -> None:
    with django_assert_max_num_queries(24) as few:
        visit("/bob-icb/")
    for number in range(20):
        other = Organisation.objects.create(slug=f"before-{number}", name=f"B{number}", kind="ccg")
        Succession.objects.create(
            predecessor=other, successor_id="bob-icb", kind="merger", effective_on="2022-07-01"
        )
    with django_assert_max_num_queries(len(few.captured_queries)):
        visit("/bob-icb/")


@pytest.mark.parametrize("slug", ["nhs-england", "royal-berkshire"])
def test_a_body_without_editions_says_why_it_is_here(visit: Open, slug: str) -> None:
    assert "because other organisations name it" in visit(f"/{slug}/").main

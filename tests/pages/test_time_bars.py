"""What the time bar says on the day asked for: it never calls in force what is not."""

from datetime import timedelta

from django.utils import timezone

from opmodel.editions.models import Edition
from tests.conftest import People
from tests.pages.conftest import Open, opened

BOB = "NHS Buckinghamshire, Oxfordshire and Berkshire West Integrated Care Board"
EDITION = "/bob-icb/bob-icb-2024-09/"


def test_today_after_the_organisations_end(visit: Open) -> None:
    for address in ("/bob-icb/", EDITION, f"{EDITION}directorates/nursing/", f"{EDITION}chart/"):
        bar = visit(address).time_bar
        assert bar.startswith(f"{BOB} as of today as known today Edition September 2024")
        assert f"{BOB} ended on 31 March 2026." in bar
        assert bar.endswith("Its successors: NHS Thames Valley Integrated Care Board")
        assert "in force today" not in bar


def test_a_day_on_which_it_was_in_force(visit: Open) -> None:
    bar = visit("/bob-icb/?on=2024-10-01").time_bar
    assert "in force on 1 October 2024 as known today Edition September 2024 In force" in bar
    assert bar.endswith("You are looking at 1 October 2024, not at today.")
    assert "ended" not in bar


def test_the_first_and_last_days(visit: Open) -> None:
    assert "In force" in visit("/bob-icb/?on=2026-03-31").time_bar
    assert "Organisation ended" in visit("/bob-icb/?on=2026-04-01").time_bar
    assert "In force" in visit("/bob-icb/?on=2024-09-01").time_bar
    assert "No edition in force" in visit("/bob-icb/?on=2024-08-31").time_bar


def test_what_was_known_on_another_day(visit: Open) -> None:
    bar = visit(f"{EDITION}?on=2024-10-01&known_at=2025-01-01").time_bar
    assert "in force on 1 October 2024 as known on 1 January 2025" in bar
    assert bar.endswith("You are looking at 1 October 2024 as it was known on 1 January 2025.")


def test_before_anything_was_known(visit: Open) -> None:
    bar = visit("/bob-icb/?on=2024-10-01&known_at=2024-08-31").time_bar
    assert "No edition in force" in bar
    assert "as of 1 October 2024" in bar
    assert "in force on" not in bar


def test_nothing_is_said_to_be_in_force_where_nothing_is(visit: Open) -> None:
    assert visit("/nhs-england/").time_bar.startswith("NHS England as of today as known today")


def test_an_edition_before_its_time(visit: Open) -> None:
    bar = visit(f"{EDITION}?on=2024-01-01").time_bar
    assert "Not yet in force" in bar
    assert "This edition was adopted but is not in force yet." in bar


def test_the_minute_is_not_recorded(visit: Open) -> None:
    assert "minute not recorded" in visit(EDITION).time_bar


def test_a_draft(draft: Edition, people: People) -> None:
    bar = opened(people.reader.client, f"/bob-icb/{draft.slug}/").time_bar
    assert "Edition Draft Draft" in bar
    assert "This is a draft. It has not been adopted and is not in force." in bar
    assert "as of today" in bar


def test_a_document_that_was_never_adopted(never_adopted: Edition, visit: Open) -> None:
    page = visit(f"/bob-icb/{never_adopted.slug}/?on=2024-10-01")
    assert "Never adopted" in page.time_bar
    assert "This document was published but never adopted. It was never in force." in page.time_bar
    assert "as of 1 October 2024" in page.time_bar
    assert page.facts["Adopted"].startswith("Never.")
    assert "September 2024" in visit("/bob-icb/?on=2024-10-01").time_bar


def test_todays_date_is_today(visit: Open) -> None:
    today = timezone.localdate()
    assert "today" in visit(f"/bob-icb/?on={today}&known_at={today}").time_bar
    tomorrow = today + timedelta(days=1)
    assert "not at today" in visit(f"/bob-icb/?on={tomorrow}").time_bar

"""Whether a reader can tell from the time bar what they are looking at."""

from datetime import date
from typing import Any

import pytest

from opmodel.publishing.time_bar import STANDINGS, Link, TimeBar

TODAY = date(2026, 11, 22)


def bar(status: str = "in-force", **given: Any) -> TimeBar:
    return TimeBar(
        organisation=Link("NHS Thames Valley ICB", "/thames-valley-icb/"),
        edition=Link("April 2026", "/thames-valley-icb/2026-04/"),
        status=status,
        today=TODAY,
        **given,
    )


def test_what_is_in_force_today_needs_no_warning() -> None:
    assert (bar().tone, bar().warnings) == ("now", ())
    assert (bar().on_words, bar().known_words) == ("in force today", "as known today")


def test_another_day_changes_the_colour_and_says_so() -> None:
    shown = bar(on=date(2024, 10, 1))
    assert shown.tone == "other"
    assert shown.on_words == "in force on 1 October 2024"
    assert shown.warnings == ("You are looking at 1 October 2024, not at today.",)


def test_what_was_known_on_another_day_changes_the_colour_and_says_so() -> None:
    shown = bar(known_at=date(2025, 1, 9))
    assert shown.tone == "other"
    assert shown.warnings == ("You are looking at today as it was known on 9 January 2025.",)


@pytest.mark.parametrize(
    "status", ["draft", "in-review", "not-adopted", "withdrawn", "superseded", "not-yet-effective"]
)
def test_what_is_not_in_force_is_never_said_to_be(status: str) -> None:
    shown = bar(status)
    assert shown.tone != "now"
    assert shown.warnings
    assert "in force" not in shown.on_words


def test_an_organisation_that_has_ended_says_when() -> None:
    shown = bar(ended_on=date(2026, 3, 31))
    assert shown.tone == "ended"
    assert shown.warnings[0] == "NHS Thames Valley ICB ended on 31 March 2026."


def test_an_organisation_on_a_day_before_its_end_has_not_ended() -> None:
    assert bar(ended_on=date(2026, 3, 31), on=date(2025, 1, 1)).tone == "other"


def test_every_standing_has_a_word_of_its_own() -> None:
    assert len({standing.word for standing in STANDINGS.values()}) == len(STANDINGS)

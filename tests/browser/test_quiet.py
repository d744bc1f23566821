"""What a browser keeps to itself: errors, refusals, requests to anybody else."""

import pytest

from tests.browser.conftest import LookAt
from tests.browser.sights import SIGHTS, Sight

every_page = pytest.mark.parametrize("sight", SIGHTS, ids=lambda sight: sight.name)


@every_page
def test_the_console_stays_empty(sight: Sight, seen: LookAt) -> None:
    assert seen(sight).complaints == []


@every_page
def test_the_content_security_policy_refuses_nothing(sight: Sight, seen: LookAt) -> None:
    assert seen(sight).refusals == []


@every_page
def test_nobody_else_hears_of_a_visit(sight: Sight, seen: LookAt) -> None:
    assert seen(sight).hosts == {"127.0.0.1"}


@every_page
def test_hostile_words_stay_words(sight: Sight, seen: LookAt) -> None:
    look = seen(sight)
    assert look.title != "taken over"
    assert "<script>document" not in look.html
    assert "<img src=x" not in look.html
    assert "49" not in look.heading

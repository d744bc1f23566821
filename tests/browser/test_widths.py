"""Narrow screens and zoomed ones: text wraps, and what cannot scrolls by itself."""

import pytest

from tests.browser.conftest import LookAt
from tests.browser.sights import SIGHTS, Sight

every_page = pytest.mark.parametrize("sight", SIGHTS, ids=lambda sight: sight.name)


@every_page
@pytest.mark.parametrize("width", ["1280 px", "320 px", "400 %"])
def test_no_page_scrolls_sideways(sight: Sight, width: str, seen: LookAt) -> None:
    assert seen(sight).too_wide[width] == []

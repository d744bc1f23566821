"""What axe-core says of every page: WCAG 2.0, 2.1 and 2.2, levels A and AA, and best practice."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import LookAt
from tests.browser.looking import AXE, CHECK, STANDARDS
from tests.browser.sights import SIGHTS, Sight

every_page = pytest.mark.parametrize("sight", SIGHTS, ids=lambda sight: sight.name)

FAULTY = """<!doctype html><html><body><main><h1>A page</h1><img src="data:,"><p
    style="color: #ccc">Faint</p><a href="#a" style="display: block; width: 9px; height: 9px"
    ></a></main></body></html>"""


@every_page
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_to_complain_of(sight: Sight, width: int, seen: LookAt) -> None:
    assert seen(sight).violations[width] == []


def test_axe_would_say_so_if_there_were_faults(page: Page) -> None:
    page.set_content(FAULTY)
    page.evaluate(AXE.read_text())
    found = {complaint.split(" at ")[0] for complaint in page.evaluate(CHECK, STANDARDS)}
    assert {"html-has-lang", "image-alt", "color-contrast", "link-name"} <= found

"""Pages on paper, and in the colours that a reader has chosen."""

import pytest
from playwright.sync_api import Page

from tests.browser.registry import Registry
from tests.browser.sights import BOB, CYCLE, HANDBOOK, LARGE, NENC, PLAN

PRINTED = {
    "home": "/",
    "organisation": "/bob-icb/",
    "list": f"{BOB}/functions/",
    "element": f"{BOB}/directorates/nursing/",
    "chart": f"{BOB}/chart/",
    "chart of many posts": f"{LARGE}/chart/",
    "matrix": CYCLE,
    "checks": f"{HANDBOOK}/checks/",
    "governance chart": f"{PLAN}/chart/governance/",
    "matrix of many columns": f"{PLAN}/matrix/collaborative-members/",
    "matrix of merged rows": f"{NENC}/matrix/forums-by-local-authority/",
}
A4_BETWEEN_MARGINS = {"width": 680, "height": 987}

# What cuts off or scrolls what is in it.
CUT_OFF = """
    () => [...document.body.querySelectorAll("*")]
        .filter((each) => each.checkVisibility() && !each.closest(".nhsuk-u-visually-hidden"))
        .filter((each) => getComputedStyle(each).overflowX !== "visible"
            && each.clientWidth > 1  // else it is there for screen readers
            && (each.scrollWidth > each.clientWidth + 1
                || each.scrollHeight > each.clientHeight + 1))
        .map((each) => `${each.tagName}.${each.className}`)
"""
OFF_THE_PAPER = """
    () => [...document.body.querySelectorAll("main *")]
        .filter((each) => each.checkVisibility() && !each.closest(".nhsuk-u-visually-hidden")
            // A table takes the space around its cells from the margin.
            && each.getBoundingClientRect().right > document.documentElement.clientWidth + 3)
        .map((each) => `${each.tagName}.${each.className}`)
"""


@pytest.mark.parametrize("address", PRINTED.values(), ids=PRINTED)
def test_paper_has_the_page_and_nothing_that_only_works_on_a_screen(
    page: Page, registry: Registry, address: str
) -> None:
    page.goto(registry.address + address)
    page.set_viewport_size(A4_BETWEEN_MARGINS)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    for what in ("header", "footer", "nav", "form", ".nhsuk-skip-link"):
        shown = [each for each in page.locator(what).all() if each.is_visible()]
        assert shown == [], what
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(OFF_THE_PAPER) == []


def test_a_printed_matrix_is_a_table(page: Page, registry: Registry) -> None:
    page.goto(registry.address + CYCLE)
    page.set_viewport_size(A4_BETWEEN_MARGINS)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    assert page.locator(".app-matrix").is_visible()
    assert not page.locator(".app-matrix-narrow").is_visible()


BORDERS = """
    () => [...document.querySelectorAll(".app-card")].map((card) => {
        const style = getComputedStyle(card);
        return [style.borderTopStyle, style.borderTopWidth, style.borderTopColor,
                style.backgroundColor];
    })
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cards_keep_their_borders_in_a_readers_own_colours(
    page: Page, registry: Registry, scheme: str
) -> None:
    page.emulate_media(forced_colors="active", color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{registry.address}{BOB}/chart/")
    borders = page.evaluate(BORDERS)
    assert borders
    for style, width, colour, background in borders:
        assert style in ("solid", "dashed")
        assert float(width.removesuffix("px")) >= 1
        assert colour != background


def test_lines_between_cards_stay_in_a_readers_own_colours(page: Page, registry: Registry) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(f"{registry.address}{BOB}/chart/")
    lines = page.evaluate(
        "() => getComputedStyle(document.querySelector('.app-chart__drawing')).backgroundImage"
    )
    assert lines.startswith("url(")

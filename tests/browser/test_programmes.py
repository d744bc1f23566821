"""Roadmap, risk register, transfer list: by keyboard, without scripts, on paper, on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.registry import Registry
from tests.browser.sights import PLAN
from tests.browser.test_paper import A4_BETWEEN_MARGINS, CUT_OFF, OFF_THE_PAPER

ROADMAP = f"{PLAN}/roadmap/"
PAGES = (ROADMAP, f"{PLAN}/risk-register/", f"{PLAN}/transfer-list/")


def test_a_roadmap_is_narrowed_without_scripts_and_keeps_its_date(
    page_without_scripts: Page, registry: Registry
) -> None:
    page = page_without_scripts
    page.goto(f"{registry.address}{ROADMAP}?on=2022-05-01")
    page.get_by_label("Set of outcomes").select_option("In detail")
    page.get_by_label("Workstream", exact=True).select_option("System Governance")
    page.get_by_role("button", name="Show").click()
    assert "collection=detail" in page.url
    assert "on=2022-05-01" in page.url
    expect(page.locator(".app-roadmap tbody th[scope=row]")).to_have_count(1)
    page.get_by_role("link", name="Show all").click()
    assert page.url.endswith(f"{ROADMAP}?on=2022-05-01")


def test_a_wide_roadmap_scrolls_inside_itself_by_keyboard(page: Page, registry: Registry) -> None:
    page.goto(registry.address + ROADMAP)
    frame = page.get_by_role("region", name="By workstream and date")
    frame.focus()
    expect(frame).to_be_focused()
    assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")
    assert page.evaluate("() => document.scrollingElement.scrollLeft") == 0


def test_workstream_and_date_stay_in_sight(page: Page, registry: Registry) -> None:
    page.goto(registry.address + ROADMAP)
    frame = page.get_by_role("region", name="By workstream and date")
    frame.evaluate("frame => frame.scrollTo(900, 900)")
    left = frame.evaluate("frame => frame.getBoundingClientRect().left")
    for header in page.locator(".app-roadmap tbody th[scope=row]").all()[:3]:
        box = header.bounding_box()
        assert box is not None
        assert left <= box["x"] <= left + 20
    top = frame.evaluate("frame => frame.getBoundingClientRect().top")
    head = page.locator(".app-roadmap thead th").nth(3).bounding_box()
    assert head is not None
    assert top <= head["y"] <= top + 20


def test_a_phone_gets_the_list(page: Page, registry: Registry) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(registry.address + ROADMAP)
    expect(page.locator(".app-roadmap")).to_be_hidden()
    expect(page.locator(".app-steps").first).to_be_visible()


@pytest.mark.parametrize("address", PAGES)
def test_paper_cuts_nothing_off(page: Page, registry: Registry, address: str) -> None:
    page.goto(registry.address + address)
    page.set_viewport_size(A4_BETWEEN_MARGINS)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(OFF_THE_PAPER) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_steps_stay_in_a_readers_own_colours(
    page: Page, registry: Registry, scheme: str
) -> None:
    page.emulate_media(forced_colors="active", color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{registry.address}{ROADMAP}?as=list")
    styles = page.evaluate(
        """() => [...document.querySelectorAll(".app-step")].map((step) => {
            const style = getComputedStyle(step);
            return [style.borderTopStyle, style.borderTopColor, style.backgroundColor];
        })"""
    )
    assert styles
    assert all(border in ("solid", "dashed") and a != b for border, a, b in styles)

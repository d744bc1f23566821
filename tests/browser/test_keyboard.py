"""The keyboard alone: everything is reached, is seen to be reached, and can be used."""

import pytest
from playwright.sync_api import Page

from tests.browser.registry import Registry
from tests.browser.sights import BOB, CYCLE

PAGES = {
    "home": "/",
    "search": "/search/?q=safeguarding",
    "organisation": "/bob-icb/",
    "list": f"{BOB}/functions/?q=care",
    "element": f"{BOB}/directorates/nursing/",
    "chart": f"{BOB}/chart/",
    "chart as a list": f"{BOB}/chart/?as=list",
    "matrix": CYCLE,
    "sign-in": "/sign-in/",
}
every_layout = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)

# Everything that may have the focus, in order, each with a number to know it by.
INTERACTIVE = """
    () => {
        const all = [...document.querySelectorAll(
            "a[href], button, input, select, textarea, summary, [tabindex='0']")]
            .filter((each) => each.type !== "hidden" && each.checkVisibility());
        all.forEach((each, number) => each.dataset.number = number);
        return all.length;
    }
"""
# What has the focus: its number, its looks, and whether nothing lies over it.
FOCUSED = """
    () => {
        const each = document.activeElement;
        if (!each || each === document.body) return null;
        const box = each.getClientRects()[0];
        const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return [
            Number(each.dataset.number ?? -1),
            window.looksOf(each),
            Boolean(over) && (each.contains(over) || over.contains(each)),
        ];
    }
"""
LOOKS_OF = """
    () => {
        window.looksOf = (element) => {
            const style = getComputedStyle(element);
            return [
                style.outline, style.boxShadow, style.backgroundColor, style.borderColor
            ].join();
        };
    }
"""


def tab_through(page: Page) -> list[tuple[int, str, bool]]:
    """Presses Tab until the focus has left the page."""
    stops = []
    for _ in range(400):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None or (stops and focused[0] == stops[0][0]):
            return stops
        stops.append(tuple(focused))
    raise AssertionError("The focus never left the page.")


@every_layout
def test_everything_is_reached_in_order_and_seen_to_be(
    page: Page, registry: Registry, address: str
) -> None:
    page.goto(registry.address + address, wait_until="networkidle")
    # A moving colour would be neither the one look nor the other.
    page.emulate_media(reduced_motion="reduce")
    number = page.evaluate(INTERACTIVE)
    page.evaluate(LOOKS_OF)
    stops = tab_through(page)
    assert [stop[0] for stop in stops] == list(range(number))
    page.evaluate("document.activeElement.blur()")
    unfocused = page.evaluate(
        """() => [...document.querySelectorAll("[data-number]")].map(window.looksOf)"""
    )
    same = [at for (at, looks, _) in stops if looks == unfocused[at]]
    assert [words_of(page, at) for at in same] == []
    assert [words_of(page, at) for (at, _, free) in stops if not free] == []


def words_of(page: Page, number: int) -> str:
    return page.locator(f"[data-number='{number}']").evaluate("(each) => each.outerHTML")


def test_the_first_stop_leads_past_the_header(page: Page, registry: Registry) -> None:
    page.goto(f"{registry.address}/bob-icb/")
    page.keyboard.press("Tab")
    first = page.locator(":focus")
    assert first.inner_text() == "Skip to main content"
    assert first.bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


def tab_to(page: Page, selector: str) -> None:
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"Tab never came to {selector}.")


def test_from_the_start_page_to_an_element(page: Page, registry: Registry) -> None:
    page.goto(registry.address)
    tab_to(page, "#q")
    page.keyboard.type("EPRR")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=EPRR")
    tab_to(page, ".app-result a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/functions/**")
    assert "emergency preparedness" in page.locator("h1").inner_text().lower()
    assert "EPRR" in page.locator("main").inner_text()


def test_another_day_is_chosen(page: Page, registry: Registry) -> None:
    page.goto(f"{registry.address}/bob-icb/")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    tab_to(page, "#time-bar-on")
    page.keyboard.type("10102024")  # The same, whether the browser asks for day or month first.
    page.keyboard.press("Enter")
    page.wait_for_url("**/bob-icb/?on=2024-10-10**")
    assert "in force on 10 October 2024" in page.locator(".app-time-bar").inner_text()


def test_a_list_is_narrowed(page: Page, registry: Registry) -> None:
    page.goto(f"{registry.address}{BOB}/functions/")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    tab_to(page, "#filter-directorate")
    page.keyboard.type("Nurs")
    tab_to(page, ".app-filters button")
    page.keyboard.press("Enter")
    page.wait_for_url("**directorate=nursing**")
    assert "fit what you asked for" in page.locator("main").inner_text()


def test_a_branch_of_the_chart_is_shut_and_opened(page: Page, registry: Registry) -> None:
    page.goto(f"{registry.address}{BOB}/chart/?as=list")
    branch = page.locator("details").first
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    assert not branch.evaluate("(each) => each.open")
    page.keyboard.press("Enter")
    assert branch.evaluate("(each) => each.open")

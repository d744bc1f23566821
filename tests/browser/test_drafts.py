"""A draft: seen by whoever may see it, and by nobody else anywhere."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import sign_in
from tests.browser.registry import Registry
from tests.browser.sights import DRAFT
from tests.pages.editions import DRAFT_WORD

PLACES = {
    "home": "/",
    "search": f"/search/?q={DRAFT_WORD}",
    "search nearly": f"/search/?q={DRAFT_WORD[:-1]}",
    "organisation": "/bob-icb/",
    "sources": "/sources/",
    "API": "/api/v1/editions/",
    "API, search": f"/api/v1/search/?q={DRAFT_WORD}",
}
GONE = ["", "sources/", "chart/", "chart.csv", "functions/", "functions.csv", "functions/watching/"]


def test_the_reader_finds_the_draft_where_the_organisation_is(
    page: Page, registry: Registry
) -> None:
    sign_in(page, registry)
    page.goto(f"{registry.address}/bob-icb/")
    page.get_by_role("link", name=f"{DRAFT_WORD} model").click()
    expect(page.locator("h1")).to_contain_text(DRAFT_WORD)
    expect(page.locator(".app-time-bar")).to_contain_text("This is a draft.")
    page.get_by_role("link", name="Functions").click()
    page.get_by_role("link", name=f"{DRAFT_WORD} watching").click()
    expect(page.locator("h1")).to_have_text(f"{DRAFT_WORD} watching")


@pytest.mark.parametrize("address", PLACES.values(), ids=PLACES)
def test_nothing_tells_others_of_the_draft(page: Page, registry: Registry, address: str) -> None:
    page.goto(registry.address + address)
    shown = page.locator("body").inner_html()
    # The question itself is repeated, in quotes or in its box.
    assert f"{DRAFT_WORD} " not in shown
    assert "quokka" not in shown


@pytest.mark.parametrize("rest", GONE)
def test_for_others_the_draft_is_not_there(page: Page, registry: Registry, rest: str) -> None:
    response = page.request.get(f"{registry.address}{DRAFT}/{rest}")
    assert response.status == 404
    shown = response.text().replace("“bob-icb-quokka”", "")
    assert DRAFT_WORD.lower() not in shown.lower()


def test_the_draft_counts_for_nobody_else(page: Page, registry: Registry) -> None:
    page.goto(f"{registry.address}/bob-icb/")
    editions = page.get_by_role("table", name="Editions of").locator("tbody tr")
    expect(editions).to_have_count(2)
    sign_in(page, registry)
    page.goto(f"{registry.address}/bob-icb/")
    expect(editions).to_have_count(3)

"""With JavaScript switched off everything still works."""

import re

from playwright.sync_api import Page, expect

from tests.browser.registry import Registry
from tests.browser.sights import BOB, CYCLE, DRAFT, SAMPLE


def test_search(page_without_scripts: Page, registry: Registry) -> None:
    page = page_without_scripts
    page.goto(registry.address)
    page.get_by_label("Functions, committees, posts, places, partners").fill("EPRR")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_contain_text("“EPRR”")
    page.locator(".app-result a").first.click()
    expect(page.locator("h1")).to_contain_text("Emergency preparedness", ignore_case=True)


def test_search_from_the_header_of_any_page(page_without_scripts: Page, registry: Registry) -> None:
    page = page_without_scripts
    page.goto(f"{registry.address}/about/")
    page.get_by_role("banner").get_by_role("searchbox").fill("safeguarding")
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_contain_text("“safeguarding”")


def test_paging(page_without_scripts: Page, registry: Registry) -> None:
    page = page_without_scripts
    page.goto(f"{registry.address}{SAMPLE}/functions/")
    page.get_by_role("link", name=re.compile("Next")).click()
    assert page.locator("ol.app-results").get_attribute("start") == "51"
    page.get_by_role("link", name=re.compile("Previous")).click()
    assert page.locator("ol.app-results").get_attribute("start") == "1"


def test_narrowing_a_list(page_without_scripts: Page, registry: Registry) -> None:
    page = page_without_scripts
    page.goto(f"{registry.address}{BOB}/functions/?on=2024-10-01")
    page.get_by_text("Narrow this list").click()
    page.get_by_label("Directorate").select_option("Nursing")
    page.get_by_role("button", name="Show").click()
    assert "directorate=nursing" in page.url
    assert "on=2024-10-01" in page.url
    expect(page.locator(".app-result")).to_have_count(6)
    page.get_by_role("link", name="Show all").click()
    expect(page.locator(".app-result")).to_have_count(39)
    assert "on=2024-10-01" in page.url


def test_narrowing_a_matrix(page_without_scripts: Page, registry: Registry) -> None:
    page = page_without_scripts
    page.goto(registry.address + CYCLE)
    page.get_by_label("Directorate").select_option("Finance")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".app-matrix tbody tr")).to_have_count(1)


def test_choosing_another_day(page_without_scripts: Page, registry: Registry) -> None:
    page = page_without_scripts
    page.goto(f"{registry.address}/bob-icb/")
    page.get_by_text("Change date").click()
    page.get_by_label("In force on").fill("2024-10-01")
    page.get_by_role("region", name="What you are looking at").get_by_role("button").click()
    expect(page.locator(".app-time-bar")).to_contain_text("in force on 1 October 2024")
    page.get_by_role("link", name="Organisation chart").click()
    expect(page.locator(".app-time-bar")).to_contain_text("in force on 1 October 2024")


def test_signing_in_and_out(page_without_scripts: Page, registry: Registry) -> None:
    page = page_without_scripts
    page.goto(registry.address)
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("button", name="Reader").click()
    expect(page.get_by_role("banner")).to_contain_text("Demo reader")
    assert page.goto(registry.address + DRAFT + "/").status == 200  # type: ignore[union-attr]
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    assert page.goto(registry.address + DRAFT + "/").status == 404  # type: ignore[union-attr]


def test_the_chart_shows_everybody(page_without_scripts: Page, registry: Registry) -> None:
    page = page_without_scripts
    page.goto(f"{registry.address}{BOB}/chart/")
    for words in ("ICB Chair", "Chief Executive", "Nursing", "Place Convenor"):
        expect(page.get_by_role("link", name=words, exact=True)).to_be_visible()

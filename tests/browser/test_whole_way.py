"""From signing in to an accepted proposal: once by the keyboard alone, once without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import open_page, sign_in
from tests.browser.registry import Registry
from tests.browser.signing_in import PASSWORD, Phone, set_password
from tests.browser.test_grid import cell, go_to_column, here, press, said, save, signed_in
from tests.browser.test_signing_in import tab_to

BASE = "/marlshire-icb/marlshire-icb-2025-10"
WAITS = 60_000
"""Milliseconds that opening a draft may take on a busy machine."""


@pytest.fixture
def contributor(chromium: Browser, registry: Registry) -> Iterator[Page]:
    """Somebody who proposes changes to the rows of one place."""
    page = signed_in(chromium, registry, "contributor", java_script_enabled=False)
    yield page
    page.context.close()


def with_a_phone(page: Page, registry: Registry, name: str) -> None:
    """Signs in by a password, and sets the phone up, by the keyboard alone."""
    set_password(page, registry, name, granted=("editor", "marlshire-icb"))
    page.goto(f"{registry.address}/sign-in/")
    tab_to(page, "User name")
    page.keyboard.type(name)
    press(page, "Tab")
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    page.wait_for_url("**/account/second-factor/set-up/**")
    phone = Phone(page.locator(".app-key").inner_text().replace(" ", ""))
    tab_to(page, "Code")
    page.keyboard.type(phone.next_code())
    press(page, "Enter")
    expect(page.locator("h1")).to_have_text("Your recovery codes")


def open_draft(page: Page, registry: Registry, label: str) -> str:
    """Opens a draft on the edition of October 2025; gives its address."""
    page.goto(f"{registry.address}{BASE}/draft/")
    for field, words in (("Title", f"Handbook, {label}"), ("Label", label)):
        tab_to(page, field)
        page.keyboard.type(words)
    press(page, "Tab")
    page.keyboard.type("To try the whole way")
    tab_to(page, "Open the draft")
    press(page, "Enter")
    page.wait_for_url(re.compile("/work/"), timeout=WAITS)
    return page.url.split("/work/")[0]


def into_the_grid(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("table[role=grid]").wait_for()
    for _ in range(80):
        if page.evaluate("document.activeElement.closest('td') !== null"):
            return
        press(page, "Tab")
    raise AssertionError("Tab never came into the grid.")


def propose(page: Page, draft: str, words: str) -> None:
    """Proposes another summary for the contributor's place."""
    page.goto(f"{draft}/work/places/tarnwold/")
    page.get_by_label("Summary").fill(words)
    page.get_by_label("Reason").fill("The council calls it so")
    page.get_by_role("button", name="Propose this").click()
    expect(page.get_by_role("main")).to_contain_text("Proposed.")


def test_by_the_keyboard_alone(
    page: Page, chromium: Browser, registry: Registry, contributor: Page
) -> None:
    with_a_phone(page, registry, "whole-way")
    draft = open_draft(page, registry, "Spring 2028")
    # Ten rows in the grid; a finding appears and is mended before anything is saved.
    into_the_grid(page, f"{draft}/grid/delegations/")
    press(page, "ArrowDown")
    go_to_column(page, "Part")
    page.keyboard.type("reco")
    press(page, "ArrowDown", "Enter")
    said(page, "finding would appear")
    press(page, "Control+z")
    go_to_column(page, "Conditions")
    assert here(page) == "Conditions"
    page.keyboard.type("By keyboard")
    press(page, "Enter", "ArrowUp", *["Shift+ArrowDown"] * 9, "Control+d")
    expect(page.locator("[data-count]")).to_contain_text("10 cells in 10 rows")
    said(page, "It can be saved.")
    save(page, "Agreed with the chair")
    expect(page.locator("[data-saved]")).to_contain_text("10 rows", timeout=WAITS)
    # A second editor saves first: the conflict is told, and one chooses.
    other = signed_in(chromium, registry, "second-editor")
    for each in (page, other):
        into_the_grid(each, f"{draft}/grid/delegations/")
        go_to_column(each, "Conditions")
    for each, words in ((other, "Theirs"), (page, "Mine")):
        each.keyboard.type(words)
        press(each, "Tab", "ArrowLeft")
        assert cell(each) == words
        save(each, f"Because {words}")
        if each is other:
            expect(each.locator("[data-saved]")).to_contain_text("1 row", timeout=WAITS)
    said(page, "1 row changed meanwhile")
    press(page, "ArrowUp", "Tab", "Enter")
    save(page, "Talked it over")
    expect(page.locator("[data-saved]")).to_contain_text("Talked it over", timeout=WAITS)
    other.context.close()
    # A contributor proposes; the editor accepts.
    propose(contributor, draft, "The hills, and the towns below them.")
    page.goto(f"{draft}/proposals/")
    link = page.locator("main table a, main li a").first.text_content()
    tab_to(page, str(link).strip())
    press(page, "Enter")
    expect(page.get_by_role("main")).to_contain_text("The council calls it so")
    tab_to(page, "Accept")
    press(page, "Enter")
    expect(page.get_by_role("main")).to_contain_text("Accepted")
    page.goto(f"{draft}/work/places/tarnwold/")
    expect(page.get_by_label("Summary")).to_have_value("The hills, and the towns below them.")
    # All of it is told.
    page.goto(f"{registry.address}/marlshire-icb/changes/?q=keyboard")
    page.goto(f"{registry.address}/marlshire-icb/changes/")
    expect(page.get_by_role("main")).to_contain_text("Talked it over")


def test_without_scripts(chromium: Browser, registry: Registry, contributor: Page) -> None:
    first = open_page(chromium, java_script_enabled=False)
    set_password(first, registry, "whole-form", granted=("editor", "marlshire-icb"))
    first.goto(f"{registry.address}/sign-in/")
    first.get_by_label("User name").fill("whole-form")
    first.get_by_label("Password", exact=True).fill(PASSWORD)
    first.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    phone = Phone(first.locator(".app-key").inner_text().replace(" ", ""))
    first.get_by_label("Code").fill(phone.next_code())
    first.get_by_role("button", name="Set it up").click()
    first.goto(f"{registry.address}{BASE}/draft/")
    first.get_by_label("Title").fill("Handbook without scripts")
    first.get_by_label("Label").fill("Summer 2028")
    first.get_by_label("Reason").fill("To try the whole way")
    first.get_by_role("button", name="Open the draft").click()
    first.wait_for_url(re.compile("/work/"), timeout=WAITS)
    draft = first.url.split("/work/")[0]
    # Ten rows at once.
    first.goto(f"{draft}/grid/limits/")
    first.get_by_role("link", name="Edit these rows as a form").click()
    for number in range(1, 11):
        first.get_by_label(f"Row {number}, Signatures", exact=True).fill("4")
    first.get_by_label("Reason").fill("Four eyes")
    first.get_by_role("button", name="Save these rows").click()
    expect(first.get_by_role("main")).to_contain_text("10 rows were saved.")
    # The second of two people is told what the first did, and chooses.
    second = open_page(chromium, java_script_enabled=False)
    sign_in(second, registry, "second-editor")
    row = f"{draft}/work/places/tarnwold/"
    for each in (first, second):
        each.goto(row)
    second.get_by_label("Summary").fill("Theirs")
    first.get_by_label("Summary").fill("Mine")
    for each in (second, first):
        each.get_by_label("Reason").fill("As agreed")
        each.get_by_role("button", name="Save").first.click()
    main = first.get_by_role("main")
    expect(main).to_contain_text("Theirs")
    first.get_by_role("radio", name=re.compile("Mine")).check()
    first.locator("main form button[type=submit]").first.click()
    first.goto(row)
    expect(first.get_by_label("Summary")).to_have_value("Mine")
    # A proposal, accepted.
    propose(contributor, draft, "The contributor's words")
    first.goto(f"{draft}/proposals/")
    first.locator("main table a, main li a").first.click()
    first.get_by_role("button", name="Accept").click()
    first.goto(row)
    expect(first.get_by_label("Summary")).to_have_value("The contributor's words")
    for each in (first, second):
        each.context.close()

"""Signing in with a password and a code from a phone: by keyboard alone, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import AXE, CHECK, STANDARDS, TOO_WIDE, open_page
from tests.browser.registry import Registry
from tests.browser.signing_in import PASSWORD, Phone, enter_password, set_password

EDITOR = ("editor", "bob-icb")
WRITING = "/scenarios/new/"


def is_sound(page: Page) -> None:
    """Nothing is wrong with the page as it is shown now, at its width and at 320 px."""
    page.evaluate(AXE.read_text())
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(CHECK, STANDARDS) == []
        assert page.evaluate(TOO_WIDE) == []
    page.set_viewport_size({"width": 1280, "height": 1024})
    assert page.evaluate("window.refusals") == []


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, words: str) -> None:
    """Presses Tab until what has these words, or this label, has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => [document.activeElement.textContent.trim(),"
            " ...[...(document.activeElement.labels ?? [])].map((each) => each.textContent.trim())]"
        )
        if words in focused:
            return
    raise AssertionError(f"“{words}” was not reached.")


def test_by_keyboard_alone(page: Page, registry: Registry) -> None:
    set_password(page, registry, "keyboard", granted=EDITOR)
    # With a password, from the start page.
    page.goto(registry.address)
    tab_to(page, "Sign in")
    press(page, "Enter")
    page.wait_for_url("**/sign-in/")
    tab_to(page, "User name")
    page.keyboard.type("keyboard")
    press(page, "Tab")
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    # Who may write is led to setting up a second factor.
    page.wait_for_url("**/account/second-factor/set-up/**")
    is_sound(page)
    phone = Phone(page.locator(".app-key").inner_text().replace(" ", ""))
    page.reload()
    tab_to(page, "Code")
    page.keyboard.type(phone.next_code())
    press(page, "Enter")
    expect(page.locator("h1")).to_have_text("Your recovery codes")
    expect(page.locator(".app-codes li")).to_have_count(10)
    is_sound(page)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("not shown again")
    is_sound(page)
    # Out, and in again with both.
    page.goto(registry.address)
    tab_to(page, "Sign out")
    press(page, "Enter")
    page.get_by_role("link", name="Sign in").wait_for()
    tab_to(page, "Sign in")
    press(page, "Enter")
    page.wait_for_url("**/sign-in/")
    tab_to(page, "User name")
    page.keyboard.type("keyboard")
    press(page, "Tab")
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    expect(page.locator("h1")).to_have_text("Enter the code from your phone")
    is_sound(page)
    tab_to(page, "Code")
    page.keyboard.type("000000")
    press(page, "Enter")
    expect(page.get_by_role("alert")).to_contain_text("That code is not right")
    is_sound(page)
    tab_to(page, "Code")
    page.keyboard.type(phone.next_code())
    press(page, "Enter")
    expect(page.get_by_role("banner")).to_contain_text("Alex Example")
    page.goto(registry.address + WRITING)
    tab_to(page, "Save")
    press(page, "Enter")
    expect(page.get_by_role("alert")).to_contain_text("Give the scenario a title")


def test_without_scripts(page_without_scripts: Page, page: Page, registry: Registry) -> None:
    set_password(page, registry, "scriptless", granted=EDITOR)
    page = page_without_scripts
    enter_password(page, registry, "scriptless")
    # Reading is all that a password is enough for.
    page.get_by_role("link", name="Not now: only read").click()
    page.goto(registry.address + WRITING)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_have_text("You may not do that")
    page.get_by_role("link", name="Set up a second factor").click()
    phone = Phone(page.locator(".app-key").inner_text().replace(" ", ""))
    page.get_by_label("Code").fill(phone.next_code())
    page.get_by_role("button", name="Set it up").click()
    codes = page.locator(".app-codes li").all_inner_texts()
    page.get_by_role("link", name="I have kept them: go on").click()
    page.get_by_role("button", name="Sign out").click()
    enter_password(page, registry, "scriptless")
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("banner")).to_contain_text("Alex Example")
    # Changing how one signs in asks once more who it is.
    page.get_by_role("link", name="Alex Example").click()
    page.get_by_role("link", name="Change your second factor").click()
    page.get_by_role("link", name="Remove it, to set up another phone").click()
    expect(page.locator("h1")).to_have_text("Confirm that it is you")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("main")).to_contain_text("Your second factor is removed")


def test_too_many_wrong_answers_are_told_of(page: Page, registry: Registry) -> None:
    for _ in range(5):
        page.goto(f"{registry.address}/sign-in/")
        page.get_by_label("User name").fill("somebody")
        page.get_by_label("Password", exact=True).fill("wrong")
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_have_text("Too many wrong answers")
    expect(page.get_by_role("main")).to_contain_text("for 15 minutes from now")
    is_sound(page)


@pytest.mark.parametrize("name", ["Second editor", "Partner", "Contributor", "Administrator"])
def test_one_click_is_all_it_takes_in_a_demo(page: Page, registry: Registry, name: str) -> None:
    page.goto(f"{registry.address}/sign-in/?next=/bob-icb/")
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url("**/bob-icb/")
    expect(page.get_by_role("banner")).to_contain_text(f"Demo {name.lower()}")


def test_another_browser_is_signed_out_from_here(page: Page, registry: Registry) -> None:
    set_password(page, registry, "travelling")
    assert page.context.browser
    elsewhere = open_page(page.context.browser)
    for each in (elsewhere, page):
        enter_password(each, registry, "travelling")
    page.goto(f"{registry.address}/account/")
    is_sound(page)
    page.get_by_role("button", name="Sign out everywhere else").click()
    expect(page.get_by_role("main")).to_contain_text("You are signed out everywhere else")
    is_sound(page)
    elsewhere.goto(f"{registry.address}/account/")
    expect(elsewhere.locator("h1")).to_have_text("Sign in")
    elsewhere.context.close()

"""A workbook goes all the way by the keyboard alone, with scripts and without."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import NARROW, open_page, sign_in
from tests.browser.registry import Registry
from tests.browser.sights import SENT, TRIAL
from tests.workbooks import typed


@pytest.fixture
def schemes(tmp_path: Path) -> tuple[Path, Path]:
    """A scheme as an ICB types it in each of the two layouts."""
    made = (tmp_path / "our scheme.xlsx", tmp_path / "our lists.xlsx")
    for path, book in zip(made, (typed.scheme(), typed.lists()), strict=True):
        path.write_bytes(typed.saved(book))
    return made


def reach(page: Page, name: str) -> None:
    """Presses Tab until the button of that name has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"Tab never came to {name}.")


def press(page: Page, name: str) -> None:
    reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page: Page, question: str, answer: str) -> None:
    """Types the beginning of an answer where it is asked for."""
    page.get_by_label(question).focus()
    page.keyboard.type(answer, delay=5)
    expect(page.get_by_label(question).locator("option:checked")).to_have_text(re.compile(answer))


@pytest.mark.parametrize("number", [0, 1], ids=["with scripts", "without scripts"])
def test_a_scheme_is_sent_told_what_it_did_not_say_and_taken_in_by_keyboard(
    number: int, chromium: Browser, registry: Registry, schemes: tuple[Path, Path]
) -> None:
    page = open_page(chromium, java_script_enabled=True)
    if number:
        # A page without scripts cannot be asked what has the focus: there the forms are used.
        page = open_page(chromium, java_script_enabled=False)
    sign_in(page, registry, "editor")
    page.goto(f"{registry.address}{TRIAL}/")
    page.get_by_role("link", name="Bring a workbook back, or take a part away").click()
    page.get_by_label("Workbook or CSV file").set_input_files(schemes[number])
    go = press if not number else _click
    go(page, "Look at it")
    expect(page.locator("h1")).to_have_text(f"Preview of {schemes[number].name}")
    expect(page.get_by_role("main")).to_contain_text("Nothing has been written.")
    questions = page.locator("select.app-choice")
    assert questions.count() <= 3
    if not number:
        choose(page, "Whose column is “Exec Directors”?", "A type of holder")
        choose(page, "What does the letter R mean in this workbook?", "Recommends")
        go(page, "Read it with these answers")
    else:
        page.get_by_label("Whose list is “EXECUTIVE DIRECTORS”?").select_option("words")
        go(page, "Read it with this answer")
    expect(page.get_by_role("heading", name="To choose")).to_have_count(0)
    go(page, "Take it into the draft")
    expect(page.locator("h1")).to_have_text(f"{schemes[number].name} is taken in")
    page.get_by_role("main").locator(".app-entry a").first.click()
    expect(page.locator("#source + .app-citation")).to_contain_text(schemes[number].name)
    page.context.close()


def _click(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_every_note_is_there_to_read_on_a_narrow_screen(
    chromium: Browser, registry: Registry
) -> None:
    page = open_page(chromium)
    sign_in(page, registry, "editor")
    page.set_viewport_size(NARROW)
    page.goto(f"{registry.address}{SENT}2/")
    says = page.locator(".app-cells__cell--red .app-cells__says")
    assert says.count() > 20
    for each in says.all():
        expect(each).to_be_visible()
    page.context.close()


def test_sending_says_that_it_takes_a_while(
    chromium: Browser, registry: Registry, schemes: tuple[Path, Path]
) -> None:
    page = open_page(chromium)
    sign_in(page, registry, "editor")
    page.goto(f"{registry.address}{TRIAL}/workbooks/")
    page.get_by_label("Workbook or CSV file").set_input_files(schemes[0])
    page.evaluate(
        "document.querySelector('form[data-waits]')"
        ".addEventListener('submit', (event) => event.preventDefault())"
    )
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("A large one takes a few seconds.")).to_be_visible()
    page.context.close()

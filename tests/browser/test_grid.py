"""The scheme in a grid, by the keyboard alone; and its rows in a form, without a script."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import open_page, sign_in
from tests.browser.registry import Registry
from tests.browser.sights import TRIAL

POWERS, LIMITS = f"{TRIAL}/grid/delegations/", f"{TRIAL}/grid/limits/"
WAITS = 30_000
"""Milliseconds that the server may take to say what saving would do: the machine may be busy."""
SOON = 100
"""Milliseconds within which a key is to be answered."""


@pytest.fixture
def editor(chromium: Browser, registry: Registry) -> Iterator[Page]:
    """An editor's page, whose clipboard may be used."""
    page = signed_in(chromium, registry, "editor")
    yield page
    page.context.close()


def signed_in(chromium: Browser, registry: Registry, name: str, **options: object) -> Page:
    page = open_page(chromium, **options)
    if not options:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, registry, name)
    return page


def open_grid(page: Page, registry: Registry, address: str) -> None:
    """Goes there, and by Tab into the grid."""
    page.goto(registry.address + address)
    page.locator("table[role=grid]").wait_for()
    for _ in range(80):
        if page.evaluate("document.activeElement.closest('td') !== null"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab never came into the grid.")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def go_to_column(page: Page, label: str) -> None:
    """Moves along the row to the column of that heading."""
    press(page, "Home")
    heads = page.locator("thead th").all_inner_texts()
    press(page, *["ArrowRight"] * (heads.index(label) - 1))
    assert here(page) == label


def here(page: Page) -> str:
    """The heading above the cell that has the focus."""
    return str(
        page.evaluate(
            "document.activeElement.closest('table').tHead.rows[0]"
            ".cells[document.activeElement.cellIndex].textContent"
        )
    )


def cell(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def said(page: Page, words: str) -> None:
    expect(page.locator("[data-said]")).to_contain_text(words, timeout=WAITS)


def save(page: Page, reason: str) -> None:
    """Leaves the grid by Tab, says why, and saves."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "grid-reason":
            break
    press(page, "Control+a")
    page.keyboard.type(reason)
    press(page, "Enter")


def test_ten_rows_are_changed_a_finding_appears_is_mended_and_all_is_saved(
    editor: Page, registry: Registry
) -> None:
    open_grid(editor, registry, POWERS)
    press(editor, "ArrowDown")
    go_to_column(editor, "Part")
    assert cell(editor) == "Approves"
    editor.keyboard.type("reco")
    press(editor, "ArrowDown", "Enter", "ArrowUp")
    assert cell(editor) == "Recommends"
    said(editor, "finding would appear")
    expect(editor.locator("[data-findings]")).to_contain_text("A matter that nobody may decide")
    press(editor, "Control+z")
    assert cell(editor) == "Approves"
    said(editor, "No cell is changed.")
    go_to_column(editor, "Conditions")
    editor.keyboard.type("Ten by keyboard")
    press(editor, "Enter", "ArrowUp", *["Shift+ArrowDown"] * 9, "Control+d")
    expect(editor.locator("[data-count]")).to_have_text(
        "10 cells in 10 rows changed, not saved yet"
    )
    said(editor, "It can be saved.")
    save(editor, "Agreed with the chair")
    expect(editor.locator("[data-saved]")).to_have_text(
        re.compile(r"Saved \d\d:\d\d, 10 rows, reason: Agreed with the chair"), timeout=WAITS
    )
    editor.reload()
    assert editor.get_by_role("gridcell", name="Ten by keyboard").count() == 10
    assert editor.evaluate("window.refusals") == []


def test_a_cell_that_cannot_be_is_marked_by_sign_and_words_and_stays_after_a_failed_save(
    editor: Page, registry: Registry
) -> None:
    open_grid(editor, registry, LIMITS)
    go_to_column(editor, "Up to")
    editor.keyboard.type("a lot")
    press(editor, "Tab", "ArrowLeft")
    save(editor, "Why not")
    said(editor, "Nothing is saved yet.")
    wrong = editor.locator("td[aria-invalid=true]")
    expect(wrong).to_have_text("a lot")
    expect(wrong).to_be_focused()
    expect(editor.locator("#grid-cell")).to_contain_text("Cannot be saved: “a lot” is no amount.")
    press(editor, "F2", "Escape")
    assert cell(editor) == "a lot"
    press(editor, "Control+z")
    said(editor, "No cell is changed.")


def test_rows_are_pasted_beyond_the_last_one_only_when_asked_for(
    editor: Page, registry: Registry
) -> None:
    open_grid(editor, registry, f"{LIMITS}?q=seal")
    rows = editor.locator("tbody tr").count()
    go_to_column(editor, "Up to")
    press(editor, "Control+End")
    go_to_column(editor, "Up to")
    cells = "£7m\tYes\n£8m\tNo\n" + '"£9m"\tYes\n'
    editor.evaluate("(cells) => navigator.clipboard.writeText(cells)", cells)
    press(editor, "Control+v")
    dialog = editor.get_by_role("dialog")
    expect(dialog).to_contain_text("3 rows would be pasted, 2 more than there are")
    press(editor, "Tab", "Enter")
    expect(dialog).to_be_hidden()
    assert editor.locator("tbody tr").count() == rows
    press(editor, "Control+z", "Control+v", "Enter")
    assert editor.locator("tbody tr").count() == rows + 2
    said(editor, "cannot be saved so")
    expect(editor.locator("[data-faults]")).to_contain_text("Give it a name")
    press(editor, "Control+z")
    assert editor.locator("tbody tr").count() == rows


def test_the_second_of_two_people_chooses_field_by_field(
    editor: Page, chromium: Browser, registry: Registry
) -> None:
    other = signed_in(chromium, registry, "second-editor")
    for page in (editor, other):
        open_grid(page, registry, f"{POWERS}?holder=audit-committee")
        go_to_column(page, "Conditions")
    for page, words in ((other, "Theirs"), (editor, "Mine")):
        page.keyboard.type(words)
        press(page, "Tab", "ArrowLeft")
        save(page, f"Because {words}")
        if page is other:
            expect(page.locator("[data-saved]")).to_contain_text("1 row", timeout=WAITS)
    said(editor, "1 row changed meanwhile")
    conflict = editor.locator(".app-grid-conflict")
    expect(conflict).to_contain_text("because: Because Theirs")
    expect(conflict.get_by_label("Theirs: Theirs")).to_be_focused()
    press(editor, "ArrowUp")
    expect(conflict.get_by_label("Mine: Mine")).to_be_checked()
    press(editor, "Tab", "Enter")
    save(editor, "Talked it over")
    expect(editor.locator("[data-saved]")).to_contain_text("Talked it over", timeout=WAITS)
    other.reload()
    assert other.get_by_role("gridcell", name="Mine", exact=True).count() == 1
    other.context.close()


def test_what_is_not_saved_survives_signing_out_and_in_again_elsewhere(
    editor: Page, registry: Registry
) -> None:
    open_grid(editor, registry, f"{LIMITS}?q=seal")
    go_to_column(editor, "Signatures")
    press(editor, "5", "Enter")
    tab = editor.context.new_page()
    tab.goto(f"{registry.address}/")
    tab.get_by_role("button", name="Sign out").click()
    save(editor, "Five of them")
    said(editor, "The registry asks who you are once more")
    sign_in(tab, registry, "editor")
    save(editor, "Five of them")
    expect(editor.locator("[data-saved]")).to_contain_text("1 row, reason: Five", timeout=WAITS)


def test_leaving_warns_while_something_is_not_saved(editor: Page, registry: Registry) -> None:
    open_grid(editor, registry, f"{LIMITS}?q=seal")
    go_to_column(editor, "Signatures")
    press(editor, "3", "Enter")
    warned: list[str] = []
    editor.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    editor.goto(f"{registry.address}/")
    assert warned == ["beforeunload"]


# How long until a key, or what is pasted, has been dealt with and drawn.
TIMED = """
    async ([keys, cells]) => {
        const timed = async (does) => {
            const begun = performance.now();
            does();
            await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
            return performance.now() - begun;
        };
        const at = () => document.activeElement;
        const options = { bubbles: true, cancelable: true };
        const times = [];
        for (const key of keys)
            times.push(await timed(() => at().dispatchEvent(
                new KeyboardEvent("keydown", { key, ...options }))));
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", cells);
        const pasted = await timed(() => at().dispatchEvent(
            new ClipboardEvent("paste", { clipboardData, ...options })));
        return [times, pasted];
    }
"""


def test_five_hundred_rows_answer_without_lag(editor: Page, registry: Registry) -> None:
    open_grid(editor, registry, POWERS)
    assert editor.locator("tbody tr").count() == 500
    go_to_column(editor, "Conditions")
    keys = ["ArrowDown", "ArrowRight", "PageDown", "Home", "End", "PageUp", "Home", "F2", "Escape"]
    cells = "\n".join("\t".join(f"{row} {column}" for column in range(5)) for row in range(50))
    times, pasted = editor.evaluate(TIMED, [keys * 3, cells])
    assert statistics.median(times) < SOON
    assert pasted < 3 * SOON  # The machine that tests is busy; by itself it takes half of one.
    editor.evaluate("window.onbeforeunload = null")


def test_ten_rows_are_changed_in_a_form_without_a_script(
    chromium: Browser, registry: Registry
) -> None:
    page = signed_in(chromium, registry, "editor", java_script_enabled=False)
    page.goto(f"{registry.address}{LIMITS}")
    page.get_by_role("link", name="Edit these rows as a form").click()
    for number in range(1, 11):
        page.get_by_label(f"Row {number}, Signatures", exact=True).fill("4")
    page.get_by_label("Row 1, Up to", exact=True).fill("plenty")
    page.get_by_label("Reason").fill("Without a script")
    page.get_by_role("button", name="Save these rows").click()
    expect(page.get_by_role("alert")).to_contain_text("Row 1, Up to: “plenty” is no amount.")
    page.get_by_label("Row 1, Up to", exact=True).fill("£6m")
    page.get_by_role("button", name="Save these rows").click()
    expect(page.get_by_role("main")).to_contain_text("10 rows were saved.")
    for number in range(1, 11):
        expect(page.get_by_label(f"Row {number}, Signatures", exact=True)).to_have_value("4")
    page.context.close()

"""What can be seen of a page in one look: so that many tests may ask, and each page loads once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.registry import Registry
from tests.browser.sights import Sight
from tests.browser.signing_in import PASSWORD

WIDE: ViewportSize = {"width": 1280, "height": 1024}
NARROW: ViewportSize = {"width": 320, "height": 700}
ZOOMED: ViewportSize = {"width": 320, "height": 256}
"""1280 by 1024 at 400 %."""

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = (
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
    "best-practice",
)

REPORT_REFUSALS = """
    window.refusals = [];
    document.addEventListener("securitypolicyviolation", (event) => window.refusals.push(
        `${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""
CHECK = """
    async (standards) => {
        const found = await axe.run(document, {
            runOnly: { type: "tag", values: standards },
            resultTypes: ["violations"],
            preload: false,
        });
        return found.violations.flatMap((fault) => fault.nodes.map(
            (node) => `${fault.id} at ${node.target.join(" ")}: ${node.failureSummary}`));
    }
"""
LINKS = """
    () => [...document.querySelectorAll("a[href]")]
        .filter((link) => link.checkVisibility())
        .map((link) => [
            (link.getAttribute("aria-label") ?? link.textContent).replace(/\\s+/g, " ").trim(),
            link.href,
        ])
"""
# What is wider than the screen and does not stand in something that scrolls by itself.
TOO_WIDE = """
    () => {
        const room = document.documentElement.clientWidth;
        const most = document.scrollingElement.scrollWidth;
        if (most <= room) return [];
        const scrolls = (element) => element && element !== document.body
            && (/auto|scroll|hidden/.test(getComputedStyle(element).overflowX)
                || scrolls(element.parentElement));
        return [`${most} px of ${room}`, ...[...document.body.querySelectorAll("*")]
            .filter((each) => each.getBoundingClientRect().right > room + 1
                && !scrolls(each.parentElement))
            .map((each) => `${each.tagName}.${each.className}`)];
    }
"""


@dataclass
class Look:
    """What was seen of a page, at 1280 px unless it says otherwise."""

    address: str
    status: int = 0
    title: str = ""
    heading: str = ""
    html: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    violations: dict[int, list[str]] = field(default_factory=dict)
    too_wide: dict[str, list[str]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    hosts: set[str | None] = field(default_factory=set)


def look_at(sight: Sight, page: Page, registry: Registry) -> Look:
    """Opens the page and notes what there is to see."""
    look = Look(sight.at(registry))
    listening = _listen(page, look)
    response = page.goto(registry.address + look.address)
    if sight.wrong:
        page.get_by_label("User name").fill("nobody")
        page.get_by_label("Password", exact=True).fill("wrong")
        with page.expect_navigation() as navigation:
            page.get_by_role("main").get_by_role("button", name="Sign in").click()
        response = navigation.value
    if "/account/again/" in page.url and "/again/" not in look.address:
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        with page.expect_navigation() as navigation:
            page.get_by_role("button", name="Confirm").click()
        response = navigation.value
    assert response is not None
    look.status = response.status
    look.html = response.text()
    look.title = page.title()
    look.heading = " ".join(page.locator("h1").all_inner_texts())
    look.links = [(words, target) for words, target in page.evaluate(LINKS)]
    look.refusals = page.evaluate("window.refusals")
    _stop_listening(page, listening)
    page.evaluate(AXE.read_text())
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        look.violations[size["width"]] = page.evaluate(CHECK, STANDARDS)
        look.too_wide[f"{size['width']} px"] = page.evaluate(TOO_WIDE)
    page.set_viewport_size(ZOOMED)
    look.too_wide["400 %"] = page.evaluate(TOO_WIDE)
    page.set_viewport_size(WIDE)
    return look


def _listen(page: Page, look: Look) -> list[tuple[str, Any]]:
    listening: list[tuple[str, Any]] = [
        ("console", lambda message: _note_console(look, message)),
        ("pageerror", lambda error: look.complaints.append(str(error))),
        ("request", lambda request: look.hosts.add(urlsplit(request.url).hostname)),
        ("dialog", lambda dialog: look.complaints.append(f"dialog: {dialog.message}")),
    ]
    for event, listener in listening:
        page.on(event, listener)  # type: ignore[call-overload]
    return listening


def _note_console(look: Look, message: Any) -> None:
    # Chromium writes a line for the page itself, where that is meant to be an error.
    if message.type in ("error", "warning") and "status of 4" not in message.text:
        look.complaints.append(f"{message.type}: {message.text}")


def _stop_listening(page: Page, listening: list[tuple[str, Any]]) -> None:
    for event, listener in listening:
        page.remove_listener(event, listener)


def open_page(browser: Browser, **options: Any) -> Page:
    """A page in a context of its own, which notes what the content security policy refuses."""
    context = browser.new_context(viewport=WIDE, locale="en-GB", **options)
    context.set_default_timeout(10_000)
    context.add_init_script(REPORT_REFUSALS)
    return context.new_page()


def sign_in(page: Page, registry: Registry, name: str = "reader") -> None:
    """Signs in as one of the demo's personas, by one click."""
    page.goto(f"{registry.address}/sign-in/")
    page.locator(f"button[name=persona][value={name}]").click()
    page.get_by_role("button", name="Sign out").wait_for()

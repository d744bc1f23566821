"""The browser that the tests look at pages with."""

import os
import shutil
from pathlib import Path

from house import apt, native
from house.steps import Halt, step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Chromium, and a font for the pages it draws.
BROWSER = ("chromium", "fonts-liberation2")
# What the Node that Playwright brings along can't do without.
NODES_LIBRARY, NODES_PACKAGE = "libatomic.so.1", "libatomic1"


def see_to() -> dict[str, str]:
    """What tells the tests which browser to start: nothing, if it is Playwright's own."""
    with step("Browser") as under_way:
        own = _playwrights_own()
        packages: tuple[str, ...] = () if own or _on_path() else BROWSER
        if not native.opens(NODES_LIBRARY):
            packages += (NODES_PACKAGE,)
        if packages and not apt.install(*packages):
            raise Halt(_advice(packages))
        found = None if own else _on_path()
        if not (own or found):
            raise Halt(_advice(BROWSER))
        under_way.outcome = found or f"Playwright's, in {own}"
    return {"OPMODEL_CHROMIUM": found} if found else {}


def _on_path() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _playwrights_own() -> Path | None:
    cache = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    return next(Path(cache).glob("chromium*"), None)


def _advice(packages: tuple[str, ...]) -> str:
    return (
        f"The tests need a browser. Run this once, then start again:\n  {apt.line(*packages)}\n"
        "Or, where Debian's Chromium is not to be had:\n"
        "  sudo .venv/bin/playwright install --with-deps chromium"
    )

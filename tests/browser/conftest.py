"""A registry that is served, a real Chromium, and pages in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.looking import Look, look_at, open_page, sign_in
from tests.browser.registry import Registry, serving
from tests.browser.sights import Sight
from tests.browser.signing_in import enter_password, set_password, set_up

QUIET = [
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--lang=en-GB"),
    # Whatever asks for another host gets an error at once, and a test that says so.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

# For the folder and not for the session: while Playwright runs, Django refuses to use its database
# in the same process, so both have to be over before the next folder's tests.


@pytest.fixture(scope="package")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    with serving(tmp_path_factory.mktemp("registry")) as running:
        yield running


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Chromium, the machine's own unless Playwright has one."""
    # Chromium's sandbox cannot be set up by root.
    flags = QUIET if os.geteuid() else [*QUIET, "--no-sandbox"]
    found = os.environ.get("OPMODEL_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page for one test, of somebody who is not signed in."""
    opened = open_page(chromium)
    yield opened
    opened.context.close()


@pytest.fixture
def page_without_scripts(chromium: Browser) -> Iterator[Page]:
    opened = open_page(chromium, java_script_enabled=False)
    yield opened
    opened.context.close()


LookAt = Callable[[Sight], Look]


@pytest.fixture(scope="package")
def seen(chromium: Browser, registry: Registry) -> Iterator[LookAt]:
    """`seen(sight)`: what is to be seen of a page; looked at once, however many tests ask."""
    anonymous, reader, editor, account, halfway = (open_page(chromium) for _ in range(5))
    sign_in(reader, registry)
    sign_in(editor, registry, "editor")
    administrator = open_page(chromium)
    sign_in(administrator, registry, "administrator")
    set_password(account, registry, "alex")
    enter_password(account, registry, "alex")
    set_up(account, registry)

    @cache
    def look(sight: Sight) -> Look:
        page = editor if sight.editor else reader if sight.reader else anonymous
        page = administrator if sight.administrator else page
        page = account if sight.account else halfway if sight.halfway else page
        if sight.halfway:
            enter_password(halfway, registry, "alex")
        return look_at(sight, page, registry)

    yield look
    for each in (anonymous, reader, editor, administrator, account, halfway):
        each.context.close()

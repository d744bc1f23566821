"""Somebody in the browser tests who signs in with a password and a code from a phone."""

from __future__ import annotations

import hashlib
import hmac
import struct
import time
from base64 import b32decode
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Page

PASSWORD: Final = "correct horse battery staple"
PERIOD: Final = 30


@dataclass
class Phone:
    """An app that shows codes (RFC 6238), written apart from the one that checks them."""

    secret: str
    last: int = field(default=0)

    def next_code(self) -> str:
        """A code later than any shown before; it waits for it where that has to be."""
        period = max(int(time.time()) // PERIOD, self.last + 1)
        # The registry takes the code of the next period as well: a clock may be fast.
        time.sleep(max(0.0, (period - 1) * PERIOD - time.time()))
        self.last = period
        digest = hmac.digest(b32decode(self.secret), struct.pack(">Q", period), hashlib.sha1)
        at = digest[-1] & 15
        number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
        return f"{number % 1_000_000:06}"


def set_password(page: Page, registry: Any, name: str, *, granted: tuple[str, ...] = ()) -> None:
    """Has an administrator make an account, and its owner set a password by the link."""
    link = registry.command("account", name, "--first-name=Alex", "--last-name=Example")
    if granted:
        registry.command("grant", granted[0], name, *granted[1:])
    page.goto(registry.address + link)
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password once more").fill(PASSWORD)
    page.get_by_role("button", name="Set it").click()


def enter_password(page: Page, registry: Any, name: str) -> None:
    """Sends the form for a name and a password."""
    page.goto(f"{registry.address}/sign-in/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def set_up(page: Page, registry: Any) -> Phone:
    """Sets up a second factor, as somebody who types the key."""
    page.goto(f"{registry.address}/account/second-factor/set-up/")
    phone = Phone(page.locator(".app-key").inner_text().replace(" ", ""))
    page.get_by_label("Code").fill(phone.next_code())
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("link", name="I have kept them: go on").click()
    return phone

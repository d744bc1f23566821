"""Accounts that sign in for real, and the app on somebody's phone."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from opmodel.access.models import User

PASSWORD = "correct horse battery staple"
SIGN_IN = "/sign-in/"
CODE = "/sign-in/second-factor/"
SET_UP = "/account/second-factor/set-up/"


def account(name: str = "alex", password: str = PASSWORD) -> User:
    """An account with a password."""
    return User.objects.create_user(username=name, password=password)


def enter(client: Client, name: str = "alex", password: str = PASSWORD, **more: str) -> Any:
    """Fills the form for a name and a password in, and sends it."""
    return client.post(SIGN_IN, {"username": name, "password": password, **more})


@dataclass
class Phone:
    """An app that shows codes, each period another."""

    secret: str
    used: set[int] = field(default_factory=set)

    def code(self, periods: int = 0) -> str:
        """The code that it shows so many periods from now."""
        return format_hotp_value(hotp_value(self.secret, int(time.time()) // 30 + periods))

    def fresh(self) -> str:
        """A code later than all shown so far, as after waiting for the next."""
        now = int(time.time()) // 30
        period = max({now - 1, *self.used}) + 1
        self.used.add(period)
        return format_hotp_value(hotp_value(self.secret, period))


def set_up(client: Client, **asked: str) -> tuple[Phone, list[str]]:
    """Sets up a second factor in the browser: the phone, and the recovery codes."""
    page = client.get(SET_UP, asked).content.decode()
    key = re.search(r'app-key">([A-Z2-7 ]+)<', page)
    assert key, page
    phone = Phone(key[1].replace(" ", ""))
    page = client.post(SET_UP, {"code": phone.fresh()}, follow=True).content.decode()
    return phone, re.findall(r"<code>(\d+)</code>", page)

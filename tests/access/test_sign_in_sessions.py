"""How long sessions last, what ends them, and what browsers are told."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Any

import pytest
from django.conf import settings as config
from django.test import Client

from tests.access.accounts import PASSWORD, account, enter
from tests.access.test_sign_in import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client: Client, reference: None) -> Client:
    account()
    enter(client)
    return client


def back(client: Client, name: str, seconds: int) -> None:
    """As if so much time had gone by since."""
    session = client.session
    session[name] -= seconds
    session.save()


def test_eight_hours_after_signing_in_it_is_over_however_busy(client: Client) -> None:
    back(client, "signed_in_at", 8 * 3600 - 60)
    assert client.get("/account/").status_code == 200
    back(client, "signed_in_at", 60)
    over = client.get("/account/?x=1")
    assert over["Location"] == "/sign-in/?over=day&next=%2Faccount%2F%3Fx%3D1"
    assert "a session lasts eight hours" in words(client.get(over["Location"]))
    assert client.get("/account/")["Location"].startswith("/sign-in/?next=")


def test_an_hour_without_a_question_ends_it(client: Client) -> None:
    back(client, "asked_at", 3500)
    assert client.get("/account/").status_code == 200, "and the hour begins anew"
    back(client, "asked_at", 3500)
    assert client.get("/account/").status_code == 200
    back(client, "asked_at", 3700)
    over = client.post("/account/sessions/")
    assert over["Location"] == "/sign-in/?over=idle"


def test_programs_go_on_as_anybody(client: Client) -> None:
    back(client, "signed_in_at", 9 * 3600)
    assert client.get("/api/v1/").status_code == 200
    assert "_auth_user_id" not in client.session


def test_when_somebody_asked_is_noted_once_a_minute(
    client: Client, django_assert_num_queries: Any
) -> None:
    before = client.session["asked_at"]
    client.get("/account/")
    assert client.session["asked_at"] == before
    back(client, "asked_at", 61)
    client.get("/account/")
    assert client.session["asked_at"] >= before


def test_an_account_has_at_most_five_sessions(client: Client) -> None:
    others = [Client() for _ in range(5)]
    for other in others:
        enter(other)
    assert client.get("/account/").status_code == 302, "the oldest"
    assert all(other.get("/account/").status_code == 200 for other in others)


def test_one_click_signs_out_everywhere_else(client: Client) -> None:
    other = Client()
    enter(other)
    assert "in 1 other browser" in words(client.get("/account/"))
    assert client.post("/account/sessions/", follow=True).status_code == 200
    assert other.get("/account/").status_code == 302
    assert "Only here" in words(client.get("/account/"))


def test_a_changed_password_ends_the_others(client: Client) -> None:
    other = Client()
    enter(other)
    new = "another horse battery staple"
    changed = client.post(
        "/account/password/",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )
    assert changed["Location"] == "/account/?done=password"
    assert other.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


PAGES = ("/", "/sign-in/", "/account/", "/account/second-factor/", "/account/password/")


@pytest.mark.parametrize("address", [*PAGES, "/nowhere/", "/api/v1/"])
def test_browsers_are_told_what_no_page_needs(client: Client, address: str) -> None:
    told = client.get(address).headers
    assert "unsafe-inline" not in told["Content-Security-Policy"]
    assert "default-src 'self'" in told["Content-Security-Policy"]
    assert told["Cross-Origin-Opener-Policy"] == "same-origin"
    assert told["Cross-Origin-Resource-Policy"] == "same-origin"
    assert told["Referrer-Policy"] == "same-origin"
    assert "camera=()" in told["Permissions-Policy"]
    assert told["X-Frame-Options"] == "DENY"


def test_no_page_of_who_is_signed_in_is_kept_by_a_browser(client: Client) -> None:
    for address in PAGES:
        assert "no-store" in client.get(address)["Cache-Control"]


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    cookie = client.cookies[config.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["domain"]


def test_no_row_is_written_for_who_only_reads(client: Client) -> None:
    key, began = client.session.session_key, time.time()
    client.get("/account/")
    assert client.session.session_key == key
    assert client.session["asked_at"] <= began


def test_a_live_service_binds_its_cookies_to_its_host_and_passes_djangos_checks() -> None:
    live = os.environ | {
        "ALLOWED_HOSTS": "registry.example.org",
        "DJANGO_SETTINGS_MODULE": "opmodel.config.settings",
        "OPMODEL_DEMO": "0",
        "SECRET_KEY": "only for this test, and a good deal longer than fifty characters",
    }
    asked = (
        "import django; django.setup()\n"
        "from django.conf import settings as s\n"
        "from django.core.management import call_command\n"
        "call_command('check', deploy=True, fail_level='WARNING')\n"
        "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_DOMAIN)\n"
        "print(s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_DOMAIN)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], env=live, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-2:] == [
        "__Host-session True None",
        "__Host-csrf True None",
    ]

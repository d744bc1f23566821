"""Signing in with a name and a password."""

from __future__ import annotations

import io
import re
from time import perf_counter
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from opmodel.access.demo import PERSONAS, make_personas
from opmodel.access.models import User
from opmodel.editions.models import Edition
from tests.access.accounts import PASSWORD, SIGN_IN, account, enter

pytestmark = pytest.mark.django_db

WRONG = "Enter the name and password of your account"


def words(response: Any) -> str:
    """What a page says."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


class TestPassword:
    def test_the_right_one_signs_in_and_leads_on(self, client: Client, reference: None) -> None:
        account()
        response = enter(client, next="/bob-icb/")
        assert (response.status_code, response["Location"]) == (302, "/bob-icb/")
        assert signed_in(client)

    @pytest.mark.parametrize(
        "elsewhere",
        [
            "https://example.org/",
            "//example.org/",
            "/\\example.org",
            "http:///example.org",
            "javascript:alert(1)",
            "https://testserver/",
        ],
    )
    def test_nobody_is_led_to_another_site(self, client: Client, elsewhere: str) -> None:
        account()
        assert enter(client, next=elsewhere)["Location"] == "/"

    def test_a_wrong_one_says_what_an_unknown_name_does(self, reference: None) -> None:
        account()
        known, unknown = enter(Client(), password="wrong"), enter(Client(), "nobody", "wrong")
        assert known.status_code == unknown.status_code == 200
        assert WRONG in words(known)
        assert words(known) == words(unknown)

    def test_an_account_that_is_switched_off_says_the_same(self, reference: None) -> None:
        User.objects.filter(pk=account().pk).update(is_active=False)
        response = enter(Client())
        assert WRONG in words(response)

    def test_unknown_names_take_as_long_as_known_ones(self, reference: None) -> None:
        account()

        def seconds(name: str) -> float:
            began = perf_counter()
            enter(Client(), name, "wrong")
            return perf_counter() - began

        taken = {name: sorted(seconds(f"{name}") for _ in range(4))[1] for name in ("alex", "zed")}
        assert taken["zed"] > taken["alex"] / 2
        assert taken["alex"] > taken["zed"] / 2

    def test_it_begins_a_new_session(self, client: Client, reference: None) -> None:
        account()
        session = client.session
        session["planted"] = "yes"
        session.save()
        before = session.session_key
        enter(client)
        assert client.session.session_key != before

    def test_a_form_without_its_token_is_refused(self, reference: None) -> None:
        account()
        assert enter(Client(enforce_csrf_checks=True)).status_code == 403

    def test_programs_get_the_page_too(self, client: Client, reference: None) -> None:
        response = client.get(SIGN_IN, headers={"X-Requested-With": "XMLHttpRequest"})
        assert response["Content-Type"].startswith("text/html")

    def test_a_page_that_was_asked_for_meanwhile_is_not_kept(
        self, client: Client, reference: None
    ) -> None:
        assert "no-store" in client.get(SIGN_IN)["Cache-Control"]

    def test_signing_out_takes_a_post(self, client: Client, reference: None) -> None:
        account()
        enter(client)
        assert client.get("/sign-out/").status_code == 405
        assert client.post("/sign-out/").status_code == 302
        assert not signed_in(client)


class TestLock:
    def test_five_wrong_passwords_lock_and_the_page_says_for_how_long(
        self, client: Client, reference: None
    ) -> None:
        account()
        for _ in range(4):
            assert WRONG in words(enter(client, password="wrong"))
        locked = enter(client, password="wrong")
        assert locked.status_code == 429
        assert "for 15 minutes from now" in words(locked)
        assert 0 < int(locked["Retry-After"]) <= 900
        right = enter(client)
        assert right.status_code == 429
        assert not signed_in(client)

    def test_whether_there_is_such_an_account_does_not_show(self, reference: None) -> None:
        account()
        answers = [
            [enter(client, name, "wrong") for _ in range(6)]
            for client, name in ((Client(), "alex"), (Client(), "nobody"))
        ]
        for known, unknown in zip(*answers, strict=True):
            assert known.status_code == unknown.status_code
            assert words(known) == words(unknown)

    def test_it_holds_from_another_address_too(self, reference: None) -> None:
        account()
        for _ in range(5):
            enter(Client(REMOTE_ADDR="192.0.2.1"), password="wrong")
        assert enter(Client(REMOTE_ADDR="192.0.2.2")).status_code == 429

    def test_others_sign_in_meanwhile(self, client: Client, reference: None) -> None:
        account()
        account("robin")
        for _ in range(5):
            enter(client, password="wrong")
        assert enter(client, "robin").status_code == 302

    def test_time_opens_it_and_trying_on_does_not_delay_that(
        self, client: Client, reference: None
    ) -> None:
        account()
        for _ in range(5):
            enter(client, password="wrong")
        last = AccessAttempt.objects.get().attempt_time
        enter(client, password="wrong")
        assert AccessAttempt.objects.get().attempt_time == last
        AccessAttempt.objects.update(attempt_time=timezone.now() - timezone.timedelta(minutes=16))
        assert enter(client).status_code == 302

    def test_a_command_opens_it(self, client: Client, reference: None) -> None:
        account()
        for _ in range(5):
            enter(client, password="wrong")
        call_command("axes_reset_username", "alex", stdout=io.StringIO())
        assert enter(client).status_code == 302

    def test_what_was_typed_is_not_kept(self, client: Client, reference: None) -> None:
        account()
        enter(client, password="my other secret")
        assert "my other secret" not in str(AccessAttempt.objects.values())

    def test_addresses_behind_a_proxy_are_told_apart(self, settings: Any, reference: None) -> None:
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        account()
        enter(Client(), password="wrong")
        Client().post(
            SIGN_IN,
            {"username": "alex", "password": "wrong"},
            headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.7"},
        )
        assert "192.0.2.7" in AccessAttempt.objects.values_list("ip_address", flat=True)

    @pytest.mark.parametrize("told", ["nonsense", "", "1.2.3.4,", "' OR 1=1"])
    def test_nonsense_about_where_somebody_is_harms_nothing(
        self, told: str, settings: Any, reference: None
    ) -> None:
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
        account()
        given = {"username": "alex", "password": PASSWORD}
        headers = {"X-Forwarded-For": told}
        assert Client().post(SIGN_IN, given, headers=headers).status_code == 302


class TestNothingElse:
    @pytest.mark.parametrize(
        "address",
        [
            "/accounts/signup/",
            "/accounts/login/",
            "/sign-in/signup/",
            "/account/email/",
            "/account/password/reset/",
            "/sign-in/organisation/",
            "/sign-in/organisation/back/?code=x&state=y",
            "/account/second-factor/webauthn/",
            "/account/second-factor/codes/download/",
        ],
    )
    def test_has_an_address(self, client: Client, address: str, reference: None) -> None:
        assert client.get(address).status_code == 404


class TestPersonas:
    def test_one_click_each_in_a_demo(self, bob: Edition) -> None:
        make_personas()
        for persona in PERSONAS:
            client = Client()
            response = client.post("/sign-in/demo/", {"persona": persona.name, "next": "/bob-icb/"})
            assert (response.status_code, response["Location"]) == (302, "/bob-icb/")
            assert "Shown elsewhere when you signed in" in words(client.get("/account/"))

    def test_there_is_no_such_thing_anywhere_else(
        self, bob: Edition, client: Client, settings: Any
    ) -> None:
        make_personas()
        settings.DEMO = False
        for ask in (client.get, client.post):
            assert ask("/sign-in/demo/", {"persona": "administrator"}).status_code == 404
        assert "invented" not in words(client.get(SIGN_IN))
        assert not signed_in(client)

    def test_by_form_with_its_token_only(self, bob: Edition, client: Client) -> None:
        make_personas()
        assert client.get("/sign-in/demo/?persona=reader").status_code == 405
        strict = Client(enforce_csrf_checks=True)
        assert strict.post("/sign-in/demo/", {"persona": "reader"}).status_code == 403

    def test_real_accounts_are_no_personas(self, bob: Edition, client: Client) -> None:
        account()
        assert client.post("/sign-in/demo/", {"persona": "alex"}).status_code == 404

    def test_they_have_no_passwords(self, bob: Edition) -> None:
        make_personas()
        assert not any(user.has_usable_password() for user in User.objects.all())

    def test_the_page_offers_them(self, bob: Edition, client: Client) -> None:
        said = words(client.get(SIGN_IN))
        assert "None of these people exists" in said
        assert all(persona.may in said for persona in PERSONAS)


class TestAccounts:
    """`manage.py account`: accounts are an administrator's to make."""

    def link(self, *arguments: str) -> str:
        said = io.StringIO()
        call_command("account", *arguments, stdout=said, stderr=io.StringIO())
        return said.getvalue().strip()

    def test_a_link_sets_a_password_once(self, client: Client, reference: None) -> None:
        link = self.link("alex", "--first-name=Alex")
        form = client.get(link, follow=True)
        address = form.redirect_chain[-1][0]
        assert "Your user name is alex" in words(form)
        new = {"new_password1": PASSWORD, "new_password2": PASSWORD}
        assert client.post(address, new)["Location"] == SIGN_IN
        assert enter(client).status_code == 302
        assert "no longer opens" in words(Client().get(link, follow=True))

    def test_a_weak_password_is_refused_in_words(self, client: Client, reference: None) -> None:
        address = client.get(self.link("alex"), follow=True).redirect_chain[-1][0]
        weak = client.post(address, {"new_password1": "alex", "new_password2": "alex"})
        assert "too short" in words(weak)

    def test_a_new_password_signs_out_everywhere(self, reference: None) -> None:
        account()
        elsewhere = Client()
        enter(elsewhere)
        client = Client()
        address = client.get(self.link("alex"), follow=True).redirect_chain[-1][0]
        new = "another horse battery staple"
        client.post(address, {"new_password1": new, "new_password2": new})
        assert elsewhere.get("/account/").status_code == 302

    def test_switching_off_ends_what_runs(self, client: Client, reference: None) -> None:
        account()
        enter(client)
        assert self.link("alex", "--switch-off") == ""
        assert client.get("/account/").status_code == 302
        self.link("alex", "--switch-on")
        assert client.get("/account/").status_code == 302, "the session is gone for good"
        assert enter(client).status_code == 302

    def test_a_name_that_cannot_be_one_is_refused(self, reference: None) -> None:
        with pytest.raises(CommandError, match="alex smith"):
            self.link("alex smith")

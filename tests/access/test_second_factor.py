"""The second factor: without it nothing is changed, with it a password alone opens nothing."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.test import Client

from opmodel.access.grants import grant
from opmodel.access.models import User
from opmodel.access.roles import EDITOR, READER, Role
from opmodel.editions.models import Edition, Organisation
from tests.access.accounts import CODE, PASSWORD, SET_UP, Phone, account, enter, set_up
from tests.access.test_sign_in import signed_in, words
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

NEW_SCENARIO = "/scenarios/new/"


@pytest.fixture
def editor(bob: Edition) -> User:
    return having(EDITOR)


def having(role: Role) -> User:
    user = account()
    grant(role=role, to=user, organisation=Organisation.objects.get(slug="bob-icb"))
    return user


class TestWithoutOne:
    def test_who_may_write_is_led_to_set_one_up(self, editor: User, client: Client) -> None:
        response = enter(client, next="/bob-icb/")
        assert response["Location"] == f"{SET_UP}?next=%2Fbob-icb%2F"

    def test_who_only_reads_is_not(self, bob: Edition, client: Client) -> None:
        having(READER)
        assert enter(client, next="/bob-icb/")["Location"] == "/bob-icb/"

    def test_a_writer_reads_but_cannot_write(self, editor: User, client: Client) -> None:
        enter(client)
        assert client.get(NEW_SCENARIO).status_code == 200
        refused = client.post(NEW_SCENARIO, {"title": "Mine"})
        assert refused.status_code == 403
        assert "signs in with a second factor" in words(refused)
        assert f'href="{SET_UP}"' in refused.content.decode()

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_a_program_is_told_as_programs_are(
        self, method: str, editor: User, client: Client
    ) -> None:
        sign_in(client, editor, second_factor=False)
        refused = getattr(client, method)("/api/v1/scenarios/")
        assert refused.status_code == 403
        assert refused["Content-Type"] == "application/problem+json"
        assert "second factor" in refused.json()["detail"]

    def test_every_address_but_those_for_signing_in_asks_for_it(
        self, editor: User, client: Client
    ) -> None:
        """Also an address there is not: what refuses stands in front of them all."""
        sign_in(client, editor, second_factor=False)
        for address in ("/", "/nowhere/", "/bob-icb/", "/search/", "/api/v1/"):
            assert client.post(address).status_code == 403
        assert client.post("/account/sessions/").status_code == 302

    def test_visitors_get_what_they_got(self, bob: Edition, client: Client) -> None:
        assert client.post(NEW_SCENARIO)["Location"].startswith("/sign-in/")

    def test_one_who_signs_in_as_another_brings_none_along(
        self, editor: User, client: Client
    ) -> None:
        sign_in(client, account("robin"))
        client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
        assert client.post(NEW_SCENARIO).status_code == 403


class TestSettingUp:
    def test_the_first_code_is_enough_to_write_and_codes_are_shown_once(
        self, editor: User, client: Client
    ) -> None:
        enter(client)
        _, codes = set_up(client, next="/bob-icb/")
        assert len(set(codes)) == 10
        assert client.post(NEW_SCENARIO, {"title": ""}).status_code == 400, "asked for a title"
        again = client.get("/account/second-factor/codes/")
        assert "not shown again" in words(again)
        assert not any(code in words(again) for code in codes)

    def test_it_leads_on_to_where_somebody_was_going(self, editor: User, client: Client) -> None:
        enter(client, next="/bob-icb/")
        page = client.get(SET_UP, {"next": "/bob-icb/"})
        phone = Phone(client.session["mfa.totp.secret"])
        shown = client.post(SET_UP, {"code": phone.fresh()}, follow=True)
        assert 'href="/bob-icb/">I have kept them' in shown.content.decode()
        assert 'href="/bob-icb/">Not now' in page.content.decode()

    def test_a_wrong_code_sets_nothing_up_and_keeps_the_key(
        self, editor: User, client: Client
    ) -> None:
        enter(client)
        client.get(SET_UP)
        before = client.session["mfa.totp.secret"]
        assert "not set up yet" in words(client.post(SET_UP, {"code": "000"}))
        assert client.session["mfa.totp.secret"] == before
        assert not Authenticator.objects.exists()

    def test_the_secret_is_not_readable_in_the_database(self, editor: User, client: Client) -> None:
        enter(client)
        phone, codes = set_up(client)
        kept = str(list(Authenticator.objects.values_list("data", flat=True)))
        assert phone.secret not in kept
        assert not any(code in kept for code in codes)

    def test_a_new_key_of_the_registry_still_reads_old_secrets(
        self, editor: User, client: Client, settings: Any
    ) -> None:
        enter(client)
        phone, _ = set_up(client)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another one, as after it was changed for good reason"
        other = Client()
        enter(other)
        assert other.post(CODE, {"code": phone.fresh()}).status_code == 302

    def test_long_after_signing_in_the_password_is_asked_again(
        self, editor: User, client: Client
    ) -> None:
        sign_in(client, editor, second_factor=False)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": 0}]
        session.save()
        asked = client.get(SET_UP)
        assert asked["Location"].startswith("/account/again/?next=")
        there = asked["Location"]
        assert "Confirm that it is you" in words(client.get(there))
        right = client.post(there, {"password": PASSWORD, "next": SET_UP})
        assert right["Location"] == SET_UP
        assert client.get(SET_UP).status_code == 200

    def test_other_sessions_end(self, editor: User, client: Client) -> None:
        elsewhere = Client()
        enter(elsewhere)
        enter(client)
        set_up_committed(client)
        assert elsewhere.get("/account/").status_code == 302
        assert client.get("/account/").status_code == 200


def set_up_committed(client: Client) -> tuple[Phone, list[str]]:
    """Sets a second factor up as outside a test's transaction."""
    from django.test import TestCase  # noqa: PLC0415

    with TestCase.captureOnCommitCallbacks(execute=True):
        return set_up(client)


class TestSigningIn:
    @pytest.fixture
    def phone(self, editor: User) -> Phone:
        client = Client()
        enter(client)
        phone, self.codes = set_up(client)
        return phone

    def test_takes_a_code_after_the_password(self, phone: Phone, client: Client) -> None:
        asked = enter(client, next="/bob-icb/")
        assert asked["Location"] == CODE
        assert not signed_in(client)
        assert client.get("/account/").status_code == 302
        assert "Enter the code" in words(client.get(CODE))
        done = client.post(CODE, {"code": phone.fresh()})
        assert (done.status_code, done["Location"]) == (302, "/bob-icb/")
        assert client.post(NEW_SCENARIO, {"title": ""}).status_code == 400, "asked for a title"

    def test_a_code_is_taken_once(self, phone: Phone, client: Client) -> None:
        code = phone.fresh()
        enter(client)
        assert client.post(CODE, {"code": code}).status_code == 302
        second = Client()
        enter(second)
        replayed = second.post(CODE, {"code": code})
        assert "was used already" in words(replayed)
        assert not signed_in(second)

    def test_an_earlier_code_than_the_last_is_not_taken(self, phone: Phone, client: Client) -> None:
        enter(client)
        earlier = phone.code(-1)
        assert "was used already" in words(client.post(CODE, {"code": earlier}))

    def test_five_wrong_codes_lock_the_account(self, phone: Phone, client: Client) -> None:
        enter(client)
        for _ in range(4):
            assert client.post(CODE, {"code": "12"}).status_code == 200
        assert client.post(CODE, {"code": "12"}).status_code == 429
        assert client.post(CODE, {"code": phone.fresh()}).status_code == 429
        assert enter(Client()).status_code == 429

    def test_a_recovery_code_is_taken_once(self, phone: Phone, client: Client) -> None:
        code = self.codes[3]
        enter(client)
        assert client.post(CODE, {"code": code}).status_code == 302
        second = Client()
        enter(second)
        assert second.post(CODE, {"code": code}).status_code == 200

    def test_the_second_step_alone_is_nothing(self, phone: Phone, client: Client) -> None:
        assert client.get(CODE).status_code == 302
        assert client.post(CODE, {"code": phone.fresh()}).status_code == 302
        assert not signed_in(client)

    def test_somebody_else_can_begin_again(self, phone: Phone, client: Client) -> None:
        enter(client)
        client.post("/sign-out/")
        account("robin")
        assert enter(client, "robin").status_code == 302
        assert signed_in(client)

    def test_removing_it_asks_who_it_is_and_leaves_nothing(
        self, phone: Phone, client: Client
    ) -> None:
        enter(client)
        client.post(CODE, {"code": phone.fresh()})
        remove = "/account/second-factor/remove/"
        again = client.post(remove)["Location"]
        assert again.startswith("/account/again/")
        # What was asked before is then done: nobody has to press the button twice.
        done = client.post(again, {"password": PASSWORD, "next": remove})
        assert done["Location"] == "/account/?done=removed"
        assert not Authenticator.objects.exists()

    def test_a_code_will_do_to_say_who_it_is(self, phone: Phone, client: Client) -> None:
        enter(client)
        client.post(CODE, {"code": phone.fresh()})
        time.sleep(0)
        new = "/account/second-factor/codes/new/"
        kept = Authenticator.objects.get(type="totp")
        kept.data["taken"] -= 2  # as if a minute had gone by
        kept.save()
        phone.used.clear()
        there = "/account/again/code/"
        assert client.post(there, {"code": phone.fresh(), "next": new})["Location"] == new
        shown = client.post(new, follow=True)
        assert "They are shown this once" in words(shown)

    def test_an_administrator_removes_it_for_who_lost_everything(
        self, phone: Phone, editor: User, client: Client
    ) -> None:
        enter(client)
        client.post(CODE, {"code": phone.fresh()})
        call_command(
            *("account", "alex", "--remove-second-factor"),
            stdout=io.StringIO(),
            stderr=io.StringIO(),
        )
        assert client.get("/account/").status_code == 302
        assert not UserSession.objects.exists()
        assert enter(client)["Location"].startswith(SET_UP)

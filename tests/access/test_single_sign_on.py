"""Signing in by the organisation's provider, against one that really runs."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest
from django.core.checks import run_checks
from django.test import Client

from opmodel.access.grants import grant
from opmodel.access.models import Grant, User
from opmodel.access.roles import EDITOR, READER
from opmodel.editions.models import Edition, Organisation
from tests.access.accounts import account, enter
from tests.access.providing import BACK, CLIENT, SECRET, Provider, providing
from tests.access.test_sign_in import signed_in, words

pytestmark = pytest.mark.django_db

GO = "/sign-in/organisation/"
GROUPS = {
    "icb-governance": ["editor", "bob-icb"],
    "icb-readers": ["reader", "bob-icb"],
    "place-oxfordshire": ["contributor", "bob-icb", "place:oxfordshire"],
    "both": [["reader", "bob-icb"], ["reader", "frimley-icb"]],
    "registry-administrators": ["administrator"],
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with providing(tmp_path_factory.mktemp("provider")) as provider:
        yield provider


@pytest.fixture
def provider(running: Provider, settings: Any, bob: Edition) -> Provider:
    """The provider, with the registry configured for it."""
    settings.OIDC_ISSUER = running.issuer
    settings.OIDC_CLIENT_ID = CLIENT
    settings.OIDC_CLIENT_SECRET = SECRET
    settings.OIDC_NAME = "Test ICB"
    settings.OIDC_GROUPS = GROUPS
    running.people.clear()
    return running


def to_provider(client: Client, **asked: str) -> str:
    response = client.get(GO, asked)
    assert response.status_code == 302, words(response)
    return str(response["Location"])


def back(provider: Provider, client: Client, login: str = "alex", **asked: str) -> Any:
    """Signs in at the provider, and comes back."""
    return client.get(provider.sign_in(to_provider(client, **asked), login))


def roles(user: User) -> set[tuple[str, str | None]]:
    running = Grant.objects.filter(user=user, ended_at=None).select_related("unit")
    return {(each.role, each.unit.key if each.unit else each.organisation_id) for each in running}


class TestSignsIn:
    def test_and_lands_in_the_mapped_role(self, provider: Provider, client: Client) -> None:
        provider.knows(
            "alex", "icb-governance", "elsewhere", given_name="Alex", family_name="Smith"
        )
        response = back(provider, client, next="/bob-icb/")
        assert signed_in(client)
        assert response["Location"] == "/account/second-factor/set-up/?next=%2Fbob-icb%2F"
        user = User.objects.get()
        assert user.get_full_name() == "Alex Smith"
        assert not user.has_usable_password()
        assert roles(user) == {("editor", "bob-icb")}
        assert Grant.objects.get().reason == "By sign-in: group icb-governance"

    def test_the_page_offers_it(self, provider: Provider, client: Client) -> None:
        page = client.get("/sign-in/?next=/bob-icb/")
        assert "Sign in with Test ICB" in words(page)
        assert f'href="{GO}?next=/bob-icb/"' in page.content.decode()

    def test_a_group_may_be_for_one_place_or_give_several_roles(
        self, provider: Provider, client: Client
    ) -> None:
        provider.knows("alex", "place-oxfordshire", "both")
        back(provider, client)
        assert roles(User.objects.get()) == {
            ("contributor", "oxfordshire"),
            ("reader", "bob-icb"),
            ("reader", "frimley-icb"),
        }

    def test_a_second_time_it_is_the_same_account(self, provider: Provider) -> None:
        provider.knows("alex", "icb-readers")
        for _ in range(2):
            assert back(provider, Client())["Location"] == "/"
        assert User.objects.count() == Grant.objects.count() == 1

    def test_other_groups_give_other_roles_at_the_next_sign_in(self, provider: Provider) -> None:
        provider.knows("alex", "icb-governance")
        back(provider, Client())
        provider.knows("alex", "icb-readers")
        back(provider, Client())
        user = User.objects.get()
        assert roles(user) == {("reader", "bob-icb")}
        ended = Grant.objects.exclude(ended_at=None).get()
        assert (
            ended.ended_because == "By sign-in: group icb-governance: no longer among their groups."
        )

    def test_what_an_administrator_granted_stays(self, provider: Provider) -> None:
        provider.knows("alex", "icb-governance")
        back(provider, Client())
        user = User.objects.get()
        frimley = Organisation.objects.get(slug="frimley-icb")
        grant(role=READER, to=user, organisation=frimley, reason="Helps out.")
        provider.knows("alex")
        client = Client()
        back(provider, client)
        assert signed_in(client)
        assert roles(user) == {("reader", "frimley-icb")}

    def test_an_administrator_of_the_registry_too(self, provider: Provider) -> None:
        provider.knows("alex", "registry-administrators")
        back(provider, Client())
        assert User.objects.get().is_superuser
        provider.knows("alex", "icb-readers")
        back(provider, Client())
        assert not User.objects.get().is_superuser

    def test_an_address_for_mail_leads_into_nobodys_account(
        self, provider: Provider, client: Client
    ) -> None:
        local = account("robin")
        User.objects.filter(pk=local.pk).update(email="alex@example.nhs.uk")
        grant(role=EDITOR, to=local, organisation=Organisation.objects.get(slug="bob-icb"))
        provider.knows(
            *("mallory", "icb-readers"),
            email="alex@example.nhs.uk",
            email_verified=True,
            preferred_username="robin",
        )
        back(provider, client, "mallory")
        new = User.objects.exclude(pk=local.pk).get()
        assert client.session["_auth_user_id"] == str(new.pk)
        assert new.username != "robin"
        assert roles(new) == {("reader", "bob-icb")}

    def test_nothing_of_the_token_is_kept(self, provider: Provider, client: Client) -> None:
        provider.knows("alex", "icb-readers", birthdate="1970-01-01")
        back(provider, client)
        kept = User.objects.get().socialaccount_set.get()
        assert kept.extra_data == {}
        assert kept.uid == f"{provider.issuer} alex"
        assert not kept.socialtoken_set.exists()


class TestSecondFactor:
    def test_the_providers_counts_where_it_says_so(
        self, provider: Provider, client: Client
    ) -> None:
        provider.knows("alex", "icb-governance", amr=["pwd", "mfa"])
        assert back(provider, client, next="/bob-icb/")["Location"] == "/bob-icb/"
        assert client.post("/scenarios/new/").status_code == 400

    def test_a_password_there_is_not_enough(self, provider: Provider, client: Client) -> None:
        provider.knows("alex", "icb-governance", amr=["pwd"])
        back(provider, client)
        assert client.post("/scenarios/new/").status_code == 403

    def test_or_the_settings_say_that_it_always_asks(
        self, provider: Provider, client: Client, settings: Any
    ) -> None:
        settings.OIDC_ALWAYS_SECOND_FACTOR = True
        provider.knows("alex", "icb-governance")
        back(provider, client)
        assert client.post("/scenarios/new/").status_code == 400


class TestRefuses:
    """In words, and nobody is signed in."""

    def refused(self, client: Client, response: Any, why: str, status: int = 403) -> None:
        assert response.status_code == status
        assert why in words(response)
        assert not signed_in(client)
        assert not User.objects.exists()

    def test_a_forged_state(self, provider: Provider, client: Client) -> None:
        provider.knows("alex", "icb-readers")
        there = provider.sign_in(to_provider(client), "alex")
        forged = re.sub(r"state=[^&]+", "state=forged", there)
        self.refused(client, client.get(forged), "does not continue a sign-in that began here")

    def test_an_answer_to_somebody_elses_question(self, provider: Provider) -> None:
        provider.knows("mallory", "icb-readers")
        theirs = provider.sign_in(to_provider(Client()), "mallory")
        victim = Client()
        self.refused(victim, victim.get(theirs), "does not continue a sign-in that began here")

    def test_the_same_answer_twice(self, provider: Provider, client: Client) -> None:
        provider.knows("alex", "icb-readers")
        there = provider.sign_in(to_provider(client), "alex")
        client.get(there)
        client.post("/sign-out/")
        again = client.get(there)
        assert again.status_code == 403
        assert not signed_in(client)

    def test_a_wrong_nonce(self, provider: Provider, client: Client) -> None:
        provider.knows("alex", "icb-readers")
        address = urlsplit(to_provider(client))
        asked = {name: value[0] for name, value in parse_qs(address.query).items()}
        assert asked["nonce"]
        assert asked["code_challenge_method"] == "S256"
        other = urlunsplit(address._replace(query=urlencode(asked | {"nonce": "another"})))
        response = client.get(provider.sign_in(other, "alex"))
        self.refused(client, response, "answers another question")

    def test_a_code_without_its_verifier(self, provider: Provider, client: Client) -> None:
        provider.knows("alex", "icb-readers")
        address = urlsplit(to_provider(client))
        asked = {name: value[0] for name, value in parse_qs(address.query).items()}
        other = urlencode(asked | {"code_challenge": "A" * 43})
        response = client.get(provider.sign_in(urlunsplit(address._replace(query=other)), "alex"))
        self.refused(client, response, "Nobody was signed in")

    @pytest.mark.parametrize(
        ("spoilt", "why"),
        [
            ({"exp": 1_000_000_000}, "has expired"),
            ({"aud": "somebody-else"}, "is not for us"),
            ({"aud": [CLIENT, "another"], "azp": "another"}, "is not for us"),
            ({"iss": "https://example.org"}, "cannot be trusted"),
            ({"iat": int(time.time()) + 3600}, "cannot be trusted"),
            ({"sub": None}, "cannot be trusted"),
            ({"signedBy": "stranger"}, "cannot be trusted"),
        ],
    )
    def test_a_spoilt_token(
        self, spoilt: dict[str, Any], why: str, provider: Provider, client: Client
    ) -> None:
        provider.knows("alex", "icb-readers", spoilt=spoilt)
        self.refused(client, back(provider, client), why)

    def test_somebody_without_a_known_group(self, provider: Provider, client: Client) -> None:
        provider.knows("alex", "canteen")
        self.refused(client, back(provider, client), "none of your groups there has a role")

    def test_somebody_with_too_many_groups_to_tell(
        self, provider: Provider, client: Client
    ) -> None:
        provider.knows("alex")
        del provider.people["alex"]["claims"]["groups"]
        provider.knows("robin")  # writes both
        provider.people["alex"]["claims"]["_claim_names"] = {"groups": "src1"}
        provider.knows("robin")
        self.refused(client, back(provider, client), "there are too many")

    def test_somebody_who_stops(self, provider: Provider, client: Client) -> None:
        address = to_provider(client)
        state = parse_qs(urlsplit(address).query)["state"][0]
        response = client.get(BACK, {"state": state, "error": "access_denied"})
        self.refused(client, response, "You stopped signing in")

    def test_a_provider_that_does_not_answer(
        self, provider: Provider, client: Client, settings: Any
    ) -> None:
        settings.OIDC_ISSUER = "http://127.0.0.1:9"
        self.refused(client, client.get(GO), "does not answer just now", status=503)

    def test_a_provider_that_says_it_is_another(
        self, provider: Provider, client: Client, settings: Any
    ) -> None:
        settings.OIDC_ISSUER = provider.issuer.replace("127.0.0.1", "localhost")
        self.refused(client, client.get(GO), "", status=503)


def test_whose_last_group_is_gone_is_refused_and_loses_the_role(provider: Provider) -> None:
    provider.knows("alex", "icb-readers")
    first, second = Client(), Client()
    back(provider, first)
    provider.knows("alex", "canteen")
    assert back(provider, second).status_code == 403
    assert roles(User.objects.get()) == set()
    assert first.get("/account/").status_code == 302


def test_an_account_that_is_switched_off_stays_so(provider: Provider, client: Client) -> None:
    provider.knows("alex", "icb-readers")
    back(provider, Client())
    User.objects.update(is_active=False)
    response = back(provider, client)
    assert response.status_code == 403
    assert "switched off" in words(response)
    assert not signed_in(client)


def test_nobody_links_a_provider_to_the_account_they_are_signed_in_with(
    provider: Provider, client: Client
) -> None:
    local = account("robin")
    enter(client, "robin")
    provider.knows("alex", "icb-readers")
    there = provider.sign_in(to_provider(client, process="connect"), "alex")
    client.get(there)
    assert client.session["_auth_user_id"] != str(local.pk)
    assert not local.socialaccount_set.exists()


class TestConfiguration:
    def wrong(self) -> str:
        return " ".join(each.msg for each in run_checks() if (each.id or "").startswith("access."))

    def test_what_is_right_passes(self, provider: Provider) -> None:
        assert self.wrong() == ""

    @pytest.mark.parametrize(
        ("groups", "said"),
        [
            ({"a": ["king", "bob-icb"]}, "no role there is"),
            ({"a": ["editor"]}, "names no organisation"),
            ({"a": ["editor", "bob-icb", "place:oxfordshire"]}, "where it is not granted"),
            ({"a": ["contributor", "bob-icb"]}, "where it is not granted"),
            ({"a": ["contributor", "bob-icb", "planet:earth"]}, "where it is not granted"),
            ({"a": []}, "has to be a role"),
            ({}, "OIDC_GROUPS is not set"),
        ],
    )
    def test_what_is_wrong_is_said(
        self, groups: Any, said: str, provider: Provider, settings: Any
    ) -> None:
        settings.OIDC_GROUPS = groups
        assert said in self.wrong()

    def test_a_live_service_talks_over_tls(self, provider: Provider, settings: Any) -> None:
        settings.DEMO = False
        assert "https://" in self.wrong()

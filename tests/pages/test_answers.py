"""How answers travel: what may be kept, by whom, and what browsers are told to refuse."""

import pytest
from django.test import Client

from opmodel.editions.models import Edition
from tests.conftest import People
from tests.performance.visiting import Visitor

BOB = "/bob-icb/bob-icb-2024-09"
KEPT = ["/", "/bob-icb/", f"{BOB}/", f"{BOB}/functions/", f"{BOB}/functions/safeguarding/"]
KEPT += [f"{BOB}/chart/", f"{BOB}/chart.csv", "/search/?q=EPRR", "/about/", "/sources/"]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


@pytest.mark.parametrize("address", KEPT)
def test_whoever_has_an_answer_gets_none_again(address: str, bob: Edition) -> None:
    visitor = Visitor()
    first = visitor.get(address)
    assert first["Cache-Control"] == "no-cache"
    again = visitor.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]


def test_an_answer_is_another_after_something_is_published(bob: Edition) -> None:
    visitor = Visitor()
    tags = {visitor.get(address)["ETag"] for address in KEPT}
    assert len(tags) == len(KEPT)
    first = visitor.get("/bob-icb/")
    stale = visitor.get("/bob-icb/?on=2024-10-01", headers={"if-none-match": first["ETag"]})
    assert stale.status_code == 200


@pytest.mark.parametrize("address", KEPT)
def test_nothing_is_kept_of_what_somebody_signed_in_sees(address: str, people: People) -> None:
    response = people.reader.client.get(address)
    assert response.status_code == 200
    assert "ETag" not in response
    assert response["Cache-Control"] == "private, no-store"
    anonymous = Visitor().get(address).content
    assert b"Sign out" not in anonymous


def test_a_page_for_everybody_sets_no_cookie(bob: Edition) -> None:
    for address in KEPT:
        assert not Visitor().get(address).cookies


@pytest.mark.parametrize("address", [*KEPT, "/nowhere/", "/sign-in/", "/?on=never"])
def test_browsers_are_told_what_to_refuse(address: str, bob: Edition, client: Client) -> None:
    response = client.get(address)
    for name, value in HEADERS.items():
        assert response[name] == value
    policy = {part.strip() for part in response["Content-Security-Policy"].split(";")}
    assert policy >= POLICY
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "http" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("address", [*KEPT, "/healthz", "/readyz", f"{BOB}/chart.xlsx"])
def test_asking_for_the_head_alone(address: str, bob: Edition, client: Client) -> None:
    head, whole = client.head(address), client.get(address)
    assert head.status_code == whole.status_code == 200
    assert head.content == b""
    assert head["Content-Type"] == whole["Content-Type"]


def test_whatever_watches_the_server_is_answered(client: Client, db: None) -> None:
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").content == b"ready\n"


@pytest.mark.parametrize("address", ["/sign-in/", "/sign-in/?next=/bob-icb/"])
def test_the_form_to_sign_in_is_never_kept(address: str, reference: None) -> None:
    response = Visitor().get(address)
    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response


def test_signing_in_leads_on_within_the_registry_only(people: People, client: Client) -> None:
    user = people.reader.user
    assert user is not None
    user.set_password("correct horse battery staple")
    user.save()
    given = {"username": user.username, "password": "correct horse battery staple"}
    away = client.post("/sign-in/", {**given, "next": "https://example.org/"})
    assert away["Location"] == "/"
    within = client.post("/sign-in/", {**given, "next": "/bob-icb/"})
    assert within["Location"] == "/bob-icb/"


def test_a_wrong_password_is_refused_without_saying_which_part_was_wrong(
    people: People, client: Client
) -> None:
    user = people.reader.user
    assert user is not None
    known = client.post("/sign-in/", {"username": user.username, "password": "wrong"})
    unknown = client.post("/sign-in/", {"username": "nobody", "password": "wrong"})
    for response in (known, unknown):
        assert response.status_code == 200
        assert b"You are not signed in" in response.content
        assert b"<title>Error: Sign in" in response.content

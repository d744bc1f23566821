"""The page of roles, and that of who holds which in an organisation."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from opmodel.access.grants import end, grant
from opmodel.access.models import Grant, User
from opmodel.access.roles import EDITOR, READER, ROLES
from opmodel.editions.models import Edition, Organisation
from tests.conftest import People
from tests.editions.making import past_the_doors

pytestmark = pytest.mark.django_db

PEOPLE = "/bob-icb/people/"
FILLED = {"person": "kim", "role": "reader", "unit": "", "until": "", "reason": "Reads along"}


@pytest.fixture
def kim(bob: Edition) -> User:
    return User.objects.create_user("kim", "kim@example.nhs.uk", first_name="Kim", last_name="Osei")


@pytest.fixture
def here(bob: Edition) -> Organisation:
    return bob.organisation


@pytest.fixture
def granter(people: People, bob: Edition) -> Client:
    return people.granter.client


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()
    return unescape(" ".join(response.content.decode().split()))


def sent(client: Client, status: int = 302, **typed: str) -> str:
    response = client.post(PEOPLE, FILLED | typed)
    assert response.status_code == status, response.content.decode()
    return unescape(" ".join(response.content.decode().split()))


class TestRoles:
    def test_anyone_reads_what_each_role_lets_somebody_do(
        self, client: Client, bob: Edition
    ) -> None:
        page = text(client, "/roles/")
        for role in ROLES:
            assert role.title in page
            assert role.description in page
            assert role.where in page
        assert "Delegations" in page


class TestReading:
    def test_it_says_who_holds_what_since_and_until_when_and_why(
        self, granter: Client, kim: User, here: Organisation
    ) -> None:
        until = timezone.localdate() + timedelta(days=40)
        grant(role=EDITOR, to=kim, organisation=here, until=until, reason="Looks after the scheme")
        page = text(granter, PEOPLE)
        for words in ("Kim Osei", "Editor", "The whole organisation", "Looks after the scheme"):
            assert words in page
        assert f"{until.day} {until:%B %Y}" in page
        assert "Whoever runs the registry" in page

    def test_what_ended_and_what_ran_out_stands_apart(
        self, granter: Client, kim: User, here: Organisation, people: People
    ) -> None:
        grant(role=EDITOR, to=kim, organisation=here)
        end(role=EDITOR, of=kim, organisation=here, by=people.granter.user, reason="Moved on")
        expired = grant(role=READER, to=kim, organisation=here)
        past = timezone.localdate() - timedelta(days=3)
        past_the_doors(Grant).filter(pk=expired.pk).update(since=past, until=past)
        now, _, over = text(granter, PEOPLE).partition("Roles that are over")
        assert "Kim Osei" not in now
        assert "by granter: Moved on" in over
        assert "Ended by itself after" in over

    def test_a_unit_is_shown_by_its_name(self, people: People, bob: Edition) -> None:
        assert people.contributor.user
        assert people.partner.user
        page = text(people.granter.client, PEOPLE)
        assert "Place: Oxfordshire" in page
        assert "Outside body: Oxford Health" in page

    def test_the_page_asks_as_often_for_many_as_for_few(
        self, granter: Client, here: Organisation
    ) -> None:
        counts = []
        for number in (2, 20):
            for each in range(number):
                user = User.objects.create_user(f"person-{number}-{each}")
                grant(role=READER, to=user, organisation=here)
            with CaptureQueriesContext(connection) as asked:
                text(granter, PEOPLE)
            counts.append(len(asked))
        assert counts[0] == counts[1]

    def test_the_organisations_page_leads_there_for_who_may(
        self, granter: Client, client: Client, people: People
    ) -> None:
        assert PEOPLE in text(granter, "/bob-icb/")
        assert PEOPLE not in text(client, "/bob-icb/")
        assert PEOPLE not in text(people.editor.client, "/bob-icb/")

    def test_nobody_is_offered_to_choose_from(self, granter: Client, kim: User) -> None:
        assert "kim" not in text(granter, PEOPLE).casefold().replace("asking", "")


class TestGranting:
    def test_a_role_is_granted_by_user_name_or_mail_address(
        self, granter: Client, kim: User, people: People
    ) -> None:
        sent(granter)
        sent(granter, person="KIM@example.nhs.uk", role="editor")
        assert {each.role for each in Grant.objects.filter(user=kim)} == {"reader", "editor"}
        assert all(each.granted_by == people.granter.user for each in kim.grants.all())

    def test_one_for_a_unit_names_it(self, granter: Client, kim: User) -> None:
        sent(granter, role="contributor", unit="place:oxfordshire")
        assert kim.grants.get().unit.key == "oxfordshire"

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"person": ""}, "Say who gets the role"),
            ({"person": "nobody"}, "Nobody with an account is called that"),
            ({"person": "granter"}, "Nobody grants a role to themselves"),
            ({"role": ""}, "Choose a role"),
            ({"role": "king"}, "Choose one of the roles"),
            ({"role": "contributor"}, "Contributor: choose a directorate, place or collaborative"),
            ({"role": "partner", "unit": "place:oxfordshire"}, "Partner: choose an outside body"),
            ({"unit": "place:oxfordshire"}, "is for the whole organisation"),
            ({"role": "contributor", "unit": "place:mars"}, "Choose one of the units"),
            ({"until": "soon"}, "That is no date"),
            ({"until": "2020-01-01"}, "lies in the past"),
            ({"reason": " "}, "Say why they get the role"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
        self, typed: dict[str, str], said: str, granter: Client, kim: User
    ) -> None:
        page = sent(granter, 400, **({"reason": "Reads along"} | typed))
        assert said in page
        assert "Error:" in page
        if "reason" not in typed:
            assert ">Reads along</textarea>" in page
        assert not kim.grants.exists()

    def test_no_role_for_the_whole_registry_is_granted_by_page(
        self, granter: Client, kim: User, here: Organisation
    ) -> None:
        sent(granter, role="administrator")
        assert kim.grants.get().organisation == here
        assert not User.objects.get(pk=kim.pk).is_superuser

    def test_an_administrator_of_one_organisation_grants_in_no_other(
        self, granter: Client, kim: User
    ) -> None:
        assert granter.post("/frimley-icb/people/", FILLED).status_code == 404
        assert not kim.grants.exists()


class TestEnding:
    def test_a_role_is_ended_with_a_word_of_why(
        self, granter: Client, kim: User, here: Organisation
    ) -> None:
        address = f"{PEOPLE}{grant(role=EDITOR, to=kim, organisation=here).pk}/"
        assert "End the role of editor of Kim Osei" in text(granter, address)
        assert granter.post(address, {"because": ""}).status_code == 400
        assert granter.post(address, {"because": "Moved on"})["Location"] == PEOPLE
        ended = kim.grants.get()
        assert (ended.ended_because, ended.ended_by.username) == ("Moved on", "granter")
        text(granter, address, 404)

    def test_one_of_another_organisation_is_not_there(self, granter: Client, kim: User) -> None:
        elsewhere = Organisation.objects.get(slug="frimley-icb")
        held = grant(role=EDITOR, to=kim, organisation=elsewhere)
        assert granter.post(f"{PEOPLE}{held.pk}/", {"because": "No"}).status_code == 404
        assert Grant.objects.get(pk=held.pk).ended_at is None

    def test_whoever_ends_their_own_is_led_to_what_they_may_still_see(
        self, granter: Client, people: People
    ) -> None:
        own = Grant.objects.get(user=people.granter.user)
        answer = granter.post(f"{PEOPLE}{own.pk}/", {"because": "Handed over"})
        assert answer["Location"] == "/bob-icb/"
        text(granter, PEOPLE, 404)

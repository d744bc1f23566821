"""The pages of scenarios: the list, a report of one edition or of two, and writing one."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from opmodel.access.grants import grant
from opmodel.access.models import User
from opmodel.access.roles import EDITOR
from opmodel.editions.actions.importing import import_edition
from opmodel.editions.models import Edition, Organisation
from opmodel.scenarios.models import Scenario, ScenarioStep
from tests.conftest import FIXTURES, People
from tests.signing_in import sign_in

KEY = "high-cost-care-packages"
BOTH = "edition=nenc-icb-2022-draft&with=nenc-icb-2025-06"
NEW = "/scenarios/new/"


@pytest.fixture(scope="module")
def proposals(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        for slug in ("nenc-icb-2022-draft", "nenc-icb-2025-06"):
            import_edition(folder=FIXTURES / slug)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def editor(bob: Edition) -> Client:
    """Somebody who writes scenarios for BOB ICB, signed in."""
    user = User.objects.create_user("olive", first_name="Olive", last_name="Officer")
    grant(role=EDITOR, to=user, organisation=bob.organisation)
    client = Client()
    sign_in(client, user)
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()
    return unescape(" ".join(response.content.decode().split()))


def written(**more: str) -> dict[str, str]:
    """A form as a browser sends it: one step filled in, one empty."""
    return {
        "title": "A flood in Reading",
        "summary": "Two wards are under water.",
        "organisation": "bob-icb",
        "draft": "yes",
        "reason": "For the exercise in May",
        "seen": "",
        "step-TOTAL_FORMS": "2",
        "step-INITIAL_FORMS": "0",
        "step-0-title": "Somebody answers for emergencies",
        "step-0-asks": "responsible",
        "step-0-words": "emergency preparedness\nEPRR",
        "step-1-asks": "decides",
        **more,
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("proposals")
class TestReading:
    def test_the_list_names_what_each_is_about(self, client: Client, bob: Edition) -> None:
        page = text(client, "/scenarios/")
        assert "Major service reconfiguration" in page
        assert "Any organisation" in page
        assert "Write a scenario" not in page

    def test_all_can_be_put_to_two_editions_at_once(self, client: Client) -> None:
        page = text(client, f"/scenarios/?{BOTH}")
        assert "6 no answer" in page
        assert "16 of 26 steps have an answer, whole or in part, in NENC ICB, Draft of 2022" in page
        assert "3 of 26 steps have no answer in either." in page
        assert f'href="/scenarios.pdf?{BOTH}"' in page
        assert "A winter that cannot wait" not in page

    def test_without_an_edition_it_shows_its_steps(self, client: Client) -> None:
        page = text(client, f"/scenarios/{KEY}/")
        assert "The package of £180,000 a year, £3,460 a week, is approved" in page
        assert "No answer" not in page

    def test_side_by_side_it_says_first_where_the_newer_has_no_answer(self, client: Client) -> None:
        page = text(client, f"/scenarios/{KEY}/?{BOTH}")
        told = page.index(
            "5 of 6 steps have an answer, whole or in part, in NENC ICB, Draft of 2022 but none in "
            "NENC ICB, Proposal of June 2025."
        )
        assert told < page.index("Step by step")
        assert "1 of 6 steps has no answer in either." in page
        assert "This document was published but never adopted" in page
        assert "Financial delegations to place agreed by FLG and JMEG" in page

    def test_every_step_has_its_outcome_in_a_word_before_the_detail(self, client: Client) -> None:
        page = text(client, f"/scenarios/{KEY}/?{BOTH}")
        glance = page[page.index("app-glance") : page.index("Step by step")]
        assert glance.count("app-outcome--none") == 7
        assert glance.count(">No answer<") == 7
        assert glance.count(">In part<") == 5
        assert 'href="#step-6"' in glance
        assert 'id="step-6"' in page

    def test_one_edition_alone_has_nothing_to_be_contrasted_with(self, client: Client) -> None:
        page = text(client, f"/scenarios/{KEY}/?edition=nenc-icb-2025-06")
        assert "NENC ICB, Proposal of June 2025 has no answer to 6 of 6 steps." in page
        assert "6 no answer" in page

    def test_the_same_edition_twice_is_one(self, client: Client) -> None:
        same = "edition=nenc-icb-2025-06&with=nenc-icb-2025-06"
        assert "in either" not in text(client, f"/scenarios/{KEY}/?{same}")

    def test_the_source_that_names_it_is_linked(self, client: Client) -> None:
        page = text(client, f"/scenarios/{KEY}/")
        assert "nenc-icb-2022-draft/scenario-sources/scenario-high-cost-care-packages/" in page

    @pytest.mark.parametrize(
        "address",
        ["/scenarios/nothing/", f"/scenarios/{KEY}/?edition=nothing", f"/scenarios/{KEY}.pdf"],
    )
    def test_what_is_not_there_is_said_in_words(self, address: str, client: Client) -> None:
        text(client, address, status=404)

    def test_an_edition_that_may_not_be_seen_is_not_there(
        self, client: Client, draft: Edition
    ) -> None:
        assert draft.title not in text(client, f"/scenarios/{KEY}/")
        text(client, f"/scenarios/{KEY}/?edition={draft.slug}", status=404)


@pytest.mark.django_db
@pytest.mark.usefixtures("samples")
def test_a_scheme_answers_with_holder_clause_and_the_way_to_the_whole_answer(
    client: Client,
) -> None:
    edition = "edition=marlshire-icb-2025-04&on=2025-06-02"
    page = text(client, f"/scenarios/marlshire-contract-changes-again/?{edition}")
    assert "The Chief Commissioning Officer may" in page
    assert "6.4.2" in page
    assert "/decide/?edition=marlshire-icb-2025-04&" in page


@pytest.mark.django_db
class TestWriting:
    def test_whoever_is_not_signed_in_is_asked_to(self, client: Client, bob: Edition) -> None:
        response = client.get(NEW)
        assert response.status_code == 302
        assert response["Location"] == f"/sign-in/?next={NEW}"

    def test_a_reader_is_told_which_role_it_needs(self, people: People) -> None:
        assert "role of editor" in text(people.reader.client, NEW, status=403)

    def test_an_editor_writes_one_and_sees_it(self, editor: Client) -> None:
        response = editor.post(NEW, written())
        assert response["Location"] == "/scenarios/bob-icb-a-flood-in-reading/"
        page = text(editor, f"{response['Location']}?edition=bob-icb-2024-09")
        assert "Emergency Preparedness" in page
        assert "Written by Olive Officer" in page
        saved = Scenario.objects.get(key="bob-icb-a-flood-in-reading")
        assert [each.words for each in saved.steps.all()] == [["emergency preparedness", "EPRR"]]
        noted = saved.history.get()
        assert noted.history_change_reason == "For the exercise in May"
        assert noted.history_user.username == "olive"

    def test_a_draft_is_only_for_those_who_may_see_drafts(
        self, editor: Client, client: Client, people: People
    ) -> None:
        address = editor.post(NEW, written())["Location"]
        text(client, address, status=404)
        text(people.outsider.client, address, status=404)
        assert "A flood in Reading" in text(people.reader.client, "/scenarios/")
        assert "A flood in Reading" not in text(client, "/scenarios/")

    def test_one_more_step_is_offered_without_scripts_and_nothing_is_lost(
        self, editor: Client
    ) -> None:
        response = editor.post(NEW, written(add="step", title=""))
        page = response.content.decode()
        assert response.status_code == 200
        assert "Step 3" in page
        assert "Somebody answers for emergencies" in page
        assert "It is not saved yet" not in page

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"title": " "}, "Give the scenario a title."),
            ({"reason": ""}, "Say in a few words why it is written."),
            ({"step-0-words": ""}, "Step 1: Say what is asked about, in a few words."),
            ({"step-1-amount": "lots"}, "Step 2:"),
            ({"step-0-words": "\n".join("abcdefg")}, "at most 6 are tried"),
            ({"step-0-title": "", "step-0-words": ""}, "Write at least one step."),
            ({"organisation": "nenc-icb"}, "Choose one of the organisations."),
            ({"organisation": ""}, "Choose whose scenario it is."),
        ],
    )
    def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
        self, wrong: dict[str, str], told: str, editor: Client
    ) -> None:
        response = editor.post(NEW, written(**wrong))
        page = unescape(response.content.decode())
        assert response.status_code == 400
        assert told in page
        assert "Two wards are under water." in page
        assert not Scenario.objects.filter(written_by__isnull=False).exists()

    def test_one_like_another_begins_with_its_steps(self, editor: Client) -> None:
        page = text(editor, f"{NEW}?from={KEY}")
        assert "The package of £180,000 a year, £3,460 a week, is approved" in page
        assert 'value="High-cost care packages"' not in page

    def test_what_came_with_the_registry_stays_as_it_is(self, editor: Client) -> None:
        text(editor, f"/scenarios/{KEY}/change/", status=404)
        assert editor.post(f"/scenarios/{KEY}/remove/", {"sure": "yes"}).status_code == 404

    def test_who_wrote_it_when_and_why_is_told_to_those_who_may_change_it(
        self, editor: Client, client: Client
    ) -> None:
        address = editor.post(NEW, written(draft=""))["Location"]
        seen = Scenario.objects.get(title="A flood in Reading").written_at
        assert seen
        change = written(draft="", reason="After the exercise", seen=seen.isoformat())
        assert editor.post(f"{address}change/", change).status_code == 302
        page = text(editor, address)
        later, earlier = page.index("After the exercise"), page.index("For the exercise in May")
        assert later < earlier
        assert "by Olive Officer" in page
        assert "For the exercise in May" not in text(client, address)

    def test_two_who_write_at_once_lose_nothing(self, editor: Client) -> None:
        address = f"{editor.post(NEW, written())['Location']}change/"
        seen = Scenario.objects.get(title="A flood in Reading").written_at
        assert seen
        change = written(summary="Three wards.", seen=seen.isoformat())
        assert editor.post(address, change).status_code == 302
        late = editor.post(address, written(summary="Four wards.", seen=seen.isoformat()))
        assert late.status_code == 400
        assert "Somebody changed this scenario" in late.content.decode()
        assert Scenario.objects.get(title="A flood in Reading").summary == "Three wards."

    def test_it_is_removed_once_somebody_means_it_and_its_history_stays(
        self, editor: Client
    ) -> None:
        address = f"{editor.post(NEW, written())['Location']}remove/"
        refused = editor.post(address)
        assert refused.status_code == 400
        assert "Nothing was removed. Tick the box first" in refused.content.decode()
        assert 'action="/scenarios/bob-icb-a-flood-in-reading/change/"' in refused.content.decode()
        assert "Two wards are under water." in refused.content.decode()
        assert editor.post(address, {"sure": "yes"})["Location"] == "/scenarios/"
        assert not Scenario.objects.filter(title="A flood in Reading").exists()
        assert not ScenarioStep.objects.filter(title__startswith="Somebody answers for em").exists()
        assert Scenario.history.filter(title="A flood in Reading", history_type="-").exists()

    def test_nobody_writes_for_another_organisation(self, editor: Client) -> None:
        other = Organisation.objects.exclude(slug="bob-icb").first()
        assert other
        theirs = Scenario.objects.create(
            key="theirs", title="Theirs", summary="Theirs.", organisation=other,
            written_by=User.objects.create_user("otto"),
        )  # fmt: skip
        text(editor, f"/scenarios/{theirs.key}/change/", status=404)

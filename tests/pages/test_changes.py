"""Who changed what: the list, one change and its undoing, an element as it was recorded."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directorates.models import Directorate, Post
from opmodel.access.models import User
from opmodel.audit.models import Entry
from opmodel.editions.actions.changing import Authored, add, change, remove
from opmodel.editions.models import Edition
from tests.audit.conftest import settle
from tests.conftest import People

CHANGES = "/bob-icb/changes/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def olive(reference: None) -> User:
    return User.objects.create_user(username="olive", first_name="Olive", last_name="Example")


@pytest.fixture
def finance(draft: Edition, olive: User) -> Directorate:
    """A directorate whose summary was changed."""
    found = Directorate.objects.in_edition(draft).get(key="finance")
    return change(  # type: ignore[return-value]
        element=found,
        values={"summary": "Keeps the money."},
        seen=None,
        authored=Authored(by=olive, reason="As agreed on Tuesday"),
    )


def last(of: str = "~") -> Entry:
    settle()
    return Entry.objects.filter(chain="bob-icb", what=of).order_by("-number")[0]


WHO = {
    "anonymous": 404,
    "outsider": 404,
    "contributor": 404,
    "contributor_elsewhere": 404,
    "partner": 404,
    "editor_elsewhere": 404,
    "reader": 403,
    "reviewer": 403,
    "editor": 200,
    "secretary": 200,
    "granter": 200,
    "administrator": 200,
}


class TestGate:
    @pytest.mark.parametrize("name", WHO)
    def test_only_who_may_see_the_audit_sees_it(
        self, people: People, finance: Directorate, name: str
    ) -> None:
        number = last().number
        for address in (
            CHANGES,
            "/bob-icb/changes.csv",
            "/bob-icb/changes.xlsx",
            f"{CHANGES}{number}/",
            "/api/v1/changes/?organisation=bob-icb",
        ):
            answer = getattr(people, name).client.get(address)
            assert answer.status_code == WHO[name], address
            if WHO[name] != 200:
                assert b"Olive" not in answer.content

    @pytest.mark.parametrize("name", WHO)
    def test_an_element_as_it_was_recorded_is_for_who_sees_the_drafts(
        self, people: People, draft: Edition, finance: Directorate, name: str
    ) -> None:
        for edition in (draft.slug, "bob-icb-2024-09"):
            address = f"/bob-icb/{edition}/directorates/finance/recorded/"
            expected = 404 if WHO[name] == 404 else 200
            assert getattr(people, name).client.get(address).status_code == expected


class TestList:
    def test_each_line_says_who_what_and_why(self, people: People, finance: Directorate) -> None:
        last()
        page = people.editor.client.get(CHANGES).content.decode()
        assert "Olive Example" in page
        assert "Summary: " in page
        assert "→ Keeps the money." in page
        assert "As agreed on Tuesday" in page
        assert "As it stood before" not in page, "What only notes how it stood is left out."

    @pytest.mark.parametrize(
        ("question", "shows"),
        [
            ("q=agreed", True),
            ("q=wednesday", False),
            ("person=olive", True),
            ("person=nobody", False),
            ("kind=directorate", True),
            ("kind=post", False),
            ("edition=bob-icb-draft", True),
            ("edition=bob-icb-2024-09", False),
            ("since=2020-01-01", True),
            ("until=2020-01-01", False),
        ],
    )
    def test_it_can_be_narrowed(
        self, people: People, finance: Directorate, question: str, shows: bool
    ) -> None:
        last()
        for address in (f"{CHANGES}?{question}", f"/bob-icb/changes.csv?{question}"):
            page = people.editor.client.get(address).content.decode()
            assert ("Keeps the money." in page) is shows
        found = people.editor.client.get(f"/api/v1/changes/?organisation=bob-icb&{question}")
        assert ("Keeps the money." in found.content.decode()) is shows

    @pytest.mark.parametrize(
        "question", ["since=yesterday", "kind=unicorn", "edition=other", "page=x", "q=" + "a" * 501]
    )
    def test_what_cannot_be_asked_is_refused_in_words(
        self, people: People, draft: Edition, question: str
    ) -> None:
        assert people.editor.client.get(f"{CHANGES}?{question}").status_code == 400

    def test_the_table_has_every_field_before_and_after(
        self, people: People, finance: Directorate
    ) -> None:
        number = last().number
        text = people.editor.client.get("/bob-icb/changes.csv").content.decode("utf-8-sig")
        rows = {row["Number"]: row for row in csv.DictReader(io.StringIO(text))}
        row = rows[str(number)]
        assert (row["Who"], row["What"], row["Of what"]) == ("Olive Example", "Changed", "Finance")
        assert "Keeps the money." in row["Fields, before and after"]
        assert row["Why"] == "As agreed on Tuesday"

    def test_more_changes_cost_no_more_queries(
        self, people: People, draft: Edition, finance: Directorate, olive: User
    ) -> None:
        client = people.editor.client
        client.get(CHANGES)
        with CaptureQueriesContext(connection) as few:
            client.get(CHANGES)
        for post in Post.objects.in_edition(draft)[:10]:
            why = Authored(by=olive, reason="Many at once")
            change(element=post, values={"summary": "Anew"}, seen=None, authored=why)
        with CaptureQueriesContext(connection) as many:
            page = client.get(CHANGES).content.decode()
        assert page.count("Many at once") == 10
        assert len(many) <= len(few) + 1, "At most one more: what posts refer to."


class TestUndoing:
    def undone(self, people: People, entry: Entry, reason: str = "It was a slip") -> str:
        answer = people.editor.client.post(f"{CHANGES}{entry.number}/", {"reason": reason})
        assert answer.status_code in (302, 400), answer.content.decode()
        settle()
        return "" if answer.status_code == 302 else answer.content.decode()

    def test_a_change_is_set_back_by_a_new_one(
        self, people: People, bob: Edition, finance: Directorate
    ) -> None:
        before = Directorate.objects.in_edition(bob).get(key="finance").summary
        entry = last()
        assert self.undone(people, entry) == ""
        finance.refresh_from_db()
        assert finance.summary == before
        newest = last()
        assert (newest.number, newest.reason) > (entry.number, "")
        assert (newest.object, newest.reason) == (entry.object, "It was a slip")
        assert newest.by == people.editor.user

    def test_what_was_changed_since_is_named_and_stays(
        self, people: People, finance: Directorate, olive: User
    ) -> None:
        entry = last()
        why = Authored(by=olive, reason="Anew")
        change(element=finance, values={"summary": "Otherwise."}, seen=None, authored=why)
        assert "changed again since: summary" in self.undone(people, entry)
        finance.refresh_from_db()
        assert finance.summary == "Otherwise."

    def test_other_fields_may_have_changed_since(
        self, people: People, finance: Directorate, olive: User
    ) -> None:
        entry = last()
        why = Authored(by=olive, reason="Anew")
        change(element=finance, values={"name": "Money"}, seen=None, authored=why)
        assert self.undone(people, entry) == ""
        finance.refresh_from_db()
        assert (finance.name, finance.summary == "Keeps the money.") == ("Money", False)

    def test_what_was_added_goes_and_what_was_ended_comes_back(
        self, people: People, draft: Edition, olive: User
    ) -> None:
        why = Authored(by=olive, reason="New")
        made = add(edition=draft, kind=Directorate, values={"name": "Digital"}, authored=why)
        added = last("+")
        assert self.undone(people, added) == ""
        assert not Directorate.objects.filter(pk=made.pk).exists()
        ended = Entry.objects.filter(
            object=str(made.pk), what="-", history_table__contains="directorate"
        ).get()
        assert self.undone(people, ended) == ""
        assert Directorate.objects.get(pk=made.pk).name == "Digital"

    def test_it_needs_a_reason(self, people: People, finance: Directorate) -> None:
        assert "Say in a few words why." in self.undone(people, last(), reason=" ")

    def test_who_may_not_change_the_draft_may_not_undo(
        self, people: People, finance: Directorate
    ) -> None:
        address = f"{CHANGES}{last().number}/"
        assert b"Undo" not in people.secretary.client.get(address).content
        for person in (people.secretary, people.granter, people.reader):
            assert person.client.post(address, {"reason": "So"}).status_code == 403
        assert people.outsider.client.post(address, {"reason": "So"}).status_code == 404
        finance.refresh_from_db()
        assert finance.summary == "Keeps the money."

    def test_what_is_no_row_of_a_draft_is_not_undone(self, people: People, draft: Edition) -> None:
        opened = last("+")
        assert opened.history_table == "editions_historicaledition"
        address = f"{CHANGES}{opened.number}/"
        assert b"Undo" not in people.editor.client.get(address).content
        assert people.editor.client.post(address, {"reason": "So"}).status_code == 400


class TestRecorded:
    def page(self, people: People, at: str = "", key: str = "finance") -> str:
        address = f"/bob-icb/bob-icb-draft/directorates/{key}/recorded/"
        answer = people.reader.client.get(address, {"at": at} if at else {})
        assert answer.status_code == 200, answer.content.decode()
        return answer.content.decode()

    def test_it_shows_what_was_recorded_then(
        self, people: People, bob: Edition, finance: Directorate
    ) -> None:
        assert "Keeps the money." in self.page(people)
        before = (timezone.localtime() - timedelta(hours=1)).isoformat()
        assert "Keeps the money." not in self.page(people, before)

    def test_one_that_was_never_changed_reads_as_it_came(
        self, people: People, draft: Edition
    ) -> None:
        assert "came so with the edition" in self.page(people)

    def test_before_it_was_added_and_after_it_was_ended(
        self, people: People, draft: Edition, olive: User
    ) -> None:
        why = Authored(by=olive, reason="New")
        made = add(edition=draft, kind=Directorate, values={"name": "Digital"}, authored=why)
        assert "not recorded yet" in self.page(people, "2026-01-01T10:00", made.key)
        remove(element=made, seen=None, authored=Authored(by=olive, reason="Not needed"))
        assert "had been ended" in self.page(people, key=made.key)

    def test_what_never_was_has_no_page(self, people: People, draft: Edition) -> None:
        base = "/bob-icb/bob-icb-draft/directorates"
        for address, status in (
            (f"{base}/unicorns/recorded/", 404),
            (f"{base}/finance/recorded/?at=noon", 400),
            (f"{base}/finance/recorded/?at=0001-01-01T00:00", 400),
        ):
            assert people.reader.client.get(address).status_code == status

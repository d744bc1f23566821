"""Two people change one row: the second sees what the first made of it, and chooses."""

from __future__ import annotations

from typing import Any

import pytest

from directorates.models import Directorate
from opmodel.editions.models import Edition
from opmodel.editions.stated import stated
from places.models import Place
from tests.conftest import People, Person
from tests.drafting.working import WHY, hidden, row_address, sent_by_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance(draft: Edition) -> Directorate:
    return Directorate.objects.in_edition(draft).get(key="finance")


def fresh(element: Directorate) -> Directorate:
    return Directorate.objects.select_related("edition").get(pk=element.pk)


class TestTwoEditors:
    """Both opened the form of version 1. One saved name and summary; the other sends later."""

    @pytest.fixture
    def theirs(self, finance: Directorate, people: People) -> Directorate:
        sent = sent_by_browser(
            finance, name="Money", summary="Theirs", reason="The Board asked for it"
        )
        assert people.administrator.client.post(row_address(finance), sent).status_code == 302
        return fresh(finance)

    def mine(self, finance: Directorate, **typed: str) -> dict[str, Any]:
        return sent_by_browser(finance, **typed)

    def test_it_is_told_field_by_field(
        self, finance: Directorate, theirs: Directorate, people: People
    ) -> None:
        sent = self.mine(finance, name="Means", reading="Ours")
        answer = people.editor.client.post(row_address(finance), sent)
        page = answer.content.decode()
        assert answer.status_code == 409
        for said in ("The Board asked for it", "Money", "Means", "Theirs", "Ours", finance.name):
            assert said in page
        assert 'name="pick:name"' in page
        assert 'name="pick:summary"' not in page
        assert 'name="pick:reading"' not in page
        assert fresh(finance).version == 2

    @pytest.mark.parametrize(("pick", "name"), [("mine", "Means"), ("theirs", "Money")])
    def test_what_one_chose_is_saved_and_what_only_one_touched_is_merged(
        self, finance: Directorate, theirs: Directorate, people: People, pick: str, name: str
    ) -> None:
        answer = people.editor.client.post(
            row_address(finance),
            {
                "seen": 2,
                "first": 1,
                "clash": "name",
                "has:name": "1",
                "name": "Means",
                "pick:name": pick,
                "has:reading": "1",
                "reading": "Ours",
                "reason": WHY,
            },
        )
        assert answer.status_code == 302, answer.content.decode()
        now = stated(fresh(finance))
        assert (now["name"], now["summary"], now["reading"]) == (name, "Theirs", "Ours")

    def test_the_page_sends_by_itself_all_that_is_needed(
        self, finance: Directorate, theirs: Directorate, people: People
    ) -> None:
        """As a browser without scripts would send what stands in it."""
        sent = self.mine(finance, name="Means", reading="Ours")
        page = people.editor.client.post(row_address(finance), sent)
        again = hidden(page) | {"pick:name": "mine", "reason": WHY}
        assert people.editor.client.post(row_address(finance), again).status_code == 302
        now = stated(fresh(finance))
        assert (now["name"], now["summary"], now["reading"]) == ("Means", "Theirs", "Ours")

    def test_where_one_did_not_choose_they_are_asked_again(
        self, finance: Directorate, theirs: Directorate, people: People
    ) -> None:
        sent = self.mine(finance, name="Means")
        page = people.editor.client.post(row_address(finance), sent)
        answer = people.editor.client.post(row_address(finance), hidden(page) | {"reason": WHY})
        assert answer.status_code == 409
        assert "Choose which of the two is to stand." in answer.content.decode()
        assert "Money" in answer.content.decode()
        assert fresh(finance).version == 2

    def test_a_third_change_meanwhile_shows_again(
        self, finance: Directorate, theirs: Directorate, people: People
    ) -> None:
        page = people.editor.client.post(row_address(finance), self.mine(finance, name="Means"))
        third = sent_by_browser(theirs, name="Millions")
        assert people.administrator.client.post(row_address(theirs), third).status_code == 302
        again = hidden(page) | {"pick:name": "mine", "reason": WHY}
        answer = people.editor.client.post(row_address(finance), again)
        assert answer.status_code == 409
        assert "Millions" in answer.content.decode()
        last = hidden(answer) | {"pick:name": "mine", "reason": WHY}
        assert people.editor.client.post(row_address(finance), last).status_code == 302
        assert fresh(finance).name == "Means"
        assert fresh(finance).version == 4

    def test_who_touched_nothing_else_is_not_asked(
        self, finance: Directorate, theirs: Directorate, people: People
    ) -> None:
        page = people.editor.client.post(row_address(finance), self.mine(finance, reading="Ours"))
        assert page.status_code == 409
        assert "pick:" not in page.content.decode()
        answer = people.editor.client.post(row_address(finance), hidden(page) | {"reason": WHY})
        assert answer.status_code == 302
        assert stated(fresh(finance))["reading"] == "Ours"


def test_who_proposes_is_not_held_up_by_what_changed_meanwhile(
    draft: Edition, people: People
) -> None:
    own = Place.objects.in_edition(draft).get(key="oxfordshire")
    contributor: Person = people.contributor
    sent = sent_by_browser(own, contributor.viewer, summary="Proposed")
    theirs = sent_by_browser(own, reading="Theirs")
    assert people.editor.client.post(row_address(own), theirs).status_code == 302
    answer = contributor.client.post(row_address(own), sent)
    assert answer.status_code == 302, answer.content.decode()
    (proposal,) = draft.proposals.all()
    assert (proposal.values, proposal.seen) == ({"summary": "Proposed"}, 1)

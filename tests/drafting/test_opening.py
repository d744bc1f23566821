"""Drafts are opened on any edition that somebody sees, several side by side, and withdrawn."""

from __future__ import annotations

import pytest

from directorates.models import Directorate
from opmodel.drafting.actions.opening import open_draft, withdraw_draft
from opmodel.drafting.rights import NotAllowed
from opmodel.editions.actions.changing import ChangeRefused
from opmodel.editions.models import Edition
from opmodel.editions.snapshot import take
from tests.conftest import People
from tests.drafting.working import WHY, authored, row_address, saved

pytestmark = pytest.mark.django_db


def opened(people: People, base: Edition, label: str = "Limits 2027") -> Edition:
    editor = people.editor.user
    assert editor is not None
    return open_draft(
        by=editor, based_on=base, title="Our model", label=label, authored=authored(editor)
    )


def test_a_draft_begins_with_what_its_base_holds(bob: Edition, people: People) -> None:
    draft = opened(people, bob)
    assert take(draft).records == take(bob).records
    assert (draft.slug, draft.based_on, draft.state) == ("bob-icb-limits-2027", bob, "draft")


def test_its_history_says_who_opened_it_and_why(bob: Edition, people: People) -> None:
    record = opened(people, bob).history.get()
    assert (record.history_user, record.history_change_reason) == (people.editor.user, WHY)


def test_several_of_one_name_stand_side_by_side(bob: Edition, people: People) -> None:
    slugs = [opened(people, bob).slug for _ in range(3)]
    assert slugs == [
        "bob-icb-limits-2027",
        "bob-icb-limits-2027-2",
        "bob-icb-limits-2027-3",
    ]


def test_one_is_based_on_another(bob: Edition, people: People) -> None:
    first = opened(people, bob)
    second = opened(people, first, "A try")
    assert second.based_on == first


def test_it_is_opened_in_the_browser(bob: Edition, people: People) -> None:
    page = f"/bob-icb/{bob.slug}/draft/"
    client = people.editor.client
    assert client.get(page).status_code == 200
    refused = client.post(page, {"title": "Kept title", "label": " ", "reason": ""})
    assert refused.status_code == 400
    assert "Kept title" in refused.content.decode()
    answer = client.post(page, {"title": "Our model", "label": "April 2027", "reason": WHY})
    assert answer.status_code == 302
    assert answer["Location"] == "/bob-icb/bob-icb-april-2027/work/"
    assert client.get(answer["Location"]).status_code == 200


def test_a_name_beyond_letters_still_makes_an_address(bob: Edition, people: People) -> None:
    assert opened(people, bob, "…").slug == "bob-icb-draft"
    long = opened(people, bob, "x" * 80)
    assert len(long.slug) <= 80
    with pytest.raises(ChangeRefused):
        opened(people, bob, "x" * 81)


def test_who_may_not_is_refused(bob: Edition, people: People) -> None:
    page = f"/bob-icb/{bob.slug}/draft/"
    assert people.anonymous.client.get(page).status_code == 302
    for person in (people.reader, people.outsider, people.contributor, people.partner):
        assert person.client.get(page).status_code == 403
        assert person.user is not None
        with pytest.raises(NotAllowed):
            open_draft(
                by=person.user,
                based_on=bob,
                title="T",
                label="L",
                authored=authored(person.user),
            )


class TestWithdrawing:
    def test_a_withdrawn_draft_changes_no_more(self, draft: Edition, people: People) -> None:
        client = people.editor.client
        row = Directorate.objects.in_edition(draft)[0]
        page = f"/bob-icb/{draft.slug}/work/withdraw/"
        assert client.post(page, {"reason": WHY}).status_code == 400
        assert client.post(page, {"reason": WHY, "sure": "yes"}).status_code == 302
        assert Edition.objects.get(pk=draft.pk).state == "withdrawn"
        assert saved(client, row, name="Late").status_code == 404
        assert client.get(f"/bob-icb/{draft.slug}/").status_code == 200

    def test_who_may_not_is_refused(self, draft: Edition, people: People) -> None:
        reader = people.reader.user
        assert reader is not None
        with pytest.raises(NotAllowed):
            withdraw_draft(by=reader, edition=draft, authored=authored(reader))
        page = f"/bob-icb/{draft.slug}/work/withdraw/"
        assert people.reader.client.post(page, {"sure": "yes"}).status_code == 403


class TestWhereToChange:
    def test_the_page_of_a_published_row_leads_to_the_drafts_that_have_it(
        self, bob: Edition, draft: Edition, people: People
    ) -> None:
        row = Directorate.objects.in_edition(bob).get(key="finance")
        page = f"/bob-icb/{bob.slug}/directorates/finance/change/"
        editor = people.editor.client.get(page).content.decode()
        assert row_address(row, draft) in editor
        contributor = people.contributor.client.get(page).content.decode()
        assert row_address(row, draft) not in contributor
        assert draft.label not in contributor.partition("<main")[2]
        own = f"/bob-icb/{bob.slug}/places/oxfordshire/change/"
        assert "/work/places/oxfordshire/" in people.contributor.client.get(own).content.decode()

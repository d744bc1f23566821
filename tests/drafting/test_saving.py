"""Rows of a draft, changed in the browser by whoever may; what is wrong is said, and kept."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directorates.models import Directorate, Function, Post
from opmodel.drafting.actions.saving import save_row
from opmodel.drafting.rights import NotAllowed
from opmodel.drafting.selectors.against_base import against_base
from opmodel.editions.actions.changing import ChangeRefused
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Element, Kind
from opmodel.editions.stated import stated
from places.models import Place
from tests.conftest import People
from tests.drafting.working import WHY, authored, row_address, saved, sent_by_browser
from tests.editions.making import every_kind, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance(draft: Edition) -> Directorate:
    return Directorate.objects.in_edition(draft).get(key="finance")


class TestTheForm:
    @pytest.mark.parametrize("kind", kinds().values(), ids=kinds())
    def test_a_form_sent_back_as_it_came_changes_nothing(
        self, kind: type[Kind], reference: None, people: People
    ) -> None:
        element = kind.objects.in_edition(save(every_kind()))[0]
        before = stated(element)
        assert people.editor.client.get(row_address(element)).status_code == 200
        assert saved(people.editor.client, element).status_code == 302
        after = kind.objects.get(pk=element.pk)
        assert (stated(after), after.version) == (before, element.version)

    def test_what_is_typed_is_saved_with_who_and_why(
        self, finance: Directorate, people: People
    ) -> None:
        answer = saved(people.editor.client, finance, name="Money")
        assert answer.status_code == 302
        record = finance.history.first()
        assert (record.name, record.history_user, record.history_change_reason) == (
            "Money",
            people.editor.user,
            WHY,
        )
        assert record.request is not None
        page = people.editor.client.get(answer.url).content.decode()
        assert "Saved." in page
        assert WHY in page

    def test_what_the_base_says_stands_below_what_was_changed(
        self, finance: Directorate, people: People
    ) -> None:
        was = finance.name
        saved(people.editor.client, finance, name="Money")
        page = people.editor.client.get(row_address(finance)).content.decode()
        assert f'<strong class="app-base__mark">Base:</strong> {was}' in page
        assert page.count("app-base__mark") == 1

    def test_the_reason_of_the_sitting_is_offered_again(
        self, finance: Directorate, people: People
    ) -> None:
        saved(people.editor.client, finance, name="Money")
        page = people.editor.client.get(row_address(finance)).content.decode()
        assert f">{WHY}</textarea>" in page

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"name": ""}, "Fill in “Name”."),
            ({"name": "x" * 301}, "Use at most 300 characters"),
            ({"reason": " "}, "Say in a few words why."),
            ({"parent": "[no-such-thing]"}, "Nothing that can stand here"),
            ({"standing": "perhaps"}, "none of the words"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
        self, finance: Directorate, people: People, typed: dict[str, str], said: str
    ) -> None:
        answer = saved(people.editor.client, finance, **{"summary": "Kept words", **typed})
        page = answer.content.decode()
        assert answer.status_code == 400
        assert said in page
        assert "Kept words" in page
        assert "Error: " in page.partition("</title>")[0]
        assert not finance.history.exists()

    def test_a_row_is_added_with_a_key_made_from_its_name(
        self, draft: Edition, people: People
    ) -> None:
        answer = people.editor.client.post(
            f"/bob-icb/{draft.slug}/work/teams/new/",
            {"name": "A New Team", "directorate": "[finance]", "reason": WHY, "standing": "agreed"},
        )
        assert answer.status_code == 302, answer.content.decode()
        team = Element.objects.in_edition(draft).get(key="a-new-team").as_team
        assert stated(team)["directorate"] == "finance"

    def test_what_has_to_be_filled_in_is_asked_for(self, draft: Edition, people: People) -> None:
        answer = people.editor.client.post(
            f"/bob-icb/{draft.slug}/work/remits/new/",
            {"name": "", "directorate": "", "reason": WHY},
        )
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "Fill in “Name”." in page
        assert "Choose what stands under “Directorate”." in page


class TestEnding:
    def test_a_row_is_ended_and_restored(self, draft: Edition, people: People) -> None:
        service = kinds()["service"].objects.in_edition(draft)[0]
        client = people.editor.client
        before = stated(service)
        answer = client.post(
            f"{row_address(service)}end/", {"seen": service.version, "reason": WHY}
        )
        assert answer.status_code == 302, answer.content.decode()
        assert not Element.objects.filter(pk=service.pk).exists()
        assert client.get(row_address(service)).status_code == 404
        assert service.name in client.get(f"/bob-icb/{draft.slug}/work/").content.decode()
        answer = client.post(f"{row_address(service)}restore/", {"reason": WHY})
        assert answer.status_code == 302, answer.content.decode()
        assert stated(kinds()["service"].objects.get(pk=service.pk)) == before

    def test_what_still_names_it_is_told(self, draft: Edition, people: People) -> None:
        post = Directorate.objects.in_edition(draft).exclude(led_by=None)[0].led_by.as_post
        client = people.editor.client
        page = client.get(f"{row_address(post)}end/").content.decode()
        assert "These still name it." in page
        answer = client.post(f"{row_address(post)}end/", {"seen": post.version, "reason": WHY})
        assert answer.status_code == 400
        assert "is still named by" in answer.content.decode()

    def test_one_who_saw_an_older_version_ends_nothing(
        self, finance: Directorate, people: People
    ) -> None:
        saved(people.editor.client, finance, name="Money")
        answer = people.editor.client.post(
            f"{row_address(finance)}end/", {"seen": 1, "reason": WHY}
        )
        assert answer.status_code == 409


class TestWhoMay:
    def test_who_only_reads_the_draft_is_refused(
        self, finance: Directorate, people: People
    ) -> None:
        for person in (people.reader, people.reviewer, people.secretary):
            assert person.client.get(row_address(finance)).status_code == 200
            assert saved(person.client, finance, name="Money").status_code == 403
            end = person.client.post(f"{row_address(finance)}end/", {"seen": 1, "reason": WHY})
            assert end.status_code == 403
        assert not finance.history.exists()

    def test_to_everybody_else_the_draft_is_not_there(
        self, finance: Directorate, people: People
    ) -> None:
        for person in (people.anonymous, people.outsider):
            assert person.client.get(row_address(finance)).status_code == 404
            assert saved(person.client, finance, name="Money").status_code in (404, 403)

    def test_the_action_itself_asks_the_right(self, finance: Directorate, people: People) -> None:
        assert people.reader.user is not None
        with pytest.raises(NotAllowed):
            save_row(
                by=people.reader.user,
                element=finance,
                values={"name": "Money"},
                seen=1,
                authored=authored(people.reader.user),
            )

    def test_a_published_edition_has_no_workspace(self, bob: Edition, people: People) -> None:
        directorate = Directorate.objects.in_edition(bob)[0]
        assert people.editor.client.get(row_address(directorate)).status_code == 404
        assert people.editor.client.get(f"/bob-icb/{bob.slug}/work/").status_code == 404


class TestRowsOfOnesOwn:
    """A contributor of Oxfordshire sees that place and what belongs to it, and nothing else."""

    @pytest.fixture
    def own(self, draft: Edition) -> Place:
        return Place.objects.in_edition(draft).get(key="oxfordshire")

    def test_others_rows_are_not_there(self, draft: Edition, own: Place, people: People) -> None:
        client = people.contributor.client
        assert client.get(row_address(own)).status_code == 200
        other = Place.objects.in_edition(draft).get(key="buckinghamshire")
        for address in (row_address(other), f"{row_address(other)}end/"):
            assert client.get(address).status_code == 404
        assert saved(client, other, name="Mine").status_code == 404

    def test_no_name_that_only_the_draft_has_is_told(
        self, draft: Edition, own: Place, people: People
    ) -> None:
        editor = people.editor.client
        led = own.led_by or own.executive_sponsor
        post = led or Post.objects.in_edition(draft)[0]
        if not led:
            assert saved(editor, own, led_by=f"[{post.key}]").status_code == 302
        assert saved(editor, post, name="Quokka Officer").status_code == 302
        made = editor.post(
            f"/bob-icb/{draft.slug}/work/posts/new/", {"name": "Numbat Officer", "reason": WHY}
        )
        assert made.status_code == 302
        client = people.contributor.client
        for address in (
            row_address(own),
            f"/bob-icb/{draft.slug}/work/",
            f"/bob-icb/{draft.slug}/work/places/",
            f"/bob-icb/{draft.slug}/work/posts/",
            f"/bob-icb/{draft.slug}/work/places/new/",
            f"/bob-icb/{draft.slug}/proposals/",
        ):
            page = client.get(address).content.decode()
            assert "Quokka" not in page, address
            assert "Numbat" not in page, address
            assert "Buckinghamshire Place" not in page, address

    def test_their_workspace_counts_only_their_rows(
        self, draft: Edition, own: Place, people: People
    ) -> None:
        saved(people.editor.client, Directorate.objects.in_edition(draft)[0], name="Elsewhere")
        page = people.contributor.client.get(f"/bob-icb/{draft.slug}/work/").content.decode()
        assert "Directorates</a>" not in page
        assert "0 rows differ" in page

    def test_what_would_leave_the_reach_of_who_saves_is_taken_back(
        self, draft: Edition, own: Place, people: People
    ) -> None:
        partner = people.partner
        assert partner.user is not None
        with pytest.raises((NotAllowed, ChangeRefused)):
            save_row(
                by=partner.user,
                element=own,
                values={"name": "x"},
                seen=1,
                authored=authored(partner.user),
            )


class TestQuestionsAsked:
    """The database is asked no more for many rows than for few."""

    def asked(self, client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    def test_the_workspace_and_its_lists_ask_the_same_for_many_rows(
        self, draft: Edition, people: People
    ) -> None:
        client = people.editor.client
        work = f"/bob-icb/{draft.slug}/work/"
        rows = list(Function.objects.in_edition(draft)[:20])
        counted = []
        for several in (rows[:2], rows[2:]):
            for row in several:
                assert saved(client, row, summary="Other words").status_code == 302
            counted.append(
                (self.asked(client, work), self.asked(client, f"{work}functions/?show=changed"))
            )
        assert counted[0] == counted[1]
        assert against_base(draft).count("function") == 20

    def test_saving_asks_the_same_in_a_large_draft_and_a_small_one(
        self, draft: Edition, people: People
    ) -> None:
        client, counted = people.editor.client, []
        for row in list(Function.objects.in_edition(draft)[:4]):
            sent = sent_by_browser(row, summary="Other words")
            with CaptureQueriesContext(connection) as asked:
                client.post(row_address(row), sent)
            counted.append(len(asked))
        assert len(set(counted[1:])) == 1
        assert counted[-1] < 60


class TestWaysOut:
    def test_comments_are_led_to_only_for_who_takes_part(
        self, draft: Edition, people: People
    ) -> None:
        address = f"/bob-icb/{draft.slug}/"
        for person, leads in (
            (people.editor, True),
            (people.reviewer, True),
            (people.reader, False),
        ):
            page = person.client.get(f"{address}work/").content.decode()
            assert (f'href="{address}comments/"' in page) is leads
            status = person.client.get(f"{address}comments/").status_code
            assert status == (200 if leads else 403)

"""What somebody may not save themselves they propose; whoever may, decides."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, transaction

from opmodel.drafting.actions.proposing import accept, decline, propose_change, propose_new
from opmodel.drafting.models import Proposal
from opmodel.drafting.rights import NotAllowed
from opmodel.editions.actions.changing import ChangeRefused
from opmodel.editions.models import Edition
from opmodel.editions.querysets import SilentWriteRefused
from opmodel.editions.stated import stated
from places.models import Place
from tests.conftest import People
from tests.drafting.working import WHY, authored, hidden, row_address, saved, sent_by_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(draft: Edition) -> Place:
    return Place.objects.in_edition(draft).get(key="oxfordshire")


@pytest.fixture
def proposed(own: Place, people: People) -> Proposal:
    """Oxfordshire's contributor proposes a summary."""
    contributor = people.contributor
    answer = saved(contributor.client, own, contributor.viewer, summary="Five neighbourhoods")
    assert answer.status_code == 302, answer.content.decode()
    return Proposal.objects.get()


def fresh(place: Place) -> Place:
    return Place.objects.select_related("edition").get(pk=place.pk)


def address(proposal: Proposal) -> str:
    return f"/bob-icb/{proposal.edition.slug}/proposals/{proposal.pk}/"


class TestProposing:
    def test_the_form_says_that_it_proposes(self, own: Place, people: People) -> None:
        page = people.contributor.client.get(row_address(own)).content.decode()
        assert "Propose this" in page
        assert ">Save<" not in page

    def test_the_draft_stays_as_it_is(self, own: Place, proposed: Proposal, people: People) -> None:
        assert fresh(own).version == own.version
        assert proposed.values == {"summary": "Five neighbourhoods"}
        assert (proposed.by, proposed.reason, proposed.seen) == (people.contributor.user, WHY, 1)

    def test_nothing_changed_is_no_proposal(self, own: Place, people: People) -> None:
        answer = saved(people.contributor.client, own, people.contributor.viewer)
        assert answer.status_code == 400
        assert "Nothing is changed" in answer.content.decode()

    def test_a_new_row_has_to_be_part_of_what_is_theirs(
        self, draft: Edition, people: People
    ) -> None:
        work = f"/bob-icb/{draft.slug}/work/places/new/"
        client = people.contributor.client
        said = {"name": "Didcot", "reason": WHY}
        refused = client.post(work, said | {"parent": "[buckinghamshire]"})
        assert refused.status_code == 400
        assert "part of what is yours" in refused.content.decode()
        assert client.post(work, said | {"parent": "[oxfordshire]"}).status_code == 302
        proposal = Proposal.objects.get()
        assert (proposal.what, proposal.key) == ("add", "")
        answer = people.editor.client.post(address(proposal), {"do": "accept"})
        assert answer.status_code == 302, answer.content.decode()
        assert Place.objects.in_edition(draft).get(key="didcot").parent_id == fresh_id(draft)

    def test_only_kinds_that_can_be_part_of_what_is_theirs_are_offered(
        self, draft: Edition, people: People
    ) -> None:
        page = people.contributor.client.get(f"/bob-icb/{draft.slug}/work/").content.decode()
        offered = set(re.findall(r"/work/([a-z-]+)/new/", page))
        assert {"places", "partnerships"} <= offered
        assert not offered & {"directorates", "teams", "remits", "functions", "impacts"}

    def test_accepting_does_not_make_a_row_at_the_address_of_the_form(
        self, draft: Edition, own: Place, people: People
    ) -> None:
        proposal = propose_new(
            by=people.contributor.user,
            edition=draft,
            kind=Place,
            values={"name": "New", "parent": own.key},
            authored=authored(people.contributor.user),
        )
        with pytest.raises(ChangeRefused) as refused:
            accept(by=people.editor.user, proposal=proposal, authored=authored(people.editor.user))
        assert [each.field for each in refused.value.faults] == ["name"]
        assert not Place.objects.in_edition(draft).filter(key="new").exists()

    def test_nobody_proposes_to_rows_of_others(self, draft: Edition, people: People) -> None:
        other = Place.objects.in_edition(draft).get(key="buckinghamshire")
        for person in (people.contributor, people.partner, people.reader):
            assert person.user is not None
            with pytest.raises(NotAllowed):
                propose_change(
                    by=person.user,
                    element=other,
                    values={"name": "Mine"},
                    seen=1,
                    authored=authored(person.user),
                )
            with pytest.raises(NotAllowed):
                propose_new(
                    by=person.user,
                    edition=draft,
                    kind=Place,
                    values={"name": "Mine", "parent": "buckinghamshire"},
                    authored=authored(person.user),
                )


def fresh_id(draft: Edition) -> object:
    return Place.objects.in_edition(draft).get(key="oxfordshire").pk


class TestDeciding:
    def test_accepting_writes_it_and_the_history_names_both(
        self, own: Place, proposed: Proposal, people: People
    ) -> None:
        page = people.editor.client.get(address(proposed)).content.decode()
        assert "Five neighbourhoods" in page
        answer = people.editor.client.post(address(proposed), {"do": "accept", "word": "Thank you"})
        assert answer.status_code == 302, answer.content.decode()
        now = fresh(own)
        assert now.summary == "Five neighbourhoods"
        record = now.history.first()
        assert record.history_user == people.editor.user
        assert record.history_change_reason == (
            f"Proposed by contributor: {WHY} Accepted: Thank you"
        )
        outcome = people.contributor.client.get(address(proposed)).content.decode()
        assert "Accepted by editor" in outcome
        assert "Thank you" in outcome

    def test_declining_needs_a_word_of_why(
        self, own: Place, proposed: Proposal, people: People
    ) -> None:
        client = people.editor.client
        refused = client.post(address(proposed), {"do": "decline", "word": " "})
        assert refused.status_code == 400
        assert "why it is declined" in refused.content.decode()
        answer = client.post(address(proposed), {"do": "decline", "word": "There are six"})
        assert answer.status_code == 302
        assert fresh(own).version == own.version
        assert "There are six" in people.contributor.client.get(address(proposed)).content.decode()

    def test_it_is_withdrawn_by_whoever_made_it_alone(
        self, proposed: Proposal, people: People
    ) -> None:
        assert people.editor.client.post(address(proposed), {"do": "withdraw"}).status_code == 403
        client = people.contributor.client
        assert client.post(address(proposed), {"do": "accept"}).status_code == 403
        assert client.post(address(proposed), {"do": "withdraw"}).status_code == 302
        assert Proposal.objects.get().state == "withdrawn"

    def test_it_is_decided_once(self, proposed: Proposal, people: People) -> None:
        editor = people.editor.user
        assert editor is not None
        decline(by=editor, proposal=proposed, authored=authored(editor))
        with pytest.raises(ChangeRefused, match="already"):
            accept(by=editor, proposal=proposed, authored=authored(editor))
        answer = people.editor.client.post(address(proposed), {"do": "accept"})
        assert answer.status_code == 400

    def test_after_a_change_meanwhile_it_is_accepted_field_by_field(
        self, own: Place, proposed: Proposal, people: People
    ) -> None:
        sent = sent_by_browser(own, summary="Four neighbourhoods", reading="As we count")
        assert people.administrator.client.post(row_address(own), sent).status_code == 302
        client = people.editor.client
        page = client.post(address(proposed), {"do": "accept", "word": "Yes"})
        assert page.status_code == 409
        assert "Four neighbourhoods" in page.content.decode()
        again = client.post(address(proposed), hidden(page))
        assert again.status_code == 409, "A choice has to be made."
        answer = client.post(address(proposed), hidden(page) | {"pick:summary": "mine"})
        assert answer.status_code == 302, answer.content.decode()
        now = stated(fresh(own))
        assert (now["summary"], now["reading"]) == ("Five neighbourhoods", "As we count")
        assert "Proposed by contributor" in fresh(own).history.first().history_change_reason

    def test_a_row_that_was_ended_since_is_told(
        self, draft: Edition, people: People, own: Place, proposed: Proposal
    ) -> None:
        Proposal.objects.get()
        proposed.key = "no-such-place"
        proposed.save()
        answer = people.editor.client.post(address(proposed), {"do": "accept"})
        assert answer.status_code == 400
        assert "ended since" in answer.content.decode()


class TestWhoSees:
    def test_a_proposal_is_there_for_its_maker_and_for_who_sees_the_draft(
        self, proposed: Proposal, people: People
    ) -> None:
        seen = {
            name: person.client.get(address(proposed)).status_code
            for name, person in people.everyone().items()
        }
        told = ("editor", "reader", "reviewer", "secretary", "contributor", "administrator")
        for name, status in seen.items():
            if name in told:
                assert status == 200, name
            elif name in ("anonymous", "outsider", "partner"):
                assert status == 404, name

    def test_a_partner_sees_nothing_of_others_proposals(
        self, draft: Edition, proposed: Proposal, people: People
    ) -> None:
        page = people.partner.client.get(f"/bob-icb/{draft.slug}/proposals/")
        assert page.status_code == 200
        told = page.content.decode().partition("<main")[2]
        assert "neighbourhoods" not in told
        assert "Oxfordshire" not in told


class TestKept:
    def test_every_step_is_in_its_history(self, proposed: Proposal, people: People) -> None:
        editor = people.editor.user
        assert editor is not None
        decline(by=editor, proposal=proposed, authored=authored(editor, "Not now"))
        recorded = proposed.history.order_by("history_id")
        assert [(each.state, each.history_user) for each in recorded] == [
            ("open", people.contributor.user),
            ("declined", editor),
        ]

    def test_its_silent_doors_are_shut(self, proposed: Proposal) -> None:
        for door in (
            lambda: Proposal.objects.update(state="accepted"),
            lambda: Proposal.objects.bulk_create([proposed]),
            lambda: Proposal.objects.bulk_update([proposed], ["state"]),
        ):
            with pytest.raises(SilentWriteRefused):
                door()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"reason": " "},
            {"what": "destroy"},
            {"state": "perhaps"},
            {"key": ""},
            {"values": {}},
            {"state": "accepted"},
            {"key": "Not A Key"},
            {"word": "Said too early"},
        ],
        ids=str,
    )
    def test_the_database_refuses_what_cannot_be(
        self, proposed: Proposal, wrong: dict[str, object]
    ) -> None:
        for name, value in wrong.items():
            setattr(proposed, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            proposed.save()

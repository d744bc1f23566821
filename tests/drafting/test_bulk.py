"""One field of many rows: looked at before and after, done whole or not at all."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from governance.models import Delegation, Limit
from opmodel.access.grants import grant
from opmodel.access.models import User
from opmodel.access.roles import EDITOR, READER
from opmodel.drafting.actions.bulk import BulkEdit, BulkRefused, apply_bulk, preview_bulk
from opmodel.drafting.grid.columns import every_column
from opmodel.drafting.grid.sending import RowsRefused
from opmodel.drafting.rights import NotAllowed
from opmodel.editions.actions.changing import Authored, change
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Edition, Organisation
from tests.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("samples")]
HERE = "/marlshire-icb/marlshire-try/bulk/"


@pytest.fixture
def draft(samples: dict[str, Edition]) -> Edition:
    base = samples["marlshire-icb-2025-04"]
    return open_draft(based_on=base, slug="marlshire-try", title="Try", label="Try")


@pytest.fixture
def olive(samples: dict[str, Edition]) -> User:
    user = User.objects.create_user("olive", first_name="Olive", last_name="Example")
    grant(role=EDITOR, to=user, organisation=Organisation.objects.get(slug="marlshire-icb"))
    return user


@pytest.fixture
def client_of_olive(olive: User) -> Client:
    client = Client()
    sign_in(client, olive)
    return client


def edit(kind: type, name: str, text: str, instead_of: str = "") -> BulkEdit:
    column = next(each for each in every_column(kind) if each.name == name)
    return BulkEdit(column, text, instead_of)


def chairs(draft: Edition):
    return Delegation.objects.in_edition(draft).filter(holder__key="icb-chair")


class TestTheEdit:
    def test_the_preview_shows_before_and_after_and_keeps_nothing(
        self, draft: Edition, olive: User
    ) -> None:
        asked = edit(Delegation, "conditions", "With the Chief Executive")
        seen = preview_bulk(edition=draft, found=chairs(draft), edit=asked, by=olive)
        assert {row.key for row in seen.rows} == set(chairs(draft).values_list("key", flat=True))
        assert {row.after for row in seen.rows} == {"With the Chief Executive"}
        assert seen.may_be_applied
        assert not chairs(draft).filter(conditions="With the Chief Executive").exists()

    def test_it_is_applied_to_every_row_with_one_reason(self, draft: Edition, olive: User) -> None:
        asked = edit(Delegation, "conditions", "With the Chief Executive")
        seen = preview_bulk(edition=draft, found=chairs(draft), edit=asked, by=olive)
        saved = apply_bulk(
            edition=draft,
            found=chairs(draft),
            edit=asked,
            authored=Authored(olive, "Board, May"),
            as_seen=seen.token,
        )
        assert len(saved) == len(seen.rows) > 1
        for row in chairs(draft):
            assert row.conditions == "With the Chief Executive"
            assert row.history.first().history_change_reason == "Board, May"

    def test_a_text_is_replaced_where_it_stands_and_nowhere_else(
        self, draft: Edition, olive: User
    ) -> None:
        asked = edit(Delegation, "name", "Chairperson", "Chair")
        found = Delegation.objects.in_edition(draft)
        seen = preview_bulk(edition=draft, found=found, edit=asked, by=olive)
        assert 0 < len(seen.rows) < found.count()
        assert all("Chair" in row.before and "Chairperson" in row.after for row in seen.rows)
        assert seen.stay == found.count() - len(seen.rows)

    def test_it_is_not_applied_where_something_changed_since_the_preview(
        self, draft: Edition, olive: User
    ) -> None:
        asked = edit(Delegation, "conditions", "With the Chief Executive")
        seen = preview_bulk(edition=draft, found=chairs(draft), edit=asked, by=olive)
        first = chairs(draft).first()
        change(
            element=first,
            values={"conditions": "Mine"},
            seen=None,
            authored=Authored(olive, "In between"),
        )
        with pytest.raises(BulkRefused, match="changed since the preview"):
            apply_bulk(
                edition=draft,
                found=chairs(draft),
                edit=asked,
                authored=Authored(olive, "Board, May"),
                as_seen=seen.token,
            )
        assert chairs(draft).filter(conditions="With the Chief Executive").count() == 0

    def test_one_row_that_cannot_keeps_all_of_them_as_they_are(
        self, draft: Edition, olive: User
    ) -> None:
        found = Limit.objects.in_edition(draft)
        asked = edit(Limit, "above", "£2m")
        seen = preview_bulk(edition=draft, found=found, edit=asked, by=olive)
        assert seen.faults
        assert not seen.may_be_applied
        before = list(found.order_by("pk").values_list("pk", "above", "version"))
        with pytest.raises(RowsRefused):
            apply_bulk(edition=draft, found=found, edit=asked, authored=Authored(olive, "Why"))
        assert list(found.order_by("pk").values_list("pk", "above", "version")) == before

    def test_what_says_so_already_is_left_alone(self, draft: Edition, olive: User) -> None:
        found = Limit.objects.in_edition(draft).filter(up_to=5000000)
        seen = preview_bulk(edition=draft, found=found, edit=edit(Limit, "up_to", "£5m"), by=olive)
        assert (len(seen.rows), seen.stay) == (0, found.count())

    def test_readers_look_at_none(self, draft: Edition, samples: dict[str, Edition]) -> None:
        rita = User.objects.create_user("rita")
        grant(role=READER, to=rita, organisation=draft.organisation)
        with pytest.raises(NotAllowed):
            preview_bulk(
                edition=draft, found=chairs(draft), edit=edit(Delegation, "part", ""), by=rita
            )


class TestThePage:
    ASKED = {"holder": "icb-chair", "edit-field": "conditions", "edit-text": "With another"}

    def test_one_looks_and_then_applies_with_a_reason(
        self, draft: Edition, client_of_olive: Client
    ) -> None:
        page = client_of_olive.post(f"{HERE}delegations/", {**self.ASKED, "do": "look"})
        text = page.content.decode()
        assert page.status_code == 200
        assert "rows would change" in text
        token = text.partition('name="edit-seen" value="')[2].partition('"')[0]
        done = {**self.ASKED, "do": "apply", "edit-seen": token}
        page = client_of_olive.post(f"{HERE}delegations/", done)
        assert page.status_code == 400
        assert "Say in a few words why." in page.content.decode()
        page = client_of_olive.post(f"{HERE}delegations/", {**done, "edit-reason": "Board"})
        assert page.status_code == 302
        assert set(chairs(draft).values_list("conditions", flat=True)) == {"With another"}
        page = client_of_olive.get(page["Location"])
        assert "/marlshire-icb/changes/" in page.content.decode()

    def test_without_having_looked_nothing_is_applied(
        self, draft: Edition, client_of_olive: Client
    ) -> None:
        done = {**self.ASKED, "do": "apply", "edit-reason": "Board"}
        assert client_of_olive.post(f"{HERE}delegations/", done).status_code == 409
        assert not chairs(draft).filter(conditions="With another").exists()

    def test_what_is_missing_is_said(self, draft: Edition, client_of_olive: Client) -> None:
        page = client_of_olive.post(f"{HERE}posts/", {"edit-how": "replace"})
        assert page.status_code == 400
        assert "Choose the field that is to be changed." in page.content.decode()
        assert "Write the text that is to be replaced." in page.content.decode()

    def test_every_kind_has_one(self, draft: Edition, client_of_olive: Client) -> None:
        for plural in ("posts", "committees", "responsibilities", "risks"):
            assert client_of_olive.get(f"{HERE}{plural}/").status_code == 200

    def test_a_published_edition_has_none(
        self, samples: dict[str, Edition], client_of_olive: Client, client: Client
    ) -> None:
        address = "/marlshire-icb/marlshire-icb-2025-04/bulk/posts/"
        assert client_of_olive.get(address).status_code == 409
        assert client.get(address).status_code == 404


class TestTheCommand:
    def test_it_changes_what_fits(self, draft: Edition, olive: User) -> None:
        out = StringIO()
        said = ["--field", "conditions", "--to", "By command", "--where", "holder=icb-chair"]
        call_command(
            "bulk_edit", draft.slug, "delegations", *said, "--by", "olive", "--reason", "Trial",
            stdout=out,
        )  # fmt: skip
        assert out.getvalue() == f"{chairs(draft).count()} changed\n"
        assert set(chairs(draft).values_list("conditions", flat=True)) == {"By command"}

    def test_it_refuses_in_words(self, draft: Edition, olive: User) -> None:
        said = ["--by", "olive", "--reason", "Trial", "--to", "x"]
        with pytest.raises(CommandError, match="The fields are"):
            call_command("bulk_edit", draft.slug, "delegations", "--field", "colour", *said)
        with pytest.raises(CommandError, match="is not one of the words used here"):
            call_command("bulk_edit", draft.slug, "delegations", "--field", "part", *said)

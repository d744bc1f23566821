"""Granting roles and ending them: what each lets somebody do, since when and until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from guardian.shortcuts import assign_perm

from opmodel.access import roles
from opmodel.access.describing import document
from opmodel.access.granting import NotAllowed, end_in, grant_in, person_called
from opmodel.access.grants import GrantRefused, bring_all_into_line, end, end_grant, grant
from opmodel.access.models import Grant, OrganisationRight, RoleName, Unit, UnitRight, User
from opmodel.access.rights import may, may_on, rights_of
from opmodel.access.roles import ADMINISTRATOR, CONTRIBUTOR, EDITOR, PARTNER, READER, ROLES
from opmodel.access.tasks import end_expired_roles
from opmodel.access.units import names_of, unit_of, units_to_choose
from opmodel.access.viewers import viewer_for
from opmodel.editions.models import Edition, Organisation
from opmodel.editions.querysets import SilentWriteRefused
from opmodel.editions.viewer import MACHINE, PUBLIC
from tests.conftest import People
from tests.editions.making import past_the_doors

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
DAY = timedelta(days=1)
MAY = {
    "anonymous": set(),
    "outsider": set(),
    "reader": {roles.VIEW_DRAFTS},
    "contributor": set(),
    "contributor_elsewhere": set(),
    "editor": {
        roles.VIEW_DRAFTS,
        roles.CHANGE_DRAFTS,
        roles.COMMENT,
        roles.WRITE_SCENARIOS,
        roles.WAIVE_FINDINGS,
        roles.CHANGE_APPOINTMENTS,
        roles.VIEW_AUDIT,
    },
    "editor_elsewhere": set(),
    "reviewer": {roles.VIEW_DRAFTS, roles.COMMENT},
    "secretary": {
        roles.VIEW_DRAFTS,
        roles.COMMENT,
        roles.CHANGE_APPOINTMENTS,
        roles.VIEW_AUDIT,
    },
    "partner": set(),
    "granter": {roles.VIEW_DRAFTS, roles.VIEW_AUDIT, roles.MANAGE_GRANTS},
    "administrator": set(roles.RIGHTS),
}
"""What each may do in the whole organisation."""


@pytest.fixture
def here(reference: None) -> Organisation:
    return Organisation.objects.get(slug="bob-icb")


@pytest.fixture
def elsewhere(reference: None) -> Organisation:
    return Organisation.objects.get(slug="frimley-icb")


@pytest.fixture
def alex(reference: None) -> User:
    return User.objects.create_user("alex", "alex@example.nhs.uk")


def again(user: User) -> User:
    """The same person in another request."""
    return User.objects.get(pk=user.pk)


class TestTheTable:
    def test_each_role_lets_somebody_do_what_it_says_and_no_more(
        self, people: People, here: Organisation
    ) -> None:
        everyone = people.everyone()
        assert set(everyone) == set(MAY)
        for name, person in everyone.items():
            if person.user is not None:
                rights = {each for each in roles.RIGHTS if may(person.user, each, here)}
                assert rights == MAY[name], name

    def test_a_person_sees_what_their_role_says(self, people: People) -> None:
        for name, person in people.everyone().items():
            if person.user is not None:
                assert viewer_for(again(person.user)) == person.viewer, name

    def test_a_role_for_a_unit_counts_for_its_rows_alone(
        self, people: People, draft: Edition
    ) -> None:
        own = draft.elements.get(key="oxfordshire", kind="place")
        other = draft.elements.get(key="buckinghamshire", kind="place")
        hospital = draft.elements.get(key="oxford-health")
        contributor, partner = people.contributor.user, people.partner.user
        assert contributor
        assert partner
        for right in (roles.PROPOSE, roles.COMMENT):
            assert may_on(contributor, right, own)
            assert not may_on(contributor, right, other)
        assert may_on(partner, roles.PROPOSE, hospital)
        assert not may_on(partner, roles.COMMENT, hospital)
        assert not may_on(contributor, roles.CHANGE_DRAFTS, own)

    def test_whoever_grants_roles_changes_nothing_else(self) -> None:
        writing = {roles.CHANGE_DRAFTS, roles.CHANGE_APPOINTMENTS, roles.WAIVE_FINDINGS}
        assert not writing & set(ADMINISTRATOR.permissions)
        granting = [role.name for role in ROLES if roles.MANAGE_GRANTS in role.permissions]
        assert granting == ["administrator"]

    def test_every_role_and_right_has_its_words(self) -> None:
        assert [role.name for role in ROLES] == RoleName.values
        used = {permission for role in ROLES for permission in role.permissions}
        assert used == set(roles.RIGHTS)
        for role in ROLES:
            assert set(role.permissions) <= (set(roles.UNIT_RIGHTS) if role.on_unit else used)

    def test_the_document_says_what_the_code_does(self) -> None:
        file = Path(__file__).parents[2] / "docs" / "roles.md"
        assert file.read_text() == document(), "run: manage.py roles > docs/roles.md"
        out = StringIO()
        call_command("roles", stdout=out)
        assert out.getvalue() == document()


class TestGranting:
    def test_it_says_who_granted_it_why_and_until_when(
        self, alex: User, here: Organisation, people: People
    ) -> None:
        by = people.granter.user
        until = TODAY() + 30 * DAY
        made = grant(role=EDITOR, to=alex, organisation=here, by=by, until=until, reason="Cover")
        assert (made.granted_by, made.until, made.reason) == (by, until, "Cover")
        record = made.history.get()
        assert record.history_user == by
        assert record.history_change_reason == "Cover"

    def test_granting_the_same_again_changes_nothing(self, alex: User, here: Organisation) -> None:
        first = grant(role=EDITOR, to=alex, organisation=here)
        assert grant(role=EDITOR, to=alex, organisation=here) == first
        assert Grant.objects.filter(user=alex).count() == 1

    def test_another_last_day_is_another_grant_in_the_place_of_the_first(
        self, alex: User, here: Organisation
    ) -> None:
        first = grant(role=EDITOR, to=alex, organisation=here)
        second = grant(role=EDITOR, to=alex, organisation=here, until=TODAY())
        first.refresh_from_db()
        assert first.ended_at is not None
        assert list(Grant.objects.filter(user=alex).running(TODAY())) == [second]

    def test_two_roles_add_up_and_ending_one_leaves_the_other(
        self, alex: User, here: Organisation
    ) -> None:
        grant(role=READER, to=alex, organisation=here)
        grant(role=EDITOR, to=alex, organisation=here)
        assert may(alex, roles.CHANGE_DRAFTS, here)
        end(role=EDITOR, of=alex, organisation=here)
        assert not may(alex, roles.CHANGE_DRAFTS, here)
        assert may(alex, roles.VIEW_DRAFTS, here)

    def test_a_role_is_granted_where_it_applies_and_nowhere_else(
        self, alex: User, here: Organisation, elsewhere: Organisation
    ) -> None:
        place = unit_of(here, "place", "oxfordshire")
        body = unit_of(here, "body", "oxford-health")
        refused: list[dict[str, Any]] = [
            {"role": EDITOR},
            {"role": EDITOR, "unit": place},
            {"role": CONTRIBUTOR, "organisation": here},
            {"role": CONTRIBUTOR, "unit": body},
            {"role": PARTNER, "unit": place},
            {"role": CONTRIBUTOR, "unit": place, "organisation": elsewhere},
            {"role": EDITOR, "organisation": here, "until": TODAY() - DAY},
        ]
        for stated in refused:
            with pytest.raises(GrantRefused):
                grant(to=alex, **stated)
        assert not Grant.objects.filter(user=alex).exists()

    def test_a_grant_cannot_be_written_past_its_history(
        self, alex: User, here: Organisation
    ) -> None:
        made = grant(role=READER, to=alex, organisation=here)
        for silent in (
            lambda: Grant.objects.update(role="editor"),
            lambda: Grant.objects.bulk_create([made]),
            lambda: Grant.objects.bulk_update([made], ["role"]),
        ):
            with pytest.raises(SilentWriteRefused):
                silent()

    @pytest.mark.parametrize(
        "stated",
        [
            {"role": "king"},
            {"role": "editor", "organisation_id": None},
            {"role": "contributor"},
            {"until": date(2020, 1, 1)},
            {"ended_at": timezone.now()},
            {"ended_because": "Over."},
        ],
    )
    def test_the_database_refuses_what_makes_no_sense(
        self, stated: dict[str, Any], alex: User, here: Organisation
    ) -> None:
        made = grant(role=READER, to=alex, organisation=here)
        with pytest.raises(IntegrityError), transaction.atomic():
            past_the_doors(Grant).filter(pk=made.pk).update(**stated)

    def test_the_database_refuses_a_unit_of_another_organisation(
        self, alex: User, here: Organisation, elsewhere: Organisation
    ) -> None:
        made = grant(role=CONTRIBUTOR, to=alex, unit=unit_of(here, "place", "oxfordshire"))
        with pytest.raises(IntegrityError), transaction.atomic():
            past_the_doors(Grant).filter(pk=made.pk).update(organisation=elsewhere)


class TestWhatCounts:
    def test_a_grant_counts_until_its_last_day_and_the_night_clears_up(
        self, alex: User, here: Organisation
    ) -> None:
        made = grant(role=EDITOR, to=alex, organisation=here, until=TODAY())
        assert may(again(alex), roles.CHANGE_DRAFTS, here)
        past_the_doors(Grant).filter(pk=made.pk).update(
            since=TODAY() - 2 * DAY, until=TODAY() - DAY
        )
        assert not may(again(alex), roles.CHANGE_DRAFTS, here), "before anything cleared up"
        assert OrganisationRight.objects.filter(user=alex).exists()
        end_expired_roles(0)
        assert not OrganisationRight.objects.filter(user=alex).exists()

    def test_a_right_slipped_in_beside_the_grants_opens_nothing(
        self, alex: User, here: Organisation, people: People
    ) -> None:
        assign_perm("view_drafts", alex, here)
        assert alex.has_perm("editions.view_drafts", here)
        assert not may(again(alex), roles.VIEW_DRAFTS, here)
        assert viewer_for(again(alex)) == PUBLIC
        reader = people.reader.user
        assert reader
        assign_perm("change_drafts", reader, here)
        assert not may(again(reader), roles.CHANGE_DRAFTS, here)
        bring_all_into_line()
        assert not OrganisationRight.objects.filter(user=alex).exists()

    def test_a_grant_alone_opens_nothing_either(self, alex: User, here: Organisation) -> None:
        grant(role=EDITOR, to=alex, organisation=here)
        OrganisationRight.objects.filter(user=alex).delete()
        assert not may(again(alex), roles.CHANGE_DRAFTS, here)

    def test_a_closed_account_may_nothing(self, people: People, here: Organisation) -> None:
        for person in (people.editor, people.administrator):
            assert person.user
            person.user.is_active = False
            person.user.save()
            assert not may(again(person.user), roles.VIEW_DRAFTS, here)
            assert viewer_for(again(person.user)) == PUBLIC

    def test_an_administrator_of_everything_is_one_until_it_ends(
        self, alex: User, here: Organisation
    ) -> None:
        made = grant(role=ADMINISTRATOR, to=alex, until=TODAY())
        assert viewer_for(again(alex)) == MACHINE
        past_the_doors(Grant).filter(pk=made.pk).update(
            since=TODAY() - 2 * DAY, until=TODAY() - DAY
        )
        assert viewer_for(again(alex)) == PUBLIC
        assert not may(again(alex), roles.VIEW_DRAFTS, here)
        bring_all_into_line()
        assert not again(alex).is_superuser

    def test_whoever_set_the_registry_up_needs_no_grant(self, reference: None) -> None:
        assert viewer_for(User.objects.create_superuser("root")) == MACHINE

    def test_the_questions_are_as_many_with_two_hundred_grants_as_with_two(
        self, alex: User, here: Organisation
    ) -> None:
        counts = []
        for number in (2, 200):
            for each in range(number):
                unit = unit_of(here, "place", f"place-{each}")
                if not Grant.objects.filter(user=alex, unit=unit).exists():
                    past_the_doors(Grant).create(
                        user=alex,
                        role="contributor",
                        organisation=here,
                        unit=unit,
                        granted_at=timezone.now(),
                        since=TODAY(),
                    )
            grant(role=READER, to=alex, organisation=here)
            bring_all_into_line()
            user = again(alex)
            with CaptureQueriesContext(connection) as asked:
                assert len(viewer_for(user).units) == number
                assert may(user, roles.VIEW_DRAFTS, here)
            counts.append(len(asked))
        assert counts == [3, 3]

    def test_ending_says_why_and_by_whom_and_happens_once(
        self, alex: User, here: Organisation, people: People
    ) -> None:
        made = grant(role=EDITOR, to=alex, organisation=here)
        with pytest.raises(GrantRefused, match="Say why"):
            end_grant(grant=made, by=people.granter.user, reason=" ")
        ended = end_grant(grant=made, by=people.granter.user, reason="Left")
        assert (ended.ended_by, ended.ended_because) == (people.granter.user, "Left")
        assert not may(again(alex), roles.VIEW_DRAFTS, here)
        with pytest.raises(GrantRefused, match="over already"):
            end_grant(grant=made, by=people.granter.user, reason="Left")


class TestGrantingByWhoMay:
    def act(self, **changed: Any) -> Callable[[], Grant]:
        stated = {"role": READER, "reason": "Asked for"} | changed
        return lambda: grant_in(**stated)

    def test_only_administrators_of_the_organisation_do(
        self, people: People, alex: User, here: Organisation
    ) -> None:
        for name, person in people.everyone().items():
            if person.user is None:
                continue
            act = self.act(organisation=here, to=alex, by=again(person.user))
            if name in {"granter", "administrator"}:
                assert act().user == alex
                continue
            with pytest.raises(NotAllowed):
                act()

    def test_nobody_grants_elsewhere_or_to_themselves(
        self, people: People, alex: User, here: Organisation, elsewhere: Organisation
    ) -> None:
        granter = people.granter.user
        assert granter
        with pytest.raises(NotAllowed):
            self.act(organisation=elsewhere, to=alex, by=granter)()
        with pytest.raises(GrantRefused, match="to themselves"):
            self.act(organisation=here, to=granter, by=granter)()
        with pytest.raises(GrantRefused, match="to themselves"):
            self.act(organisation=here, to=granter, by=granter, role=ADMINISTRATOR)()
        theirs = grant(role=READER, to=alex, organisation=elsewhere)
        with pytest.raises(NotAllowed):
            end_in(organisation=elsewhere, held=theirs, reason="No", by=granter)
        with pytest.raises(NotAllowed):
            end_in(organisation=here, held=theirs, reason="No", by=granter)

    def test_a_unit_is_one_that_an_edition_has(
        self, people: People, alex: User, here: Organisation, bob: Edition
    ) -> None:
        granter = people.granter.user
        stated = {"organisation": here, "to": alex, "by": granter, "role": CONTRIBUTOR}
        with pytest.raises(GrantRefused, match="has that unit"):
            self.act(**stated, unit=("place", "nowhere"))()
        made = self.act(**stated, unit=("place", "oxfordshire"))()
        assert made.unit == Unit.objects.get(key="oxfordshire")
        assert UnitRight.objects.filter(user=alex).count() == 2

    def test_a_person_is_found_by_user_name_or_mail_address_typed_whole(self, alex: User) -> None:
        assert person_called(" alex ") == alex
        assert person_called("Alex@example.nhs.uk") == alex
        for typed in ("ale", "example.nhs.uk", "", "nobody"):
            with pytest.raises(GrantRefused, match="Nobody"):
                person_called(typed)
        User.objects.create_user("alexandra", "alex@example.nhs.uk")
        with pytest.raises(GrantRefused, match="Several"):
            person_called("alex@example.nhs.uk")


class TestUnits:
    def test_a_unit_is_called_as_the_latest_edition_says(
        self, here: Organisation, draft: Edition
    ) -> None:
        unit = unit_of(here, "place", "oxfordshire")
        assert names_of([unit], PUBLIC) == {unit.pk: "Oxfordshire"}
        gone = unit_of(here, "place", "old-county")
        assert names_of([gone], MACHINE) == {gone.pk: "Old county"}
        assert names_of([], MACHINE) == {}
        assert ("place", "oxfordshire") in units_to_choose(here, MACHINE)

    def test_a_name_that_only_a_draft_has_is_told_to_who_sees_the_draft(
        self, here: Organisation, draft: Edition, people: People
    ) -> None:
        row = draft.elements.get(key="oxfordshire", kind="place").as_place
        row.name = "Oxfordshire and the Vale"
        row.save()
        unit = unit_of(here, "place", "oxfordshire")
        assert names_of([unit], MACHINE) == {unit.pk: "Oxfordshire"}, "what is adopted counts first"


class TestTheCommand:
    def run(self, *arguments: str) -> str:
        out = StringIO()
        call_command("grant", *arguments, stdout=out)
        return out.getvalue()

    def test_it_grants_and_ends(self, alex: User, here: Organisation, bob: Edition) -> None:
        until = TODAY() + DAY
        self.run("editor", "alex", "bob-icb", f"--until={until}", "--reason=Cover")
        made = Grant.objects.get(user=alex)
        assert (made.role, made.until, made.reason) == ("editor", until, "Cover")
        assert may(again(alex), roles.CHANGE_DRAFTS, here)
        assert "no longer has" in self.run("editor", "alex", "bob-icb", "--end")
        assert not may(again(alex), roles.CHANGE_DRAFTS, here)

    def test_it_grants_for_a_unit_and_for_everything(self, alex: User, bob: Edition) -> None:
        said = self.run("contributor", "alex", "bob-icb", "--unit=place:oxfordshire")
        assert "place oxfordshire" in said
        assert rights_of(again(alex)).on_units(roles.PROPOSE)
        assert "the whole registry" in self.run("administrator", "alex")
        assert again(alex).is_superuser

    @pytest.mark.parametrize(
        ("arguments", "because"),
        [
            (("editor", "nobody", "bob-icb"), "no user"),
            (("editor", "alex"), "Name the slug"),
            (("administrator", "alex", "nowhere"), "Name the slug"),
            (("contributor", "alex", "bob-icb"), "Name the unit"),
            (("contributor", "alex", "bob-icb", "--unit=place:nowhere"), "No edition"),
            (("editor", "alex", "bob-icb", "--until=2020-01-01"), "in the past"),
        ],
    )
    def test_it_says_what_is_wrong(
        self, arguments: tuple[str, ...], because: str, alex: User, bob: Edition
    ) -> None:
        with pytest.raises(CommandError, match=because):
            self.run(*arguments)

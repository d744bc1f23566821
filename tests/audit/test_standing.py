"""Rows that stand otherwise than recorded: whoever changes them and writes no history is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from directorates.models import Appointment, Directorate, Post
from opmodel.access.grants import end, grant
from opmodel.access.models import Grant, UnitKind, User
from opmodel.access.roles import CONTRIBUTOR, EDITOR, READER
from opmodel.access.units import unit_of
from opmodel.audit.models import Entry
from opmodel.audit.reading import told
from opmodel.audit.redacting import redact_entry
from opmodel.audit.undoing import undo
from opmodel.audit.verifying import CHANGED, verify
from opmodel.drafting.actions.commenting import comment, resolve
from opmodel.drafting.actions.proposing import accept, propose_change
from opmodel.drafting.models import Comment, Proposal
from opmodel.editions.actions.changing import Authored, remove
from opmodel.editions.actions.drafting import withdraw_draft
from opmodel.editions.actions.importing import import_edition
from opmodel.editions.models import Edition
from tests.conftest import FIXTURES

from .conftest import rows, settle

pytestmark = pytest.mark.django_db
CHAIN = "bob-icb"


@pytest.fixture(autouse=True)
def rolled_back(changed: Edition) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def editor(changed: Edition) -> User:
    user = User.objects.create_user(username="erin", first_name="Erin", last_name="Editor")
    grant(role=EDITOR, to=user, organisation=changed.organisation, reason="Writes the draft")
    return User.objects.get(pk=user.pk)


@pytest.fixture
def worked_on(changed: Edition, editor: User) -> Edition:
    """What people usually do in a draft and around it."""
    why = Authored(by=editor, reason="As usual")
    finance = Directorate.objects.in_edition(changed).get(key="finance")
    thread = comment(by=editor, element=finance, text="Is this still right?").comment
    resolve(by=editor, thread=thread)
    carl = User.objects.create_user(username="carl", first_name="Carl", last_name="Contributor")
    grant(
        role=CONTRIBUTOR,
        to=carl,
        unit=unit_of(changed.organisation, UnitKind.DIRECTORATE, finance.key),
    )
    proposed = propose_change(
        by=User.objects.get(pk=carl.pk),
        element=finance,
        values={"summary": "As proposed"},
        seen=finance.version,
        authored=why,
    )
    accept(by=editor, proposal=proposed, authored=why)
    team = Directorate.objects.in_edition(changed).get(key="new-2")
    remove(element=team, seen=None, authored=why)
    settle()
    ended = Entry.objects.filter(object=str(team.pk), what="-", reason="As usual").exclude(
        history_table="editions_historicalelement"
    )
    (done,) = told(list(ended))
    undo(done=done, edition=changed, authored=why)
    grant(role=READER, to=editor, organisation=changed.organisation, reason="Reads")
    end(role=READER, of=editor, organisation=changed.organisation)
    settle()
    return changed


def without_triggers(statement: str, *parameters: Any) -> None:
    """What the owner of the tables does, whom no trigger keeps from it."""
    settle()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE editions_edition DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE editions_edition ENABLE TRIGGER USER")


def found() -> list[tuple[str, str]]:
    verdict = verify()
    assert {fault.chain for fault in verdict.faults} <= {CHAIN}
    assert verify(chain=CHAIN).faults == verdict.faults
    assert verify(chain="").faults == []
    assert all(fault.what == CHANGED for fault in verdict.faults), verdict.faults
    return [(fault.object, fault.told) for fault in verdict.faults]


def test_nothing_that_people_usually_do_is_named(worked_on: Edition) -> None:
    import_edition(folder=FIXTURES / "eastmoor-icb-2025-04")
    withdraw_draft(edition=worked_on, authored=Authored(by=None, reason="Begun again"))
    settle()
    assert verify().faults == []


def test_a_redacted_name_is_not_named(changed: Edition) -> None:
    entry = Entry.objects.filter(
        history_table="directorates_historicalappointment", chain=CHAIN
    ).order_by("-number")[0]
    redact_entry(chain=CHAIN, number=entry.number, columns=["name"], why="Asked for.")
    assert verify().faults == []
    rows("UPDATE directorates_appointment SET post = 'other' WHERE id = %s", entry.object)
    assert found() == [(entry.object, "it stands otherwise than recorded.")]


def _change_a_grant(editor: User) -> str:
    held = Grant.objects.get(user=editor, ended_at=None)
    without_triggers("UPDATE access_grant SET role = 'administrator' WHERE id = %s", held.pk)
    return str(held.pk)


def _adopt(_: User) -> str:
    draft = Edition.objects.get(slug="bob-icb-journal")
    without_triggers("UPDATE editions_edition SET adopted_by = 'Nobody' WHERE id = %s", draft.pk)
    return str(draft.pk)


def _date_back(_: User) -> str:
    bob = Edition.objects.get(slug="bob-icb-2024-09")
    without_triggers(
        "UPDATE editions_edition SET effective_from = '2020-01-01' WHERE id = %s", bob.pk
    )
    return str(bob.pk)


def _rename_an_element(_: User) -> str:
    post = Post.objects.get(summary="Said anew 3")
    without_triggers("UPDATE editions_element SET name = 'Other' WHERE id = %s", post.pk)
    return str(post.pk)


def _change_a_kind_s_own_column(_: User) -> str:
    post = Post.objects.get(summary="Said anew 4")
    without_triggers("UPDATE directorates_post SET number = 77 WHERE element_id = %s", post.pk)
    return str(post.pk)


def _change_an_appointment(_: User) -> str:
    held = Appointment.objects.get(name="Bea Example")
    without_triggers("UPDATE directorates_appointment SET name = 'Cy' WHERE id = %s", held.pk)
    return str(held.pk)


def _change_a_comment(_: User) -> str:
    said = Comment.objects.get()
    without_triggers("UPDATE drafting_comment SET text = 'All is well' WHERE id = %s", said.pk)
    return str(said.pk)


def _change_a_proposal(_: User) -> str:
    made = Proposal.objects.get()
    without_triggers("UPDATE drafting_proposal SET word = 'Declined' WHERE id = %s", made.pk)
    return str(made.pk)


@pytest.mark.parametrize(
    "tampering",
    [
        _change_a_grant,
        _adopt,
        _date_back,
        _rename_an_element,
        _change_a_kind_s_own_column,
        _change_an_appointment,
        _change_a_comment,
        _change_a_proposal,
    ],
)
def test_a_row_changed_without_a_record_is_named(
    worked_on: Edition, editor: User, tampering: Callable[[User], str]
) -> None:
    changed = tampering(editor)
    assert found() == [(changed, "it stands otherwise than recorded.")]


def test_a_grant_put_in_without_a_record_is_named(worked_on: Edition, editor: User) -> None:
    held = Grant.objects.get(user=editor, ended_at=None)
    forged = 1_000_000
    rows("CREATE TEMPORARY TABLE forged AS SELECT * FROM access_grant WHERE id = %s", held.pk)
    rows("UPDATE forged SET id = %s, role = 'secretary'", forged)
    without_triggers("INSERT INTO access_grant SELECT * FROM forged")
    assert found() == [(str(forged), "it stands, and was never recorded.")]


def test_a_grant_taken_out_without_a_record_is_named(worked_on: Edition, editor: User) -> None:
    held = Grant.objects.get(user=editor, ended_at=None)
    without_triggers("DELETE FROM access_grant WHERE id = %s", held.pk)
    assert found() == [(str(held.pk), "it stands no more, and its end was never recorded.")]


def test_an_ended_row_put_back_without_a_record_is_named(worked_on: Edition) -> None:
    held = Appointment.objects.get(name="Bea Example")
    identifier = held.pk
    rows(
        "CREATE TEMPORARY TABLE kept AS SELECT * FROM directorates_appointment WHERE id = %s",
        identifier,
    )
    held.delete()
    without_triggers("INSERT INTO directorates_appointment SELECT * FROM kept")
    assert found() == [(str(identifier), "it stands, and was recorded as ended.")]

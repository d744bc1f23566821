"""The journal is the database's: whole, in order, for every history, and nobody else writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, models, transaction

from directorates.models import Appointment, Directorate, Post
from opmodel.audit import checkpoints
from opmodel.audit.installing import journalled
from opmodel.audit.models import Entry, Head
from opmodel.audit.redacting import due, redact, redact_entry
from opmodel.audit.verifying import CHANGED, verify
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Edition, Organisation
from opmodel.editions.models.history import history_of, tracked_models
from tests.conftest import AsApplication

from .conftest import rows, settle

CHAIN = "bob-icb"


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("audit", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
class TestWriting:
    @pytest.fixture(autouse=True)
    def rolled_back(self, changed: Edition) -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    @pytest.mark.parametrize("model", tracked_models(), ids=lambda model: model._meta.label_lower)
    def test_every_history_is_journalled(self, model: type[models.Model]) -> None:
        table = history_of(model)._meta.db_table
        assert table in journalled()
        ((deferred,),) = rows(
            "SELECT tginitdeferred FROM pg_trigger"
            " WHERE tgname = 'journal' AND tgrelid = %s::regclass AND tgenabled = 'O'",
            table,
        )
        assert deferred

    def test_numbers_have_no_gaps_and_each_goes_on_from_the_one_before(self) -> None:
        found = list(Entry.objects.filter(chain=CHAIN).order_by("number"))
        assert [each.number for each in found] == list(range(1, len(found) + 1))
        assert all(bytes(after.previous) == bytes(before.hash) for before, after in pairwise(found))
        head = Head.objects.get(chain=CHAIN)
        assert (head.number, bytes(head.hash)) == (found[-1].number, bytes(found[-1].hash))

    def test_an_entry_says_who_what_and_why(self, changed: Edition) -> None:
        post = Post.objects.in_edition(changed).filter(summary="Said anew 3").get()
        entry = Entry.objects.filter(object=str(post.pk)).order_by("-number")[0]
        assert (entry.chain, entry.edition_id, entry.what) == (CHAIN, changed.id, "~")
        assert entry.by is not None
        assert (entry.by.username, entry.reason) == ("olive", "As the Board agreed, item 3")

    def test_what_is_taken_back_leaves_no_number(self, changed: Edition) -> None:
        before = Head.objects.get(chain=CHAIN).number
        with transaction.atomic():
            Directorate.objects.in_edition(changed)[0].save()
            settle()
            assert Head.objects.get(chain=CHAIN).number == before + 1
            transaction.set_rollback(True)
        assert Head.objects.get(chain=CHAIN).number == before
        assert verify().is_whole

    def test_a_column_that_is_added_later_changes_no_proof(self, changed: Edition) -> None:
        table = history_of(Post)._meta.db_table
        rows(f"ALTER TABLE {table} ADD COLUMN added_later text NOT NULL DEFAULT 'something'")
        assert verify().is_whole
        Post.objects.in_edition(changed)[0].save()
        settle()
        assert verify().is_whole
        rows(f"UPDATE {table} SET added_later = 'other' WHERE history_id = %s", newest(table))
        assert [fault.record for fault in verify().faults] == [newest(table)]

    def test_a_history_that_was_not_journalled_is_taken_in_once(self, changed: Edition) -> None:
        from opmodel.audit.installing import journal_every_history  # noqa: PLC0415

        table = history_of(Post)._meta.db_table
        rows(f"DROP TRIGGER journal ON {table}")
        Post.objects.in_edition(changed)[0].save()
        rows("DELETE FROM audit_entry WHERE history_table = %s", table)
        rows("DELETE FROM audit_entry WHERE number > 0")
        rows("DELETE FROM audit_head")
        rows("SET CONSTRAINTS ALL IMMEDIATE")
        journal_every_history()
        ((count,),) = rows(f"SELECT count(*) FROM {table}")
        assert Entry.objects.filter(history_table=table).count() == count
        journal_every_history()
        assert Entry.objects.filter(history_table=table).count() == count


def newest(table: str) -> int:
    ((record,),) = rows(f"SELECT max(history_id) FROM {table}")
    return int(record)


@pytest.mark.django_db
class TestRights:
    @pytest.mark.parametrize("table", ["audit_entry", "audit_head", "audit_shape"])
    def test_the_application_reads_the_journal_and_writes_nothing_in_it(
        self, as_application: AsApplication, table: str
    ) -> None:
        for forbidden in (
            f"INSERT INTO {table} SELECT * FROM {table}",
            f"UPDATE {table} SET {'chain' if table != 'audit_shape' else 'history_table'} = 'x'",
            f"DELETE FROM {table}",
            f"TRUNCATE {table}",
            f"ALTER TABLE {table} DISABLE TRIGGER ALL",
        ):
            with (
                pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
                as_application() as cursor,
            ):
                cursor.execute(forbidden)
        with as_application() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")

    def test_it_can_neither_append_nor_redact_nor_use_the_trigger_for_tables_of_its_own(
        self, as_application: AsApplication
    ) -> None:
        for forbidden in (
            "SELECT audit_append(NULL::audit_entry)",
            "SELECT audit_redact('bob-icb', 1, '{reason}', 'because')",
            """CREATE TEMPORARY TABLE mine (history_id int);
            CREATE CONSTRAINT TRIGGER journal AFTER INSERT ON mine FOR EACH ROW
            EXECUTE FUNCTION audit_journal('history_id', '{}', '{}')""",
            "ALTER TABLE editions_historicaledition DISABLE TRIGGER journal",
            "SET session_replication_role = replica",
        ):
            with (
                pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
                as_application() as cursor,
            ):
                cursor.execute(forbidden)

    def test_what_the_application_writes_is_journalled(
        self, bob: Edition, as_application: AsApplication
    ) -> None:
        with as_application():
            draft = open_draft(based_on=bob, slug="by-the-app", title="Draft", label="Draft")
            Directorate.objects.in_edition(draft)[0].save()
            settle()
        assert Entry.objects.filter(edition_id=draft.id).count() == 2
        assert verify().is_whole


@pytest.mark.django_db
class TestRedacting:
    @pytest.fixture(autouse=True)
    def rolled_back(self, changed: Edition) -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def test_a_name_goes_and_the_chain_holds(self) -> None:
        entry = Entry.objects.filter(
            history_table="directorates_historicalappointment", chain=CHAIN
        ).order_by("number")[0]
        noted = redact_entry(
            chain=CHAIN, number=entry.number, columns=["name"], why="Asked to be forgotten."
        )
        record = Appointment.history.get(history_id=entry.history_row)
        assert record.name == ""
        entry.refresh_from_db()
        assert "name" not in (entry.salts or {})
        told = Entry.objects.get(chain=CHAIN, number=noted)
        assert (told.what, told.reason) == ("r", "Asked to be forgotten.")
        assert told.about == {"number": entry.number, "columns": ["name"]}
        verdict = verify()
        assert (verdict.faults, verdict.redacted) == ([], 1)
        rows(
            "UPDATE directorates_historicalappointment SET post = 'other' WHERE history_id = %s",
            entry.history_row,
        )
        assert [fault.number for fault in verify().faults] == [entry.number]

    def test_blanking_by_hand_is_no_redaction(self) -> None:
        entry = Entry.objects.filter(chain=CHAIN, reason__startswith="As the Board")[0]
        rows(
            f"UPDATE {entry.history_table} SET history_change_reason = NULL WHERE history_id = %s",
            entry.history_row,
        )
        rows(
            "UPDATE audit_entry SET reason = NULL WHERE chain = %s AND number = %s",
            CHAIN,
            entry.number,
        )
        assert [fault.number for fault in verify().faults] == [entry.number]
        rows(
            "UPDATE audit_entry SET redacted = jsonb_build_object('history_change_reason',"
            " audit_commitment(salts ->> 'history_change_reason', %s)),"
            " salts = NULL WHERE chain = %s AND number = %s",
            entry.reason,
            CHAIN,
            entry.number,
        )
        (fault,) = verify().faults
        assert (fault.number, "no word why" in fault.told) == (entry.number, True)

    def test_the_rules_say_what_is_due_and_the_command_does_it(self) -> None:
        assert list(due()) == []
        old = Appointment(
            organisation=Organisation.objects.get(slug=CHAIN), post="clerk", name="Old Example",
            begins_on="2001-01-01", ends_on="2005-01-01",
        )  # fmt: skip
        old._history_change_reason = "Long ago"
        old.save()
        settle()
        (waiting,) = due()
        assert waiting.columns == ("name",)
        assert "1 records due" in said("redact")
        assert "1 records redacted" in said("redact", "--apply")
        assert list(due()) == []
        assert Appointment.history.get(post="clerk").name == ""
        assert verify().is_whole
        assert redact(waiting) is None


@pytest.mark.django_db
class TestCheckpoints:
    @pytest.fixture(autouse=True)
    def rolled_back(self, changed: Edition) -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def test_one_is_signed_and_proves_that_the_chain_goes_on_from_it(
        self, changed: Edition, tmp_path: Path
    ) -> None:
        kept = tmp_path / "checkpoint.json"
        said("checkpoint", "--to", str(kept))
        assert kept.stat().st_size < 5000
        assert "records proved" in said("verify", "--checkpoint", str(kept))
        Directorate.objects.in_edition(changed)[0].save()
        settle()
        assert "hold all" in said("verify", "--organisation", CHAIN, "--checkpoint", str(kept))
        assert "hold all" in said("verify", "--checkpoint", str(kept), "--key", said("key").strip())

    def test_it_finds_out_whoever_writes_the_whole_chain_anew(
        self, changed: Edition, tmp_path: Path
    ) -> None:
        kept = tmp_path / "checkpoint.json"
        said("checkpoint", "--organisation", CHAIN, "--to", str(kept))
        before = verify().proved
        write_anew(leaving_out=5)
        verdict = verify()
        assert verdict.proved == before - 1, "The chain by itself tells nothing."
        assert {fault.what for fault in verdict.faults} == {CHANGED}, "What stands does."
        with pytest.raises(CommandError, match="2 wrong"):
            said("verify", "--checkpoint", str(kept))

    def test_one_that_was_changed_is_refused(self, tmp_path: Path) -> None:
        told = checkpoints.checkpoint()
        told["heads"][0]["number"] += 1
        for text in (json.dumps(told), "{}", "no json", '["a"]'):
            with pytest.raises(checkpoints.CheckpointRefused):
                checkpoints.read(text)


def write_anew(*, leaving_out: int) -> None:
    """What a superuser with time can do: take a change away, and every hash after it anew."""
    ((table, record),) = rows(
        "DELETE FROM audit_entry WHERE chain = %s AND number = %s"
        " RETURNING history_table, history_row",
        CHAIN,
        leaving_out,
    )
    rows(f"DELETE FROM {table} WHERE history_id = %s", record)
    rows(
        """
        DO $$
        DECLARE
            entry audit_entry;
            after bytea;
            number_then bigint;
        BEGIN
            FOR entry IN SELECT * FROM audit_entry WHERE chain = 'bob-icb' AND number > %s
                ORDER BY number LOOP
                SELECT hash INTO after FROM audit_entry
                    WHERE chain = 'bob-icb' AND number = entry.number - 2;
                number_then := entry.number;
                entry.number := entry.number - 1;
                entry.previous := after;
                UPDATE audit_entry SET number = entry.number, previous = after,
                    hash = audit_entry_hash(entry)
                    WHERE chain = 'bob-icb' AND number = number_then;
            END LOOP;
            UPDATE audit_head SET (number, hash) = (SELECT number, hash FROM audit_entry
                WHERE chain = 'bob-icb' ORDER BY number DESC LIMIT 1) WHERE chain = 'bob-icb';
        END $$
        """.replace("%s", str(leaving_out))
    )


@pytest.mark.django_db
def test_after_one_byte_the_command_names_the_record_and_fails(changed: Edition) -> None:
    with transaction.atomic():
        assert "records proved, 0 of them redacted" in said("verify")
        record = Post.history.filter(edition=changed, history_type="~")[0]
        rows(
            f"UPDATE {Post.history.model._meta.db_table}"
            " SET name = overlay(name placing 'x' from 1 for 1) WHERE history_id = %s",
            record.history_id,
        )
        out = StringIO()
        with pytest.raises(CommandError, match="1 wrong"):
            call_command("audit", "verify", stdout=out)
        assert f"post “{record.name}”" in out.getvalue()
        assert "bob-icb, number" in out.getvalue()
        transaction.set_rollback(True)

"""What is published cannot change: not by anybody, not by a slip, not by SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, models, transaction
from django.db.backends.utils import CursorWrapper
from simple_history.models import registered_models

from commissioning.models import Responsibility
from directorates.models import Directorate, Remit
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.actions.publishing import (
    AlreadyFrozen,
    adopt_as_recorded,
    publish_without_adoption,
)
from opmodel.editions.digest import compute
from opmodel.editions.folder.periods import parse_moment
from opmodel.editions.ids import row_id
from opmodel.editions.kinds import kinds, links
from opmodel.editions.models import Citation, Edition, EditionState, Element, Kind, Link, Source
from tests.conftest import AsApplication, application_role

from .making import every_kind, frozen, past_the_doors

# Every table that holds something of an edition. A kind that is added later is among them, and
# fails here until its table is frozen too.
TABLES = (Source, Citation, Element, *kinds().values(), *links())
NAMES = [model._meta.db_table for model in TABLES]
HISTORIES = sorted(
    model.history.model._meta.db_table
    for model in registered_models.values()
    if hasattr(model, "history")
)

pytestmark = pytest.mark.django_db
Role = Callable[[], AbstractContextManager[CursorWrapper]]


@pytest.fixture(scope="module")
def adopted(django_db_setup: None, django_db_blocker: Any) -> Iterator[Edition]:
    """An adopted edition with two elements of every kind, for all tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield frozen(every_kind())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def unfrozen(adopted: Edition) -> Edition:
    """A draft of the same."""
    return open_draft(based_on=adopted, slug="every-kind-draft", title="Draft", label="Draft")


@contextmanager
def owner_role() -> Iterator[CursorWrapper]:
    with transaction.atomic(), connection.cursor() as cursor:
        yield cursor


@pytest.fixture(params=[application_role, owner_role], ids=["the-application", "the-owner"])
def as_role(request: pytest.FixtureRequest) -> Role:
    """Both roles there are: whoever owns the tables is refused as well."""
    role: Role = request.param
    return role


@pytest.mark.parametrize("model", TABLES, ids=NAMES)
class TestEveryTable:
    def test_no_row_can_be_changed(
        self, adopted: Edition, model: type[models.Model], as_role: Role
    ) -> None:
        table, identity = names(model)
        column = quoted(columns(model)[-1])
        refusal = rf"edition every-kind is frozen: UPDATE of {table} refused"
        with pytest.raises(IntegrityError, match=refusal), as_role() as cursor:
            cursor.execute(
                f"UPDATE {table} SET {column} = {column} WHERE {identity} = %s",
                [rows(model, adopted)[0]],
            )

    def test_no_row_can_be_removed(
        self, adopted: Edition, model: type[models.Model], as_role: Role
    ) -> None:
        table, identity = names(model)
        refusal = rf"edition every-kind is frozen: DELETE of {table} refused"
        with pytest.raises(IntegrityError, match=refusal), as_role() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE {identity} = %s", [rows(model, adopted)[0]])

    def test_no_row_can_be_added(
        self, adopted: Edition, model: type[models.Model], as_role: Role
    ) -> None:
        table, identity = names(model)
        given = another_row(model, adopted)
        values = (
            f"%({column})s" if column in given else quoted(column) for column in columns(model)
        )
        refusal = rf"edition every-kind is frozen: INSERT of {table} refused"
        with pytest.raises(IntegrityError, match=refusal), as_role() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(map(quoted, columns(model)))})"
                f" SELECT {', '.join(values)} FROM {table} WHERE {identity} = %(like)s",
                given | {"like": rows(model, adopted)[0]},
            )

    def test_rows_of_a_draft_may_change(
        self, unfrozen: Edition, model: type[models.Model], as_role: Role
    ) -> None:
        """So it is the freeze that refuses above, and nothing else."""
        table, identity = names(model)
        column = quoted(columns(model)[-1])
        with as_role() as cursor:
            cursor.execute(
                f"UPDATE {table} SET {column} = {column} WHERE {identity} = %s",
                [rows(model, unfrozen)[0]],
            )
            assert cursor.rowcount == 1

    def test_the_application_can_neither_empty_a_table_nor_unlock_it(
        self, model: type[models.Model], as_application: AsApplication
    ) -> None:
        table, _ = names(model)
        for forbidden in (
            f"TRUNCATE {table} CASCADE",
            f"DROP TRIGGER frozen_update ON {table}",
            f"ALTER TABLE {table} DISABLE TRIGGER frozen_update",
            f"ALTER TABLE {table} DISABLE TRIGGER ALL",
            f"CREATE RULE unfrozen AS ON UPDATE TO {table} DO INSTEAD NOTHING",
            f"DROP TABLE {table} CASCADE",
        ):
            with (
                pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
                as_application() as cursor,
            ):
                cursor.execute(forbidden)


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def names(model: type[models.Model]) -> tuple[str, str]:
    return model._meta.db_table, model._meta.pk.column


def columns(model: type[models.Model]) -> list[str]:
    return [field.column for field in model._meta.local_concrete_fields if not field.generated]


def rows(model: type[models.Model], edition: Edition) -> list[UUID]:
    """The ids of an edition's rows in a table."""
    table, identity = names(model)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {identity} FROM {table}"
            f" WHERE left({identity}::text, 18) = left(%s::text, 18) ORDER BY {identity}",
            [edition.id],
        )
        return [row[0] for row in cursor.fetchall()]


def another_row(model: type[models.Model], edition: Edition) -> dict[str, Any]:
    """What differs from a row of the edition in one that nothing but the freeze forbids."""
    _, identity = names(model)
    given: dict[str, Any] = {identity: row_id(edition.id, "another")}
    if issubclass(model, Kind):
        # Beside another kind's base row, which has no row in this table yet.
        taken = rows(model, edition)
        given[identity] = next(row for row in rows(Element, edition) if row not in taken)
    if "key" in columns(model):
        given["key"] = "another"
    if issubclass(model, Link):
        owner, target = (model._meta.get_field(name) for name in model.ends)
        taken = set(model.objects.values_list(owner.attname, target.attname))
        given[owner.column], given[target.column] = next(
            pair
            for pair in product(rows(owner.related_model, edition), rows(Element, edition))
            if pair not in taken
        )
    if model is Responsibility:
        # In the same function nobody has the same part twice: one that no letter is given.
        given["part"] = ""
    return given


class TestTheEditionItself:
    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE editions_edition SET title = 'Another' WHERE slug = 'every-kind'",
            "UPDATE editions_edition SET state = 'draft' WHERE slug = 'every-kind'",
            "UPDATE editions_edition SET effective_from = '2020-01-01' WHERE slug = 'every-kind'",
            "UPDATE editions_edition SET digest = repeat('0', 64) WHERE slug = 'every-kind'",
            "DELETE FROM editions_edition WHERE slug = 'every-kind'",
        ],
    )
    def test_its_own_row_is_frozen(self, adopted: Edition, as_role: Role, change: str) -> None:
        with (
            pytest.raises(IntegrityError, match="edition every-kind is frozen"),
            as_role() as cursor,
        ):
            cursor.execute(change)

    def test_the_application_can_neither_empty_its_table_nor_unlock_it(
        self, as_application: AsApplication
    ) -> None:
        for forbidden in (
            "TRUNCATE editions_edition CASCADE",
            "DROP TRIGGER frozen ON editions_edition",
            "ALTER TABLE editions_edition DISABLE TRIGGER ALL",
            "DROP FUNCTION refuse_frozen() CASCADE",
            (
                "CREATE OR REPLACE FUNCTION refuse_frozen() RETURNS trigger LANGUAGE plpgsql"
                " AS $$ BEGIN RETURN NULL; END $$"
            ),
            "SET session_replication_role = replica",
        ):
            with (
                pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
                as_application() as cursor,
            ):
                cursor.execute(forbidden)

    def test_a_table_of_the_same_name_does_not_deceive_the_freeze(
        self, adopted: Edition, as_application: AsApplication
    ) -> None:
        """Anybody may make temporary tables, and PostgreSQL looks there first."""
        deceive = "CREATE TEMP TABLE editions_edition (LIKE public.editions_edition)"
        forge = "UPDATE editions_element SET name = 'Forged' WHERE edition_id = %s"
        with (
            pytest.raises(IntegrityError, match="edition every-kind is frozen"),
            as_application() as cursor,
        ):
            cursor.execute(f"{deceive}; {forge}", [adopted.id])

    @pytest.mark.parametrize("state", ["adopted", "not-adopted", "withdrawn"])
    def test_it_is_frozen_in_every_state_that_says_so(self, draft: Edition, state: str) -> None:
        draft.state, draft.digest = state, "0" * 64
        draft.effective_from, draft.recorded_at = date(2025, 1, 1), parse_moment("2025-01-01")
        draft.save()
        assert draft.is_frozen
        with pytest.raises(IntegrityError, match="bob-icb-draft is frozen"), transaction.atomic():
            Directorate.objects.in_edition(draft)[0].save()

    @pytest.mark.parametrize("state", ["draft", "in-review"])
    def test_in_any_other_state_it_may_change(self, draft: Edition, state: str) -> None:
        past_the_doors(Edition).filter(pk=draft.pk).update(state=state)
        element = Directorate.objects.in_edition(draft)[0]
        element.name = "Another"
        element.save()
        assert Directorate.objects.get(pk=element.pk).name == "Another"

    def test_these_are_all_the_states_there_are(self) -> None:
        assert {*EditionState.values} == {
            *("adopted", "not-adopted", "withdrawn"),
            *("draft", "in-review"),
        }

    def test_an_element_of_it_cannot_be_saved_or_deleted(self, bob: Edition) -> None:
        directorate = Directorate.objects.in_edition(bob)[0]
        remit = Remit.objects.in_edition(bob)[0]
        for change in (directorate.save, remit.delete, bob.save):
            with pytest.raises(IntegrityError, match="is frozen"), transaction.atomic():
                change()
        assert compute(bob) == bob.digest


class TestAdoption:
    def test_it_names_the_content_by_its_digest(self, bob: Edition, draft: Edition) -> None:
        content = compute(draft)
        adopted = adopt(draft)
        assert (adopted.state, adopted.digest) == ("adopted", compute(adopted))
        assert adopted.digest not in (content, bob.digest), "the adoption is part of it"

    def test_nobody_adopts_an_edition_twice(self, draft: Edition) -> None:
        adopt(draft)
        with pytest.raises(AlreadyFrozen, match="is adopted already"):
            adopt(draft)
        with pytest.raises(AlreadyFrozen, match="is adopted already"):
            publish_without_adoption(edition=draft)

    def test_a_document_never_adopted_is_frozen_all_the_same(self, draft: Edition) -> None:
        published = publish_without_adoption(edition=draft)
        assert (published.state, published.digest) == ("not-adopted", compute(published))
        with pytest.raises(IntegrityError, match="is frozen"), transaction.atomic():
            Directorate.objects.in_edition(published)[0].save()

    def test_the_database_asks_for_the_day_the_record_and_the_digest(self, draft: Edition) -> None:
        for missing in ("effective_from", "recorded_at", "digest"):
            stated = {
                "effective_from": date(2025, 1, 1),
                "recorded_at": parse_moment("2025-01-01"),
                "digest": "0" * 64,
            }
            stated[missing] = "" if missing == "digest" else None
            with pytest.raises(IntegrityError, match="edition_"), transaction.atomic():
                past_the_doors(Edition).filter(pk=draft.pk).update(state="adopted", **stated)

    def test_the_application_does_all_of_it_in_its_own_role(
        self, bob: Edition, as_application: AsApplication
    ) -> None:
        with as_application():
            draft = open_draft(based_on=bob, slug="of-its-own", title="Draft", label="Draft")
            directorate = Directorate.objects.in_edition(draft)[0]
            directorate.name = "Renamed"
            directorate.save()
            adopted = adopt(draft)
        assert adopted.digest == compute(adopted)
        assert Directorate.history.filter(id=directorate.id, name="Renamed").exists()


class TestHistory:
    @pytest.mark.parametrize("table", HISTORIES)
    def test_the_application_adds_to_it_and_changes_nothing_in_it(
        self, as_application: AsApplication, table: str
    ) -> None:
        for forbidden in (
            f"UPDATE {table} SET history_change_reason = 'Forged'",
            f"DELETE FROM {table}",
            f"TRUNCATE {table}",
        ):
            with (
                pytest.raises(ProgrammingError, match=f"permission denied for table {table}"),
                as_application() as cursor,
            ):
                cursor.execute(forbidden)
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege('opmodel_app', %s, 'INSERT')", [table])
            assert cursor.fetchone() == (True,)

    def test_every_kind_has_one(self) -> None:
        assert {kind.history.model._meta.db_table for kind in kinds().values()} <= set(HISTORIES)


def adopt(edition: Edition) -> Edition:
    return adopt_as_recorded(
        edition=edition,
        effective_from=date(2025, 1, 1),
        recorded_at=parse_moment("2025-01-02"),
    )

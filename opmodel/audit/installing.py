"""Has every history journalled: after each migration, so that a new model needs no word here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connections, models
from psycopg import sql

from opmodel.editions.models import Organisation
from opmodel.editions.models.history import history_of, tracked_models

REASON = "history_change_reason"
TRIGGER = "journal"


@dataclass(frozen=True)
class Journalled:
    """How a model's history is journalled: what the trigger on its table is told."""

    model: type[models.Model]
    table: str
    key: str
    owner: tuple[str, ...]
    personal: tuple[str, ...]

    @property
    def arguments(self) -> tuple[str, str, str]:
        return self.key, _array(self.owner), _array(self.personal)


def journalled() -> dict[str, Journalled]:
    """Every history that is journalled, by its table."""
    found = [_journalled(model) for model in tracked_models()]
    return {each.table: each for each in found}


def journal_every_history(using: str = "default", **_: Any) -> None:
    """Puts the trigger on the table of every history that has none, or another than it should.

    What is in a history before it is journalled for the first time is journalled now.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regproc('audit_journal') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return  # The journal was migrated away.
        cursor.execute(
            "SELECT tgrelid::regclass::text, encode(tgargs, 'escape') FROM pg_trigger"
            " WHERE tgname = %s AND NOT tgisinternal",
            [TRIGGER],
        )
        there = dict(cursor.fetchall())
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {name for (name,) in cursor.fetchall()}
        for each in journalled().values():
            told = "".join(f"{argument}\\000" for argument in each.arguments)
            if each.table in tables and there.get(each.table) != told:
                _install(cursor, each, new=each.table not in there)


def _install(cursor: Any, each: Journalled, *, new: bool) -> None:
    table, name = sql.Identifier(each.table), sql.Identifier(TRIGGER)
    arguments = sql.SQL(", ").join(map(sql.Literal, each.arguments))
    cursor.execute(sql.SQL("DROP TRIGGER IF EXISTS {} ON {}").format(name, table))
    # At the commit, not before: so a chain is held only for as long as a commit takes, however
    # long the work before it was.
    cursor.execute(
        sql.SQL(
            "CREATE CONSTRAINT TRIGGER {} AFTER INSERT ON {} DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION audit_journal({})"
        ).format(name, table, arguments)
    )
    if new:
        _take_in(cursor, each.table)


def _take_in(cursor: Any, table: str) -> None:
    """Journals what a history holds already, by writing it once more in the order it came."""
    name = sql.Identifier(table)
    cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(name))
    if not cursor.fetchone()[0]:
        return
    cursor.execute(
        sql.SQL(
            "WITH held AS (DELETE FROM {name} WHERE NOT EXISTS (SELECT FROM audit_entry"
            " WHERE history_table = {table} AND history_row = history_id AND what <> 'r')"
            " RETURNING *) INSERT INTO {name} SELECT * FROM held ORDER BY history_id"
        ).format(name=name, table=sql.Literal(table))
    )


def _journalled(model: type[models.Model]) -> Journalled:
    records = history_of(model)
    kept = {field.name: str(field.column) for field in records._meta.concrete_fields}
    personal = [kept[name] for name in getattr(model, "personal", ()) if name in kept]
    key = model._meta.pk
    # A kind's key is the link to its base row, which has the id; its history has both.
    column = kept["id"] if "id" in kept and key.is_relation else kept[key.name]
    return Journalled(
        model=model,
        table=records._meta.db_table,
        key=column,
        owner=_owner(model),
        personal=(REASON, *personal),
    )


def _owner(model: type[models.Model]) -> tuple[str, ...]:
    """The row by which one belongs to an organisation, where it does not say so itself."""
    if _belongs(model) or isinstance(model._meta.pk, models.UUIDField):
        return ()
    for field in model._meta.concrete_fields:
        above = field.related_model
        if field.is_relation and isinstance(above, type) and _belongs(above):
            return above._meta.db_table, str(above._meta.pk.column), str(field.column)
    return ()


def _belongs(model: type[models.Model]) -> bool:
    fields = {field.name: field for field in model._meta.concrete_fields}
    return "edition" in fields or (
        "organisation" in fields and fields["organisation"].related_model is Organisation
    )


def _array(names: tuple[str, ...]) -> str:
    return "{" + ",".join(names) + "}"

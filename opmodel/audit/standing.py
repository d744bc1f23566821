"""What stands now, held to what was recorded of it last.

A chain proves what was written in it. That somebody changed the row itself and wrote no record is
found only by looking at both.
"""

from __future__ import annotations

from typing import Final

from django.db import models
from psycopg import sql

from opmodel.editions.models import Element
from opmodel.editions.models.history import history_of

from .installing import Journalled

OTHERWISE: Final = "otherwise"
UNRECORDED: Final = "unrecorded"
ENDED: Final = "ended"
GONE: Final = "gone"

TOLD: Final = {
    OTHERWISE: "it stands otherwise than recorded.",
    UNRECORDED: "it stands, and was never recorded.",
    ENDED: "it stands, and was recorded as ended.",
    GONE: "it stands no more, and its end was never recorded.",
}

ALWAYS_RECORDED: Final = frozenset(
    {
        "access_historicalgrant",
        "directorates_historicalappointment",
        "drafting_historicalcomment",
        "drafting_historicalproposal",
        "findings_historicalwaiver",
        "scenarios_historicalscenario",
        "scenarios_historicalscenariostep",
    }
)
"""Histories of what is only ever written row by row. Elements come with their edition in bulk, and
those that were never changed have no record of their own: the edition's digest names them."""


def compared(history: Journalled) -> bool:
    """The base row of an element is compared with the rest of it, as the kind it is of."""
    return history.model is not Element


def standing(history: Journalled, later: set[str], *, most: int) -> sql.Composable:
    """Rows of a table that do not stand as recorded: what is wrong, the row's key, the number of
    its newest record, and whose chain it belongs to. *later* are columns that not every record had
    when it was written.

    Each history is read once, and grouped by row; nothing depends on how often one was changed.
    """
    return sql.SQL(
        """
        SELECT what, key::text, record,
            (audit_belongs({name}, belonging, key::text, {owner})).chain
        FROM (
            SELECT CASE
                    WHEN stands.{live_key} IS NULL THEN {gone}
                    WHEN told.history_id IS NULL THEN {unrecorded}
                    WHEN told.history_type = '-' THEN {ended}
                    ELSE {otherwise}
                END AS what,
                coalesce(stands.{live_key}, told.{key}) AS key, told.history_id AS record,
                CASE WHEN told.history_id IS NULL THEN to_jsonb(stands) ELSE to_jsonb(told) END
                    AS belonging
            FROM (
                SELECT told.* FROM {table} AS told JOIN (
                    SELECT max(history_id) AS newest FROM {table} GROUP BY {key}
                ) AS each ON told.history_id = each.newest
            ) AS told FULL JOIN ({live}) AS stands ON stands.{live_key} = told.{key}
            WHERE CASE
                WHEN stands.{live_key} IS NULL THEN told.history_type <> '-'
                WHEN told.history_id IS NULL THEN {always}
                ELSE told.history_type = '-' OR {differs}
            END
            LIMIT {most}
        ) AS wrong
        """
    ).format(
        name=sql.Literal(history.table),
        owner=sql.Literal(list(history.owner)) + sql.SQL("::text[]"),
        gone=sql.Literal(GONE),
        unrecorded=sql.Literal(UNRECORDED),
        ended=sql.Literal(ENDED),
        otherwise=sql.Literal(OTHERWISE),
        table=sql.Identifier(history.table),
        key=sql.Identifier(history.key),
        live_key=sql.Identifier(history.key),
        live=_live(history.model),
        always=sql.SQL("TRUE" if history.table in ALWAYS_RECORDED else "FALSE"),
        differs=_differs(history, later),
        most=sql.Literal(most),
    )


def _live(model: type[models.Model]) -> sql.Composable:
    """The rows of a model as its history has them: those of a kind with their base row."""
    tables = [model, *(parent for parent in model._meta.get_parent_list())]
    columns = [
        sql.Identifier(each._meta.db_table, str(field.column))
        for each in tables
        for field in each._meta.local_concrete_fields
    ]
    found: sql.Composable = sql.Identifier(model._meta.db_table)
    for parent in tables[1:]:
        found = sql.SQL("{} JOIN {} ON {} = {}").format(
            found,
            sql.Identifier(parent._meta.db_table),
            sql.Identifier(parent._meta.db_table, str(parent._meta.pk.column)),
            sql.Identifier(model._meta.db_table, str(model._meta.pk.column)),
        )
    return sql.SQL("SELECT {} FROM {}").format(sql.SQL(", ").join(columns), found)


def _differs(history: Journalled, later: set[str]) -> sql.Composable:
    """Whether a column that both have reads otherwise. What was redacted since cannot be compared,
    nor what a migration put into rows and records after the newest record was written."""
    kept = {str(field.column) for field in history_of(history.model)._meta.concrete_fields}
    columns = [
        str(field.column)
        for each in (history.model, *history.model._meta.get_parent_list())
        for field in each._meta.local_concrete_fields
        if field.column in kept
    ]
    excused = {*history.personal, *later}
    plain = [name for name in columns if name not in excused]
    tests = [_unlike(plain)] if plain else []
    tests += [
        sql.SQL(
            "({} AND NOT EXISTS (SELECT FROM audit_entry AS entry"
            " LEFT JOIN audit_shape AS shape ON shape.id = entry.shape_id"
            " WHERE entry.history_table = {} AND entry.history_row = told.history_id"
            " AND entry.what <> 'r' AND (entry.redacted ? {} OR {} <> ALL (shape.columns))))"
        ).format(_unlike([name]), sql.Literal(history.table), sql.Literal(name), sql.Literal(name))
        for name in columns
        if name in excused
    ]
    return sql.SQL("({})").format(sql.SQL(" OR ").join(tests))


def _unlike(columns: list[str]) -> sql.Composable:
    sides = [
        sql.SQL("ROW({})").format(
            sql.SQL(", ").join(sql.Identifier(side, column) for column in columns)
        )
        for side in ("stands", "told")
    ]
    return sql.SQL("({} IS DISTINCT FROM {})").format(*sides)

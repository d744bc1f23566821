"""Taking personal data out of history when nobody may need it any more.

Only the owner of the tables can: the application's role has no right to change a history. Each
redaction is itself an entry of the chain, with the rule that it follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from .installing import REASON, journalled

_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True)
class Rule:
    """What is redacted, how long after what, and why. `after` is SQL over the history's record."""

    name: str
    tables: tuple[str, ...]
    columns: tuple[str, ...]
    after: str
    kept_for: timedelta
    why: str


RULES: Final = (
    Rule(
        name="names of people in appointments",
        tables=("directorates_historicalappointment",),
        columns=("name", "note"),
        after="ends_on",
        kept_for=6 * _YEAR,
        why="Who held a post is kept for six years after the appointment ended.",
    ),
    Rule(
        name="words people gave as reasons",
        tables=(),  # Every history.
        columns=(REASON,),
        after="history_date",
        kept_for=20 * _YEAR,
        why="Reasons in people's own words are kept for twenty years.",
    ),
    Rule(
        name="why roles were granted and ended",
        tables=("access_historicalgrant",),
        columns=("reason", "ended_because"),
        after="coalesce(ended_at, until, history_date)",
        kept_for=6 * _YEAR,
        why="Why somebody had a role is kept for six years after it ended.",
    ),
    Rule(
        name="what people wrote in proposals and comments",
        tables=("drafting_historicalproposal", "drafting_historicalcomment"),
        columns=("reason", "word", "text", "words"),
        after="history_date",
        kept_for=10 * _YEAR,
        why="Proposals and comments in people's own words are kept for ten years.",
    ),
)


@dataclass(frozen=True)
class Due:
    """A record with something that a rule says is to go."""

    rule: Rule
    chain: str
    number: int
    table: str
    columns: tuple[str, ...]


def due(*, now: datetime | None = None, rules: Iterable[Rule] = RULES) -> Iterator[Due]:
    """What the rules say is to go by now, and is there still."""
    for rule in rules:
        for table in rule.tables or tuple(journalled()):
            yield from _due_in(table, rule, now or timezone.now())


def _due_in(table: str, rule: Rule, now: datetime) -> Iterator[Due]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
        if not cursor.fetchone()[0]:
            return
        cursor.execute(
            sql.SQL(
                "SELECT entry.chain, entry.number,"
                " ARRAY(SELECT jsonb_object_keys(entry.salts) INTERSECT SELECT unnest(%s::text[]))"
                " FROM audit_entry AS entry JOIN {} AS told"
                " ON told.history_id = entry.history_row"
                " WHERE entry.history_table = %s AND entry.what <> 'r'"
                " AND entry.salts ?| %s::text[] AND ({}) < %s ORDER BY 1, 2"
            ).format(sql.Identifier(table), sql.SQL(rule.after)),
            [list(rule.columns), table, list(rule.columns), now - rule.kept_for],
        )
        for chain, number, columns in cursor.fetchall():
            yield Due(rule, chain, number, table, tuple(sorted(columns)))


@transaction.atomic
def redact(each: Due) -> int | None:
    """Blanks what is due, and returns the number of the entry that says so."""
    return redact_entry(
        chain=each.chain, number=each.number, columns=each.columns, why=each.rule.why
    )


@transaction.atomic
def redact_entry(*, chain: str, number: int, columns: Iterable[str], why: str) -> int | None:
    """The same for a single change, such as where somebody has a right to be forgotten."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_redact(%s, %s, %s::text[], %s)", [chain, number, list(columns), why]
        )
        noted: int | None = cursor.fetchone()[0]
        return noted

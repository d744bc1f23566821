"""Proving that the journal and every history it covers are as they were written.

The database does the work: it computes every hash anew and gives back only what does not agree. So
a million records need no more memory here than ten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from django.db import connection, transaction
from psycopg import sql

from .installing import Journalled, journalled
from .models import REGISTRY
from .naming import called
from .standing import TOLD, compared, standing

EDITED: Final = "edited"
DELETED: Final = "deleted"
INSERTED: Final = "inserted"
REORDERED: Final = "reordered"
CHANGED: Final = "changed"
"""A row that stands otherwise than its history says: the history itself may be whole."""

MOST_TOLD = 1000
"""So many faults are looked at, of each table and of the journal."""


@dataclass(frozen=True)
class Fault:
    """A record that is not what it was, and what was done to it."""

    what: str
    chain: str
    number: int | None
    table: str
    record: int | None
    element: str
    told: str
    object: str = ""

    def __str__(self) -> str:
        at = f"number {self.number}" if self.number is not None else "no number"
        return f"{self.chain or 'the registry'}, {at}: {self.element} ({self._record}): {self.told}"

    @property
    def _record(self) -> str:
        return f"{self.table}, record {self.record}" if self.table else "the journal"


@dataclass
class Verdict:
    """What was proved: how many records, how many of them with something redacted; and what is
    wrong."""

    proved: int = 0
    redacted: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.faults


@dataclass(frozen=True)
class _Suspect:
    """An entry that does not agree with itself, with its neighbour, or with its history."""

    chain: str
    number: int
    table: str
    record: int
    object: str


def verify(*, chain: str | None = None) -> Verdict:
    """Computes everything anew, for one chain or for all, as it stands at one moment."""
    with _one_moment() as cursor:
        return _Check(cursor, chain).made()


@contextmanager
def _one_moment() -> Iterator[Any]:
    """A cursor that sees the database as it is now, whatever others commit meanwhile."""
    inside = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if inside:
            # What this transaction wrote is journalled first, as it would be at its commit.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        else:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for setting in (
            "timezone = 'UTC'",
            "bytea_output = 'hex'",
            "intervalstyle = 'postgres'",
            "extra_float_digits = 1",
            "jit = off",
            "work_mem = '32MB'",
        ):
            cursor.execute(f"SET LOCAL {setting}")
        yield cursor


class _Check:
    def __init__(self, cursor: Any, chain: str | None):
        self.cursor = cursor
        self.chain = chain
        self.faults: list[Fault] = []
        self.histories = journalled()
        self.unjournalled: list[tuple[str, Journalled, int, str, Any]] = []
        self.standing: list[Fault] = []

    def made(self) -> Verdict:
        count, redacted = self._counted()
        unlike = self._entries()
        missing: set[tuple[str, int]] = set()
        changed: list[tuple[_Suspect, Journalled]] = []
        for table, history in self.histories.items():
            if table not in self._columns:
                continue
            for suspect, is_there in self._records(history):
                if is_there:
                    changed.append((suspect, history))
                else:
                    missing.add((suspect.chain, suspect.number))
                    self._missing(suspect, history, forged=suspect in unlike)
            self._unjournalled(history)
            self._standing(history)
        self._gone_tables()
        edited = {(each.chain, each.number) for each, _ in changed}
        self._changed(changed)
        self._journal([each for each in unlike if (each.chain, each.number) not in missing], edited)
        self._gaps()
        self._redactions()
        # Where a row's records are at fault, that is said, and not what follows from it.
        known = {(each.table, each.object) for each in self.faults}
        self.faults += [each for each in self.standing if (each.table, each.object) not in known]
        wrong = {(each.chain, each.number) for each in self.faults if each.number is not None}
        wrong -= self.lost
        return Verdict(proved=count - len(wrong), redacted=redacted, faults=self._in_order())

    def _in_order(self) -> list[Fault]:
        unique = dict.fromkeys(self.faults)
        return sorted(unique, key=lambda each: (each.chain, each.number or 0, each.table))

    def _rows(self, statement: Any, *parameters: Any) -> list[tuple[Any, ...]]:
        self.cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = self.cursor.fetchall()
        return rows

    def _where(self, *name: str) -> sql.Composable:
        if self.chain is None:
            return sql.SQL("TRUE")
        column = sql.Identifier(*(name or ("chain",)))
        return sql.SQL("{} = {}").format(column, sql.Literal(self.chain))

    def _counted(self) -> tuple[int, int]:
        ((count, redacted),) = self._rows(
            sql.SQL("SELECT count(*), count(redacted) FROM audit_entry WHERE {}").format(
                self._where()
            )
        )
        return count, redacted

    def _entries(self) -> list[_Suspect]:
        """Entries that are not what their hash is of, or that the next does not go on from.

        Where two do not follow each other and one of them is not itself, that one is meant. (The
        sum in each ORDER BY has all of it looked at, in parallel: with an index, the database
        would go row by row and hope to be done after a few.)
        """
        untrue = [
            _Suspect(*row)
            for row in self._rows(
                sql.SQL(
                    """
                    SELECT chain, number, history_table, history_row, object
                    FROM audit_entry AS entry
                    WHERE {} AND (audit_entry_hash(entry) <> hash OR number = 1 AND previous <> '')
                    ORDER BY number + 0 LIMIT {}
                    """
                ).format(self._where(), sql.Literal(MOST_TOLD))
            )
        ]
        known = {(each.chain, each.number) for each in untrue}
        parted = self._rows(
            sql.SQL(
                """
                SELECT entry.chain, entry.number, entry.history_table, entry.history_row,
                    entry.object
                FROM audit_entry AS entry JOIN audit_entry AS following
                    ON following.chain = entry.chain AND following.number = entry.number + 1
                WHERE {} AND following.previous <> entry.hash
                ORDER BY entry.number + following.number LIMIT {}
                """
            ).format(self._where("entry", "chain"), sql.Literal(MOST_TOLD))
        )
        return untrue + [
            suspect
            for suspect in (_Suspect(*row) for row in parted)
            if not known & {(suspect.chain, suspect.number), (suspect.chain, suspect.number + 1)}
        ]

    def _records(self, history: Journalled) -> list[tuple[_Suspect, bool]]:
        """Entries whose record in the history is gone (False) or reads otherwise (True)."""
        if history.table not in self._shapes:
            return []  # Nothing of it was ever journalled.
        rows = self._rows(
            sql.SQL(
                """
                SELECT entry.chain, entry.number, entry.history_table, entry.history_row,
                    entry.object, told.history_id IS NOT NULL
                FROM audit_entry AS entry LEFT JOIN {table} AS told
                    ON told.history_id = entry.history_row
                WHERE entry.history_table = {name} AND entry.what <> 'r' AND {where} AND (
                    told.history_id IS NULL
                    OR audit_row_hash({told}, entry.salts, entry.redacted) <> entry.row_hash
                    OR entry.reason IS DISTINCT FROM told.history_change_reason
                ) ORDER BY entry.number + coalesce(told.history_id, 0) LIMIT {most}
                """
            ).format(
                table=sql.Identifier(history.table),
                name=sql.Literal(history.table),
                where=self._where(),
                told=self._told(history.table),
                most=sql.Literal(MOST_TOLD),
            )
        )
        return [(_Suspect(*row[:5]), row[5]) for row in rows]

    @cached_property
    def _columns(self) -> dict[str, set[str]]:
        """The columns that the tables of histories have now; only of those that are there."""
        rows = self._rows(
            "SELECT relname, array_agg(attname::text) FROM pg_attribute"
            " JOIN pg_class ON pg_class.oid = attrelid"
            " WHERE relnamespace = 'public'::regnamespace AND relname = ANY (%s)"
            " AND attnum > 0 AND NOT attisdropped GROUP BY relname",
            list(self.histories),
        )
        return {table: set(columns) for table, columns in rows}

    @cached_property
    def _shapes(self) -> dict[str, dict[int, set[str]]]:
        """The columns that each table had when its records were journalled."""
        shapes: dict[str, dict[int, set[str]]] = defaultdict(dict)
        for table, shape, columns in self._rows(
            "SELECT history_table, id, columns FROM audit_shape"
        ):
            shapes[table][shape] = set(columns)
        return shapes

    def _later(self, table: str) -> set[str]:
        """Columns that a table did not have when some of its records were journalled."""
        now = self._columns[table]
        return {name for columns in self._shapes[table].values() for name in now - columns}

    def _told(self, table: str) -> sql.Composable:
        """A record as JSON, without the columns that its table did not have when it was written."""
        later = {
            shape: sorted(self._columns[table] - columns)
            for shape, columns in self._shapes[table].items()
        }
        if not any(later.values()):
            return sql.SQL("to_jsonb(told)")
        cases = [
            sql.SQL("WHEN {} THEN {}::text[]").format(sql.Literal(shape), sql.Literal(names))
            for shape, names in later.items()
        ]
        return sql.SQL("to_jsonb(told) - CASE entry.shape_id {} ELSE '{{}}' END").format(
            sql.SQL(" ").join(cases)
        )

    def _unjournalled(self, history: Journalled) -> None:
        """Records that no entry is of."""
        rows = self._rows(
            sql.SQL(
                """
                SELECT (audit_belongs({name}, to_jsonb(told), told.{key}::text, {owner})).chain,
                    history_id, told.{key}::text, history_date
                FROM {table} AS told WHERE NOT EXISTS (
                    SELECT FROM audit_entry WHERE history_table = {name}
                        AND history_row = told.history_id AND what <> 'r'
                ) ORDER BY history_id + 0 LIMIT {most}
                """
            ).format(
                table=sql.Identifier(history.table),
                name=sql.Literal(history.table),
                key=sql.Identifier(history.key),
                owner=sql.Literal(list(history.owner)) + sql.SQL("::text[]"),
                most=sql.Literal(MOST_TOLD),
            )
        )
        self.unjournalled += [
            (chain, history, record, key, at)
            for chain, record, key, at in rows
            if self.chain in (None, chain)
        ]

    def _standing(self, history: Journalled) -> None:
        """Rows that do not stand as recorded."""
        if not compared(history):
            return
        self.standing += [
            Fault(
                CHANGED,
                chain,
                None,
                history.table,
                record,
                called(history.model, key),
                TOLD[what],
                key,
            )
            for what, key, record, chain in self._rows(
                standing(history, self._later(history.table), most=MOST_TOLD)
            )
            if self.chain in (None, chain)
        ]

    def _gone_tables(self) -> None:
        """Entries of a history whose table is there no more: they prove nothing now."""
        rows = self._rows(
            sql.SQL(
                "SELECT DISTINCT ON (history_table) chain, number, history_table, history_row,"
                " object FROM audit_entry WHERE what <> 'r' AND {}"
                " AND history_table <> ALL (%s) ORDER BY history_table, number"
            ).format(self._where()),
            list(self._columns),
        )
        for row in rows:
            self._fault(DELETED, _Suspect(*row), "its history's whole table is gone.")

    def _fault(self, what: str, suspect: _Suspect, told: str) -> None:
        history = self.histories.get(suspect.table)
        element = called(history.model, suspect.object) if history else suspect.object
        of = (suspect.chain, suspect.number, suspect.table, suspect.record, element)
        self.faults.append(Fault(what, *of, told, suspect.object))

    def _missing(self, suspect: _Suspect, history: Journalled, *, forged: bool) -> None:
        ((head,),) = self._rows(
            "SELECT coalesce(max(number), 0) FROM audit_head WHERE chain = %s", suspect.chain
        )
        if forged or suspect.number > head or suspect.number < 1:
            self._fault(INSERTED, suspect, "this line of the journal was inserted.")
        else:
            self._fault(DELETED, suspect, "its record was deleted from the history.")

    def _changed(self, changed: list[tuple[_Suspect, Journalled]]) -> None:
        """Records that read otherwise: two of them may have changed places."""
        places = {(each.table, each.record): each for each, _ in changed}
        for suspect, history in changed:
            others = [
                record
                for table, record in places
                if table == suspect.table and record != suspect.record
            ]
            if others and self._took_the_place(suspect, history, others):
                self._fault(REORDERED, suspect, "its record changed places with another.")
            else:
                self._fault(EDITED, suspect, "its record in the history was edited.")

    def _took_the_place(self, suspect: _Suspect, history: Journalled, others: list[int]) -> bool:
        """Whether what was recorded here stands, under its number or its date, somewhere else."""
        rows = self._rows(
            sql.SQL(
                """
                SELECT EXISTS (
                    SELECT FROM audit_entry AS entry, {table} AS told, {table} AS here
                    WHERE entry.chain = %s AND entry.number = %s
                        AND here.history_id = entry.history_row AND told.history_id = ANY (%s)
                        AND (audit_row_hash({told} || jsonb_build_object(
                                'history_id', here.history_id
                            ), entry.salts, entry.redacted) = entry.row_hash
                        OR audit_row_hash({here} || jsonb_build_object(
                                'history_date', told.history_date
                            ), entry.salts, entry.redacted) = entry.row_hash)
                )
                """
            ).format(
                table=sql.Identifier(history.table),
                told=self._told(history.table),
                here=sql.SQL("(SELECT {} FROM (SELECT here.*) AS told)").format(
                    self._told(history.table)
                ),
            ),
            suspect.chain,
            suspect.number,
            others,
        )
        return rows[0][0] is True

    def _journal(self, unlike: list[_Suspect], edited: set[tuple[str, int]]) -> None:
        """Entries that are not what was written: two may have changed places, one may have been
        put in; the rest were edited."""
        heads = dict(self._rows("SELECT chain, number FROM audit_head"))
        for suspect in unlike:
            if (suspect.chain, suspect.number) in edited:
                continue  # It is named by its record already.
            if not 1 <= suspect.number <= heads.get(suspect.chain, 0):
                self._fault(INSERTED, suspect, "this line of the journal was inserted.")
            elif self._moved(suspect, [e.number for e in unlike if e.chain == suspect.chain]):
                self._fault(REORDERED, suspect, "this line of the journal changed places.")
            else:
                self._fault(EDITED, suspect, "this line of the journal was edited.")

    def _moved(self, suspect: _Suspect, places: list[int]) -> bool:
        rows = self._rows(
            """
            SELECT EXISTS (
                SELECT FROM audit_entry AS entry, unnest(%s::bigint[]) AS place
                WHERE entry.chain = %s AND entry.number = %s AND place <> entry.number
                    AND entry.hash = audit_entry_hash(
                        jsonb_populate_record(entry, jsonb_build_object('number', place)))
            )
            """,
            places,
            suspect.chain,
            suspect.number,
        )
        return rows[0][0] is True

    def _gaps(self) -> None:
        """Numbers that are missing. A record that no entry is of, and that was written between the
        neighbours of a gap, is what the missing one was of; any other was inserted."""
        self.lost: set[tuple[str, int]] = set()
        rows = (
            []
            if self._is_gapless()
            else self._rows(
                sql.SQL(
                    """
                SELECT chain, before + 1, following - 1, from_then, until_then FROM (
                    SELECT chain, number AS following, recorded_at AS until_then,
                        coalesce(lag(number) OVER w, 0) AS before,
                        lag(recorded_at) OVER w AS from_then
                    FROM audit_entry WHERE {where} AND number > 0
                    WINDOW w AS (PARTITION BY chain ORDER BY number)
                ) AS neighbours WHERE following > before + 1
                UNION ALL
                SELECT chain, last + 1, number, from_then, NULL FROM audit_head CROSS JOIN LATERAL (
                    SELECT coalesce(max(entry.number), 0) AS last,
                        max(entry.recorded_at) AS from_then
                    FROM audit_entry AS entry WHERE entry.chain = audit_head.chain
                ) AS ends WHERE {where} AND number > last
                ORDER BY 1, 2 LIMIT {most}
                """
                ).format(where=self._where(), most=sql.Literal(MOST_TOLD))
            )
        )
        for chain, first, last, _, until in rows:
            for number in range(first, min(last, first + MOST_TOLD) + 1):
                self.lost.add((chain, number))
                self._gap(chain, number, until)
        for chain, history, record, key, _ in self.unjournalled:
            self.faults.append(
                Fault(
                    INSERTED,
                    chain,
                    None,
                    history.table,
                    record,
                    called(history.model, key),
                    "it is in the history and not in the journal: it was inserted.",
                    key,
                )
            )
        self._beyond()

    def _is_gapless(self) -> bool:
        """Whether each chain has as many entries as its head says: then no number is missing."""
        ((count,),) = self._rows(
            sql.SQL(
                """
                SELECT count(*) FROM audit_head FULL JOIN (
                    SELECT chain, count(*), min(number), max(number)
                    FROM audit_entry GROUP BY chain
                ) AS entries USING (chain)
                WHERE {} AND (entries.count, entries.min, entries.max)
                    IS DISTINCT FROM (audit_head.number, 1, audit_head.number)
                """
            ).format(self._where())
        )
        return bool(count == 0)

    def _gap(self, chain: str, number: int, until: Any) -> None:
        fitting = [
            each
            for each in self.unjournalled
            if each[0] == chain and (until is None or each[4] <= until)
        ]
        told = "this line of the journal was deleted."
        if not fitting:
            self.faults.append(
                Fault(DELETED, chain, number, "", None, "nothing says of what", told)
            )
            return
        found = max(fitting, key=lambda each: each[4]) if until else fitting[0]
        self.unjournalled.remove(found)
        _, history, record, key, _ = found
        self.faults.append(
            Fault(
                DELETED, chain, number, history.table, record, called(history.model, key), told, key
            )
        )

    def _beyond(self) -> None:
        """Chains whose last entry is not the one that their head names."""
        rows = self._rows(
            sql.SQL(
                """
                SELECT entry.chain, entry.number, entry.history_table, entry.history_row,
                    entry.object, entry.number > coalesce(head.number, 0)
                FROM audit_entry AS entry LEFT JOIN audit_head AS head ON head.chain = entry.chain
                WHERE {} AND (entry.number > coalesce(head.number, 0)
                    OR entry.number = head.number AND entry.hash <> head.hash)
                ORDER BY 1, 2 LIMIT {}
                """
            ).format(self._where("entry", "chain"), sql.Literal(MOST_TOLD))
        )
        known = {(each.chain, each.number) for each in self.faults}
        for *suspect, beyond in rows:
            each = _Suspect(*suspect)
            if (each.chain, each.number) in known:
                continue
            if beyond:
                self._fault(INSERTED, each, "this line of the journal was inserted.")
            else:
                self._fault(EDITED, each, "this line of the journal was edited.")

    def _redactions(self) -> None:
        """Redactions that the chain does not tell of, and those it tells of wrongly."""
        rows = self._rows(
            sql.SQL(
                """
                SELECT chain, number, history_table, history_row, object
                FROM audit_entry AS entry WHERE {} AND redacted IS NOT NULL AND NOT (
                    SELECT coalesce(jsonb_agg(name), '[]')
                    FROM audit_entry AS told, jsonb_array_elements(told.about -> 'columns') AS name
                    WHERE told.what = 'r' AND told.chain = entry.chain
                        AND told.object = entry.object AND told.history_row = entry.history_row
                        AND (told.about ->> 'number')::bigint = entry.number
                ) @> to_jsonb(ARRAY(SELECT jsonb_object_keys(redacted))) LIMIT {}
                """
            ).format(self._where(), sql.Literal(MOST_TOLD))
        )
        for row in rows:
            self._fault(EDITED, _Suspect(*row), "it was redacted, and the journal has no word why.")


def chains() -> list[str]:
    """The chains there are, the registry's own first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT chain FROM audit_head ORDER BY chain <> %s, chain", [REGISTRY])
        return [chain for (chain,) in cursor.fetchall()]

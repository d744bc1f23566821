"""Whoever changes what was recorded is found out, and what they changed is named."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from opmodel.audit.verifying import CHANGED, DELETED, EDITED, INSERTED, REORDERED, verify
from opmodel.editions.models import Edition

from .conftest import rows, settle

pytestmark = pytest.mark.django_db
CHAIN = "bob-icb"
Expected = tuple[str, set[tuple[int | None, str]]]
"""What was done, and what has to be named for it: number and element, in part."""


@pytest.fixture(autouse=True)
def rolled_back(changed: Edition) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def entries(chance: random.Random, count: int = 1, table: str = "") -> list[tuple[Any, ...]]:
    """Some entries of the chain: number, table, record, object."""
    found = rows(
        "SELECT number, history_table, history_row, object FROM audit_entry WHERE chain = %s"
        " AND (history_table = %s OR %s = '') ORDER BY number",
        CHAIN,
        table,
        table,
    )
    return chance.sample(found, count)


def several_of_one(chance: random.Random) -> list[tuple[Any, ...]]:
    return entries(chance, 2, "directorates_historicalpost")


def edit_history(chance: random.Random) -> Expected:
    ((number, table, record, _),) = entries(chance)
    columns = [
        name
        for (name,) in rows(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
            " AND data_type IN ('text', 'character varying') AND character_maximum_length > 30"
            " OR table_name = %s AND column_name = 'history_change_reason'",
            table,
            table,
        )
    ]
    column = chance.choice(columns)
    rows(
        f"UPDATE {table} SET {column} = coalesce({column}, '') || 'x' WHERE history_id = %s",
        record,
    )
    return EDITED, {(number, table)}


def edit_who_or_when(chance: random.Random) -> Expected:
    ((number, table, record, _),) = entries(chance)
    change = chance.choice(
        (
            "history_date = history_date - interval '1 microsecond'",
            "history_user_id = nullif((SELECT min(id) FROM access_user), history_user_id)",
            "history_type = CASE history_type WHEN '~' THEN '+' ELSE '~' END",
            "request = gen_random_uuid()",
        )
    )
    rows(f"UPDATE {table} SET {change} WHERE history_id = %s", record)
    return EDITED, {(number, table)}


def edit_journal(chance: random.Random) -> Expected:
    ((number, table, _, _),) = entries(chance)
    change = chance.choice(
        (
            "recorded_at = recorded_at + interval '1 second'",
            "by_id = coalesce(by_id, 0) + 1",
            "reason = coalesce(reason, '') || '!'",
            "request = gen_random_uuid()",
            "row_hash = sha256(row_hash)",
            "hash = sha256(hash)",
            "previous = sha256(previous)",
            "object = object || '1'",
            "edition_id = gen_random_uuid()",
        )
    )
    rows(f"UPDATE audit_entry SET {change} WHERE chain = %s AND number = %s", CHAIN, number)
    return EDITED, {(number, table)}


def edit_both_and_hash_anew(chance: random.Random) -> Expected:
    """Somebody who knows how: the record, its hash in the journal, and the entry's own."""
    ((number, table, record, _),) = entries(chance)
    rows(f"UPDATE {table} SET history_date = now() WHERE history_id = %s", record)
    rows(
        "UPDATE audit_entry AS entry SET row_hash ="
        f" audit_row_hash((SELECT to_jsonb(told) FROM {table} AS told WHERE history_id = %s),"
        " salts, redacted) WHERE chain = %s AND number = %s",
        record,
        CHAIN,
        number,
    )
    rows(
        "UPDATE audit_entry AS entry SET hash = audit_entry_hash(entry)"
        " WHERE chain = %s AND number = %s",
        CHAIN,
        number,
    )
    return EDITED, {(number, table)}


def delete_from_history(chance: random.Random) -> Expected:
    ((number, table, record, _),) = entries(chance)
    rows(f"DELETE FROM {table} WHERE history_id = %s", record)
    return DELETED, {(number, table)}


def delete_from_journal(chance: random.Random) -> Expected:
    ((number, table, _, _),) = entries(chance)
    rows("DELETE FROM audit_entry WHERE chain = %s AND number = %s", CHAIN, number)
    return DELETED, {(number, table)}


def delete_from_both(chance: random.Random) -> Expected:
    ((number, table, record, _),) = entries(chance)
    rows(f"DELETE FROM {table} WHERE history_id = %s", record)
    rows("DELETE FROM audit_entry WHERE chain = %s AND number = %s", CHAIN, number)
    return DELETED, {(number, "")}


def delete_the_last(_: random.Random) -> Expected:
    ((number, table),) = rows(
        "DELETE FROM audit_entry WHERE chain = %s AND number ="
        " (SELECT max(number) FROM audit_entry WHERE chain = %s) RETURNING number, history_table",
        CHAIN,
        CHAIN,
    )
    return DELETED, {(number, table)}


def insert_into_history(chance: random.Random) -> Expected:
    ((_, table, record, _),) = entries(chance)
    rows(f"ALTER TABLE {table} DISABLE TRIGGER journal")
    rows(f"CREATE TEMPORARY TABLE forged AS SELECT * FROM {table} WHERE history_id = %s", record)
    rows("UPDATE forged SET history_id = 1000000")
    rows(f"INSERT INTO {table} SELECT * FROM forged")
    settle()
    rows(f"ALTER TABLE {table} ENABLE TRIGGER journal")
    return INSERTED, {(None, table)}


def insert_into_journal(chance: random.Random) -> Expected:
    ((number, table, _, _),) = entries(chance)
    ((last,),) = rows("SELECT max(number) FROM audit_entry WHERE chain = %s", CHAIN)
    rows(
        "CREATE TEMPORARY TABLE forged AS SELECT * FROM audit_entry"
        " WHERE chain = %s AND number = %s",
        CHAIN,
        number,
    )
    rows(
        "UPDATE forged SET number = %s, history_row = 1000000, previous ="
        " (SELECT hash FROM audit_entry WHERE chain = %s AND number = %s)",
        last + 1,
        CHAIN,
        last,
    )
    if chance.random() < 0.5:
        rows("UPDATE audit_head SET number = %s WHERE chain = %s", last + 1, CHAIN)
    rows("INSERT INTO audit_entry SELECT * FROM forged")
    return INSERTED, {(last + 1, table)}


def swap_in_the_journal(chance: random.Random) -> Expected:
    one, other = entries(chance, 2)
    _swap("audit_entry", "number", one[0], other[0], f"chain = '{CHAIN}'")
    return REORDERED, {(one[0], other[1]), (other[0], one[1])}


def swap_in_the_history(chance: random.Random) -> Expected:
    one, other = several_of_one(chance)
    _swap(one[1], "history_id", one[2], other[2], "TRUE")
    return REORDERED, {(one[0], one[1]), (other[0], other[1])}


def swap_dates(chance: random.Random) -> Expected:
    one, other = several_of_one(chance)
    dates = dict(
        rows(
            f"SELECT history_id, history_date FROM {one[1]} WHERE history_id IN (%s, %s)",
            one[2],
            other[2],
        )
    )
    for to, of in ((one, other), (other, one)):
        rows(f"UPDATE {one[1]} SET history_date = %s WHERE history_id = %s", dates[of[2]], to[2])
    return REORDERED, {(one[0], one[1]), (other[0], other[1])}


def _swap(table: str, column: str, one: int, other: int, where: str) -> None:
    for at, to in ((one, -1), (other, one), (-1, other)):
        rows(f"UPDATE {table} SET {column} = %s WHERE {column} = %s AND {where}", to, at)


TAMPERINGS: dict[str, list[Callable[[random.Random], Expected]]] = {
    "edited": [edit_history, edit_who_or_when, edit_journal, edit_both_and_hash_anew],
    "deleted": [delete_from_history, delete_from_journal, delete_from_both, delete_the_last],
    "inserted": [insert_into_history, insert_into_journal],
    "reordered": [swap_in_the_journal, swap_in_the_history, swap_dates],
}
TIMES = 13
"""Of each kind: more than fifty in all."""


def test_what_nobody_touched_is_proved(changed: Edition) -> None:
    verdict = verify()
    assert verdict.faults == []
    ((count,),) = rows("SELECT count(*) FROM audit_entry")
    assert verdict.proved == count
    ((ours,),) = rows("SELECT count(*) FROM audit_entry WHERE chain = %s", CHAIN)
    assert verify(chain=CHAIN).proved == ours


@pytest.mark.parametrize("seed", range(TIMES))
@pytest.mark.parametrize("kind", TAMPERINGS)
def test_a_planted_tampering_is_found_and_named(kind: str, seed: int) -> None:
    chance = random.Random(f"{kind} {seed}")
    tampering = TAMPERINGS[kind][seed % len(TAMPERINGS[kind])]
    what, named = tampering(chance)
    for chain in (None, CHAIN) if seed < 5 else (None,):
        faults = verify(chain=chain).faults
        if tampering is delete_from_both:
            # Nothing says any more of what it was, but the row that it was of may.
            faults = [fault for fault in faults if fault.what != CHANGED]
        found = {(fault.number, fault.table) for fault in faults}
        assert (found, {fault.what for fault in faults}) == (named, {what}), (
            tampering.__name__,
            [str(fault) for fault in faults],
        )
        assert {fault.chain for fault in faults} == {CHAIN}

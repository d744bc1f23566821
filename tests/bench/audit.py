"""What it costs to prove a million records of history."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from django.db import connection

from opmodel.audit.verifying import verify
from opmodel.editions.kinds import kinds
from opmodel.editions.models.history import history_of

from .databases import Database
from .figures import Figure, at_least, at_most, information

RECORDS, FEW = 1_000_000, 20_000
SECONDS, MEGABYTES = 60, 300
BATCH = 10_000
KINDS = ("directorate", "post", "function", "delegation", "limit", "committee")
"""Kinds whose elements are changed, over and over."""


def figures(database: Database, *, quick: bool = False) -> list[Figure]:
    """Changes rows until there are so many records, then has a process of its own prove them."""
    records = FEW if quick else RECORDS
    began = perf_counter()
    fill(records)
    written = perf_counter() - began
    took, peak, proved = proof(database)
    return [
        at_least("records proved", proved, records, "records"),
        at_most("proving them", took, SECONDS, "s"),
        at_most("memory for it, of the database's process too", peak, MEGABYTES, "MB"),
        information("writing one, in SQL, with its link", f"{written / records * 1e6:.0f} µs"),
    ]


def fill(records: int) -> None:
    """Writes records as changes of what is there, so many in each transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry")
        missing = records - cursor.fetchone()[0]
        number = 0
        while missing > 0:
            kind = kinds()[KINDS[number % len(KINDS)]]
            number += 1
            cursor.execute(_insert(kind), [min(missing, BATCH)])
            missing -= cursor.rowcount
        cursor.execute("ANALYZE")


def _insert(kind: type) -> str:
    records = history_of(kind)._meta
    own = {field.column for field in kind._meta.local_concrete_fields}
    given = {
        "history_date": "clock_timestamp()",
        "history_type": "'~'",
        "history_change_reason": "'Changed for measuring, as the Board decided in May'",
        "history_user_id": "NULL",
        "request": "gen_random_uuid()",
    }
    columns = [field.column for field in records.concrete_fields if field.column != "history_id"]
    values = [
        given.get(column) or (f'kind."{column}"' if column in own else f'element."{column}"')
        for column in columns
    ]
    names = ", ".join(f'"{column}"' for column in columns)
    return (
        f"INSERT INTO {records.db_table} ({names})"
        f" SELECT {', '.join(values)} FROM {kind._meta.db_table} AS kind"
        " JOIN editions_element AS element ON element.id = kind.element_id"
        " CROSS JOIN generate_series(1, 10000) LIMIT %s"
    )


def proof(database: Database) -> tuple[float, float, int]:
    """Seconds, megabytes at the peak, and how many records were proved."""
    root = Path(__file__).parents[2]
    alone = "import django; django.setup(); from tests.bench.audit import prove; prove()"
    command = [sys.executable, "-c", alone]
    done = subprocess.run(
        command,
        cwd=root,
        env=os.environ | {"DATABASE_URL": database.address},
        capture_output=True,
        text=True,
        check=True,
    )
    took, peak, proved = done.stdout.split()
    return float(took), float(peak), int(proved)


def prove() -> None:
    """In a process of its own: proves all there is, and prints what that took."""
    began = perf_counter()
    verdict = verify()
    took = perf_counter() - began
    assert verdict.is_whole, verdict.faults[:3]
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(took, own + _of_the_database(), verdict.proved)


def _of_the_database() -> float:
    """What the database's process for this connection had at its peak, without what all share;
    nothing where it runs on another machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        status = Path(f"/proc/{cursor.fetchone()[0]}/status")
    try:
        told = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    except OSError:
        return 0
    shared = int(told.get("RssShmem", "0 kB").split()[0])
    return max(0, int(told["VmHWM"].split()[0]) - shared) / 1024

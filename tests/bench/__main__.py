"""`python -m tests.bench [--quick]`: measures the registry; script/bench starts it.

DATABASE_URL names a server where its role may make databases. One is made, and dropped at the end.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from .server import environment

DATABASE = f"opmodel_bench_{os.getpid()}"


def main() -> int:
    """Prints the figures; 1 where one falls short."""
    parser = argparse.ArgumentParser(prog="script/bench", description="Measures the registry.")
    parser.add_argument(
        "--quick", action="store_true", help="Less data and shorter rounds: a first impression."
    )
    quick = parser.parse_args().quick
    with _database() as address, tempfile.TemporaryDirectory(prefix="opmodel-bench-") as var:
        environment(address, Path(var))
        # Only now do the settings say where the database is.
        from .run import run  # noqa: PLC0415

        found = run(quick=quick)
    short = [each for each in found if each.verdict == "SHORT"]
    print(f"\n{len(short)} of {len([each for each in found if each.asked])} figures fall short.")
    return 1 if short else 0


@contextmanager
def _database() -> Iterator[str]:
    """An empty database of our own, while the block runs."""
    given = os.environ["DATABASE_URL"]
    name = sql.Identifier(DATABASE)
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {name}").format(name=name))
    try:
        yield urlunsplit(urlsplit(given)._replace(path=f"/{DATABASE}"))
    finally:
        with psycopg.connect(given, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {name} WITH (FORCE)").format(name=name))


if __name__ == "__main__":
    sys.exit(main())

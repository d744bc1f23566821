"""`python -m tests.bench [--quick]`: measures the registry; script/bench starts it.

DATABASE_URL names a server where its role may make databases. Two are made, and dropped at the end.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from . import load
from .figures import Figure, at_most, information, table
from .server import ROOT, Server, environment, serving

DATABASE = f"opmodel_bench_{os.getpid()}"
MEMORY = 250


def main() -> int:
    """Prints the figures; 1 where one falls short."""
    parser = argparse.ArgumentParser(prog="script/bench", description="Measures the registry.")
    parser.add_argument(
        "--quick", action="store_true", help="Less data and shorter rounds: a first impression."
    )
    quick = parser.parse_args().quick
    with _database() as address, tempfile.TemporaryDirectory(prefix="opmodel-bench-") as var:
        environment(address, Path(var))
        found = _run(quick)
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


def _run(quick: bool) -> list[Figure]:
    _manage("prepare")
    import django

    django.setup()
    from . import stage

    how = (
        {"seconds": 1, "rounds": 3, "questions": 30}
        if quick
        else {"seconds": 2, "rounds": 7, "questions": 120}
    )
    many = ("8", "5") if quick else ("40", "10")
    print(f"Requests come from {load.tool()}.")
    with serving() as server:
        one = stage.measure(server, **how)
        found = _printed("With one edition", stage.figures(one))
        found += _printed("Memory", [_memory(server, "BOB ICB's edition", _everything(server))])
    _manage("multiply", f"--organisations={many[0]}", f"--editions={many[1]}")
    _settle()
    with serving() as server:
        several = stage.measure(server, **how)
        title = f"With {int(many[0]) * int(many[1])} editions more"
        found += _printed(title, stage.figures(several, one))
        large = _everything(server, "sample-01", "sample-01-2026-07", at_most=300)
        found += _printed("Memory", [_memory(server, "an edition of 1,500 elements", large)])
    return found + _printed("An edition of 1,500 elements", _taken_in())


def _printed(title: str, figures: list[Figure]) -> list[Figure]:
    print(table(title, figures), flush=True)
    return figures


def _manage(*arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, check=True, stdin=subprocess.DEVNULL)


def _settle() -> None:
    """What the server does by itself in the minutes after much was written."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"VACUUM ANALYZE {connection.ops.quote_name(name)}")


def _everything(
    server: Server,
    organisation: str = "bob-icb",
    edition: str = "bob-icb-2024-09",
    at_most: int = 10_000,
) -> int:
    """Asks for every page, table and document of an edition, as often as there are processes."""
    from opmodel.editions.kinds import kinds
    from opmodel.editions.models import Element

    root = f"/{organisation}/{edition}"
    paths = ["/", "/search/?q=care", f"/{organisation}/", f"{root}/", f"{root}/sources/"]
    of_it = Element.objects.filter(edition__slug=edition)
    for kind in kinds().values():
        paths += [f"{root}/{kind.plural}{form}" for form in ("/", ".csv", ".xlsx")]
        paths.append(f"/api/v1/{kind.plural}/?edition={edition}&page_size=500")
    drawings = ["chart", *(f"matrix/{key}" for key in of_it.filter(kind="cycle").values_list("key", flat=True))]
    for drawing in drawings:
        paths += [f"{root}/{drawing}{form}" for form in ("/", ".pdf", ".csv", ".xlsx")]
    elements = of_it.order_by("id").values_list("kind", "key")[:at_most]
    paths += [f"{root}/{kinds()[kind].plural}/{key}/" for kind, key in elements]
    for path in paths:
        for _ in range(2):
            status, _, _ = server.get(path)
            assert status == 200, (path, status)
    return len(paths)


def _memory(server: Server, what: str, pages: int) -> Figure:
    name = f"peak of a web process after {pages} pages and documents of {what}"
    return at_most(name, server.peak(), MEMORY, "MB")


def _taken_in() -> list[Figure]:
    from opmodel.editions.models import Edition

    from .inside import taken_in

    took = taken_in(Edition.objects.get(slug="sample-01-2026-07"))
    return [
        information("elements", f"{took.elements:,}"),
        at_most("import from files", took.importing, 3, "s"),
        at_most("of that, writing", took.writing, 0.5, "s"),
        at_most("clone", took.cloning, 0.5, "s"),
    ]


if __name__ == "__main__":
    sys.exit(main())

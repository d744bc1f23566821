"""The whole run: one edition, many, and what a large one costs to take in."""

from __future__ import annotations

import subprocess
import sys

import django

django.setup()

from django.db import connection  # noqa: E402

from opmodel.editions.kinds import kinds  # noqa: E402
from opmodel.editions.models import Edition, Element  # noqa: E402

from . import load, stage  # noqa: E402
from .figures import Figure, at_most, information, table  # noqa: E402
from .inside import taken_in  # noqa: E402
from .server import ROOT, Server, serving  # noqa: E402

MEMORY = 250
"""Megabytes that a web process may hold at most."""


def run(*, quick: bool) -> list[Figure]:
    _manage("prepare")
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
    root = f"/{organisation}/{edition}"
    paths = ["/", "/search/?q=care", f"/{organisation}/", f"{root}/", f"{root}/sources/"]
    of_it = Element.objects.filter(edition__slug=edition)
    for kind in kinds().values():
        paths += [f"{root}/{kind.plural}{form}" for form in ("/", ".csv", ".xlsx")]
        paths.append(f"/api/v1/{kind.plural}/?edition={edition}&page_size=500")
    drawings = [
        "chart",
        *(f"matrix/{key}" for key in of_it.filter(kind="cycle").values_list("key", flat=True)),
    ]
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
    took = taken_in(Edition.objects.get(slug="sample-01-2026-07"))
    return [
        information("elements", f"{took.elements:,}"),
        at_most("import from files", took.importing, 3, "s"),
        at_most("of that, writing", took.writing, 0.5, "s"),
        at_most("clone", took.cloning, 0.5, "s"),
    ]

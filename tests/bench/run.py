"""The whole run: one edition, many, and what a large one costs to take in."""

from __future__ import annotations

import os
import subprocess
import sys

import django

django.setup()

from django.db import connection  # noqa: E402

from opmodel.editions.kinds import kinds  # noqa: E402
from opmodel.editions.models import Edition, Element  # noqa: E402

from . import (  # noqa: E402
    audit,
    dates,
    deciding,
    documents,
    drafting,
    findings,
    grid,
    in_time,
    load,
    loading,
    permissions,
    scenarios,
    stage,
    workbooks,
)
from .databases import Database  # noqa: E402
from .figures import Figure, at_most, information, table  # noqa: E402
from .inside import taken_in, use  # noqa: E402
from .server import ROOT, Server, serving  # noqa: E402

DATED = {name: stage.TARGETS[name] for name in (stage.ELEMENT, stage.MATRIX, stage.CHART)} | {
    "organisation page": "/bob-icb/",
}
MEMORY = 250
"""Megabytes that a web process may hold at most."""


def run(one: Database, many: Database, *, quick: bool) -> list[Figure]:
    """Measures with one edition and with many; prints and returns the figures."""
    rounds = {"seconds": 1, "rounds": 3} if quick else {"seconds": 2, "rounds": 6}
    questions = 30 if quick else 120
    organisations, editions = (8, 5) if quick else (40, 10)
    _manage(one, "prepare")
    deciding.made()
    documents.made()
    small = stage.measure_inside(questions=questions)
    decided = deciding.measure()
    checked = findings.measure()
    tried = scenarios.measure()
    connection.close()
    many.create(like=one)
    _manage(many, "multiply", f"--organisations={organisations}", f"--editions={editions}")
    use(many.name)
    _settle()
    large = stage.measure_inside(questions=questions)
    decided_among_many = deciding.measure()
    checked_among_many = findings.measure()
    tried_among_many = scenarios.measure()
    print(f"Requests come from {load.tool()}.")
    with serving(one.address) as first, serving(many.address) as second:
        little, much = stage.put_under_load(first, second, **rounds)
        few, all_ = stage.Measured(small, little), stage.Measured(large, much)
        found = _printed("With the shipped editions", stage.figures(few))
        title = f"With {organisations * editions} editions more"
        found += _printed(title, stage.figures(all_, few))
        found += _printed("Memory", [_memory_of_bob(first), _memory_of_a_large_one(second)])
    found += _printed("With the two dates", dates.figures(DATED))
    found += _printed("Every edition that is shipped", loading.figures())
    found += _printed("Two editions, and one element through time", in_time.figures())
    found += _printed("Who may decide", deciding.figures(decided, decided_among_many))
    found += _printed("Scenarios", scenarios.figures(tried, tried_among_many))
    found += _printed("A scheme on paper", documents.figures(many))
    found += _printed("What is wrong", findings.figures(checked, checked_among_many))
    found += _printed("A row of a draft", drafting.figures())
    found += _printed("Five hundred rows in a grid", grid.figures())
    found += _printed("A list of one's own rows", permissions.figures())
    found += _printed("A workbook before it is taken in", workbooks.figures())
    found += _printed("An edition of 1,500 elements", _taken_in())
    return found + _printed("The audit of a million records", audit.figures(many, quick=quick))


def _printed(title: str, figures: list[Figure]) -> list[Figure]:
    print(table(title, figures), flush=True)
    return figures


def _manage(database: Database, *arguments: str) -> None:
    address = {"DATABASE_URL": database.address, "DATABASE_OWNER_URL": database.address}
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(
        command, cwd=ROOT, env=os.environ | address, check=True, stdin=subprocess.DEVNULL
    )


def _settle() -> None:
    """What the server does by itself in the minutes after much was written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"VACUUM ANALYZE {connection.ops.quote_name(name)}")


def _memory_of_bob(server: Server) -> Figure:
    edition = "bob-icb-2024-09"
    pages = _everything(server, "bob-icb", edition, _elements_of(edition))
    return _memory(server, f"{pages} pages and documents of BOB ICB's edition")


def _memory_of_a_large_one(server: Server) -> Figure:
    edition = "sample-01-2026-07"
    pages = _everything(server, "sample-01", edition, _elements_of(edition)[:300])
    return _memory(server, f"{pages} pages and documents of an edition of 1,500 elements")


def _memory(server: Server, what: str) -> Figure:
    return at_most(f"peak of a web process after {what}", server.peak(), MEMORY, "MB")


def _elements_of(edition: str) -> list[tuple[str, str]]:
    found = Element.objects.filter(edition__slug=edition).order_by("id")
    return list(found.values_list("kind", "key"))


def _everything(
    server: Server, organisation: str, edition: str, elements: list[tuple[str, str]]
) -> int:
    """Asks for pages, tables and documents of an edition, as often as there are processes."""
    root = f"/{organisation}/{edition}"
    paths = ["/", "/search/?q=care", f"/{organisation}/", f"{root}/", f"{root}/sources/"]
    for kind in kinds().values():
        paths += [f"{root}/{kind.plural}{form}" for form in ("/", ".csv", ".xlsx")]
        paths.append(f"/api/v1/{kind.plural}/?edition={edition}&page_size=500")
    cycles = Element.objects.filter(edition__slug=edition, kind="cycle")
    for drawing in ("chart", *(f"matrix/{cycle.key}" for cycle in cycles)):
        paths += [f"{root}/{drawing}{form}" for form in ("/", ".pdf", ".csv", ".xlsx")]
    paths += [f"{root}/{kinds()[kind].plural}/{key}/" for kind, key in elements]
    for path in paths:
        for _ in range(2):
            status, _, _ = server.get(path)
            assert status == 200, (path, status)
    return len(paths)


def _taken_in() -> list[Figure]:
    took = taken_in(Edition.objects.get(slug="sample-01-2026-07"))
    return [
        information("elements", f"{took.elements:,}"),
        at_most("import from files", took.importing, 3, "s"),
        at_most("of that, writing", took.writing, 0.5, "s"),
        at_most("clone", took.cloning, 0.5, "s"),
    ]

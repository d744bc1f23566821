"""What it costs to print a matrix of a thousand rows: against WeasyPrint alone, and in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from time import perf_counter
from typing import Any
from unittest.mock import patch

import pikepdf
from django.db import transaction

from opmodel.publishing import pdf
from tests.publishing.schemes import ORGANISATION, scheme_with

from .databases import Database
from .figures import Figure, at_most, information
from .inside import Asking
from .server import serving

ROWS, HOLDERS = 1_000, 5
ROWS_OF_45_PAGES = 578
TIMES, MEMORY = 1.1, 250
"""How many times as long as WeasyPrint alone, and megabytes at 45 pages."""


def made() -> None:
    """Makes the two schemes that are printed."""
    for rows in (ROWS, ROWS_OF_45_PAGES):
        with transaction.atomic():
            scheme_with(rows, HOLDERS)


def figures(database: Database, *, times: int = 2) -> list[Figure]:
    """In turns, so that a slow moment of the machine strikes both alike; the best counts."""
    path = _path(ROWS)
    asking = Asking()
    with _noted() as html:
        body = asking.get(path).content
    ours, bare = [], []
    for _ in range(times):
        ours.append(asking.first(path))
        bare.append(_bare(html[0]))
    with serving(database.address) as server:
        _, smaller, _ = server.get(_path(ROWS_OF_45_PAGES))
        peak = server.peak()
    return [
        information("a scheme of 1,000 rows as PDF", _took(ours, body)),
        information("the same HTML by WeasyPrint alone", f"{min(bare) / 1000:.1f} s"),
        at_most("times WeasyPrint alone", min(ours) / min(bare), TIMES),
        at_most(f"peak of a web process after {_pages(smaller)} pages", peak, MEMORY, "MB"),
    ]


def _took(spent: list[float], body: bytes) -> str:
    return f"{min(spent) / 1000:.1f} s, {_pages(body)} pages"


def _path(rows: int) -> str:
    return f"/{ORGANISATION}/scheme-of-{rows}-for-{HOLDERS}/matrix/scheme.pdf"


def _pages(body: bytes) -> int:
    with pikepdf.open(BytesIO(body)) as document:
        return len(document.pages)


@contextmanager
def _noted() -> Iterator[list[str]]:
    """Notes the HTML that a document is made from."""
    noted: list[str] = []
    original = pdf.render_to_string

    def render(*arguments: Any, **named: Any) -> str:
        noted.append(original(*arguments, **named))
        return noted[-1]

    with patch.object(pdf, "render_to_string", render):
        yield noted


def _bare(html: str) -> float:
    import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415

    began = perf_counter()
    files = pdf._project_files()
    document = weasyprint.HTML(string=html, base_url="http://localhost/", url_fetcher=files)
    document.write_pdf(**pdf.OPTIONS)
    return (perf_counter() - began) * 1000

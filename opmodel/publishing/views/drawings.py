"""What the pages of charts and of matrices have in common."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest

from opmodel.editions.models import Edition
from opmodel.publishing import pdf
from opmodel.publishing.asking import Asked
from opmodel.publishing.presenters.time_bars import status_of
from opmodel.publishing.time_bar import STANDINGS

from . import paging


def given(request: HttpRequest, asks: Iterable[str]) -> dict[str, str]:
    """What the reader narrowed a drawing to, by the names it asks for."""
    return {name: request.GET.get(name, "").strip() for name in asks}


def downloads(request: HttpRequest, address: str) -> tuple[tuple[str, str], ...]:
    """The same in other forms, narrowed as the page is."""
    kept = paging.kept(request, "as")
    suffix = f"?{urlencode(kept)}" if kept else ""
    base = address.rstrip("/")
    return (
        ("list", f"{address}?{urlencode({**kept, 'as': 'list'})}"),
        *((form.upper(), f"{base}.{form}{suffix}") for form in ("pdf", "xlsx", "csv")),
    )


def imprint(edition: Edition, asked: Asked) -> pdf.Imprint:
    """What stands on every page of a document about this edition."""
    return pdf.Imprint(
        organisation=edition.organisation.name,
        edition=f"{edition.title}, {edition.label}",
        standing=STANDINGS[status_of(edition, asked)].word,
        digest=edition.digest,
        sample=edition.organisation.sample,
    )

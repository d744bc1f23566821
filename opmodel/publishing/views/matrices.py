"""Matrices: as a page, as PDF and as a table."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from opmodel.editions.models import Edition
from opmodel.publishing import addresses, pdf
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.exports.lists import table_of_matrix
from opmodel.publishing.matrices.commissioning_cycle import CycleMatrix, Narrowed, cycle_matrix
from opmodel.publishing.matrices.matrix import Matrix
from opmodel.publishing.presenters.time_bars import bar_of_edition, status_of

from .charts import imprint
from .downloading import document, download, no_pdf
from .editions import crumbs
from .finding import edition_or_404


def matrix(request: HttpRequest, organisation: str, edition: str, name: str) -> HttpResponse:
    """A matrix as a page, narrowed by holder, stage and text."""
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    narrowed = _narrowed(request)
    shown = cycle_matrix(edition=found, name=name, asked=asked, narrowed=narrowed)
    address = addresses.of_matrix(found, name)
    return render(
        request,
        "pages/matrix.html",
        {
            "edition": found,
            "cycle": shown.cycle,
            "matrix": shown.matrix,
            "as_list": request.GET.get("as") == "list",
            "time_bar": bar_of_edition(found, asked),
            "breadcrumbs": crumbs(found, asked, found),
            "fields": _fields(shown, narrowed),
            "action": address,
            "clear": address + asked.carried,
            "asked": asked,
            "downloads": _downloads(request, address),
        },
    )


def matrix_pdf(request: HttpRequest, organisation: str, edition: str, name: str) -> HttpResponse:
    """A matrix, narrowed as the page was, on A4."""
    asked = asked_of(request)
    found, shown = _matrix_or_404(request, organisation, edition, name)
    try:
        body = pdf.render(
            "print/matrix.html",
            {"matrix": shown, "notes": ()},
            title=f"{shown.caption} – {found.organisation.called}, {found.label}",
            imprint=imprint(found, asked),
            base_url=request.build_absolute_uri("/"),
        )
    except pdf.PdfUnavailable as fault:
        return no_pdf(request, fault)
    return document(body, f"{found.slug}-{name}")


def matrix_table(
    request: HttpRequest, organisation: str, edition: str, name: str, form: str
) -> HttpResponse:
    """A matrix, narrowed as the page was, as CSV or XLSX."""
    found, shown = _matrix_or_404(request, organisation, edition, name)
    table = table_of_matrix(shown, found, status_of(found, asked_of(request)))
    return download(table, form, f"{found.slug}-{name}")


def _matrix_or_404(
    request: HttpRequest, organisation: str, edition: str, name: str
) -> tuple[Edition, Matrix]:
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    shown = cycle_matrix(edition=found, name=name, asked=asked, narrowed=_narrowed(request))
    if shown.matrix is None:
        raise Http404("Nothing in this matrix fits what it was narrowed to.")
    return found, shown.matrix


def _narrowed(request: HttpRequest) -> Narrowed:
    return Narrowed(
        holder=request.GET.get("holder", ""),
        stage=request.GET.get("stage", ""),
        text=request.GET.get("text", "").strip(),
    )


def _fields(shown: CycleMatrix, narrowed: Narrowed) -> list[dict[str, object]]:
    return [
        {
            "name": "holder",
            "label": "Directorate",
            "value": narrowed.holder,
            "options": shown.holders,
        },
        {"name": "stage", "label": "Stage", "value": narrowed.stage, "options": shown.stages},
        {"name": "text", "label": "Words", "value": narrowed.text},
    ]


def _downloads(request: HttpRequest, address: str) -> tuple[tuple[str, str], ...]:
    kept = {name: value for name, value in request.GET.items() if name != "as" and value}
    suffix = f"?{urlencode(kept)}" if kept else ""
    base = address.rstrip("/")
    return (
        ("list", f"{address}?{urlencode({**kept, 'as': 'list'})}"),
        *((form.upper(), f"{base}.{form}{suffix}") for form in ("pdf", "xlsx", "csv")),
    )

"""Matrices: as a page, as a list, as PDF and as a table, whichever it is."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from opmodel.editions.models import Edition
from opmodel.publishing import addresses, pdf
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.exports.lists import table_of_matrix
from opmodel.publishing.matrices.definition import Shown
from opmodel.publishing.matrices.matrix import Matrix
from opmodel.publishing.matrices.registry import matrix_named
from opmodel.publishing.presenters.time_bars import bar_of_edition, status_of

from .downloading import document, download, no_pdf
from .drawings import downloads, given, imprint
from .editions import crumbs
from .finding import edition_or_404


def matrix(request: HttpRequest, organisation: str, edition: str, name: str) -> HttpResponse:
    """A matrix as a page, narrowed by what it may be narrowed by."""
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    defined = matrix_named(found, name)
    address = addresses.of_matrix(found, name)
    return render(
        request,
        "pages/matrix.html",
        {
            "edition": found,
            "defined": defined,
            "shown": defined.read(found, asked, given(request, defined.asks)),
            "as_list": request.GET.get("as") == "list",
            "time_bar": bar_of_edition(found, asked),
            "breadcrumbs": crumbs(found, asked, found),
            "action": address,
            "clear": address + asked.carried,
            "asked": asked,
            "downloads": downloads(request, address),
        },
    )


def matrix_pdf(request: HttpRequest, organisation: str, edition: str, name: str) -> HttpResponse:
    """A matrix, narrowed as the page was, on A4."""
    asked = asked_of(request)
    found, shown, whole = _matrix_or_404(request, organisation, edition, name)
    try:
        body = pdf.render(
            "print/matrix.html",
            {"matrix": whole, "notes": shown.notes},
            title=f"{whole.caption} – {found.organisation.called}, {found.label}",
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
    found, _, whole = _matrix_or_404(request, organisation, edition, name)
    table = table_of_matrix(whole, found, status_of(found, asked_of(request)))
    return download(table, form, f"{found.slug}-{name}")


def _matrix_or_404(
    request: HttpRequest, organisation: str, edition: str, name: str
) -> tuple[Edition, Shown, Matrix]:
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    defined = matrix_named(found, name)
    shown = defined.read(found, asked, given(request, defined.asks))
    if shown.matrix is None:
        raise Http404(
            "Nothing in this matrix fits what it was narrowed to."
            if shown.is_narrowed
            else f"{found.title} holds nothing to show in this matrix."
        )
    return found, shown, shown.matrix

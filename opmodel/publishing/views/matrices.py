"""Matrices: as a page, as a list, as PDF and as a table, whichever it is."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from opmodel.editions.models import Edition
from opmodel.editions.selectors.elements import counts_by_kind
from opmodel.publishing import addresses, pdf
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.exports.lists import table_of_matrix
from opmodel.publishing.matrices.definition import Definition, Shown
from opmodel.publishing.matrices.matrix import Matrix
from opmodel.publishing.matrices.registry import matrix_named
from opmodel.publishing.presenters.time_bars import bar_of_edition, status_of

from . import paging
from .downloading import document, download, no_pdf
from .drawings import downloads, given, imprint
from .editions import crumbs
from .finding import edition_or_404

MOST_ROWS = 100
MOST_ROWS_OF_MANY_COLUMNS = 50
MANY_COLUMNS = 10
"""Rows on one page: one of more takes long to load, and longer to read aloud."""


def matrix(request: HttpRequest, organisation: str, edition: str, name: str) -> HttpResponse:
    """A matrix as a page, narrowed by what it may be narrowed by."""
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    defined = matrix_named(found, name)
    address = addresses.of_matrix(found, name)
    as_list = request.GET.get("as") == "list"
    shown = defined.read(found, asked, given(request, defined.asks))
    page = _page(request, shown.matrix) if shown.matrix else None
    return render(
        request,
        "pages/matrix.html",
        {
            "edition": found,
            "defined": defined,
            "shown": shown,
            "matrix": _on_page(shown.matrix, page),
            "page": page,
            "pages": paging.numbered(request, page) if page else [],
            "beside": _beside(request, found, defined),
            "as_list": as_list,
            "kept": asked.stated | ({"as": "list"} if as_list else {}),
            "time_bar": bar_of_edition(found, asked),
            "breadcrumbs": crumbs(found, asked, found),
            "action": address,
            "clear": address + asked.carried,
            "asked": asked,
            "downloads": _downloads(request, found, defined, address),
        },
    )


def _downloads(
    request: HttpRequest, edition: Edition, defined: Definition, address: str
) -> tuple[tuple[str, str], ...]:
    # What is numbered lists already needs no other list.
    found = downloads(request, address)
    if defined.name == "limits":
        found = (*found, ("DMN", addresses.of_dmn(edition) + asked_of(request).carried))
    return found[1:] if defined.numbered else found


def _page(request: HttpRequest, whole: Matrix) -> Page:
    many = len(whole.columns) > MANY_COLUMNS
    return paging.page_of(request, whole.rows, MOST_ROWS_OF_MANY_COLUMNS if many else MOST_ROWS)


def _on_page(whole: Matrix | None, page: Page | None) -> Matrix | None:
    if whole is None or page is None or not page.has_other_pages():
        return whole
    return whole.page(page.start_index() - 1, page.end_index())


def _beside(request: HttpRequest, edition: Edition, defined: Definition) -> list[tuple[str, str]]:
    """Other matrices of the same, narrowed as this one as far as they can be."""
    stated = paging.kept(request, "as")
    asked = asked_of(request)
    counts = counts_by_kind(edition=edition) if defined.beside else {}
    links = []
    for name in defined.beside:
        other = matrix_named(edition, name)
        if other.is_in(edition, counts):
            asks = (*other.asks, *asked.stated)
            carried = urlencode({key: value for key, value in stated.items() if key in asks})
            address = addresses.of_matrix(edition, name)
            links.append((other.title, f"{address}?{carried}" if carried else address))
    return links


def matrix_pdf(request: HttpRequest, organisation: str, edition: str, name: str) -> HttpResponse:
    """A matrix, narrowed as the page was, on paper."""
    asked = asked_of(request)
    found, shown, whole = _matrix_or_404(request, organisation, edition, name)
    numbered = matrix_named(found, name).numbered
    try:
        body = pdf.render(
            "print/matrix.html",
            {"matrix": whole, "notes": shown.notes, "numbered": numbered},
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

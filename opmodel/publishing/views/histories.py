"""An element through time: as a page, as a document, as tables."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from opmodel.access.viewers import viewer_of
from opmodel.editions.models import Edition, Kind
from opmodel.editions.selectors.elements import element_by_key
from opmodel.editions.tracing import trace
from opmodel.publishing import addresses, pdf
from opmodel.publishing.asking import Asked
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.exports.histories import table_of_history
from opmodel.publishing.presenters.histories import History, history_of, kind_of
from opmodel.publishing.presenters.time_bars import bar_of_edition, status_of

from .downloading import document, download, no_pdf
from .drawings import imprint
from .editions import crumbs
from .finding import edition_or_404, kind_or_404


def history(
    request: HttpRequest, organisation: str, edition: str, plural: str, key: str
) -> HttpResponse:
    """An element's whole ancestry, and since when each thing about it reads as it does."""
    found, kind, shown, asked = _traced(request, organisation, edition, plural, key)
    base = addresses.of_history(found, shown.element)
    return render(
        request,
        "pages/history.html",
        {
            "edition": found,
            "history": shown,
            "kind": kind_of(shown.element),
            "time_bar": bar_of_edition(found, asked),
            "breadcrumbs": [
                *crumbs(found, asked, found, kind),
                {
                    "text": shown.element.name,
                    "href": addresses.of_element(found, shown.element) + asked.carried,
                },
            ],
            "downloads": [
                (form.upper(), f"{base.rstrip('/')}.{form}{asked.carried}")
                for form in ("pdf", "xlsx", "csv")
            ],
        },
    )


def history_pdf(
    request: HttpRequest, organisation: str, edition: str, plural: str, key: str
) -> HttpResponse:
    """The history on A4."""
    found, _, shown, asked = _traced(request, organisation, edition, plural, key)
    try:
        body = pdf.render(
            "print/history.html",
            {"history": shown, "kind": kind_of(shown.element)},
            title=f"{shown.element.name} through time – {found.organisation.called}, {found.label}",
            imprint=imprint(found, asked),
            base_url=request.build_absolute_uri("/"),
        )
    except pdf.PdfUnavailable as fault:
        return no_pdf(request, fault)
    return document(body, f"{found.slug}-{key}-history")


def history_table(
    request: HttpRequest, organisation: str, edition: str, plural: str, key: str, *, form: str
) -> HttpResponse:
    """The history as CSV or XLSX."""
    found, _, shown, asked = _traced(request, organisation, edition, plural, key)
    site = request.build_absolute_uri("/").rstrip("/")
    table = table_of_history(shown, found, status_of(found, asked), site)
    return download(table, form, f"{found.slug}-{key}-history")


def _traced(
    request: HttpRequest, organisation: str, slug: str, plural: str, key: str
) -> tuple[Edition, type[Kind], History, Asked]:
    asked = asked_of(request)
    kind = kind_or_404(plural)
    edition = edition_or_404(request, organisation, slug, asked)
    element = element_by_key(edition=edition, kind=kind, key=key)
    ancestry = trace(element=element, viewer=viewer_of(request), moment=asked.moment)
    return edition, kind, history_of(ancestry, asked), asked

"""The organisation chart: as a page, as a list, as PDF and as a table."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from opmodel.editions.models import Edition
from opmodel.publishing import addresses, pdf
from opmodel.publishing.asking import Asked
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.charts.cards import Card
from opmodel.publishing.charts.drawing import Drawing
from opmodel.publishing.charts.layout import place_to_width
from opmodel.publishing.charts.sheets import sheets
from opmodel.publishing.charts.structure import structure_chart
from opmodel.publishing.exports.lists import table_of_chart
from opmodel.publishing.presenters.time_bars import bar_of_edition, status_of
from opmodel.publishing.time_bar import STANDINGS

from .downloading import document, download, no_pdf
from .editions import crumbs
from .finding import edition_or_404

SCREEN_WIDTH = 1216
LEGEND = (
    ("unit", False, "directorate or team"),
    ("body", False, "Board or committee"),
    ("post", False, "post"),
    ("post", True, "post that exists only if somebody decides so"),
)


def chart(request: HttpRequest, organisation: str, edition: str) -> HttpResponse:
    """The chart as a page: a nested list that wide screens show as a drawing."""
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    roots = structure_chart(found, asked)
    return render(
        request,
        "pages/chart.html",
        {
            "edition": found,
            "time_bar": bar_of_edition(found, asked),
            "breadcrumbs": crumbs(found, asked, found),
            "roots": roots,
            "as_list": request.GET.get("as") == "list",
            "drawings": [
                Drawing(place_to_width(root, SCREEN_WIDTH), name=f"drawing-{number}")
                for number, root in enumerate(roots)
            ],
            "legend": _legend(roots),
            "downloads": _downloads(found, asked),
        },
    )


def chart_pdf(request: HttpRequest, organisation: str, edition: str) -> HttpResponse:
    """The chart on as many A4 pages as it takes to be legible."""
    asked = asked_of(request)
    found, roots = _chart_or_404(request, organisation, edition, asked)
    on_sheets = [sheet for root in roots for sheet in sheets(root)]
    try:
        body = pdf.render(
            "print/chart.html",
            {
                "sheets": [
                    (sheet, Drawing(sheet.layout, name=f"sheet-{number}", scale=sheet.scale))
                    for number, sheet in enumerate(on_sheets)
                ],
                "legend": _legend(roots),
            },
            title=f"Organisation chart – {found.organisation.called}, {found.label}",
            imprint=imprint(found, asked),
            base_url=request.build_absolute_uri("/"),
        )
    except pdf.PdfUnavailable as fault:
        return no_pdf(request, fault)
    return document(body, f"{found.slug}-chart")


def chart_table(request: HttpRequest, organisation: str, edition: str, form: str) -> HttpResponse:
    """The chart as CSV or XLSX."""
    asked = asked_of(request)
    found, roots = _chart_or_404(request, organisation, edition, asked)
    site = request.build_absolute_uri("/").rstrip("/")
    table = table_of_chart(roots, found, status_of(found, asked), site)
    return download(table, form, f"{found.slug}-chart")


def imprint(edition: Edition, asked: Asked) -> pdf.Imprint:
    """What stands on every page of a document about this edition."""
    return pdf.Imprint(
        organisation=edition.organisation.name,
        edition=f"{edition.title}, {edition.label}",
        standing=STANDINGS[status_of(edition, asked)].word,
        digest=edition.digest,
    )


def _chart_or_404(
    request: HttpRequest, organisation: str, edition: str, asked: Asked
) -> tuple[Edition, tuple[Card, ...]]:
    found = edition_or_404(request, organisation, edition, asked)
    roots = structure_chart(found, asked)
    if not roots:
        raise Http404(f"{found.title} holds no directorates, teams or posts to draw.")
    return found, roots


def _legend(roots: tuple[Card, ...]) -> tuple[tuple[str, bool, str], ...]:
    used = {(card.look, card.dashed) for root in roots for card in root.walk()}
    return tuple(entry for entry in LEGEND if entry[:2] in used)


def _downloads(edition: Edition, asked: Asked) -> tuple[tuple[str, str], ...]:
    base = addresses.of_chart(edition).rstrip("/")
    and_list = "&as=list" if asked.carried else "?as=list"
    return (
        ("list", f"{base}/{asked.carried}{and_list}"),
        *((form.upper(), f"{base}.{form}{asked.carried}") for form in ("pdf", "xlsx", "csv")),
    )

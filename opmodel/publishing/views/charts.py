"""Charts: as a page, as a list, as PDF and as a table."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from opmodel.editions.models import Edition
from opmodel.publishing import addresses, pdf
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.charts.cards import Card
from opmodel.publishing.charts.definition import Chart, Drawn
from opmodel.publishing.charts.drawing import Drawing
from opmodel.publishing.charts.layout import place_to_width
from opmodel.publishing.charts.registry import chart_named
from opmodel.publishing.charts.sheets import sheets
from opmodel.publishing.exports.lists import table_of_chart
from opmodel.publishing.presenters.time_bars import bar_of_edition, status_of

from .downloading import document, download, no_pdf
from .drawings import downloads, given, imprint
from .editions import crumbs
from .finding import edition_or_404

SCREEN_WIDTH = 1216


def chart(request: HttpRequest, organisation: str, edition: str, name: str = "") -> HttpResponse:
    """A chart as a page: nested lists that wide screens show as drawings."""
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    defined = chart_named(name)
    drawn = defined.draw(found, asked, given(request, defined.asks))
    address = addresses.of_chart(found, defined.name)
    return render(
        request,
        "pages/chart.html",
        {
            "edition": found,
            "chart": defined,
            "drawn": drawn,
            "time_bar": bar_of_edition(found, asked),
            "breadcrumbs": crumbs(found, asked, found),
            "as_list": request.GET.get("as") == "list",
            "drawings": [
                Drawing(place_to_width(root, SCREEN_WIDTH), name=f"drawing-{number}")
                for number, root in enumerate(drawn.roots)
            ],
            "legend": _legend(defined, drawn.roots),
            "action": address,
            "clear": address + asked.carried,
            "asked": asked,
            "downloads": downloads(request, address),
        },
    )


def chart_pdf(
    request: HttpRequest, organisation: str, edition: str, name: str = ""
) -> HttpResponse:
    """A chart, narrowed as the page was, on as many A4 pages as it takes to be legible."""
    asked = asked_of(request)
    found, defined, drawn = _chart_or_404(request, organisation, edition, name)
    on_sheets = [sheet for root in drawn.roots for sheet in sheets(root)]
    try:
        body = pdf.render(
            "print/chart.html",
            {
                "sheets": [
                    (sheet, Drawing(sheet.layout, name=f"sheet-{number}", scale=sheet.scale))
                    for number, sheet in enumerate(on_sheets)
                ],
                "legend": _legend(defined, drawn.roots),
                "details": defined.details,
                "flows": bool(defined.name),
                "detailed": [card for root in drawn.roots for card in root.walk() if card.details],
            },
            title=f"{defined.title} – {found.organisation.called}, {found.label}",
            imprint=imprint(found, asked),
            base_url=request.build_absolute_uri("/"),
        )
    except pdf.PdfUnavailable as fault:
        return no_pdf(request, fault)
    return document(body, f"{found.slug}-{defined.file}")


def chart_table(
    request: HttpRequest, organisation: str, edition: str, form: str, name: str = ""
) -> HttpResponse:
    """A chart, narrowed as the page was, as CSV or XLSX."""
    found, defined, drawn = _chart_or_404(request, organisation, edition, name)
    table = table_of_chart(
        drawn.roots,
        found,
        status_of(found, asked_of(request)),
        request.build_absolute_uri("/").rstrip("/"),
        title=defined.title,
        details=defined.details,
    )
    return download(table, form, f"{found.slug}-{defined.file}")


def _chart_or_404(
    request: HttpRequest, organisation: str, edition: str, name: str
) -> tuple[Edition, Chart, Drawn]:
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    defined = chart_named(name)
    drawn = defined.draw(found, asked, given(request, defined.asks))
    if not drawn.roots and drawn.is_narrowed:
        raise Http404("Nothing in this chart fits what it was narrowed to.")
    if not drawn.roots:
        raise Http404(f"{found.title} {defined.holds_none}")
    return found, defined, drawn


def _legend(defined: Chart, roots: tuple[Card, ...]) -> tuple[tuple[str, bool, str], ...]:
    used = {(card.look, card.dashed) for root in roots for card in root.walk()}
    if not defined.dashed:
        return tuple(entry for entry in defined.legend if entry[:2] in used)
    looks = {look for look, _ in used}
    entries = tuple(entry for entry in defined.legend if entry[0] in looks)
    any_dashed = any(dashed for _, dashed in used)
    return (*entries, ("plain", True, defined.dashed)) if any_dashed else entries

"""The pages of a programme: roadmap, risk register, transfer list; as page, PDF and table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from opmodel.editions.models import Edition
from opmodel.publishing import addresses, pdf
from opmodel.publishing.asking import Asked
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.exports.tables import Table
from opmodel.publishing.presenters.time_bars import bar_of_edition, status_of
from opmodel.publishing.programmes.offered import TITLES
from opmodel.publishing.programmes.risks import RiskRegister, risk_register
from opmodel.publishing.programmes.roadmap import Narrowed, Roadmap, roadmap
from opmodel.publishing.programmes.tables import (
    table_of_risks,
    table_of_roadmap,
    table_of_transfers,
)
from opmodel.publishing.programmes.transfers import TransferList, transfer_list

from .charts import imprint
from .downloading import document, download, no_pdf
from .editions import crumbs
from .finding import edition_or_404

COLUMNS_ON_PAPER = 5
STEPS_ON_PAPER = 3
"""So many fit side by side on A4, and so many on top of each other leave little of a page empty."""


@dataclass(frozen=True)
class Page:
    """One of the pages: what reads it, what it can be narrowed by, what else its PDF needs."""

    read: Callable[[HttpRequest, Edition, Asked, bool], Any]
    fields: Callable[[HttpRequest, Any], list[dict[str, object]]]
    table: Callable[[Any, Edition, str, str], Table]
    printed: Callable[[Any], dict[str, object]]


def _roadmap(request: HttpRequest, edition: Edition, asked: Asked, cited: bool) -> Roadmap:
    narrowed = Narrowed(
        workstream=request.GET.get("workstream", ""),
        collection=request.GET.get("collection", ""),
        kind=request.GET.get("kind", ""),
        text=request.GET.get("text", "").strip(),
    )
    return roadmap(edition=edition, asked=asked, narrowed=narrowed, cited=cited)


def _roadmap_fields(request: HttpRequest, shown: Roadmap) -> list[dict[str, object]]:
    choices = shown.choices
    fields = [
        _field(request, "workstream", "Workstream", choices.workstreams),
        _field(request, "collection", "Set of outcomes", choices.collections, shown.usual_set),
        _field(request, "kind", "Kind of entry", choices.kinds),
    ]
    return [*(each for each in fields if each["options"]), _words(request)]


def _risks(request: HttpRequest, edition: Edition, asked: Asked, cited: bool) -> RiskRegister:
    gap, text = request.GET.get("without", ""), request.GET.get("text", "").strip()
    return risk_register(edition=edition, asked=asked, gap=gap, text=text, cited=cited)


def _risk_fields(request: HttpRequest, shown: RiskRegister) -> list[dict[str, object]]:
    gaps = _field(request, "without", "What is missing", shown.choices)
    return [*([gaps] if shown.choices else []), _words(request)]


def _transfers(request: HttpRequest, edition: Edition, asked: Asked, cited: bool) -> TransferList:
    return transfer_list(
        edition=edition,
        asked=asked,
        giver=request.GET.get("from", ""),
        receiver=request.GET.get("to", ""),
        text=request.GET.get("text", "").strip(),
        cited=cited,
    )


def _transfer_fields(request: HttpRequest, shown: TransferList) -> list[dict[str, object]]:
    fields = [
        _field(request, "from", "From", shown.givers),
        _field(request, "to", "To", shown.receivers),
    ]
    return [*(each for each in fields if len(each["options"]) > 1), _words(request)]  # type: ignore[arg-type]


def _field(
    request: HttpRequest,
    name: str,
    label: str,
    options: tuple[tuple[str, str], ...],
    all_: str = "",
) -> dict[str, object]:
    value = request.GET.get(name, "")
    return {"name": name, "label": label, "value": value, "options": options, "all": all_}


def _words(request: HttpRequest) -> dict[str, object]:
    return {"name": "text", "label": "Words", "value": request.GET.get("text", "").strip()}


PAGES = {
    "roadmap": Page(
        _roadmap,
        _roadmap_fields,
        table_of_roadmap,
        lambda shown: {"sheets": shown.sheets(COLUMNS_ON_PAPER, STEPS_ON_PAPER)},
    ),
    "risk-register": Page(_risks, _risk_fields, table_of_risks, lambda _: {}),
    "transfer-list": Page(_transfers, _transfer_fields, table_of_transfers, lambda _: {}),
}


def programme(request: HttpRequest, organisation: str, edition: str, name: str) -> HttpResponse:
    """One of the pages, narrowed as asked for; in words where there is nothing to show."""
    page = PAGES[name]
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    shown = page.read(request, found, asked, False)
    address = addresses.of_programme(found, name)
    fields = page.fields(request, shown)
    return render(
        request,
        f"pages/{name.replace('-', '_')}.html",
        {
            "edition": found,
            "title": TITLES[name],
            "shown": shown,
            "as_list": request.GET.get("as") == "list",
            "narrowed": any(field["value"] for field in fields),
            "time_bar": bar_of_edition(found, asked),
            "breadcrumbs": crumbs(found, asked, found),
            "fields": fields,
            "action": address,
            "clear": address + asked.carried,
            "asked": asked,
            "downloads": _downloads(request, address),
        },
    )


def programme_pdf(request: HttpRequest, organisation: str, edition: str, name: str) -> HttpResponse:
    """The same, narrowed as the page was, on A4."""
    page = PAGES[name]
    asked = asked_of(request)
    found, shown = _shown_or_404(request, organisation, edition, page, asked, cited=False)
    try:
        body = pdf.render(
            f"print/{name.replace('-', '_')}.html",
            {"shown": shown, **page.printed(shown)},
            title=f"{TITLES[name]} – {found.organisation.called}, {found.label}",
            imprint=imprint(found, asked),
            base_url=request.build_absolute_uri("/"),
        )
    except pdf.PdfUnavailable as fault:
        return no_pdf(request, fault)
    return document(body, f"{found.slug}-{name}")


def programme_table(
    request: HttpRequest, organisation: str, edition: str, name: str, form: str
) -> HttpResponse:
    """The same, narrowed as the page was, as CSV or XLSX."""
    page = PAGES[name]
    asked = asked_of(request)
    found, shown = _shown_or_404(request, organisation, edition, page, asked, cited=True)
    site = request.build_absolute_uri("/").rstrip("/")
    table = page.table(shown, found, status_of(found, asked), site)
    return download(table, form, f"{found.slug}-{name}")


def _shown_or_404(
    request: HttpRequest, organisation: str, edition: str, page: Page, asked: Asked, *, cited: bool
) -> tuple[Edition, Any]:
    found = edition_or_404(request, organisation, edition, asked)
    shown = page.read(request, found, asked, cited)
    if shown.is_empty:
        raise Http404(f"{found.title} has nothing to show here, or nothing that fits.")
    return found, shown


def _downloads(request: HttpRequest, address: str) -> tuple[tuple[str, str], ...]:
    kept = {name: str(value) for name, value in request.GET.items() if name != "as" and value}
    suffix = f"?{urlencode(kept)}" if kept else ""
    base = address.rstrip("/")
    other = (
        ("table", f"{address}{suffix}")
        if request.GET.get("as") == "list"
        else ("list", f"{address}?{urlencode({**kept, 'as': 'list'})}")
    )
    return (
        other,
        *((form.upper(), f"{base}.{form}{suffix}") for form in ("pdf", "xlsx", "csv")),
    )

"""An edition, its lists, its elements, its sources."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from governance.models import Decision
from opmodel.access.viewers import viewer_of
from opmodel.editions.models import Edition, Kind
from opmodel.editions.selectors.editions import base_of
from opmodel.editions.selectors.elements import element_by_key, elements_of_kind
from opmodel.editions.selectors.sources import sources_of
from opmodel.editions.tracing import trace
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.exports.lists import table_of_kind
from opmodel.publishing.filters import filters_for, form_fields
from opmodel.publishing.presenters.changes import recorded_link
from opmodel.publishing.presenters.checks import about as findings_about
from opmodel.publishing.presenters.choices import compared_with
from opmodel.publishing.presenters.elements import element_page
from opmodel.publishing.presenters.histories import history_of
from opmodel.publishing.presenters.links import capitalised
from opmodel.publishing.presenters.pages import (
    adoption_facts,
    drawings_of,
    entries,
    list_heading,
    ways_into,
)
from opmodel.publishing.presenters.time_bars import bar_of_edition, status_of
from opmodel.workbooks.actions.uploading import may_send
from opmodel.workbooks.parts import has_limits

from .downloading import download
from .finding import edition_or_404, kind_or_404
from .work.leading import of_draft, of_element

PAGE = 50
SENT_TO = frozenset(["body", "committee", "partnership", "post", "role-class", "team"])
"""The kinds of holders who are sent what they hold, to be filled in."""


def edition(request: HttpRequest, organisation: str, edition: str) -> HttpResponse:
    """An edition's permanent page: what it is, and the ways into it."""
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    return render(
        request,
        "pages/edition.html",
        {
            "edition": found,
            "status": status_of(found, asked),
            "time_bar": bar_of_edition(found, asked),
            "breadcrumbs": crumbs(found, asked),
            "adoption": adoption_facts(found, base_of(found, viewer_of(request))),
            "ways": ways_into(found, asked),
            "drawings": drawings_of(found, asked),
            "sources": sources_of(found),
            "sources_url": addresses.of_sources(found) + asked.carried,
            "asked": asked,
            "compare_with": compared_with(found, viewer_of(request)),
            "compare_url": addresses.of_comparisons(found),
            "workbook_url": addresses.of_workbook(found),
            "dmn_url": addresses.of_dmn(found) + asked.carried if has_limits(found) else "",
            "workbooks_url": addresses.of_workbooks(found) + asked.carried,
            "may_bring": not found.is_frozen and may_send(request.user, found),
            "work": of_draft(request, found),
        },
    )


def sources(request: HttpRequest, organisation: str, edition: str) -> HttpResponse:
    """The documents an edition cites, and how often."""
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    return render(
        request,
        "pages/edition_sources.html",
        {
            "edition": found,
            "time_bar": bar_of_edition(found, asked),
            "breadcrumbs": crumbs(found, asked, found),
            "sources": sources_of(found),
        },
    )


def element_list(
    request: HttpRequest, organisation: str, edition: str, plural: str
) -> HttpResponse:
    """The elements of one kind, narrowed by the same filters as the API's list."""
    asked = asked_of(request)
    kind = kind_or_404(plural)
    found = edition_or_404(request, organisation, edition, asked)
    narrowed = _narrowed(request, kind, found)
    page = _page(request, narrowed.qs)
    fields = form_fields(narrowed, kind=kind, edition=found)
    return render(
        request,
        "pages/list.html",
        {
            "edition": found,
            "title": capitalised(str(kind._meta.verbose_name_plural)),
            "heading": list_heading(kind, page.paginator.count),
            "time_bar": bar_of_edition(found, asked),
            "breadcrumbs": crumbs(found, asked, found),
            "fields": [field for field in fields if field.name == "q" or len(field.options) > 1],
            "narrowed": any(field.value for field in fields),
            "action": addresses.of_list(found, kind),
            "asked": asked,
            "page": page,
            "entries": entries(page.object_list, asked, edition=found),
            "link_to_page": lambda number: f"?{urlencode({**_kept(request), 'page': number})}",
            "kept": urlencode(_kept(request)),
            "downloads": _downloads(request, addresses.of_list(found, kind)),
        },
    )


def element_table(
    request: HttpRequest, organisation: str, edition: str, plural: str, form: str
) -> HttpResponse:
    """A list, narrowed as the page was, as CSV or XLSX."""
    asked = asked_of(request)
    kind = kind_or_404(plural)
    found = edition_or_404(request, organisation, edition, asked)
    table = table_of_kind(
        kind,
        _narrowed(request, kind, found).qs,
        found,
        status_of(found, asked),
        request.build_absolute_uri("/").rstrip("/"),
    )
    return download(table, form, f"{found.slug}-{kind.plural}")


def element(
    request: HttpRequest, organisation: str, edition: str, plural: str, key: str
) -> HttpResponse:
    """One element: what it is, what points at it, where that is written."""
    asked = asked_of(request)
    kind = kind_or_404(plural)
    found = edition_or_404(request, organisation, edition, asked)
    shown = element_by_key(edition=found, kind=kind, key=key)
    return render(
        request,
        "pages/element.html",
        {
            "element": element_page(shown, found, asked),
            "edition": found,
            "time_bar": bar_of_edition(found, asked),
            "breadcrumbs": crumbs(found, asked, found, kind),
            "history": history_of(
                trace(element=shown, viewer=viewer_of(request), moment=asked.moment), asked
            ),
            "history_url": addresses.of_history(found, shown) + asked.carried,
            "decide": _decide(found, shown, asked) if isinstance(shown, Decision) else "",
            "checks": findings_about(shown, found, asked),
            "workbook": _workbook(found, shown),
            "change": of_element(request, found, shown),
            "commented": None if found.is_frozen else shown,
            "recorded": recorded_link(request, found, shown),
        },
    )


def _workbook(edition: Edition, element: Kind) -> str:
    """The part of an edition that is sent to whoever this is."""
    if element.kind == "directorate":
        return addresses.of_workbook(edition, directorate=element.key)
    return addresses.of_workbook(edition, holder=element.key) if element.kind in SENT_TO else ""


def _decide(edition: Edition, decision: Decision, asked: Asked) -> str:
    """Where it is asked who may decide that, under this edition."""
    about = {"edition": edition.slug, "decision": decision.key, **asked.stated}
    return f"{reverse('decide')}?{urlencode(about)}"


def crumbs(edition: Edition, asked: Asked, *steps: Edition | type[Kind]) -> list[dict[str, str]]:
    """The way back: the organisation, then the steps named."""
    found = [
        {
            "text": edition.organisation.called,
            "href": addresses.of_organisation(edition.organisation) + asked.carried,
        }
    ]
    for step in steps:
        if isinstance(step, Edition):
            found.append(
                {"text": edition.label, "href": addresses.of_edition(edition) + asked.carried}
            )
        else:
            found.append(
                {
                    "text": capitalised(str(step._meta.verbose_name_plural)),
                    "href": addresses.of_list(edition, step) + asked.carried,
                }
            )
    return found


def _narrowed(request: HttpRequest, kind: type[Kind], edition: Edition):
    filters = filters_for(kind)(request.GET, queryset=elements_of_kind(kind=kind, edition=edition))
    if not filters.is_valid():
        raise BadRequest(
            " ".join(str(each) for errors in filters.errors.values() for each in errors)
        )
    return filters


def _page(request: HttpRequest, elements):
    number = request.GET.get("page") or "1"
    try:
        return Paginator(elements, PAGE).page(number)
    except PageNotAnInteger as error:
        raise BadRequest(f"“{number[:20]}” is no page number. Use 1, 2, 3 …") from error
    except EmptyPage as error:
        raise Http404(f"The list has no page {number[:20]}.") from error


def _kept(request: HttpRequest) -> dict[str, str]:
    """What the next page of a list is asked with as well."""
    return {name: str(value) for name, value in request.GET.items() if name != "page" and value}


def _downloads(request: HttpRequest, address: str) -> tuple[tuple[str, str], ...]:
    kept = urlencode(_kept(request))
    suffix = f"?{kept}" if kept else ""
    base = address.rstrip("/")
    return (("XLSX", f"{base}.xlsx{suffix}"), ("CSV", f"{base}.csv{suffix}"))

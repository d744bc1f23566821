"""What checks found in an edition: as a page, as a document, as tables."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from opmodel.access.viewers import viewer_of
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Element
from opmodel.editions.selectors.editions import editions_of
from opmodel.findings.finding import Severity
from opmodel.findings.registry import BY_ID
from opmodel.findings.telling import Narrowed, Telling, places_of, tell
from opmodel.findings.waiving import may_waive
from opmodel.publishing import addresses, pdf
from opmodel.publishing.asking import Asked
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.exports.checks import table_of_findings
from opmodel.publishing.presenters.checks import (
    Course,
    can_be_waived_on,
    course_of,
    judged_at,
    judged_on,
    name_of_kind,
    numbers_of,
    sections,
)
from opmodel.publishing.presenters.time_bars import bar_of_edition, status_of

from . import paging
from .downloading import document, download, no_pdf
from .drawings import imprint
from .editions import crumbs
from .finding import edition_or_404

TITLE = "What checks found"
PAGE = 100
MOST_IN_PDF = 500
LONGEST = 200


def checks(request: HttpRequest, organisation: str, edition: str) -> HttpResponse:
    """Findings by severity and rule, narrowed as asked for; how many there were in each edition."""
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    telling = _telling(request, found, asked)
    page = paging.page_of(request, telling.told, PAGE)
    kept = paging.kept(request)
    action = addresses.of_checks(found)
    return render(
        request,
        "pages/checks.html",
        {
            "edition": found,
            "title": TITLE,
            "telling": telling,
            "judged": judged_on(telling, asked),
            "counts": [
                (words, _narrowed_to(action, asked, severity), number)
                for severity, words, number in numbers_of(telling)
            ],
            "waived": len(telling.findings) - len(telling.findings.open),
            "about": _about(found, telling),
            "sections": sections(
                telling,
                page.object_list,
                asked,
                waiving=may_waive(request.user, found) and can_be_waived_on(telling.moment, asked),
            ),
            "course": _course(request, telling, asked),
            "page": page,
            "link_to_page": lambda number: f"?{urlencode({**kept, 'page': number})}",
            "fields": _fields(telling),
            "action": action,
            "clear": action + asked.carried,
            "keeps": {
                **asked.stated,
                **({"about": telling.narrowed.about} if telling.narrowed.about else {}),
            },
            "downloads": [
                (
                    form.upper(),
                    f"{action.rstrip('/')}.{form}{f'?{urlencode(kept)}' if kept else ''}",
                )
                for form in ("pdf", "xlsx", "csv")
            ],
            "time_bar": bar_of_edition(found, asked),
            "breadcrumbs": crumbs(found, asked, found),
            "asked": asked,
            "api": f"/api/v1/findings/?{urlencode({'edition': found.slug, **kept})}",
        },
    )


def checks_pdf(request: HttpRequest, organisation: str, edition: str) -> HttpResponse:
    """The same, narrowed as the page was, on A4."""
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    telling = _telling(request, found, asked)
    try:
        body = pdf.render(
            "print/checks.html",
            {
                "telling": telling,
                "judged": judged_on(telling, asked),
                "counts": [words for _, words, _ in numbers_of(telling)],
                "waived": len(telling.findings) - len(telling.findings.open),
                "about": _about(found, telling),
                "sections": sections(telling, telling.told[:MOST_IN_PDF], asked),
                "left_out": max(0, len(telling.told) - MOST_IN_PDF),
                "course": _course(request, telling, asked),
            },
            title=f"{TITLE} – {found.organisation.called}, {found.label}",
            imprint=imprint(found, asked),
            base_url=request.build_absolute_uri("/"),
        )
    except pdf.PdfUnavailable as fault:
        return no_pdf(request, fault)
    return document(body, f"{found.slug}-checks")


def checks_table(request: HttpRequest, organisation: str, edition: str, form: str) -> HttpResponse:
    """The same, narrowed as the page was, as CSV or XLSX."""
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    telling = _telling(request, found, asked)
    site = request.build_absolute_uri("/").rstrip("/")
    table = table_of_findings(telling, judged_on(telling, asked), status_of(found, asked), site)
    return download(table, form, f"{found.slug}-checks")


def _telling(request: HttpRequest, edition: Edition, asked: Asked) -> Telling:
    given = {
        each.name: request.GET.get(each.name, "").strip()[:LONGEST] for each in fields(Narrowed)
    }
    allowed: dict[str, Collection[str]] = {
        "severity": [each.value for each in Severity], "rule": BY_ID, "kind": kinds(),
    }  # fmt: skip
    for name, words in allowed.items():
        if given[name] and given[name] not in words:
            raise BadRequest(f"{name}: there is no “{given[name][:40]}”. Choose one on the page.")
    return tell(edition=edition, moment=judged_at(edition, asked), narrowed=Narrowed(**given))


def _course(request: HttpRequest, telling: Telling, asked: Asked) -> Course:
    edition = telling.edition
    newest_first = editions_of(
        organisation=edition.organisation, viewer=viewer_of(request), moment=asked.moment
    )
    return course_of(telling, list(newest_first)[::-1], asked)


def _narrowed_to(action: str, asked: Asked, severity: Severity) -> str:
    return f"{action}?{urlencode({**asked.stated, 'severity': severity.value})}"


def _about(edition: Edition, telling: Telling) -> str:
    """What the element is called that the page is narrowed to."""
    key = telling.narrowed.about
    if not key:
        return ""
    name = Element.objects.filter(edition=edition, key=key).values_list("name", flat=True).first()
    if name is None:
        raise Http404(f"{edition.title} holds nothing by the name “{key[:40]}”.")
    return name


def _fields(telling: Telling) -> list[dict[str, object]]:
    narrowed = telling.narrowed
    # Whatever is asked for stays to be seen, though nothing of it was found.
    rules = dict.fromkeys([*telling.rules, *([BY_ID[narrowed.rule]] if narrowed.rule else [])])
    named = dict.fromkeys([*telling.kinds, *([narrowed.kind] if narrowed.kind else [])])
    offered = [
        ("severity", "How bad", [(each.value, each.value.capitalize()) for each in Severity]),
        ("rule", "Rule", [(each.id, each.title) for each in rules]),
        ("kind", "Kind", [(kind, name_of_kind(kind)) for kind in kinds() if kind in named]),
        ("place", "Place", places_of(telling.edition)),
    ]
    return [
        *(
            {"name": name, "label": label, "value": getattr(narrowed, name), "options": options}
            for name, label, options in offered
            if options
        ),
        {"name": "text", "label": "Words", "value": narrowed.text},
    ]

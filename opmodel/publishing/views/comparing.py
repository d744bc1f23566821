"""Two editions beside each other: as a page, as a document, as tables; and choosing what with."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from opmodel.access.viewers import viewer_of
from opmodel.editions.comparing import LISTS, compare
from opmodel.editions.kinds import kinds
from opmodel.editions.lineages import moment_of
from opmodel.editions.models import Edition
from opmodel.editions.selectors.editions import edition_by_slug
from opmodel.publishing import addresses, pdf
from opmodel.publishing.asking import Asked
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.exports.comparing import table_of_comparison
from opmodel.publishing.presenters.choices import compared_with
from opmodel.publishing.presenters.comparing import Entry, Presented, kinds_of, parts
from opmodel.publishing.presenters.links import capitalised
from opmodel.publishing.presenters.time_bars import bar_of_edition, status_of

from .downloading import document, download, no_pdf
from .drawings import imprint
from .editions import crumbs
from .finding import edition_or_404

PAGE = 100
MOST_IN_PDF = 500
SCHEDULE = "schedule"


def choose(request: HttpRequest, organisation: str, edition: str) -> HttpResponse:
    """What an edition may be compared with; a choice leads on to the comparison."""
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    if chosen := request.GET.get("with", ""):
        other = edition_by_slug(slug=chosen, viewer=viewer_of(request), moment=asked.moment)
        return HttpResponseRedirect(addresses.of_comparison(found, other) + asked.carried)
    return render(
        request,
        "pages/compare_with.html",
        {
            "edition": found,
            "time_bar": bar_of_edition(found, asked),
            "breadcrumbs": crumbs(found, asked, found),
            "asked": asked,
            "compare_with": compared_with(found, viewer_of(request)),
            "action": addresses.of_comparisons(found),
        },
    )


@dataclass(frozen=True)
class _Compared:
    """A comparison as it was asked for."""

    edition: Edition
    asked: Asked
    shown: Presented
    chosen: dict[str, str]
    lists: tuple[str, ...]
    entries: list[tuple[str, Entry]]
    offered: list[str]

    @property
    def title(self) -> str:
        return f"{self.shown.heading} – {self.edition.organisation.called}"

    @property
    def name(self) -> str:
        return f"{self.shown.earlier.slug}-to-{self.shown.later.slug}"


def comparison(request: HttpRequest, organisation: str, edition: str, other: str) -> HttpResponse:
    """The comparison as a page: by part of the model, or in order as a schedule of amendments."""
    found = _compared(request, organisation, edition, other)
    page = _page(request, found.entries)
    base = addresses.of_comparison(found.edition, _other(found))
    kept = {**found.chosen, **found.asked.stated}
    as_schedule = request.GET.get("as") == SCHEDULE
    return render(
        request,
        "pages/compare.html",
        {
            "shown": found.shown,
            "edition": found.edition,
            "time_bar": bar_of_edition(found.edition, found.asked),
            "breadcrumbs": crumbs(found.edition, found.asked, found.edition),
            "title": found.title,
            "summary": _summary(found, base),
            "cautions": found.shown.cautions(),
            "as_schedule": as_schedule,
            "sections": found.shown.sections(page.object_list),
            "page": page,
            "link_to_page": lambda number: (
                "?"
                + urlencode({**kept, **({"as": SCHEDULE} if as_schedule else {}), "page": number})
            ),
            "fields": _fields(found),
            "action": base,
            "clear": base + found.asked.carried,
            "keeps": {**found.asked.stated, **({"as": SCHEDULE} if as_schedule else {})},
            "narrowed": bool(found.chosen),
            "downloads": _downloads(base, kept, as_schedule),
            "editions": [
                (found.shown.called(each), addresses.of_edition(each) + found.asked.carried)
                for each in (found.shown.earlier, found.shown.later)
            ],
        },
    )


def comparison_pdf(
    request: HttpRequest, organisation: str, edition: str, other: str
) -> HttpResponse:
    """The comparison, narrowed as the page was, on A4."""
    found = _compared(request, organisation, edition, other)
    left_out = max(0, len(found.entries) - MOST_IN_PDF)
    try:
        body = pdf.render(
            "print/compare.html",
            {
                "shown": found.shown,
                "summary": found.shown.summary(),
                "cautions": found.shown.cautions(),
                "sections": found.shown.sections(found.entries[:MOST_IN_PDF]),
                "left_out": left_out,
                "as_schedule": request.GET.get("as") == SCHEDULE,
            },
            title=found.title,
            imprint=imprint(found.shown.later, found.asked),
            base_url=request.build_absolute_uri("/"),
        )
    except pdf.PdfUnavailable as fault:
        return no_pdf(request, fault)
    return document(body, found.name)


def comparison_table(
    request: HttpRequest, organisation: str, edition: str, other: str, form: str
) -> HttpResponse:
    """The comparison, narrowed as the page was, as CSV or XLSX."""
    found = _compared(request, organisation, edition, other)
    statuses = (
        status_of(found.shown.earlier, found.asked),
        status_of(found.shown.later, found.asked),
    )
    site = request.build_absolute_uri("/").rstrip("/")
    return download(
        table_of_comparison(found.shown, found.entries, statuses, site), form, found.name
    )


def _compared(request: HttpRequest, organisation: str, slug: str, other_slug: str) -> _Compared:
    asked = asked_of(request)
    edition = edition_or_404(request, organisation, slug, asked)
    other = edition_by_slug(slug=other_slug, viewer=viewer_of(request), moment=asked.moment)
    # Whichever of the two is at the beginning of the address: one reads from then to now.
    earlier, later = sorted((other, edition), key=moment_of)
    whole = compare(earlier=earlier, later=later, viewer=viewer_of(request))
    chosen = _chosen(request)
    part, kind, lists = (chosen.get(name, "") for name in ("section", "kind", "list"))
    narrowed = whole.of_kinds(kinds_of(part, kind)) if part or kind else whole
    shown = Presented(narrowed, asked)
    wanted = tuple(lists.split(",")) if lists else tuple(n for n in LISTS if n != "unchanged")
    of_whole = Presented(whole, asked)
    offered = [each.thing.kind for _, each in of_whole.entries(LISTS[:-1])]
    return _Compared(
        edition=edition,
        asked=asked,
        shown=shown,
        chosen=chosen,
        lists=wanted,
        entries=shown.entries(wanted, as_schedule=request.GET.get("as") == SCHEDULE),
        offered=list(dict.fromkeys(offered)),
    )


def _chosen(request: HttpRequest) -> dict[str, str]:
    allowed: dict[str, Collection[str]] = {"section": parts(), "kind": kinds(), "list": LISTS}
    chosen = {name: request.GET[name] for name in allowed if request.GET.get(name)}
    for name, value in chosen.items():
        if value not in allowed[name]:
            raise BadRequest(f"{name}: “{value[:40]}” is none of: {', '.join(allowed[name])}.")
    return chosen


def _other(found: _Compared) -> Edition:
    shown = found.shown
    return shown.earlier if found.edition == shown.later else shown.later


def _summary(found: _Compared, base: str) -> list[tuple[str, str, bool]]:
    """How many of each list, each leading to these alone."""
    kept = {**found.chosen, **found.asked.stated}
    return [
        (words, f"{base}?{urlencode({**kept, 'list': name})}", not words.startswith("0 "))
        for name, words in found.shown.summary()
    ]


def _fields(found: _Compared) -> list[dict[str, object]]:
    named = parts()
    labels = {kinds()[name]._meta.app_label for name in found.offered}
    return [
        {
            "name": "section",
            "label": "Part of the model",
            "value": found.chosen.get("section", ""),
            "options": [(label, words) for label, words in named.items() if label in labels],
        },
        {
            "name": "kind",
            "label": "Kind",
            "value": found.chosen.get("kind", ""),
            "options": [
                (name, capitalised(str(kinds()[name]._meta.verbose_name_plural)))
                for name in found.offered
            ],
        },
        {
            "name": "list",
            "label": "Which",
            "value": found.chosen.get("list", ""),
            "options": [(name, found.shown.tag(name)) for name in LISTS],
        },
    ]


def _page(request: HttpRequest, entries: list[tuple[str, Entry]]):
    number = request.GET.get("page") or "1"
    try:
        return Paginator(entries, PAGE).page(number)
    except PageNotAnInteger as error:
        raise BadRequest(f"“{number[:20]}” is no page number. Use 1, 2, 3 …") from error
    except EmptyPage as error:
        raise Http404(f"The comparison has no page {number[:20]}.") from error


def _downloads(base: str, kept: dict[str, str], as_schedule: bool) -> Iterable[tuple[str, str]]:
    other_way = kept if as_schedule else {**kept, "as": SCHEDULE}
    same_way = {**kept, "as": SCHEDULE} if as_schedule else kept
    words = "list by parts" if as_schedule else "schedule of amendments"
    yield words, base + (f"?{urlencode(other_way)}" if other_way else "")
    suffix = f"?{urlencode(same_way)}" if same_way else ""
    for form in ("pdf", "xlsx", "csv"):
        yield form.upper(), f"{base.rstrip('/')}.{form}{suffix}"

"""Scenarios: the list of them, and what one or two editions answer to one of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from opmodel.access.viewers import viewer_of
from opmodel.editions.models import Edition
from opmodel.editions.selectors.editions import edition_by_slug
from opmodel.publishing import pdf
from opmodel.publishing.asking import Asked
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.presenters import scenario_glance
from opmodel.publishing.presenters import scenarios as presenter
from opmodel.publishing.presenters.time_bars import bar_of_edition, status_of
from opmodel.publishing.time_bar import TimeBar
from opmodel.scenarios.models import Scenario
from opmodel.scenarios.reports import Report
from opmodel.scenarios.running import run, run_all
from opmodel.scenarios.selectors import history_of, scenario_by_key, scenarios_for
from opmodel.scenarios.writing import may_change, organisations_written_for

from .downloading import document, no_pdf
from .drawings import imprint

NAMES = ("edition", "with")
"""The editions that a scenario is put to, by their names in the address."""


@dataclass(frozen=True)
class _Scope:
    """The editions that were named, and the days."""

    asked: Asked
    editions: list[Edition]

    @property
    def kept(self) -> dict[str, str]:
        """The same for an address."""
        named = {name: edition.slug for name, edition in zip(NAMES, self.editions, strict=False)}
        return {**named, **self.asked.stated}

    @property
    def time_bar(self) -> TimeBar | None:
        return bar_of_edition(self.editions[0], self.asked, action="") if self.editions else None


def scenarios(request: HttpRequest) -> HttpResponse:
    """All scenarios; with editions named, how far each of them answers."""
    scope = _scope(request)
    found, by_edition = _all(request, scope)
    suffix = f"?{urlencode(scope.kept)}" if scope.kept else ""
    return render(
        request,
        "pages/scenarios.html",
        {
            "entries": [
                {
                    "scenario": scenario,
                    "url": reverse("scenario", args=[scenario.key]) + suffix,
                    "steps": len(scenario.steps.all()),
                    "tallies": [
                        (
                            scenario_glance.strip(reports[index]),
                            scenario_glance.tally(reports[index]),
                        )
                        for reports in by_edition
                    ],
                }
                for index, scenario in enumerate(found)
            ],
            "columns": [scenario_glance.called(edition) for edition in scope.editions],
            "verdict": scenario_glance.verdict(by_edition),
            "time_bar": scope.time_bar,
            "choices": _choices(request),
            "chosen": scope.kept,
            "asked": scope.asked,
            "pdf": reverse("scenarios-pdf") + suffix if found and scope.editions else "",
            "may_write": bool(organisations_written_for(request.user)),
        },
    )


def scenarios_pdf(request: HttpRequest) -> HttpResponse:
    """All scenarios that editions can be tried with, on paper: all steps, then each in full."""
    scope = _scope(request)
    if not scope.editions:
        raise Http404("Name an edition: without one there is no report to print.")
    found, by_edition = _all(request, scope)
    trials = [
        _shown(scenario, [reports[index] for reports in by_edition], scope)
        for index, scenario in enumerate(found)
    ]
    try:
        body = pdf.render(
            "print/scenarios.html",
            {
                "trials": trials,
                "columns": [scenario_glance.called(edition) for edition in scope.editions],
                "verdict": scenario_glance.verdict(by_edition),
            },
            title="Scenarios",
            imprint=imprint(scope.editions[0], scope.asked),
            base_url=request.build_absolute_uri("/"),
        )
    except pdf.PdfUnavailable as fault:
        return no_pdf(request, fault)
    return document(body, "-".join(["scenarios", *(each.slug for each in scope.editions)]))


def scenario(request: HttpRequest, key: str) -> HttpResponse:
    """One scenario: its steps, and what the editions named answer to each."""
    scope = _scope(request)
    found = scenario_by_key(key=key, viewer=viewer_of(request))
    reports = _reports(found, scope)
    kept = f"?{urlencode(scope.kept)}" if scope.kept else ""
    changeable = may_change(request.user, found)
    return render(
        request,
        "pages/scenario.html",
        {
            **_shown(found, reports, scope),
            "steps": [(step, presenter.about(step)) for step in found.steps.all()],
            "time_bar": scope.time_bar,
            "choices": _choices(request),
            "chosen": scope.kept,
            "asked": scope.asked,
            "pdf": reverse("scenario-pdf", args=[key]) + kept,
            "api": reverse("api-scenario", args=[key]) + kept,
            "all": reverse("scenarios") + kept,
            "breadcrumbs": [{"text": "Scenarios", "href": reverse("scenarios") + kept}],
            "may_change": changeable,
            "changes": history_of(found) if changeable else [],
            "may_write": bool(organisations_written_for(request.user)),
        },
    )


def scenario_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The report on paper."""
    scope = _scope(request)
    if not scope.editions:
        raise Http404("Name an edition: without one there is no report to print.")
    found = scenario_by_key(key=key, viewer=viewer_of(request))
    try:
        body = pdf.render(
            "print/scenario.html",
            _shown(found, _reports(found, scope), scope),
            title=found.title,
            imprint=imprint(scope.editions[0], scope.asked),
            base_url=request.build_absolute_uri("/"),
        )
    except pdf.PdfUnavailable as fault:
        return no_pdf(request, fault)
    return document(body, "-".join([found.key, *(each.slug for each in scope.editions)]))


def _shown(found: Scenario, reports: list[Report], scope: _Scope) -> dict[str, object]:
    asked = scope.asked
    return {
        "scenario": found,
        "origin": presenter.origin(found),
        "rows": presenter.rows_of(reports, asked) if reports else [],
        "columns": [
            presenter.column(report, asked, status_of(report.edition, asked)) for report in reports
        ],
        "verdict": scenario_glance.verdict([[report] for report in reports]),
        "glance": scenario_glance.lines(reports) if reports else [],
        "meanings": presenter.MEANINGS,
    }


def _reports(found: Scenario, scope: _Scope) -> list[Report]:
    return [
        run(scenario=found, edition=edition, moment=scope.asked.moment)
        for edition in scope.editions
    ]


def _all(request: HttpRequest, scope: _Scope) -> tuple[list[Scenario], list[list[Report]]]:
    """The scenarios for the editions named, and what each of these answers to them."""
    edition = scope.editions[0] if scope.editions else None
    found = list(scenarios_for(viewer=viewer_of(request), edition=edition))
    return found, [
        run_all(scenarios=found, edition=edition, moment=scope.asked.moment)
        for edition in scope.editions
    ]


def _scope(request: HttpRequest) -> _Scope:
    asked, viewer = asked_of(request), viewer_of(request)
    slugs = [request.GET.get(name, "").strip() for name in NAMES]
    return _Scope(
        asked,
        [
            edition_by_slug(slug=slug, viewer=viewer, moment=asked.moment)
            for slug in dict.fromkeys(filter(None, slugs))
        ],
    )


def _choices(request: HttpRequest) -> list[tuple[str, list[tuple[str, str]]]]:
    """The editions that may be named, as (slug, words), by organisation. One query."""
    editions = Edition.objects.visible_to(viewer_of(request)).select_related("organisation")
    rows = sorted(editions, key=lambda each: (each.organisation.name, each.slug))
    return [
        (name, [(each.slug, f"{each.title}, {each.label}") for each in of_it])
        for name, of_it in groupby(rows, key=lambda each: str(each.organisation.name))
    ]

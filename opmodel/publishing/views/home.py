"""The start page, and the pages about the registry itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.deciding.schemes import organisations_with_schemes
from opmodel.access.viewers import viewer_of
from opmodel.editions.models import Organisation
from opmodel.editions.selectors.editions import editions_for_list, element_counts
from opmodel.editions.selectors.organisations import organisations_of
from opmodel.editions.selectors.sources import sources_cited, sources_outside_editions
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.presenters.organisations import is_in_law
from opmodel.publishing.presenters.pages import edition_line
from opmodel.publishing.time_bar import Link

LATELY = 5


def home(request: HttpRequest) -> HttpResponse:
    """One search box, the organisations that have editions, and what was published lately."""
    asked, viewer = asked_of(request), viewer_of(request)
    editions = editions_for_list(viewer=viewer, moment=asked.moment)
    lately = list(editions.order_by("-published_on", "-recorded_at", "slug")[:LATELY])
    counts = element_counts(lately)
    return render(
        request,
        "pages/home.html",
        {
            "organisations": [_organisation(each, asked) for each in organisations_of(editions)],
            "lately": [edition_line(each, asked, counts.get(each.id, 0)) for each in lately],
            "schemes": organisations_with_schemes(viewer=viewer),
            "asked": asked,
        },
    )


def _organisation(organisation: Organisation, asked: Asked) -> dict[str, object]:
    codes = [each.value for each in organisation.identifiers.all() if each.scheme == "ods"]
    return {
        "link": Link(organisation.name, addresses.of_organisation(organisation) + asked.carried),
        "code": ", ".join(codes),
        "in_law": is_in_law(organisation),
        "since": organisation.legal_from,
        "until": organisation.legal_until,
        "ended": not organisation.existed_on(asked.today),
        "sample": organisation.sample,
    }


def sources(request: HttpRequest) -> HttpResponse:
    """Every document and register that the registry cites."""
    asked = asked_of(request)
    return render(
        request,
        "pages/sources.html",
        {
            "cited": [
                (
                    source,
                    Link(
                        f"{source.edition.organisation.called}, {source.edition.label}",
                        f"{addresses.of_sources(source.edition)}{asked.carried}#{source.key}",
                    ),
                )
                for source in sources_cited(viewer=viewer_of(request))
                if source.edition
            ],
            "outside": sources_outside_editions(),
        },
    )


def about(request: HttpRequest) -> HttpResponse:
    """What the registry is, for whom, and how to read it."""
    return render(request, "pages/about.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "pages/accessibility.html")

"""An organisation: what it is, what is in force, where it came from and went."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from opmodel.access.viewers import viewer_of
from opmodel.editions.selectors.editions import editions_for_list, element_counts, in_force
from opmodel.editions.selectors.organisations import organisation_by_slug
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.presenters.pages import (
    drawings_of,
    edition_line,
    organisation_page,
    ways_into,
)
from opmodel.publishing.presenters.time_bars import bar_of_organisation


def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    """The page at an organisation's own address: what is in force on the day asked for."""
    asked = asked_of(request)
    viewer = viewer_of(request)
    found_organisation = organisation_by_slug(organisation)
    found = in_force(organisation=found_organisation, viewer=viewer, moment=asked.moment)
    editions = list(
        editions_for_list(viewer=viewer, moment=asked.moment)
        .filter(organisation=found_organisation)
        .order_by("-effective_from", "-recorded_at", "slug")
    )
    counts = element_counts(editions)
    edition = found.edition
    return render(
        request,
        "pages/organisation.html",
        {
            "page": organisation_page(found_organisation, asked),
            "time_bar": bar_of_organisation(found_organisation, found, asked, action=request.path),
            "found": found,
            "in_force": edition_line(edition, asked) if edition else None,
            "editions": [edition_line(each, asked, counts.get(each.id, 0)) for each in editions],
            "ways": ways_into(edition, asked) if edition else (),
            "drawings": drawings_of(edition, asked) if edition else (),
        },
    )

"""An organisation: what it is, what is in force, where it came from and went."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from opmodel.access.granting import may_grant
from opmodel.access.viewers import viewer_of
from opmodel.editions.selectors.editions import (
    editions_around,
    editions_of,
    element_counts,
    in_force,
)
from opmodel.editions.selectors.organisations import organisation_by_slug
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.presenters.changes import changes_link
from opmodel.publishing.presenters.organisations import (
    nothing_in_force,
    organisation_page,
    timeline_of,
)
from opmodel.publishing.presenters.pages import drawings_of, edition_line, ways_into
from opmodel.publishing.presenters.time_bars import bar_of_organisation


def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    """The page at an organisation's own address: what is in force on the day asked for."""
    asked = asked_of(request)
    viewer = viewer_of(request)
    shown = organisation_by_slug(organisation)
    found = in_force(organisation=shown, viewer=viewer, moment=asked.moment)
    editions = list(editions_of(organisation=shown, viewer=viewer, moment=asked.moment))
    around = list(editions_around(organisation=shown, viewer=viewer, moment=asked.moment))
    counts = element_counts([*editions, *around])
    edition = found.edition
    return render(
        request,
        "pages/organisation.html",
        {
            "page": organisation_page(shown, asked),
            "time_bar": bar_of_organisation(shown, found, asked, action=request.path),
            "found": found,
            "in_force": edition_line(edition, asked) if edition else None,
            "nothing": () if edition else nothing_in_force(shown, found, editions, asked),
            "editions": [edition_line(each, asked, counts.get(each.id, 0)) for each in editions],
            "around": [edition_line(each, asked, counts.get(each.id, 0)) for each in around],
            "timeline": timeline_of(editions, asked),
            "ways": ways_into(edition, asked) if edition else (),
            "drawings": drawings_of(edition, asked) if edition else (),
            "appointments": reverse("appointments", args=[shown.slug]) + asked.carried
            if edition
            else "",
            "holdings": reverse("holdings", args=[shown.slug]) + asked.carried,
            "people": may_grant(request.user, shown) and reverse("people", args=[shown.slug]),
            "changes": changes_link(request, shown),
        },
    )

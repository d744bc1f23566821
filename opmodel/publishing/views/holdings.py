"""The other way round: what a body or a person may decide, sits on and is told of, everywhere."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from governance.deciding.holders import (
    held_by,
    held_in_person,
    holders_called,
    organisations_of,
    people_called,
)
from opmodel.access.viewers import viewer_of
from opmodel.editions.models import Identifier
from opmodel.editions.selectors.search import LONGEST_QUESTION, find_organisations
from opmodel.publishing.asking import Asked
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.presenters.holdings import held_here, held_through
from opmodel.publishing.presenters.links import link_to
from opmodel.publishing.time_bar import Link

SHORTEST = 3
"""Letters of a name that are looked for."""


def holders(request: HttpRequest) -> HttpResponse:
    """Looks for a body, a person or another holder by name; or shows what a person holds."""
    asked, viewer = asked_of(request), viewer_of(request)
    question, person = (
        _words(request, "q"),
        _words(request, "person"),
    )
    context: dict[str, object] = {"asked": asked, "question": question or person}
    if person:
        found = held_in_person(name=person, viewer=viewer, moment=asked.moment)
        if not found:
            raise Http404(f"Nobody called “{person}” is recorded in a post on that day.")
        kept = {"person": person, **asked.stated}
        context |= {
            "name": found[0].appointment.name,
            "held": [held_through(each, asked) for each in found],
            "api": f"{reverse('api-person-holdings')}?{urlencode(kept)}",
        }
        return render(request, "pages/holdings.html", context)
    if question and organisations_of(question) and " " not in question:
        return redirect(reverse("holdings", args=[question]) + asked.carried)
    if len(question) >= SHORTEST:
        context["groups"] = [
            (heading, links)
            for heading, links in (
                ("Organisations", _organisations(question, asked)),
                (
                    "People in posts",
                    [
                        Link(each, f"?{urlencode({'person': each, **asked.stated})}")
                        for each in people_called(name=question, viewer=viewer, moment=asked.moment)
                    ],
                ),
                (
                    "Posts, committees, partnerships and bodies",
                    [
                        Link(
                            f"{element.name} · {edition.organisation.called}, {edition.label}"
                            + (" (sample)" if edition.organisation.sample else ""),
                            link_to(element, edition, asked).url,
                        )
                        for edition, element in holders_called(
                            name=question, viewer=viewer, moment=asked.moment
                        )
                    ],
                ),
            )
            if links
        ]
    return render(request, "pages/holders.html", context)


def holdings_of_body(request: HttpRequest, code: str) -> HttpResponse:
    """What a body holds over all organisations, by its ODS code."""
    asked = asked_of(request)
    organisations = organisations_of(code)
    if not organisations:
        raise Http404(f"No organisation with the ODS code “{code[:40]}” is recorded.")
    found = held_by(organisations=organisations, viewer=viewer_of(request), moment=asked.moment)
    return render(
        request,
        "pages/holdings.html",
        {
            "asked": asked,
            "question": code,
            "name": ", ".join(each.name for each in organisations),
            "code": code.upper() if not code.islower() else "",
            "held": [
                each for each in (held_here(held, asked) for held in found) if not each.is_empty
            ],
            "api": reverse("api-holders", args=[code]) + asked.carried,
        },
    )


def _organisations(question: str, asked: Asked) -> list[Link]:
    found = find_organisations(question=question)
    codes = dict(
        Identifier.objects.filter(organisation__in=found, scheme=Identifier.Scheme.ODS)
        .order_by("-valid_from")
        .values_list("organisation", "value")
    )
    return [
        Link(
            f"{each.name} ({codes[each.pk]})" if each.pk in codes else each.name,
            reverse("holdings", args=[codes.get(each.pk, each.slug)]) + asked.carried,
        )
        for each in found
    ]


def _words(request: HttpRequest, name: str) -> str:
    text = request.GET.get(name, "").strip()
    if len(text) > LONGEST_QUESTION:
        raise BadRequest(
            f"The name has {len(text):,} characters; at most {LONGEST_QUESTION} are read."
        )
    return text

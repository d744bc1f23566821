"""Search over everything the viewer may see."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from opmodel.editions.kinds import kinds
from opmodel.editions.selectors.search import (
    LONGEST_QUESTION,
    MOST_HITS,
    find_elements,
    find_organisations,
    searched_edition_ids,
)
from opmodel.publishing import addresses
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.presenters.links import capitalised
from opmodel.publishing.presenters.pages import entries
from opmodel.publishing.time_bar import Link

PAGE = 20


def search(request: HttpRequest) -> HttpResponse:
    """What fits the words in the box, the best first, each with what it is and where it stands."""
    asked = asked_of(request)
    question = request.GET.get("q", "").strip()
    if len(question) > LONGEST_QUESTION:
        raise BadRequest(
            f"The question has {len(question):,} characters; a few words find more. "
            f"At most {LONGEST_QUESTION} are read."
        )
    kind = request.GET.get("kind", "")
    if kind and kind not in kinds():
        raise BadRequest(f"“{kind[:40]}” is no kind of thing the registry holds.")
    number = _number(request.GET.get("page") or "1")
    found = find_elements(
        question=question,
        editions=searched_edition_ids(moment=asked.moment),
        kind=kind,
        first=(number - 1) * PAGE,
        at_most=PAGE,
    )
    if number > 1 and not found.elements:
        raise Http404(f"There is no page {number} of these results.")
    page = Paginator(range(found.total), PAGE).page(number)
    kept = {"q": question, "kind": kind, **asked.stated}
    return render(
        request,
        "pages/search.html",
        {
            "question": question,
            "kind": kind,
            "kinds": [
                (name, capitalised(str(each._meta.verbose_name_plural)))
                for name, each in kinds().items()
            ],
            "found": found,
            "at_least": found.total >= MOST_HITS,
            "entries": entries(found.elements, asked),
            "organisations": [
                Link(each.name, addresses.of_organisation(each) + asked.carried)
                for each in (find_organisations(question=question) if number == 1 else ())
            ],
            "page": page,
            "asked": asked,
            "link_to_page": lambda at: f"?{urlencode({**kept, 'page': at})}",
        },
    )


def _number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:9]) <= MOST_HITS or len(text) > 9:
        if text.isdecimal():
            raise Http404(f"There is no page {text[:20]} of these results.")
        raise BadRequest(f"“{text[:20]}” is no page number. Use 1, 2, 3 …")
    return int(text)

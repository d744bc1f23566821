"""Search over everything the viewer may see."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from opmodel.access.viewers import viewer_of
from opmodel.editions.kinds import kinds
from opmodel.editions.models.element import KEY_FORM
from opmodel.editions.selectors.search import (
    LONGEST_QUESTION,
    MOST_HITS,
    Found,
    find_elements,
    find_organisations,
)
from opmodel.editions.selectors.searching_in import Scope, searching_in
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.marks import marks_of
from opmodel.publishing.presenters.decision_search import put_to_schemes, sought
from opmodel.publishing.presenters.links import capitalised
from opmodel.publishing.presenters.pages import entries
from opmodel.publishing.time_bar import Link

PAGE = 20
MOST_INSTEAD = 3
"""Questions that are offered where words were spelt wrongly."""
LONGEST_SLUG = 120
SLUG = re.compile(KEY_FORM)


def search(request: HttpRequest) -> HttpResponse:
    """What fits the words in the box, the best first, each with what it is and where it stands."""
    asked = asked_of(request)
    question = request.GET.get("q", "").strip()
    if len(question) > LONGEST_QUESTION:
        raise BadRequest(
            f"The question has {len(question):,} characters; a few words find more. "
            f"At most {LONGEST_QUESTION} are read."
        )
    narrowed = {name: _slug(request, name) for name in ("organisation", "edition", "place")}
    kind = request.GET.get("kind", "")
    if kind and kind not in kinds():
        raise BadRequest(f"“{kind[:40]}” is no kind of thing the registry holds.")
    number = _number(request.GET.get("page") or "1")
    viewer = viewer_of(request)
    scope = searching_in(
        viewer=viewer,
        moment=asked.moment,
        organisation=narrowed["organisation"],
        edition=narrowed["edition"],
    )
    found = find_elements(
        question=sought(question),
        editions=scope.ids,
        kind=kind,
        place=narrowed["place"],
        first=(number - 1) * PAGE,
        at_most=PAGE,
    )
    if number > 1 and not found.elements:
        raise Http404(f"There is no page {number} of these results.")
    page = Paginator(range(found.total), PAGE).page(number)
    about_all = number == 1 and not kind and not narrowed["place"]
    narrowing = {"kind": kind, **narrowed}
    kept = {"q": question, **narrowing, **asked.stated}
    return render(
        request,
        "pages/search.html",
        {
            "question": question,
            "fields": _fields(scope, narrowing),
            "narrowed": any(narrowing.values()),
            "scope": scope,
            "found": found,
            "at_least": found.total >= MOST_HITS,
            "entries": tuple(
                zip(entries(found.elements, asked), marks_of(found), strict=False)
            ),
            "instead": _instead(found, kept),
            "everywhere": _address({"q": question, **asked.stated}),
            "organisations": _organisations(question, number, narrowing, asked),
            "decides": put_to_schemes(question, found, scope.ids, viewer, asked)
            if about_all
            else (),
            "page": page,
            "asked": asked,
            "link_to_page": lambda at: _address({**kept, "page": str(at)}),
        },
    )  # fmt: skip


def _fields(scope: Scope, narrowing: dict[str, str]) -> list[dict[str, object]]:
    """What the search can be narrowed by, with what there is to choose from."""
    options = {
        "organisation": scope.organisations,
        "edition": scope.editions,
        "kind": [
            (name, capitalised(str(each._meta.verbose_name_plural)))
            for name, each in kinds().items()
        ],
        "place": scope.places,
    }
    labels = {"kind": "Kind of thing"}
    return [
        {
            "name": name,
            "label": labels.get(name, capitalised(name)),
            "value": narrowing[name],
            "options": _options(tuple(_with(options[name], narrowing[name])), narrowing[name]),
        }
        for name in ("organisation", "edition", "place", "kind")
        if options[name] or narrowing[name]
    ]


@lru_cache(maxsize=64)
def _options(options: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    """The options as the form has them. There may be a hundred, and they seldom change."""
    return format_html_join(
        "\n",
        '<option value="{}"{}>{}</option>',
        ((value, _SELECTED if value == chosen else "", text) for value, text in options),
    )


_SELECTED = mark_safe(" selected")


def _with(options: list[tuple[str, str]], value: str) -> list[tuple[str, str]]:
    """The options with what was chosen among them, so that searching again asks the same."""
    if value and value not in dict(options):
        return [*options, (value, value)]
    return options


def _organisations(
    question: str, number: int, narrowing: dict[str, str], asked: Asked
) -> list[Link]:
    """Organisations that the question names, on the first page of a search over everything."""
    if number > 1 or any(narrowing.values()):
        return []
    return [
        Link(each.name, addresses.of_organisation(each) + asked.carried)
        for each in find_organisations(question=question)
    ]


def _instead(found: Found, kept: dict[str, str]) -> tuple[Link, ...]:
    """The question with the words that were probably meant, to be asked again."""
    questions = [kept["q"]]
    for typed, meant in found.meant.items():
        said = re.compile(rf"\b{re.escape(typed)}\b", re.IGNORECASE)
        questions = [said.sub(word, question) for question in questions for word in meant]
    return tuple(Link(each, _address({**kept, "q": each})) for each in questions[:MOST_INSTEAD])


def _address(parameters: dict[str, str]) -> str:
    return f"?{urlencode({name: value for name, value in parameters.items() if value})}"


def _slug(request: HttpRequest, name: str) -> str:
    """A parameter that names something by its slug or key; nothing where it is not given."""
    value = request.GET.get(name, "").strip()
    if value and (len(value) > LONGEST_SLUG or not SLUG.fullmatch(value)):
        raise BadRequest(f"{name}: “{value[:40]}” names nothing. Names look like bob-icb.")
    return value


def _number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:9]) <= MOST_HITS or len(text) > 9:
        if text.isdecimal():
            raise Http404(f"There is no page {text[:20]} of these results.")
        raise BadRequest(f"“{text[:20]}” is no page number. Use 1, 2, 3 …")
    return int(text)

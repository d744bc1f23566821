"""Who may decide: a question in plain words, and the answer with its clause and its minute."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from governance.deciding.asking import (
    BASES,
    PARTS,
    Asked,
    Choice,
    QuestionRefused,
    Reply,
    ask,
)
from governance.deciding.loading import scheme_of
from governance.deciding.scheme import Scheme
from governance.deciding.schemes import organisations_with_schemes
from opmodel.access.viewers import viewer_of
from opmodel.editions.models import Edition, Organisation
from opmodel.editions.selectors.editions import InForce, edition_by_slug, in_force
from opmodel.publishing import pdf
from opmodel.publishing.asking import Asked as AskedDates
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.charts.deciding import on_paper
from opmodel.publishing.presenters.deciding import BASES as BASES_IN_WORDS
from opmodel.publishing.presenters.deciding import Shown, shown
from opmodel.publishing.presenters.time_bars import bar_of_edition, bar_of_organisation
from opmodel.publishing.time_bar import Link, TimeBar

from .downloading import document, no_pdf
from .drawings import imprint

OFFERED = 10
"""Decisions to choose from that are shown at once; further ones are folded away."""
WHOSE = ("organisation", "edition")


@dataclass(frozen=True)
class _Scope:
    """Whose scheme is asked: that of an edition by its name, or what was in force."""

    dates: AskedDates
    organisations: list[Organisation]
    chosen: Organisation | None
    edition: Edition | None
    named: bool
    found: InForce | None = None

    @property
    def stated(self) -> dict[str, str]:
        """The same for an address."""
        if self.named and self.edition:
            return {"edition": self.edition.slug}
        return {"organisation": self.chosen.slug} if self.chosen else {}

    @property
    def time_bar(self) -> TimeBar | None:
        if self.named and self.edition:
            return bar_of_edition(self.edition, self.dates, action="")
        if self.chosen and self.found:
            return bar_of_organisation(self.chosen, self.found, self.dates, action="")
        return None


def decide(request: HttpRequest) -> HttpResponse:
    """The form, and what it found: an answer, a choice of decisions, or why there is none."""
    scope = _scope(request)
    slug = request.GET.get("organisation", "").strip()
    scheme = _scheme(scope.edition)
    typed = {name: request.GET.get(name, "") for name in PARTS}
    context: dict[str, object] = {
        "asked": scope.dates,
        "chosen": scope.chosen,
        "edition": scope.edition,
        "named": scope.named,
        "typed": typed | {"organisation": scope.chosen.slug if scope.chosen else ""},
        "options": _options(scope, scheme),
        "scheme": scheme,
        "unknown": _unknown(slug) if slug and scope.chosen is None else "",
        "time_bar": scope.time_bar,
        "listed": "list" in request.GET,
        "whole_list": urlencode({**scope.stated, **scope.dates.stated, "list": "all"}),
        "in_words": urlencode({**scope.stated, **scope.dates.stated}),
    }
    put = "q" in request.GET or "decision" in request.GET
    status = 404 if context["unknown"] else 200
    if put and not scope.chosen and not slug:
        context["which"] = _each_organisation(request, scope)
    elif put and scope.edition:
        try:
            reply = _asked(request, scope.edition, scope.dates)
        except QuestionRefused as fault:
            context["fault"], status = fault, 400
        else:
            context |= {"typed": _typed(typed, reply, scope), "reply": reply}
            context |= _outcome(request, reply, scope)
    return render(request, "pages/decide.html", context, status=status)


def decide_pdf(request: HttpRequest) -> HttpResponse:
    """An answer on paper. There is none where it has to be asked further."""
    scope = _scope(request)
    if scope.edition is None:
        raise Http404("No scheme was in force there on that day, so there is no answer to print.")
    try:
        reply = _asked(request, scope.edition, scope.dates)
    except QuestionRefused as fault:
        raise Http404(str(fault)) from fault
    if reply.answer is None:
        raise Http404("These words have no single answer to print. Ask on the page which is meant.")
    answer = shown(reply, reply.answer, scope.edition, scope.dates)
    address = request.build_absolute_uri(
        f"{reverse('decide')}?{urlencode(_permanent(reply, scope))}"
    )
    try:
        body = pdf.render(
            "print/decide.html",
            {
                "answer": answer,
                "reply": reply,
                "permalink": address,
                "drawings": [each for each in map(on_paper, answer.drawings) if each],
            },
            title=answer.heading,
            imprint=imprint(scope.edition, scope.dates),
            base_url=request.build_absolute_uri("/"),
        )
    except pdf.PdfUnavailable as fault:
        return no_pdf(request, fault)
    return document(body, f"{scope.edition.slug}-{reply.answer.matter.key}")


def _scheme(edition: Edition | None) -> Scheme | None:
    """The scheme of what was found, if anything was."""
    return scheme_of(edition) if edition else None


def _scope(request: HttpRequest) -> _Scope:
    dates, viewer = asked_of(request), viewer_of(request)
    organisations = organisations_with_schemes(viewer=viewer)
    if named := request.GET.get("edition", "").strip():
        one = edition_by_slug(slug=named, viewer=viewer, moment=dates.moment)
        return _Scope(dates, organisations, one.organisation, one, named=True)
    slug = request.GET.get("organisation", "").strip()
    chosen = next((each for each in organisations if each.slug == slug), None)
    if chosen is None and not slug and len(organisations) == 1:
        chosen = organisations[0]
    if chosen is None:
        return _Scope(dates, organisations, None, None, named=False)
    found = in_force(organisation=chosen, viewer=viewer, moment=dates.moment)
    edition = found.edition if not found.ended else None
    return _Scope(dates, organisations, chosen, edition, named=False, found=found)


def _asked(request: HttpRequest, edition: Edition, dates: AskedDates) -> Reply:
    """Raises QuestionRefused."""
    asked = Asked.of({name: request.GET.get(name, "") for name in PARTS})
    return ask(edition=edition, asked=asked, moment=dates.moment)


def _typed(typed: dict[str, str], reply: Reply, scope: _Scope) -> dict[str, str]:
    """What the form holds afterwards: as it was typed, with what the words named chosen as well."""
    read = {"place": reply.place, "service": reply.service}
    recurrent = reply.asked.given.get("recurrent", "")
    return (
        typed
        | read
        | {"recurrent": recurrent, "budgeted": reply.asked.given.get("budgeted", "")}
        | {"urgent": reply.asked.given.get("urgent", "")}
        | {"organisation": scope.chosen.slug if scope.chosen else ""}
    )


def _permanent(reply: Reply, scope: _Scope) -> dict[str, str]:
    """What asks the same question of the same days whenever it is opened."""
    moment = scope.dates.moment
    dates = {"on": moment.on.isoformat(), "known_at": moment.known.isoformat()}
    given = reply.asked.given
    if reply.answer:
        # Not its words: what they fit may change with the scheme, and a link must not.
        given = {"decision": reply.answer.matter.key, **given}
        given.pop("q", None)
    return {**scope.stated, **given, **dates}


def _outcome(request: HttpRequest, reply: Reply, scope: _Scope) -> dict[str, object]:
    if reply.answer is not None and scope.edition:
        kept = urlencode(_permanent(reply, scope))
        answer: Shown = shown(reply, reply.answer, scope.edition, scope.dates)
        return {
            "answer": answer,
            "permalink": request.build_absolute_uri(f"{reverse('decide')}?{kept}"),
            "pdf": f"{reverse('decide-pdf')}?{kept}",
            "api": f"{reverse('api-decide')}?{kept}",
            "also": [_link(each, scope) for each in reply.also],
        }
    choices = [_link(each, scope) for each in reply.choices]
    return {
        "choices": choices[:OFFERED],
        "more_choices": choices[OFFERED:],
        "recurs": any(each.recurrent is not None for each in reply.choices),
    }


def _link(choice: Choice, scope: _Scope) -> Link:
    kept = {**scope.stated, **choice.asked.given, **scope.dates.stated}
    name = choice.matter.name
    if choice.recurrent is not None:
        name = "It recurs each year" if choice.recurrent else "It does not: it is paid once"
    return Link(name, f"?{urlencode(kept)}")


def _unknown(slug: str) -> str:
    """An organisation that has no scheme by its name, and one that is not known as it was typed."""
    known = Organisation.objects.filter(slug=slug).first()
    return known.called if known else f"“{slug}”"


def _each_organisation(request: HttpRequest, scope: _Scope) -> list[Link]:
    """The same question to each of those that have a scheme."""
    given = {name: request.GET.get(name, "") for name in PARTS}
    kept = {name: value for name, value in given.items() if value} | scope.dates.stated
    return [
        Link(_called(each), f"?{urlencode({'organisation': each.slug, **kept})}")
        for each in scope.organisations
    ]


def _called(organisation: Organisation) -> str:
    return f"{organisation.name} (sample)" if organisation.sample else organisation.name


def _options(scope: _Scope, scheme: Scheme | None) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen, by the field of the form: what it is called here, and in words."""
    found = {
        "organisation": [
            *([] if scope.chosen else [("", "Choose one")]),
            *((each.slug, _called(each)) for each in scope.organisations),
        ],
        "basis": [("", "What its limits count"), *((each, BASES_IN_WORDS[each]) for each in BASES)],
        "budgeted": [("", "Yes"), ("false", "No")],
        "recurrent": [("", "Not said"), ("true", "Yes"), ("false", "No")],
        "urgent": [("", "No"), ("true", "Yes")],
    }
    if scheme:
        found["place"] = [("", "All"), *scheme.places.items()]
        found["service"] = [("", "All"), *scheme.services.items()]
        found["decision"] = [
            ("", "Choose one"),
            *((key, f"{each.ref} {each.name}".strip()) for key, each in scheme.matters.items()),
        ]
    return found

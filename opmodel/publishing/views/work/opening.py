"""Opening a draft on an edition, withdrawing one, and choosing the draft to change something in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from opmodel.access.viewers import viewer_of
from opmodel.drafting import sitting
from opmodel.drafting.actions.opening import open_draft, withdraw_draft
from opmodel.drafting.rights import NotAllowed, may_open
from opmodel.drafting.selectors.drafts import drafts_open_to, drafts_with
from opmodel.editions.actions.changing import Authored, ChangeRefused
from opmodel.editions.models import request_id
from opmodel.editions.selectors.elements import element_by_key
from opmodel.publishing import addresses, errors
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.presenters.links import capitalised
from opmodel.publishing.presenters.time_bars import bar_of_edition
from opmodel.publishing.views.editions import crumbs
from opmodel.publishing.views.finding import edition_or_404, kind_or_404

from .finding import READ_ONLY, signed_in_first, work_on

NO_RIGHT = (
    "You may read this edition but not open a draft on it. Your governance team can give you the "
    "role of editor for the organisation."
)


@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest, organisation: str, edition: str) -> HttpResponse:
    """Opens a draft that begins with what an edition holds."""
    asked = asked_of(request)
    base = edition_or_404(request, organisation, edition, asked)
    if first := signed_in_first(request):
        return first
    user = request.user
    if not may_open(user, base):
        return errors.answer(request, 403, NO_RIGHT)
    typed = {"title": base.title, "label": "", "reason": sitting.reason_of(request)}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "").strip()[:500] for name in typed}
        sitting.keep_reason(request, typed["reason"])
        try:
            draft = open_draft(
                by=user,  # type: ignore[arg-type]  # signed in
                based_on=base,
                title=typed["title"],
                label=typed["label"],
                authored=Authored(
                    by=user,  # type: ignore[arg-type]
                    reason=typed["reason"],
                    request=request_id(request),
                ),
            )
            return HttpResponseRedirect(addresses.of_work(draft))
        except ChangeRefused as refused:
            wrong = {fault.field: fault.message for fault in refused.faults}
    others = drafts_open_to(viewer_of(request)).filter(organisation=base.organisation)
    return render(
        request,
        "pages/open_draft.html",
        {
            "edition": base,
            "time_bar": bar_of_edition(base, asked),
            "breadcrumbs": crumbs(base, asked, base),
            "typed": typed,
            "wrong": wrong,
            "others": [(f"{each.title}, {each.label}", addresses.of_work(each)) for each in others],
        },
        status=400 if wrong else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdrawing(request: HttpRequest, organisation: str, edition: str) -> HttpResponse:
    """Closes a draft for good."""
    work = work_on(request, organisation, edition)
    if not work.may_change:
        return errors.answer(request, 403, READ_ONLY)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            if request.POST.get("sure") != "yes":
                wrong["sure"] = "Tick the box first, if you mean it."
            else:
                withdraw_draft(
                    by=work.user,
                    edition=work.edition,
                    authored=work.authored(work.reason_sent()),
                )
                return HttpResponseRedirect(addresses.of_edition(work.edition))
        except ChangeRefused as refused:
            wrong = {fault.field: fault.message for fault in refused.faults}
        except NotAllowed as fault:
            return errors.answer(request, 403, str(fault))
    return render(
        request,
        "pages/withdraw_draft.html",
        work.context(breadcrumbs=work.crumbs(), wrong=wrong),
        status=400 if wrong else 200,
    )


@require_safe
def changing(
    request: HttpRequest, organisation: str, edition: str, plural: str, key: str
) -> HttpResponse:
    """In which of the open drafts somebody wants to change something, or to propose it."""
    asked = asked_of(request)
    kind = kind_or_404(plural)
    found = edition_or_404(request, organisation, edition, asked)
    element = element_by_key(edition=found, kind=kind, key=key)
    if first := signed_in_first(request):
        return first
    viewer = viewer_of(request)
    drafts = drafts_with(organisation=organisation, key=key, viewer=viewer)
    return render(
        request,
        "pages/change_where.html",
        {
            "edition": found,
            "element": element,
            "kind_words": capitalised(str(kind._meta.verbose_name)),
            "time_bar": bar_of_edition(found, asked),
            "breadcrumbs": [
                *crumbs(found, asked, found, kind),
                {"text": element.name, "href": addresses.of_element(found, element)},
            ],
            "drafts": [
                (
                    f"{each.title}, {each.label}",
                    addresses.of_row(each, element.kind, element.key),
                    each.based_on.label if each.based_on else "",
                )
                for each in drafts
            ],
            "opening": addresses.of_opening(found) if may_open(request.user, found) else "",
        },
    )

"""Ending a row of a draft, and bringing it back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opmodel.drafting.actions.proposing import propose_end
from opmodel.drafting.actions.saving import end_row, restore_row
from opmodel.drafting.rights import NotAllowed, called, may_propose
from opmodel.drafting.selectors.drafts import row_within_reach
from opmodel.drafting.selectors.lately import ended_rows
from opmodel.editions.actions.changing import ChangeRefused, Overtaken
from opmodel.editions.models import Kind
from opmodel.editions.selectors.elements import pointing_at
from opmodel.publishing import addresses, errors
from opmodel.publishing.presenters.work.rows import last_change
from opmodel.publishing.views.finding import kind_or_404

from .finding import READ_ONLY, Work, work_on
from .rows import seen_of


@require_http_methods(["GET", "HEAD", "POST"])
def ending(
    request: HttpRequest, organisation: str, edition: str, plural: str, key: str
) -> HttpResponse:
    """Ends a row, or proposes to: the next edition will not have it."""
    kind = kind_or_404(plural)
    work = work_on(request, organisation, edition)
    element = row_within_reach(edition=work.edition, kind=kind, key=key, viewer=work.viewer)
    may = (
        "change"
        if work.may_change
        else "propose"
        if may_propose(work.user, work.viewer, element)
        else ""
    )
    if not may:
        return errors.answer(request, 403, READ_ONLY)
    if request.method != "POST":
        return _page(work, element, may)
    seen, authored = seen_of(request), work.authored(work.reason_sent())
    try:
        if may == "change":
            end_row(by=work.user, element=element, seen=seen, authored=authored)
            done = f"{addresses.of_work_list(work.edition, kind)}?done=ended"
            return HttpResponseRedirect(done)
        proposal = propose_end(by=work.user, element=element, seen=seen, authored=authored)
    except ChangeRefused as refused:
        wrong = {fault.field or "": fault.message for fault in refused.faults}
        return _page(work, element, may, wrong=wrong, status=400)
    except Overtaken as overtaken:
        said = (
            f"{called(overtaken.who)} changed it since you opened this page. Look at it, then end "
            "it if you still mean to."
        )
        return _page(work, element, may, wrong={"": said}, status=409)
    except NotAllowed as fault:
        return errors.answer(request, 403, str(fault))
    return HttpResponseRedirect(f"{addresses.of_proposal(work.edition, proposal.pk)}?done=proposed")


@require_http_methods(["GET", "HEAD", "POST"])
def restoring(
    request: HttpRequest, organisation: str, edition: str, plural: str, key: str
) -> HttpResponse:
    """Brings back a row that was ended in the draft."""
    kind = kind_or_404(plural)
    work = work_on(request, organisation, edition)
    if not work.sees_all:
        raise Http404("There is no such row that you work on.")
    if not work.may_change:
        return errors.answer(request, 403, READ_ONLY)
    ended = next(
        (
            each
            for each in ended_rows(work.edition)
            if (each.kind, each.key) == (kind.kind_name, key)
        ),
        None,
    )
    if ended is None:
        raise Http404("Nothing of that name was ended in this draft, or it is back already.")
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            restored = restore_row(
                by=work.user,
                edition=work.edition,
                kind=kind,
                key=key,
                authored=work.authored(work.reason_sent()),
            )
            here = addresses.of_row(work.edition, restored.kind, restored.key)
            return HttpResponseRedirect(f"{here}?done=restored")
        except ChangeRefused as refused:
            wrong = {fault.field or "": fault.message for fault in refused.faults}
    return render(
        request,
        "pages/work_restore.html",
        work.context(
            breadcrumbs=work.crumbs(kind),
            ended=ended,
            who=called(ended.who),
            kind_words=str(kind._meta.verbose_name),
            wrong=wrong,
        ),
        status=400 if wrong else 200,
    )


def _page(
    work: Work,
    element: Kind,
    may: str,
    *,
    wrong: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    kind = type(element)
    return render(
        work.request,
        "pages/work_end.html",
        work.context(
            breadcrumbs=[
                *work.crumbs(kind),
                {
                    "text": element.name,
                    "href": addresses.of_row(work.edition, element.kind, element.key),
                },
            ],
            element=element,
            kind_words=str(kind._meta.verbose_name),
            may=may,
            # What others say of it is not told to who sees only rows of their own.
            naming=pointing_at(element=element, at_most=20) if work.sees_all else [],
            last=last_change(element),
            wrong=wrong or {},
        ),
        status=status,
    )

"""Proposals: the list, and one with what would change; accepted, declined or withdrawn."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from opmodel.drafting.actions.proposing import accept, decline, withdraw
from opmodel.drafting.conflicts import clashes
from opmodel.drafting.forms import PICK, THEIRS, RowForm
from opmodel.drafting.models import Proposal, What
from opmodel.drafting.rights import NotAllowed, called
from opmodel.editions.actions.changing import ChangeRefused, Overtaken
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Kind
from opmodel.editions.stated import stated
from opmodel.publishing import addresses, errors
from opmodel.publishing.presenters.work import proposals as presenter
from opmodel.publishing.presenters.work.rows import clash_lines
from opmodel.publishing.views import paging

from .finding import READ_ONLY, Work, work_on

PAGE = 25


@require_safe
def proposals(request: HttpRequest, organisation: str, edition: str) -> HttpResponse:
    """What is proposed for a draft, those that wait first."""
    work = work_on(request, organisation, edition)
    found = Proposal.objects.of_draft(work.edition, work.viewer, work.user)
    found = found.select_related("by", "decided_by")
    waiting = list(found.waiting().order_by("at", "pk"))
    decided = found.exclude(pk__in=[each.pk for each in waiting]).order_by("-decided_at", "-pk")
    page = paging.page_of(request, cast(Any, decided), PAGE)
    return render(
        request,
        "pages/proposals.html",
        work.context(
            breadcrumbs=work.crumbs(),
            waiting=presenter.lines(waiting, work.edition),
            decided=presenter.lines(page.object_list, work.edition),
            page=page,
            link_to_page=lambda number: f"?page={number}",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, organisation: str, edition: str, number: int) -> HttpResponse:
    """One proposal: before and after, and what became of it."""
    work = work_on(request, organisation, edition)
    found = (
        Proposal.objects.of_draft(work.edition, work.viewer, work.user)
        .select_related("by", "decided_by")
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise Http404("There is no such proposal that you may see.")
    found.edition = work.edition
    if request.method != "POST":
        return _page(work, found)
    return _decided(work, found)


def _decided(work: Work, found: Proposal) -> HttpResponse:
    do = work.request.POST.get("do", "")
    if do not in ("accept", "decline", "withdraw"):
        raise BadRequest("The form is not as it was sent to you. Open the page again.")
    own = do == "withdraw" and found.by_id == work.user.pk
    if not (own or (work.may_change and do != "withdraw")):
        return errors.answer(work.request, 403, READ_ONLY)
    authored = work.authored(work.request.POST.get("word", "").strip()[:1000])
    try:
        match do:
            case "accept":
                return _accept(work, found, authored)
            case "decline":
                decline(by=work.user, proposal=found, authored=authored)
            case "withdraw":
                withdraw(by=work.user, proposal=found, authored=authored)
    except NotAllowed as fault:
        return errors.answer(work.request, 403, str(fault))
    except ChangeRefused as refused:
        return _page(work, found, refused=refused)
    return HttpResponseRedirect(addresses.of_proposal(work.edition, found.pk))


def _accept(work: Work, found: Proposal, authored: Any) -> HttpResponse:
    """Accepts it; where somebody changed the row meanwhile, field by field."""
    sent = work.request.POST
    seen_text = sent.get("seen", "")
    seen = int(seen_text) if seen_text.isdigit() and len(seen_text) < 10 else None
    values = dict(found.values)
    if seen is not None:
        for name in list(values):
            if sent.get(f"{PICK}{name}") == THEIRS:
                del values[name]
    unchosen = seen is not None and any(
        f"{PICK}{name}" not in sent for name in sent.getlist("clash")
    )
    if unchosen:
        return _conflict(work, found, None, chosen=True)
    try:
        accept(
            by=work.user,
            proposal=found,
            authored=authored,
            seen=seen,
            values=values if seen is not None else None,
        )
    except Overtaken as overtaken:
        if found.what == What.END:
            said = f"{called(overtaken.who)} changed the row since this was proposed."
            return _page(work, found, wrong={"": f"{said} Look at it first."}, ending_now=True)
        return _conflict(work, found, overtaken)
    return HttpResponseRedirect(addresses.of_proposal(work.edition, found.pk))


def _conflict(
    work: Work, found: Proposal, overtaken: Overtaken | None, *, chosen: bool = False
) -> HttpResponse:
    kind = kinds()[found.kind]
    element = _row(work, found)
    if element is None:
        return _page(work, found)
    if overtaken is None or overtaken.seen != found.seen:
        known = overtaken
        overtaken = Overtaken(element=element, seen=found.seen or 0)
        if known is not None:
            overtaken.who, overtaken.when = known.who, known.when
            overtaken.reason = known.reason
    form = RowForm.of(kind, work.edition, work.viewer, stated(element))
    lines = clash_lines(clashes(overtaken, form.description, found.values), form, chosen=chosen)
    return render(
        work.request,
        "pages/work_conflict.html",
        work.context(
            breadcrumbs=[
                *work.crumbs(),
                {"text": "Proposals", "href": addresses.of_proposals(work.edition)},
            ],
            element=element,
            kind_words=str(kind._meta.verbose_name),
            overtaken=overtaken,
            who=called(overtaken.who),
            version=element.version,
            lines=lines,
            mine=f"{called(found.by)} proposes",
            action=addresses.of_proposal(work.edition, found.pk),
            button="Accept it like this",
            kept={"do": "accept", "word": work.request.POST.get("word", "")},
            wrong={line.id: f"{line.label}: {line.fault}" for line in lines if line.fault},
        ),
        status=409,
    )


def _row(work: Work, found: Proposal) -> Kind | None:
    """The row it is about, where whoever looks may see it."""
    if not found.key:
        return None
    kind = kinds()[found.kind]
    rows = kind.objects.in_edition(work.edition).within_reach_of(work.viewer, edition=work.edition)
    element: Kind | None = rows.defer("search").filter(key=found.key).first()
    if element is not None:
        element.edition = work.edition
    return element


def _page(
    work: Work,
    found: Proposal,
    *,
    refused: ChangeRefused | None = None,
    wrong: dict[str, str] | None = None,
    ending_now: bool = False,
) -> HttpResponse:
    element = _row(work, found)
    before = stated(element) if element is not None and found.what == What.CHANGE else None
    said = dict(wrong or {})
    for fault in refused.faults if refused else ():
        said["word" if fault.field == "reason" else ""] = fault.message
    is_waiting = found.is_open and not (
        refused and refused.faults[0].message.startswith("Somebody")
    )
    return render(
        work.request,
        "pages/proposal.html",
        work.context(
            breadcrumbs=[
                *work.crumbs(),
                {"text": "Proposals", "href": addresses.of_proposals(work.edition)},
            ],
            proposal=found,
            line=presenter.line(found, work.edition),
            heading=presenter.title_of(found),
            fields=presenter.fields_of(found, work.edition, work.viewer, before),
            is_change=found.what == What.CHANGE,
            row=addresses.of_row(work.edition, found.kind, found.key) if element else "",
            may_decide=work.may_change and is_waiting,
            may_withdraw=found.by_id == work.user.pk and is_waiting,
            version=element.version if element and ending_now else None,
            done=work.request.GET.get("done", ""),
            wrong=said,
        ),
        status=400 if said else 200,
    )

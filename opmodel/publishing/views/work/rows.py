"""The form of a row: one form with two outcomes. Who may change the draft saves; who may only
propose makes a proposal of the same."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opmodel.drafting.actions.proposing import propose_change, propose_new
from opmodel.drafting.actions.saving import add_row, save_row
from opmodel.drafting.conflicts import clashes
from opmodel.drafting.forms import PICK, RowForm
from opmodel.drafting.rights import NotAllowed, called, may_propose
from opmodel.drafting.selectors.drafts import row_within_reach
from opmodel.editions.actions.changing import (
    ChangeRefused,
    FieldFault,
    Overtaken,
    version_then,
)
from opmodel.editions.belonging import belonging_fields
from opmodel.editions.models import Kind
from opmodel.editions.stated import stated
from opmodel.publishing import addresses, errors
from opmodel.publishing.presenters.links import capitalised
from opmodel.publishing.presenters.work.fields import groups_of, told_of
from opmodel.publishing.presenters.work.rows import (
    base_for,
    clash_lines,
    found_about,
    last_change,
)
from opmodel.publishing.views.finding import kind_or_404

from .finding import READ_ONLY, Work, work_on

_MOST_DIGITS = 9


@require_http_methods(["GET", "HEAD", "POST"])
def row(
    request: HttpRequest, organisation: str, edition: str, plural: str, key: str
) -> HttpResponse:
    """A row of a draft: to be changed, to propose changes to, or only to read."""
    kind = kind_or_404(plural)
    work = work_on(request, organisation, edition)
    element = row_within_reach(edition=work.edition, kind=kind, key=key, viewer=work.viewer)
    form = RowForm.of(kind, work.edition, work.viewer, stated(element))
    may = _may(work, element)
    if request.method != "POST":
        return _page(work, element, form, may)
    if not may:
        return errors.answer(request, 403, READ_ONLY)
    seen = seen_of(request)
    if seen != element.version:
        # What was typed is compared with what was read, not with what somebody made of it since.
        form.before = version_then(element, seen) or form.before
    form.take(request.POST)
    reason = work.reason_sent()
    faults = _unchosen(request)
    if form.faults or faults:
        return _page(work, element, form, may, status=400, faults=faults)
    try:
        if may == "change":
            save_row(
                by=work.user,
                element=element,
                values=form.changed,
                seen=seen,
                authored=work.authored(reason),
            )
            return HttpResponseRedirect(f"{_here(element)}?done=saved")
        proposal = propose_change(
            by=work.user,
            element=element,
            values=form.changed,
            seen=seen,
            authored=work.authored(reason),
        )
    except ChangeRefused as refused:
        return _page(work, element, form, may, refused=refused, status=400)
    except Overtaken as overtaken:
        return _conflict(work, element, form, overtaken)
    except NotAllowed as fault:
        return errors.answer(request, 403, str(fault))
    return HttpResponseRedirect(f"{addresses.of_proposal(work.edition, proposal.pk)}?done=proposed")


@require_http_methods(["GET", "HEAD", "POST"])
def new_row(request: HttpRequest, organisation: str, edition: str, plural: str) -> HttpResponse:
    """A row that is not there yet."""
    kind = kind_or_404(plural)
    work = work_on(request, organisation, edition)
    may = "change" if work.may_change else "propose" if _may_propose_new(work, kind) else ""
    if not may:
        return errors.answer(request, 403, READ_ONLY)
    form = RowForm.blank(kind, work.edition, work.viewer)
    if request.method != "POST":
        _begin_with(form, request)
        return _new_page(work, kind, form, may)
    form.take(request.POST)
    reason = work.reason_sent()
    if form.faults:
        return _new_page(work, kind, form, may, status=400)
    authored = work.authored(reason)
    try:
        if may == "change":
            added = add_row(
                by=work.user,
                edition=work.edition,
                kind=kind,
                values=form.values,
                authored=authored,
            )
            added.edition = work.edition
            return HttpResponseRedirect(f"{_here(added)}?done=added")
        proposal = propose_new(
            by=work.user, edition=work.edition, kind=kind, values=form.values, authored=authored
        )
    except ChangeRefused as refused:
        return _new_page(work, kind, form, may, refused=refused, status=400)
    except NotAllowed as fault:
        if work.sees_all:
            return errors.answer(request, 403, str(fault))
        not_theirs = ChangeRefused([FieldFault("", str(fault))])
        return _new_page(work, kind, form, may, refused=not_theirs, status=400)
    return HttpResponseRedirect(f"{addresses.of_proposal(work.edition, proposal.pk)}?done=proposed")


def seen_of(request: HttpRequest) -> int:
    """The version that was read when the form was made. Raises BadRequest."""
    text = request.POST.get("seen", "")
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise BadRequest("The form is not as it was sent to you. Open the page again.")
    return int(text)


def _may(work: Work, element: Kind) -> str:
    """What somebody may do with a row: change it, propose to, or (empty) only read it."""
    if work.may_change:
        return "change"
    return "propose" if may_propose(work.user, work.viewer, element) else ""


def _may_propose_new(work: Work, kind: type[Kind]) -> bool:
    return work.may_propose and kind.kind_name in belonging_fields()


def _begin_with(form: RowForm, request: HttpRequest) -> None:
    """A new row may begin with what its address says, such as the directorate it is in."""
    for described in form.description:
        if described.name in request.GET:
            form.typed[described.name] = request.GET[described.name][:500]


def _here(element: Kind) -> str:
    return addresses.of_row(element.edition, element.kind, element.key)


def _unchosen(request: HttpRequest) -> dict[str, str]:
    """The choices that a conflict asked for and that were not made."""
    asked = request.POST.getlist("clash")
    return {
        name: "Choose which of the two is to stand."
        for name in asked
        if f"{PICK}{name}" not in request.POST
    }


def wrong_of(form: RowForm, refused: ChangeRefused | None) -> dict[str, str]:
    """What is wrong, by the id of the field; "" for the row as a whole."""
    wrong = {f"field-{name}": said for name, said in form.faults.items()}
    for fault in refused.faults if refused else ():
        known = fault.field in form.description.fields
        name = f"field-{fault.field}" if known else fault.field
        wrong[name] = f"{wrong[name]} {fault.message}" if name in wrong else fault.message
        if known:
            form.faults[fault.field] = fault.message
    return wrong


def _page(
    work: Work,
    element: Kind,
    form: RowForm,
    may: str,
    *,
    refused: ChangeRefused | None = None,
    faults: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    if faults and "clash" in work.request.POST:
        return _conflict_again(work, element, form)
    kind = type(element)
    wrong = wrong_of(form, refused)
    base = base_for(work.edition, kind, element.key, work.viewer)
    return render(
        work.request,
        "pages/work_row.html",
        work.context(
            breadcrumbs=work.crumbs(kind),
            element=element,
            kind_words=str(kind._meta.verbose_name),
            may=may,
            seen=work.request.POST.get("seen", element.version),
            groups=groups_of(form, base) if may else [],
            told=[] if may else told_of(form, base),
            wrong=wrong,
            has_base=base is not None,
            differs=base is not None
            and any(base.words(each, form.before.get(each.name)) for each in form.description),
            base_label=work.edition.based_on.label if base and work.edition.based_on else "",
            found=found_about(element, work.viewer, work.asked.moment),
            last=last_change(element),
            done=work.request.GET.get("done", ""),
            ending=addresses.of_ending(work.edition, element.kind, element.key),
            page=addresses.of_element(work.edition, element) if work.sees_all else "",
            history=addresses.of_history(work.edition, element) if work.sees_all else "",
        ),
        status=status,
    )


def _new_page(
    work: Work,
    kind: type[Kind],
    form: RowForm,
    may: str,
    *,
    refused: ChangeRefused | None = None,
    status: int = 200,
) -> HttpResponse:
    return render(
        work.request,
        "pages/work_row.html",
        work.context(
            breadcrumbs=work.crumbs(kind),
            element=None,
            kind_words=str(kind._meta.verbose_name),
            kind_list=capitalised(str(kind._meta.verbose_name_plural)),
            may=may,
            groups=groups_of(form, None),
            wrong=wrong_of(form, refused),
            found=[],
        ),
        status=status,
    )


def _conflict(
    work: Work, element: Kind, form: RowForm, overtaken: Overtaken, *, chosen: bool = False
) -> HttpResponse:
    """Somebody else changed the row meanwhile: both versions, field by field."""
    found = clashes(overtaken, form.description, form.values)
    lines = clash_lines(found, form, chosen=chosen)
    return render(
        work.request,
        "pages/work_conflict.html",
        work.context(
            breadcrumbs=work.crumbs(type(element)),
            element=element,
            kind_words=str(type(element)._meta.verbose_name),
            overtaken=overtaken,
            who=called(overtaken.who),
            version=overtaken.element.version,
            lines=lines,
            mine="you typed",
            action=_here(element),
            button="Save it like this",
            kept={},
            wrong={line.id: f"{line.label}: {line.fault}" for line in lines if line.fault},
        ),
        status=409,
    )


def _conflict_again(work: Work, element: Kind, form: RowForm) -> HttpResponse:
    """The same conflict once more, because a choice was not made."""
    first = work.request.POST.get("first", "")
    seen = int(first) if first.isdigit() and len(first) <= _MOST_DIGITS else element.version
    overtaken = Overtaken(element=element, seen=seen)
    last = last_change(element)
    history: Any = type(element).history
    record = history.filter(id=element.pk).select_related("history_user").first()
    if record is not None and last is not None:
        overtaken.who, overtaken.when = record.history_user, last.when
        overtaken.reason = last.reason
    return _conflict(work, element, form, overtaken, chosen=True)

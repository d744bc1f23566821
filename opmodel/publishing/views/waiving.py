"""Living with a finding for a time: decided, changed and ended by an editor, in the browser."""

from __future__ import annotations

from typing import Final, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opmodel.access.models import User
from opmodel.editions.models import Edition
from opmodel.findings.actions.waiving import LONGEST, WaiverRefused, end_waiver, waive
from opmodel.findings.checking import Findings, check
from opmodel.findings.finding import Finding
from opmodel.findings.waiving import may_waive
from opmodel.publishing import addresses, errors
from opmodel.publishing.asking import Asked
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.presenters.checks import can_be_waived_on, judged_at, waiving_of
from opmodel.publishing.presenters.time_bars import bar_of_edition
from opmodel.publishing.waiver_forms import EndingForm, WaiverForm

from .editions import crumbs
from .finding import edition_or_404

NO_RIGHT: Final = (
    "You may read what checks found, but not decide to live with it. Whoever runs the registry can "
    "give you the role of editor for the organisation."
)
NOT_THERE: Final = "This was not found in the edition, or is no longer wrong with it."
OVER: Final = (
    "Only what is wrong today or later can be lived with: this edition is judged on an earlier day."
)


@require_http_methods(["GET", "HEAD", "POST"])
def waiving(
    request: HttpRequest, organisation: str, edition: str, fingerprint: str
) -> HttpResponse:
    """A finding, the waiver that holds, and a form to make or change one."""
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    if refusal := _refused(request, found):
        return refusal
    findings, finding = _finding(found, asked, fingerprint)
    if request.method != "POST":
        waiver = findings.waiver_of(finding)
        begin = (
            {
                "reason": waiver.reason,
                "until": waiver.until.isoformat(),
                "everywhere": waiver.edition_id is None,
            }
            if waiver
            else {}
        )
        return _page(request, findings, finding, asked, form=WaiverForm(initial=begin))
    form = WaiverForm(request.POST)
    if form.is_valid():
        try:
            waive(
                finding=finding,
                edition=found,
                reason=form.cleaned_data["reason"],
                author=cast(User, request.user),
                made_on=asked.today,
                until=form.cleaned_data["until"],
                everywhere=form.cleaned_data["everywhere"],
            )
            return HttpResponseRedirect(_back(found, finding, asked))
        except WaiverRefused as refused:
            form.add_error("until", str(refused))
    return _page(request, findings, finding, asked, form=form, status=400)


@require_http_methods(["POST"])
def ending(request: HttpRequest, organisation: str, edition: str, fingerprint: str) -> HttpResponse:
    """Ends the waiver of a finding before its day."""
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    if refusal := _refused(request, found):
        return refusal
    findings, finding = _finding(found, asked, fingerprint)
    waiver = findings.waiver_of(finding)
    if waiver is None:
        raise Http404("The finding is not waived, or no longer.")
    form = EndingForm(request.POST)
    if form.is_valid():
        try:
            end_waiver(
                waiver=waiver,
                by=cast(User, request.user),
                reason=form.cleaned_data["because"],
                edition=found,
            )
            return HttpResponseRedirect(_back(found, finding, asked))
        except WaiverRefused as refused:
            form.add_error("because", str(refused))
    return _page(request, findings, finding, asked, ending=form, status=400)


def _refused(request: HttpRequest, edition: Edition) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not may_waive(request.user, edition):
        return errors.answer(request, 403, NO_RIGHT)
    return None


def _finding(edition: Edition, asked: Asked, fingerprint: str) -> tuple[Findings, Finding]:
    findings = check(edition=edition, moment=judged_at(edition, asked))
    if not can_be_waived_on(findings.moment, asked):
        raise Http404(OVER)
    for finding in findings:
        if finding.fingerprint == fingerprint:
            return findings, finding
    raise Http404(NOT_THERE)


def _back(edition: Edition, finding: Finding, asked: Asked) -> str:
    """The page of the checks, at the finding."""
    return f"{addresses.of_checks(edition)}{asked.carried}#finding-{finding.fingerprint}"


def _page(
    request: HttpRequest,
    findings: Findings,
    finding: Finding,
    asked: Asked,
    *,
    form: WaiverForm | None = None,
    ending: EndingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    edition = findings.edition
    form = form if form is not None else WaiverForm()
    ending = ending if ending is not None else EndingForm()
    wrong = {
        f"id_{name}": str(messages[0])
        for faulty in (form, ending)
        for name, messages in faulty.errors.items()
    }
    return render(
        request,
        "pages/waiving.html",
        {
            "edition": edition,
            "waiving": waiving_of(findings, finding, asked),
            "form": form,
            "ending": ending,
            "wrong": wrong,
            "first": asked.today.isoformat(),
            "last": (asked.today + LONGEST).isoformat(),
            "judged_later": findings.moment.on if findings.moment.on > asked.today else None,
            "clear": addresses.of_checks(edition) + asked.carried,
            "time_bar": bar_of_edition(edition, asked),
            "breadcrumbs": [
                *crumbs(edition, asked, edition),
                {
                    "text": "What checks found",
                    "href": addresses.of_checks(edition) + asked.carried,
                },
            ],
        },
        status=status,
    )

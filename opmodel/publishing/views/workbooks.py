"""Workbooks brought to an edition in the browser: sent, looked at, told what they did not say,
taken into a draft or thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opmodel.access.models import User
from opmodel.access.viewers import viewer_of
from opmodel.editions.models import Edition, EditionState
from opmodel.editions.selectors.editions import editions_of
from opmodel.publishing import addresses, errors
from opmodel.publishing.asking import Asked
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.presenters import workbooks as presenter
from opmodel.publishing.presenters.layouts import EXAMPLES
from opmodel.publishing.presenters.time_bars import bar_of_edition
from opmodel.workbooks.actions import uploading
from opmodel.workbooks.models import Upload
from opmodel.workbooks.parts import directorates_in, has_limits, holders_in
from opmodel.workbooks.reading import Fault, WorkbookRefused
from opmodel.workbooks.reading.bounds import BYTES
from opmodel.workbooks.uploads import look_at, upload_by_id, uploads_of

from . import paging
from .editions import crumbs
from .finding import edition_or_404

FAULTS: Final = 50
CHANGES: Final = 25
CELLS: Final = 600
MOST_ROWS: Final = 50
"""So many are shown on one page: of cells as many rows as hold about so many."""
STAYS: Final = 30
TAKEN: Final = 100
NO_RIGHT: Final = (
    "You can take workbooks away but not bring them back. Whoever runs the registry can give you "
    "the role of editor for the organisation."
)
NO_FILE: Final = "Choose a file first."
NOTHING_CHOSEN: Final = "Choose an answer first."


@require_http_methods(["GET", "HEAD", "POST"])
def workbooks(request: HttpRequest, organisation: str, edition: str) -> HttpResponse:
    """What an edition is taken away as, and where a workbook is sent to it."""
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    if request.method != "POST":
        return _ways(request, found, asked)
    if refusal := _refused(request, found):
        return refusal
    sent = request.FILES.get("file")
    if sent is None or not sent.name:
        return _ways(request, found, asked, NO_FILE)
    try:
        upload = uploading.receive(
            by=cast(User, request.user), edition=found, name=sent.name, data=sent.read()
        )
    except WorkbookRefused as refused:
        return _ways(request, found, asked, str(refused))
    return HttpResponseRedirect(addresses.of_upload(found, upload.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, organisation: str, edition: str, identifier: UUID) -> HttpResponse:
    """A workbook that somebody sent, for themselves alone: the preview, or what was taken in."""
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    kept = upload_by_id(user=request.user, edition=found, identifier=identifier)
    if request.method == "POST":
        return _done(request, found, kept, asked)
    if kept.taken_at:
        return _taken(request, found, kept, asked)
    if not uploading.may_send(request.user, found):
        return errors.answer(request, 403, NO_RIGHT)
    return _preview(request, found, kept, asked)


def _refused(request: HttpRequest, edition: Edition) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not uploading.may_send(request.user, edition):
        return errors.answer(request, 403, NO_RIGHT)
    return None


def _ways(request: HttpRequest, edition: Edition, asked: Asked, fault: str = "") -> HttpResponse:
    """The page of the ways out and in."""
    may_send = uploading.may_send(request.user, edition)
    return render(
        request,
        "pages/workbooks.html",
        {
            "edition": edition,
            "time_bar": bar_of_edition(edition, asked),
            "breadcrumbs": crumbs(edition, asked, edition),
            "whole": addresses.of_workbook(edition),
            "holders": holders_in(edition),
            "directorates": directorates_in(edition),
            "dmn": addresses.of_dmn(edition) + asked.carried if has_limits(edition) else "",
            "may_send": may_send,
            "no_right": NO_RIGHT,
            "drafts": _drafts(request, edition, asked) if edition.is_frozen else [],
            "uploads": [
                (each, addresses.of_upload(edition, each.pk))
                for each in (_uploads(request, edition) if may_send else [])
            ],
            "examples": EXAMPLES,
            "most": BYTES // 2**20,
            "fault": fault,
        },
        status=400 if fault else 200,
    )


def _uploads(request: HttpRequest, edition: Edition) -> list[Upload]:
    return uploads_of(user=cast(User, request.user), edition=edition)


def _drafts(request: HttpRequest, edition: Edition, asked: Asked) -> list[tuple[str, str]]:
    """Drafts of the same organisation that whoever asks may see."""
    drafts = editions_of(
        organisation=edition.organisation, viewer=viewer_of(request), moment=asked.moment
    ).filter(state=EditionState.DRAFT)
    return [(f"{each.title}, {each.label}", addresses.of_workbooks(each)) for each in drafts]


def _done(request: HttpRequest, edition: Edition, kept: Upload, asked: Asked) -> HttpResponse:
    """Does what a form of the page asked for."""
    by, do = cast(User, request.user), request.POST.get("do", "")
    here = addresses.of_upload(edition, kept.pk)
    try:
        match do:
            case "choose":
                answers = {
                    name.removeprefix("answer:"): str(value)
                    for name, value in request.POST.items()
                    if name.startswith("answer:")
                }
                if not uploading.choose(by=by, upload=kept, answers=answers):
                    return _preview(
                        request, edition, kept, asked, [Fault(None, NOTHING_CHOSEN)], status=400
                    )
            case "anew":
                uploading.choose_anew(by=by, upload=kept)
            case "take":
                uploading.take(by=by, upload=kept, as_seen=request.POST.get("seen", ""))
            case "remove":
                uploading.throw_away(by=by, upload=kept)
                here = addresses.of_workbooks(edition)
            case _:
                raise BadRequest("The form is not as it was sent to you. Open the page again.")
    except uploading.NotAllowed as fault:
        return errors.answer(request, 403, str(fault))
    except WorkbookRefused as refused:
        if kept.taken_at:
            return HttpResponseRedirect(here)
        return _preview(request, edition, kept, asked, refused.faults, status=409)
    return HttpResponseRedirect(here)


def _preview(
    request: HttpRequest,
    edition: Edition,
    kept: Upload,
    asked: Asked,
    refused: Sequence[Fault] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    """What was made of each cell, and what would change."""
    looked = look_at(kept)
    seen = looked.preview
    shown = presenter.Presented(seen, looked.base, edition)
    faults = _page_of(request, shown.faults, FAULTS, "faults")
    changes = _page_of(request, seen.changes, CHANGES, "changes")
    number = _number(request, "sheet")
    marks = shown.marks_of(number)
    if seen.marks and not marks:
        raise Http404("The workbook has no such sheet.")
    only = request.GET.get("show") == "doubts"
    columns = presenter.columns_of(marks)
    size = max(5, min(MOST_ROWS, CELLS // max(1, len(columns))))
    rows = _page_of(request, presenter.rows_of(marks, only_doubts=only), size, "page")
    return render(
        request,
        "pages/upload.html",
        {
            "edition": edition,
            "upload": kept,
            "until": uploading.kept_until(kept),
            "time_bar": bar_of_edition(edition, asked),
            "breadcrumbs": _crumbs(edition, asked),
            "seen": seen,
            "shown": shown,
            "token": seen.token() if seen.may_be_taken_in else "",
            "drafts": _drafts(request, edition, asked) if edition.is_frozen else [],
            "refused": refused,
            "faults": faults,
            "fault_lines": shown.by_sheet(list(faults.object_list)),
            "changes": changes,
            "change_lines": shown.changes(list(changes.object_list)),
            "stays": shown.stays[:STAYS],
            "more_stays": max(0, len(seen.stays) - STAYS),
            "sheets": shown.sheets,
            "sheet": number,
            "only": only,
            "columns": columns,
            "rows": rows,
            "grid": presenter.grid(list(rows.object_list), columns),
            "link": lambda **other: _link(request, **other),
        },
        status=status,
    )


def _taken(request: HttpRequest, edition: Edition, kept: Upload, asked: Asked) -> HttpResponse:
    """What was taken in, with the way to each element."""
    lines = presenter.taken(kept)
    page = paging.page_of(request, lines, TAKEN)
    return render(
        request,
        "pages/upload_taken.html",
        {
            "edition": edition,
            "upload": kept,
            "time_bar": bar_of_edition(edition, asked),
            "breadcrumbs": _crumbs(edition, asked),
            "counts": [
                presenter.CountLine(sum(line.look is look for line in lines), look)
                for look in presenter.CHANGES.values()
            ],
            "page": page,
            "link_to_page": lambda number: f"?page={number}",
            "checks": addresses.of_checks(edition),
        },
    )


def _crumbs(edition: Edition, asked: Asked) -> list[dict[str, str]]:
    here = {"text": "Workbooks", "href": addresses.of_workbooks(edition) + asked.carried}
    return [*crumbs(edition, asked, edition), here]


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name) or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise BadRequest(f"“{text[:20]}” is no number. Use 1, 2, 3 …")
    return int(text)


def _page_of(request: HttpRequest, rows: Sequence[Any], size: int, name: str) -> Page:
    """The page of these rows that is asked for under this name: several things have pages here."""
    try:
        return Paginator(rows, size).page(request.GET.get(name) or "1")
    except PageNotAnInteger as error:
        raise BadRequest("That is no page number. Use 1, 2, 3 …") from error
    except EmptyPage as error:
        raise Http404("There is no such page of this workbook.") from error


def _link(request: HttpRequest, **other: Any) -> str:
    """This page, asked for something else; what is empty is not asked for."""
    stated = {**{name: str(value) for name, value in request.GET.items()}, **other}
    return f"?{urlencode({name: value for name, value in stated.items() if value})}"

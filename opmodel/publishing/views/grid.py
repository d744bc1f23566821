"""The scheme and the limits of a draft as a grid: the page, and what its script asks for."""

from __future__ import annotations

import json
from typing import Any, Final, cast

from django.core.exceptions import BadRequest
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from opmodel.access.models import User
from opmodel.access.viewers import viewer_of
from opmodel.drafting.actions.rows import NO_RIGHT, save_rows, try_rows
from opmodel.drafting.grid.columns import columns_of, grid_kinds
from opmodel.drafting.grid.reading import cells_for, read_rows
from opmodel.drafting.grid.sending import MOST_ROWS, RowsRefused, SentRow
from opmodel.drafting.rights import NotAllowed, may_change
from opmodel.drafting.sitting import LONGEST, keep_reason, reason_of
from opmodel.editions.actions.changing import Authored
from opmodel.editions.models import Edition, Kind, request_id
from opmodel.publishing import addresses, errors
from opmodel.publishing.asking import Asked
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.filters import filters_for
from opmodel.publishing.presenters import grid as presenter
from opmodel.publishing.presenters.time_bars import bar_of_edition

from . import paging
from .editions import crumbs
from .finding import edition_or_404

FROZEN: Final = (
    "{title} is published, and nothing of it can change. Open a draft based on it and work there."
)


class FrozenEdition(Exception):
    """An edition that somebody might change if it were still a draft."""


def draft_or_404(request: HttpRequest, organisation: str, slug: str, asked: Asked) -> Edition:
    """The draft at that address, for whoever may change it.

    Raises Http404 where it is not to be seen or no draft, NotAllowed for those who may only read.
    """
    edition = edition_or_404(request, organisation, slug, asked)
    allowed = may_change(request.user, edition)
    if edition.is_frozen:
        said = FROZEN.format(title=edition.title)
        if allowed:
            raise FrozenEdition(said)
        raise Http404(said)
    if not allowed:
        raise NotAllowed(NO_RIGHT)
    return edition


def grid_kind_or_404(plural: str) -> type[Kind]:
    """The kind whose grid has that address."""
    kind = grid_kinds().get(plural)
    if kind is None:
        raise Http404("There is no such grid. The scheme and the limits have one.")
    return kind


def narrowed(request: HttpRequest, kind: type[Kind], edition: Edition) -> QuerySet:
    """The rows that the address asks for, by the filters of the kind's list."""
    rows = kind.objects.visible_to(viewer_of(request)).in_edition(edition)
    filters = filters_for(kind)(request.GET, queryset=rows)
    if not filters.is_valid():
        raise BadRequest(
            " ".join(str(each) for errors in filters.errors.values() for each in errors)
        )
    return filters.qs


@require_http_methods(["GET", "HEAD"])
def grid(request: HttpRequest, organisation: str, edition: str, plural: str) -> HttpResponse:
    """The page: a table that is read without a script, and worked at with one."""
    asked = asked_of(request)
    kind = grid_kind_or_404(plural)
    try:
        found = draft_or_404(request, organisation, edition, asked)
    except NotAllowed as refused:
        return errors.answer(request, 403, str(refused))
    except FrozenEdition as frozen:
        return errors.answer(request, 409, str(frozen))
    rows = narrowed(request, kind, found)
    # The keys alone are counted and turned over; what a page shows is read once.
    page = paging.page_of(request, cast(Any, rows), MOST_ROWS)
    columns = columns_of(kind)
    sheet = read_rows(
        edition=found,
        found=rows,
        columns=columns,
        start=max(0, page.start_index() - 1),
        stop=page.end_index(),
    )
    here = presenter.of_grid(found, plural)
    return render(
        request,
        "pages/grid.html",
        {
            **about(found, plural, asked),
            "columns": columns,
            "widths": [presenter.width_of(column) for column in columns],
            "told": sheet.told,
            "rows": presenter.rows_of(sheet, page.start_index()),
            "page": page,
            "kept": paging.kept(request),
            "items": paging.numbered(request, page) if page.has_other_pages() else [],
            "words": request.GET.get("q", ""),
            "is_narrowed": bool(paging.kept(request, "saved")),
            "saved": _saved(request),
            "first_row": page.start_index(),
            "rows_as_form": _first_form(here, page),
            "reason": reason_of(request),
            "longest_reason": LONGEST,
        },
    )


def about(edition: Edition, plural: str, asked: Asked) -> dict[str, Any]:
    """What every page around a grid is passed."""
    here = presenter.of_grid(edition, plural)
    kind = grid_kinds()[plural]
    return {
        "edition": edition,
        "kind": kind,
        "plural": plural,
        "heading": presenter.heading_of(plural),
        "of_rows": str(kind._meta.verbose_name_plural),
        "here": here,
        "forms": presenter.of_row_forms(edition, plural),
        "bulk": presenter.of_bulk(edition, kind),
        "time_bar": bar_of_edition(edition, asked),
        "breadcrumbs": crumbs(edition, asked, edition, kind),
        "workspace": f"{addresses.of_edition(edition)}work/",
        "others": [
            (presenter.heading_of(each), presenter.of_grid(edition, each))
            for each in grid_kinds()
            if each != plural
        ],
    }


def _first_form(here: str, page: Page) -> str:
    """The form of the rows that this page begins with."""
    number = max(0, page.start_index() - 1) // 25 + 1
    return f"{here}rows/?page={number}" if number > 1 else f"{here}rows/"


def _saved(request: HttpRequest) -> int:
    said = request.GET.get("saved", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0


# ---- What the script asks for ----


def _answer(status: int, message: str, **data: Any) -> JsonResponse:
    response = JsonResponse({"message": message, **data}, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_GET
def choices(request: HttpRequest, organisation: str, edition: str, plural: str) -> HttpResponse:
    """What the cells of each column may be made from."""
    asked = asked_of(request)
    kind = grid_kind_or_404(plural)
    try:
        found = draft_or_404(request, organisation, edition, asked)
    except NotAllowed as refused:
        return _answer(403, str(refused))
    except FrozenEdition as frozen:
        return _answer(409, str(frozen))
    columns = columns_of(kind)
    cells = cells_for(found, columns)
    return _answer(
        200, "", choices={each.name: cells.choices(each) for each in columns if each.offers}
    )


@require_POST
def attempt(request: HttpRequest, organisation: str, edition: str, plural: str) -> HttpResponse:
    """What saving would do; nothing of it stays."""
    asked = asked_of(request)
    kind = grid_kind_or_404(plural)
    try:
        found = draft_or_404(request, organisation, edition, asked)
        sent, _ = _sent(request)
        tried = try_rows(
            edition=found,
            kind=kind,
            columns=columns_of(kind),
            rows=sent,
            by=cast(User, request.user),
        )
    except NotAllowed as refused:
        return _answer(403, str(refused))
    except FrozenEdition as frozen:
        return _answer(409, str(frozen))
    except BadRequest as fault:
        return _answer(400, str(fault))
    return _answer(200, "", **presenter.tried_as_data(tried))


@require_POST
def save(request: HttpRequest, organisation: str, edition: str, plural: str) -> HttpResponse:
    """Saves all the rows that are sent, or none and says why."""
    asked = asked_of(request)
    kind = grid_kind_or_404(plural)
    columns = columns_of(kind)
    try:
        found = draft_or_404(request, organisation, edition, asked)
        sent, reason = _sent(request)
        saved = save_rows(
            edition=found,
            kind=kind,
            columns=columns,
            rows=sent,
            authored=Authored(cast(User, request.user), reason, request_id(request)),
        )
    except NotAllowed as refused:
        return _answer(403, str(refused))
    except FrozenEdition as frozen:
        return _answer(409, str(frozen))
    except BadRequest as fault:
        return _answer(400, str(fault))
    except RowsRefused as refused:
        return _answer(
            409 if refused.conflicts else 400,
            "Nothing is saved yet.",
            faults=presenter.faults_as_data(refused.faults),
            conflicts=presenter.conflicts_as_data(refused.conflicts),
        )
    keep_reason(request, reason)
    # Read again through the gate: what is told is what whoever saved may see.
    rows = kind.objects.visible_to(viewer_of(request)).in_edition(found)
    again = read_rows(
        edition=found, found=rows.filter(key__in=[each.key for each in saved]), columns=columns
    )
    return _answer(200, "", saved=presenter.saved_as_data(saved, again))


def _sent(request: HttpRequest) -> tuple[list[SentRow], str]:
    """The rows and the reason of a request. Raises BadRequest in words."""
    unreadable = BadRequest("What the page sent cannot be read. Load the page again.")
    try:
        data = json.loads(request.body)
        rows = [_row(row) for row in data["rows"]]
        reason = data.get("reason", "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise unreadable from error
    marks = {row.mark for row in rows}
    keys = [row.key for row in rows if row.key]
    if not isinstance(reason, str) or "\x00" in reason or len(marks) < len(rows):
        raise unreadable
    if len(set(keys)) < len(keys):
        raise unreadable
    if not rows:
        raise BadRequest("No cell is changed yet.")
    return rows, reason


def _row(row: dict[str, Any]) -> SentRow:
    mark, key, seen, cells = row["row"], row.get("key", ""), row.get("seen"), row["cells"]
    well = (
        isinstance(mark, str)
        and isinstance(key, str)
        and "\x00" not in key
        and (isinstance(seen, int) if key else seen is None)
        and all(isinstance(name, str) and isinstance(text, str) for name, text in cells.items())
    )
    if not well:
        raise TypeError("A row is not as the page sends it.")
    return SentRow(mark, dict(cells), key, seen)

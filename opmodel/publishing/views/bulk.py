"""One field of many rows of a draft: narrowed, looked at before and after, changed in one go."""

from __future__ import annotations

from typing import Any, Final, cast

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opmodel.access.models import User
from opmodel.access.viewers import viewer_of
from opmodel.drafting.actions.bulk import (
    BulkEdit,
    BulkPreview,
    BulkRefused,
    apply_bulk,
    preview_bulk,
)
from opmodel.drafting.grid.columns import Column, every_column, grid_kinds
from opmodel.drafting.grid.reading import cells_for
from opmodel.drafting.grid.sending import RowsRefused
from opmodel.drafting.rights import NotAllowed
from opmodel.drafting.sitting import LONGEST, keep_reason, reason_of
from opmodel.editions.actions.changing import Authored
from opmodel.editions.models import Edition, Kind, request_id
from opmodel.publishing import addresses, errors
from opmodel.publishing.asking import Asked
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.filters import filters_for, form_fields
from opmodel.publishing.presenters import grid as presenter
from opmodel.publishing.presenters.links import capitalised
from opmodel.publishing.presenters.time_bars import bar_of_edition

from .editions import crumbs
from .finding import kind_or_404
from .grid import FrozenEdition, draft_or_404

SHOWN: Final = 50
OWN: Final = "edit-"
"""What the form says of the edit, apart from the filters, whose names are those of lists."""


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest, organisation: str, edition: str, plural: str) -> HttpResponse:
    """The form, the preview, and the way it went."""
    asked = asked_of(request)
    kind = kind_or_404(plural)
    try:
        found = draft_or_404(request, organisation, edition, asked)
        if request.method != "POST":
            return _page(request, found, kind, asked)
        return _done(request, found, kind, asked)
    except NotAllowed as refused:
        return errors.answer(request, 403, str(refused))
    except FrozenEdition as frozen:
        return errors.answer(request, 409, str(frozen))


def _done(request: HttpRequest, edition: Edition, kind: type[Kind], asked: Asked) -> HttpResponse:
    """Looks at the edit that the form describes, or does it."""
    rows = _rows(request, edition, kind)
    edit, wrong = _edit(request, kind)
    if edit is None:
        return _page(request, edition, kind, asked, wrong=wrong, status=400)
    by = cast(User, request.user)
    if request.POST.get("do") != "apply":
        seen = preview_bulk(edition=edition, found=rows, edit=edit, by=by)
        return _page(request, edition, kind, asked, edit=edit, seen=seen)
    reason = request.POST.get(f"{OWN}reason", "").strip()
    try:
        saved = apply_bulk(
            edition=edition,
            found=rows,
            edit=edit,
            authored=Authored(by, reason, request_id(request)),
            as_seen=request.POST.get(f"{OWN}seen", "") or "-",
        )
    except (BulkRefused, RowsRefused) as refused:
        seen = preview_bulk(edition=edition, found=rows, edit=edit, by=by)
        return _page(
            request,
            edition,
            kind,
            asked,
            edit=edit,
            seen=seen,
            wrong=_why(refused),
            status=400 if "reason" in _why(refused) else 409,
        )
    keep_reason(request, reason)
    return HttpResponseRedirect(f"{presenter.of_bulk(edition, kind)}?done={len(saved)}")


def _why(refused: BulkRefused | RowsRefused) -> dict[str, str]:
    """What stands in the way, by the field to go to."""
    if isinstance(refused, BulkRefused):
        return {"preview": str(refused)}
    for fault in refused.faults:
        if fault.column == "reason" and not fault.mark:
            return {"reason": fault.message}
    return {"preview": "Nothing was changed. What is wrong stands with each row below."}


def _rows(request: HttpRequest, edition: Edition, kind: type[Kind]) -> QuerySet:
    """The rows that the form's filters leave, through the gate."""
    rows = kind.objects.visible_to(viewer_of(request)).in_edition(edition)
    filters = filters_for(kind)(request.POST, queryset=rows)
    if not filters.is_valid():
        raise BadRequest(
            " ".join(str(each) for errors in filters.errors.values() for each in errors)
        )
    return filters.qs


def _edit(request: HttpRequest, kind: type[Kind]) -> tuple[BulkEdit | None, dict[str, str]]:
    """The edit that the form describes; without one, what is missing, by field."""
    said = {name: request.POST.get(f"{OWN}{name}", "") for name in ("field", "how", "old", "text")}
    columns = {column.name: column for column in columns_for(kind)}
    column = columns.get(said["field"])
    wrong = {}
    if column is None:
        wrong["field"] = "Choose the field that is to be changed."
    if said["how"] == "replace" and not said["old"]:
        wrong["old"] = "Write the text that is to be replaced."
    if any("\x00" in each for each in said.values()):
        raise BadRequest("The text holds a null character. Remove it and try again.")
    if wrong or column is None:
        return None, wrong
    text = said["text"].replace("\r\n", "\n")
    return BulkEdit(column, text, said["old"] if said["how"] == "replace" else ""), {}


def columns_for(kind: type[Kind]) -> tuple[Column, ...]:
    """The fields that can be changed in many rows at once."""
    return every_column(kind)


def _page(
    request: HttpRequest,
    edition: Edition,
    kind: type[Kind],
    asked: Asked,
    *,
    edit: BulkEdit | None = None,
    seen: BulkPreview | None = None,
    wrong: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    said = request.POST if request.method == "POST" else request.GET
    narrowing = filters_for(kind)(
        said, queryset=kind.objects.visible_to(viewer_of(request)).in_edition(edition)
    )
    if not narrowing.is_valid():
        raise BadRequest(
            " ".join(str(each) for errors in narrowing.errors.values() for each in errors)
        )
    fields = form_fields(narrowing, kind=kind, edition=edition)
    done = request.GET.get("done", "")
    columns = columns_for(kind)
    plural = kind.plural
    return render(
        request,
        "pages/bulk.html",
        {
            "edition": edition,
            "kind": kind,
            "of_rows": str(kind._meta.verbose_name_plural),
            "here": presenter.of_bulk(edition, kind),
            "grid": presenter.of_grid(edition, plural) if plural in grid_kinds() else "",
            "changes": presenter.of_changes(edition),
            "workspace": f"{addresses.of_edition(edition)}work/",
            "list_url": addresses.of_list(edition, kind),
            "forms": presenter.of_row_forms(edition, plural),
            "time_bar": bar_of_edition(edition, asked),
            "breadcrumbs": crumbs(edition, asked, edition, kind),
            "fields": [each for each in fields if each.name == "q" or len(each.options) > 1],
            "columns": columns,
            "field_value": said.get(f"{OWN}field", ""),
            "how": said.get(f"{OWN}how", "") or "set",
            "old": said.get(f"{OWN}old", ""),
            "text": said.get(f"{OWN}text", ""),
            "filters": {each.name: each.value for each in fields if each.value},
            "edit": edit,
            "seen": seen,
            "shown": _shown(seen),
            "counts": presenter.counts_of(seen) if seen else "",
            "choices": cells_for(edition, [edit.column]).choices(edit.column)
            if edit and edit.column.offers
            else [],
            "label": capitalised(edit.column.label) if edit else "",
            "wrong": wrong or {},
            "reason": said.get(f"{OWN}reason", "") or reason_of(request),
            "longest_reason": LONGEST,
            "done": int(done) if done.isascii() and done.isdigit() and len(done) < 6 else 0,
        },
        status=status,
    )


def _shown(seen: BulkPreview | None) -> list[Any]:
    """Rows of the preview: those that cannot be first."""
    if seen is None:
        return []
    return [*seen.faults, *(row for row in seen.rows if not row.fault)][:SHOWN]

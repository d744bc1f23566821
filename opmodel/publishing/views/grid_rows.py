"""Rows of a draft without a script: some at a time in a form, or pasted from a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opmodel.access.models import User
from opmodel.access.viewers import viewer_of
from opmodel.drafting.actions.rows import save_rows, try_rows
from opmodel.drafting.grid.columns import columns_of
from opmodel.drafting.grid.pasting import Pasted, PasteRefused, read_pasted
from opmodel.drafting.grid.reading import TOLD, Row, Sheet, read_rows
from opmodel.drafting.grid.sending import CellFault, Conflict, RowsRefused, SentRow, Tried
from opmodel.drafting.rights import NotAllowed
from opmodel.drafting.sitting import LONGEST, keep_reason, reason_of
from opmodel.editions.actions.changing import Authored
from opmodel.editions.models import Edition, Kind, request_id
from opmodel.publishing import errors
from opmodel.publishing.asking import Asked
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.presenters import grid as presenter

from . import paging
from .grid import (
    FrozenEdition,
    about,
    draft_or_404,
    grid_kind_or_404,
    narrowed,
)

AT_ONCE: Final = 25
NOT_AS_SENT: Final = "The form is not as it was sent to you. Open the page again."


@require_http_methods(["GET", "HEAD", "POST"])
def rows(request: HttpRequest, organisation: str, edition: str, plural: str) -> HttpResponse:
    """Twenty-five rows as fields, with one reason and one Save."""
    asked = asked_of(request)
    kind = grid_kind_or_404(plural)
    try:
        found = draft_or_404(request, organisation, edition, asked)
        if request.method != "POST":
            return _form(request, found, kind, asked)
        sent = _sent(request)
        changed = [row for row in sent if row.cells]
        saved = save_rows(
            edition=found,
            kind=kind,
            columns=columns_of(kind),
            rows=changed,
            authored=_authored(request),
        )
    except NotAllowed as refused:
        return errors.answer(request, 403, str(refused))
    except FrozenEdition as frozen:
        return errors.answer(request, 409, str(frozen))
    except RowsRefused as refused:
        return _form(request, found, kind, asked, sent=sent, refused=refused)
    keep_reason(request, request.POST.get("reason", ""))
    page = request.GET.get("page", "")
    here = presenter.of_grid(found, plural)
    back = f"page={page}&" if page.isascii() and page.isdigit() else ""
    return HttpResponseRedirect(f"{here}rows/?{back}saved={len(saved)}")


def _authored(request: HttpRequest) -> Authored:
    return Authored(
        cast(User, request.user), request.POST.get("reason", "").strip(), request_id(request)
    )


def _sent(request: HttpRequest) -> list[SentRow]:
    """The rows of the form, each with the cells that say something else than what was read."""
    rows = []
    for name, was in request.POST.items():
        if not name.startswith("was:"):
            continue
        key = name.removeprefix("was:")
        try:
            read = json.loads(str(was))
            texts, seen = dict(read["cells"]), int(read["seen"])
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise BadRequest(NOT_AS_SENT) from error
        cells = {}
        for column, before in texts.items():
            text = request.POST.get(f"cell:{key}:{column}")
            if text is not None and _lines(text) != _lines(str(before)):
                cells[column] = _lines(text)
        rows.append(SentRow(key, cells, key, seen))
    return rows


def _lines(text: str) -> str:
    """Text with the line ends that we keep: browsers send others."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _form(
    request: HttpRequest,
    edition: Edition,
    kind: type[Kind],
    asked: Asked,
    *,
    sent: Sequence[SentRow] = (),
    refused: RowsRefused | None = None,
) -> HttpResponse:
    found = narrowed(request, kind, edition)
    columns = columns_of(kind)
    page = paging.page_of(request, cast(Any, found), AT_ONCE)
    first = page.start_index()
    sheet = read_rows(
        edition=edition,
        found=found,
        columns=columns,
        start=max(0, first - 1),
        stop=page.end_index(),
    )
    shown = _form_rows(sheet, first, sent, refused)
    place = {row.key: f"Row {row.number}" for row in shown}
    faults = refused.faults if refused else []
    lines = presenter.fault_lines(faults, columns, place)
    lines += [
        (f"row-{each.mark}", f"{place.get(each.mark, '')}: {presenter.said_of(each)}.")
        for each in (refused.conflicts if refused else [])
    ]
    return render(
        request,
        "pages/grid_rows.html",
        {
            **about(edition, kind.plural, asked),
            "columns": columns,
            "widths": [presenter.width_of(column) for column in columns],
            "told": sheet.told,
            "rows": shown,
            "page": page,
            "items": paging.numbered(request, page) if page.has_other_pages() else [],
            "choices": {
                column.name: sheet.cells.choices(column) for column in columns if column.offers
            },
            "address": request.get_full_path().partition("?")[0] + _asked_for(request),
            "faults": lines,
            "reason": request.POST.get("reason") or reason_of(request),
            "longest_reason": LONGEST,
            "saved": _number(request.GET.get("saved", "")),
        },
        status=(409 if refused.conflicts else 400) if refused else 200,
    )


def _asked_for(request: HttpRequest) -> str:
    page = request.GET.get("page", "")
    return f"?page={page}" if page.isascii() and page.isdigit() else ""


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0


def _form_rows(
    sheet: Sheet, first: int, sent: Sequence[SentRow], refused: RowsRefused | None
) -> list[presenter.FormRow]:
    typed = {row.key: row for row in sent}
    overtaken = {each.mark: each for each in refused.conflicts} if refused else {}
    wrong: dict[tuple[str, str], list[str]] = {}
    for fault in refused.faults if refused else ():
        wrong.setdefault((fault.mark, fault.column), []).append(fault.message)
    return [
        _form_row(number, row, sheet, _Said(typed.get(row.key), overtaken.get(row.key), wrong))
        for number, row in enumerate(sheet.rows, start=first)
    ]


@dataclass(frozen=True)
class _Said:
    """What somebody sent of a row, and what came back."""

    typed: SentRow | None
    conflict: Conflict | None
    wrong: dict[tuple[str, str], list[str]]


def _form_row(
    number: int,
    row: Row,
    sheet: Sheet,
    said: _Said,
) -> presenter.FormRow:
    typed, conflict, wrong = said.typed, said.conflict, said.wrong
    cells = tuple(
        presenter.FormCell(
            column,
            presenter.cell_id(row.key, column.name),
            f"cell:{row.key}:{column.name}",
            typed.cells.get(column.name, text) if typed else text,
            " ".join(wrong.get((row.key, column.name), ())),
        )
        for column, text in zip(sheet.columns, row.texts, strict=True)
    )
    texts = {column.name: text for column, text in zip(sheet.columns, row.texts, strict=True)}
    return presenter.FormRow(
        number=number,
        key=row.key,
        seen=row.seen,
        was=json.dumps({"seen": row.seen, "cells": texts}),
        told=row.told,
        cells=cells,
        faults=tuple(wrong.get((row.key, ""), ())),
        conflict=(
            presenter.said_of(conflict),
            tuple((cell.label, cell.theirs) for cell in conflict.cells),
        )
        if conflict
        else None,
    )


# ---- Pasted rows ----


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest, organisation: str, edition: str, plural: str) -> HttpResponse:
    """Cells copied from a spreadsheet: shown as they would be, then saved with one reason."""
    asked = asked_of(request)
    kind = grid_kind_or_404(plural)
    try:
        found = draft_or_404(request, organisation, edition, asked)
        if request.method != "POST":
            return _paste_page(request, found, kind, asked)
        text = _lines(request.POST.get("cells", ""))
        pasted = read_pasted(
            text,
            edition=found,
            kind=kind,
            columns=columns_of(kind),
            told=TOLD.get(plural, ()),
            seen=_seen(request),
        )
        if request.POST.get("do") == "save":
            saved = save_rows(
                edition=found,
                kind=kind,
                columns=columns_of(kind),
                rows=pasted.rows,
                authored=_authored(request),
            )
            keep_reason(request, request.POST.get("reason", ""))
            return HttpResponseRedirect(f"{presenter.of_grid(found, plural)}?saved={len(saved)}")
        tried = try_rows(
            edition=found,
            kind=kind,
            columns=columns_of(kind),
            rows=pasted.rows,
            by=cast(User, request.user),
        )
    except NotAllowed as refused:
        return errors.answer(request, 403, str(refused))
    except FrozenEdition as frozen:
        return errors.answer(request, 409, str(frozen))
    except PasteRefused as fault:
        return _paste_page(request, found, kind, asked, fault=str(fault))
    except RowsRefused as refused:
        tried = Tried(refused.faults, refused.conflicts)
        return _paste_page(request, found, kind, asked, pasted=pasted, tried=tried, refused=True)
    return _paste_page(request, found, kind, asked, pasted=pasted, tried=tried)


def _seen(request: HttpRequest) -> dict[str, int] | None:
    """The versions that the preview was made of."""
    said = request.POST.get("seen", "")
    if not said:
        return None
    try:
        return {str(key): int(version) for key, version in json.loads(said).items()}
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BadRequest(NOT_AS_SENT) from error


def _paste_page(
    request: HttpRequest,
    edition: Edition,
    kind: type[Kind],
    asked: Asked,
    *,
    pasted: Pasted | None = None,
    tried: Tried | None = None,
    fault: str = "",
    refused: bool = False,
) -> HttpResponse:
    columns = columns_of(kind)
    shown: dict[str, Any] = {}
    if pasted is not None and tried is not None:
        standing = kind.objects.visible_to(viewer_of(request)).in_edition(edition)
        keys = [row.key for row in pasted.rows if row.key]
        sheet = read_rows(edition=edition, found=standing.filter(key__in=keys), columns=columns)
        rows = presenter.pasted_rows(pasted, tried, sheet)
        place = {row.mark: f"Row {row.number}" for row in rows}
        shown = {
            "pasted": pasted,
            "rows": rows,
            "tried": tried,
            "new": sum(1 for row in pasted.rows if not row.key),
            "well": not (tried.faults or tried.conflicts),
            "seen": json.dumps({row.key: row.seen for row in pasted.rows if row.key}),
            "lines": presenter.fault_lines(_placed(tried, columns), columns, place),
        }
    status = 200
    if fault:
        status = 400
    elif refused and tried is not None:
        status = 409 if tried.conflicts else 400
    return render(
        request,
        "pages/grid_paste.html",
        {
            **about(edition, kind.plural, asked),
            "columns": columns,
            "cells": _lines(request.POST.get("cells", "")),
            "fault": fault,
            "reason": request.POST.get("reason") or reason_of(request),
            "longest_reason": LONGEST,
            "refused": refused,
            **shown,
        },
        status=status,
    )


def _placed(tried: Tried, columns: Sequence[Any]) -> list[CellFault]:
    """What is wrong, with its column in words: in the preview one goes to the row."""
    labels = {column.name: column.label for column in columns}
    placed = [
        CellFault(
            each.mark,
            each.column if each.column == "reason" else "",
            f"{labels[each.column]}: {each.message}" if each.column in labels else each.message,
        )
        for each in tried.faults
    ]
    return placed + [
        CellFault(each.mark, "", f"{presenter.said_of(each)}.") for each in tried.conflicts
    ]

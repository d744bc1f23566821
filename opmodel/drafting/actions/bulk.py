"""One field of many rows: shown before and after, then changed in one go. Asks for the right."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from opmodel.drafting.grid.columns import Column
from opmodel.drafting.grid.reading import read_rows
from opmodel.drafting.grid.sending import CellFault, Conflict, SavedRow, SentRow, Told
from opmodel.editions.actions.changing import Authored
from opmodel.editions.models import Edition

from .rows import check_right, save_rows, try_rows

MOST: Final = 5000
"""Rows in one go: more than any kind of a real edition has."""
WITH_FINDINGS: Final = 500
"""Of so many rows the preview tells what checks would find: it writes them, and takes that back."""


@dataclass(frozen=True)
class BulkEdit:
    """A field and what it is to say: a new value, or a text in it replaced by another."""

    column: Column
    text: str
    instead_of: str = ""

    def after(self, before: str) -> str:
        """What a cell would say."""
        return before.replace(self.instead_of, self.text) if self.instead_of else self.text


@dataclass(frozen=True)
class BulkRow:
    """A row that would change, and why it cannot where it cannot."""

    key: str
    name: str
    before: str
    after: str
    fault: str = ""


@dataclass(frozen=True)
class BulkPreview:
    """What a bulk edit would do. `token` names exactly this: applying asks for it."""

    rows: tuple[BulkRow, ...]
    stay: int
    token: str
    appear: Sequence[Told] = ()
    vanish: Sequence[Told] = ()
    looked_for_findings: bool = True

    @property
    def faults(self) -> tuple[BulkRow, ...]:
        return tuple(row for row in self.rows if row.fault)

    @property
    def may_be_applied(self) -> bool:
        return bool(self.rows) and not self.faults


class BulkRefused(ValueError):
    """A bulk edit that was not done; nothing of it was written."""


@dataclass(frozen=True)
class _Planned:
    sent: list[SentRow]
    rows: list[BulkRow]
    stay: int
    token: str


def preview_bulk(
    *, edition: Edition, found: QuerySet, edit: BulkEdit, by: AbstractBaseUser
) -> BulkPreview:
    """What the edit would make of the rows of a query, which passed its gate. Nothing is kept.

    Raises NotAllowed.
    """
    check_right(by, edition)
    planned = _planned(edition, found, edit)
    with_findings = len(planned.sent) <= WITH_FINDINGS
    tried = try_rows(
        edition=edition,
        kind=found.model,
        columns=(edit.column,),
        rows=planned.sent,
        by=by,
        findings=with_findings and bool(planned.sent),
        most=MOST,
    )
    why = _why(tried.faults, tried.conflicts)
    return BulkPreview(
        rows=tuple(
            BulkRow(row.key, row.name, row.before, row.after, why.get(row.key, why.get("", "")))
            for row in planned.rows
        ),
        stay=planned.stay,
        token=planned.token,
        appear=tried.appear,
        vanish=tried.vanish,
        looked_for_findings=with_findings,
    )


@transaction.atomic
def apply_bulk(
    *, edition: Edition, found: QuerySet, edit: BulkEdit, authored: Authored, as_seen: str = ""
) -> list[SavedRow]:
    """Does the edit, all of it or nothing. *as_seen* is the token of the preview that was looked
    at: where something else would be written now, nothing is.

    Raises NotAllowed, BulkRefused, and RowsRefused.
    """
    check_right(authored.by, edition)
    Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    planned = _planned(edition, found, edit)
    if as_seen and as_seen != planned.token:
        raise BulkRefused(
            "The draft has changed since the preview, and something else would be written. "
            "Look at the preview once more."
        )
    if not planned.sent:
        raise BulkRefused("Nothing would change: these rows say so already.")
    return save_rows(
        edition=edition,
        kind=found.model,
        columns=(edit.column,),
        rows=planned.sent,
        authored=authored,
        most=MOST,
    )


def _planned(edition: Edition, found: QuerySet, edit: BulkEdit) -> _Planned:
    columns = (edit.column,)
    sheet = read_rows(edition=edition, found=found, columns=columns)
    names = sheet.cells.name_of
    sent, rows = [], []
    for row in sheet.rows:
        before = row.texts[0]
        after = edit.after(before)
        if after != before and not _says_the_same(sheet.cells, edit, after, row.values):
            sent.append(SentRow(row.key, {edit.column.name: after}, row.key, row.seen))
            rows.append(BulkRow(row.key, names[row.key], before, after))
    pairs = zip(sent, rows, strict=True)
    stated = [
        edition.slug,
        found.model.kind_name,
        edit.column.name,
        [(row.key, row.seen, shown.before, shown.after) for row, shown in pairs],
    ]
    token = hashlib.sha256(json.dumps(stated).encode()).hexdigest()[:32]
    return _Planned(sent, rows, len(sheet.rows) - len(sent), token)


def _says_the_same(cells, edit: BulkEdit, after: str, values) -> bool:
    """Whether a text that reads otherwise means what stands there: “£250k” for £250,000."""
    before = values[edit.column.name]
    try:
        value = cells.value(edit.column, after, before)
    except ValueError:
        return False
    return value == before or (value in (None, "", []) and before in (None, "", []))


def _why(faults: Sequence[CellFault], conflicts: Sequence[Conflict]) -> dict[str, str]:
    """What is wrong with each row, in one sentence or more."""
    said: dict[str, list[str]] = {}
    for fault in faults:
        said.setdefault(fault.mark, []).append(fault.message)
    for conflict in conflicts:
        said.setdefault(conflict.mark, []).append("Somebody changed it just now.")
    return {mark: " ".join(messages) for mark, messages in said.items()}

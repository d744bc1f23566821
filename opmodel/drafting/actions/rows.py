"""Rows of a draft, tried and saved together. Each asks for the right itself."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from governance.models import Limit
from opmodel.drafting.findings import at_limits, found_about, told
from opmodel.drafting.grid.columns import Column
from opmodel.drafting.grid.sending import (
    MOST_ROWS,
    CellFault,
    RowsRefused,
    SavedRow,
    SentRow,
    Tried,
)
from opmodel.drafting.grid.writing import Writing
from opmodel.drafting.rights import NotAllowed, may_change
from opmodel.drafting.sitting import LONGEST
from opmodel.editions.actions.changing import Authored
from opmodel.editions.models import Edition, Kind

NO_RIGHT = (
    "You may read this draft, but not change it. Whoever gives out roles in the organisation can "
    "give you the role of editor."
)
TRYING = "Tried and not kept"


def check_right(user: AbstractBaseUser | None, edition: Edition) -> None:
    """Raises NotAllowed for whoever may not."""
    if user is None or not may_change(user, edition):
        raise NotAllowed(NO_RIGHT)


def try_rows(
    *,
    edition: Edition,
    kind: type[Kind],
    columns: tuple[Column, ...],
    rows: Sequence[SentRow],
    by: AbstractBaseUser,
    findings: bool = True,
    most: int = MOST_ROWS,
) -> Tried:
    """What saving these rows would do. Nothing of it stays: they are written in a transaction that
    is taken back. Findings are looked for only where everything can be read."""
    check_right(by, edition)
    about = {kind.kind_name}
    before = found_about(edition, about) if findings else {}
    with transaction.atomic():
        writing = Writing(edition, kind, columns, Authored(by, TRYING), most)
        saved = writing.write(rows)
        refused = writing.refused
        after = found_about(edition, about) if findings and not refused else before
        appear = told(after, but=before)
        if appear and kind is Limit:
            appear = at_limits(edition, appear)
        transaction.set_rollback(True)
    return Tried(
        faults=refused.faults,
        conflicts=refused.conflicts,
        appear=appear,
        vanish=told(before, but=after),
        rows=saved,
    )


@transaction.atomic
def save_rows(
    *,
    edition: Edition,
    kind: type[Kind],
    columns: tuple[Column, ...],
    rows: Sequence[SentRow],
    authored: Authored,
    most: int = MOST_ROWS,
) -> list[SavedRow]:
    """Writes these rows with one reason: all of them or none.

    Raises NotAllowed, and RowsRefused with what is wrong with each cell and what was overtaken.
    """
    check_right(authored.by, edition)
    if not authored.reason.strip():
        raise RowsRefused([CellFault("", "reason", "Say in a few words why.")])
    if len(authored.reason) > LONGEST:
        raise RowsRefused([CellFault("", "reason", f"Say it in at most {LONGEST:,} characters.")])
    writing = Writing(edition, kind, columns, authored, most)
    saved = writing.write(rows)
    if writing.refused:
        raise writing.refused
    return saved

"""Rows of a draft written by somebody: with the right to, and never out of their own reach."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from opmodel.access.models import User
from opmodel.access.viewers import viewer_for
from opmodel.drafting.rights import NotAllowed, may_change
from opmodel.editions.actions import changing
from opmodel.editions.actions.changing import Authored, ChangeRefused, FieldFault
from opmodel.editions.models import Edition, Kind
from opmodel.editions.records import Value

RESERVED = "new"
"""The key that no added row has: at its address stands the form of a row to be added."""
KEY_RESERVED = "“new” cannot be the key of a row. Choose another."
NAME_RESERVED = "A row cannot be called “new” alone. Say in its name what it is."
OUT_OF_REACH = (
    "After that you could no longer see it yourself, so it was not saved. Ask whoever may see all "
    "of the draft."
)


@transaction.atomic
def save_row(
    *, by: User, element: Kind, values: Mapping[str, Value], seen: int | None, authored: Authored
) -> Kind:
    """Gives a row these values. Raises NotAllowed, ChangeRefused, Overtaken."""
    _check(by, element.edition)
    saved = changing.change(element=element, values=values, seen=seen, authored=authored)
    _still_within_reach(by, saved)
    return saved


@transaction.atomic
def add_row(
    *,
    by: User,
    edition: Edition,
    kind: type[Kind],
    values: Mapping[str, Value],
    authored: Authored,
    key: str = "",
) -> Kind:
    """Adds a row. Raises NotAllowed and ChangeRefused."""
    _check(by, edition)
    if key == RESERVED:
        raise ChangeRefused([FieldFault("key", KEY_RESERVED)])
    added = changing.add(edition=edition, kind=kind, values=values, key=key, authored=authored)
    check_key(added)
    _still_within_reach(by, added)
    return added


@transaction.atomic
def end_row(*, by: User, element: Kind, seen: int | None, authored: Authored) -> None:
    """Ends a row. Raises NotAllowed, ChangeRefused, Overtaken."""
    _check(by, element.edition)
    changing.remove(element=element, seen=seen, authored=authored)


@transaction.atomic
def restore_row(
    *, by: User, edition: Edition, kind: type[Kind], key: str, authored: Authored
) -> Kind:
    """Brings an ended row back. Raises NotAllowed and ChangeRefused."""
    _check(by, edition)
    restored = changing.restore(edition=edition, kind=kind, key=key, authored=authored)
    _still_within_reach(by, restored)
    return restored


def check_key(added: Kind) -> None:
    """Refuses a row whose name made a key of it that is reserved. Raises ChangeRefused."""
    if added.key == RESERVED:
        raise ChangeRefused([FieldFault("name", NAME_RESERVED)])


def _check(by: User, edition: Edition) -> None:
    if not may_change(by, edition):
        raise NotAllowed("You may see this draft but not change it.")


def _still_within_reach(by: User, element: Kind) -> None:
    """Reads the row again as whoever saved it would: what they could not see is not saved."""
    viewer = viewer_for(by)
    rows = type(element).objects.within_reach_of(viewer, edition=element.edition)
    if not rows.filter(pk=element.pk).exists():
        raise ChangeRefused([FieldFault("", OUT_OF_REACH)])

"""Opening a draft on the base of another edition, and withdrawing one."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from opmodel.editions import writer
from opmodel.editions.models import Edition, EditionState

from .changing import Authored, ChangeRefused, FieldFault


@transaction.atomic
def open_draft(
    *, based_on: Edition, slug: str, title: str, label: str, authored: Authored | None = None
) -> Edition:
    """A draft that holds what its base holds, ready to be changed.

    *authored* says in the edition's history who opened it, and why.
    """
    draft = Edition(
        slug=slug,
        organisation_id=based_on.organisation_id,
        title=title,
        label=label,
        summary=based_on.summary,
        leaves_out=based_on.leaves_out,
        based_on=based_on,
    )
    draft.full_clean(exclude=["id"])
    _note(draft, authored)
    draft.save(force_insert=True)
    writer.clone_rows(of=based_on, into=draft)
    return draft


@transaction.atomic
def withdraw_draft(*, edition: Edition, authored: Authored) -> Edition:
    """Closes a draft for good. Raises ChangeRefused for what is published, or without a reason."""
    if not authored.reason.strip():
        raise ChangeRefused([FieldFault("reason", "Say in a few words why.")])
    held = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    if held.is_frozen:
        raise ChangeRefused([FieldFault("", f"{held.title} is no draft any more.")])
    held.state = EditionState.WITHDRAWN
    _note(held, authored)
    held.save()
    return held


def _note(edition: Edition, authored: Authored | None) -> None:
    if authored is None:
        return
    row: Any = edition
    row._history_user = authored.by
    row._change_reason = authored.reason.strip()
    if authored.request is not None:
        row._history_request = authored.request

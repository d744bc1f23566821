"""Opening a draft on the base of another edition."""

from __future__ import annotations

from django.db import transaction

from opmodel.editions import writer
from opmodel.editions.models import Edition


@transaction.atomic
def open_draft(*, based_on: Edition, slug: str, title: str, label: str) -> Edition:
    """A draft that holds what its base holds, ready to be changed."""
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
    draft.save(force_insert=True)
    writer.clone_rows(of=based_on, into=draft)
    return draft

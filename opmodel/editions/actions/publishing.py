"""Freezing an edition: it is adopted, or published as what it is without having been adopted."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from opmodel.editions.digest import compute
from opmodel.editions.models import Edition, EditionState, Precision


class AlreadyFrozen(Exception):
    """The edition was adopted, published or withdrawn before."""


class BaseNotFrozen(Exception):
    """The edition is based on another that may still change."""


@transaction.atomic
def adopt_as_recorded(
    *,
    edition: Edition,
    effective_from: date,
    recorded_at: datetime,
    effective_precision: str = Precision.DAY,
    adopted_by: str = "",
    meeting_on: date | None = None,
    minute: str = "",
    note: str = "",
) -> Edition:
    """Freezes an edition with the adoption that its source records; what it leaves out stays empty.

    The digest is computed from what the database holds, in the same transaction.
    """
    edition = _locked(edition)
    edition.state = EditionState.ADOPTED
    edition.effective_from = effective_from
    edition.effective_precision = effective_precision
    edition.recorded_at = recorded_at
    edition.adopted_by = adopted_by
    edition.meeting_on = meeting_on
    edition.minute = minute
    edition.adoption_note = note
    return _freeze(edition)


@transaction.atomic
def publish_without_adoption(*, edition: Edition) -> Edition:
    """Freezes a document that was published and never adopted. It is never in force."""
    edition = _locked(edition)
    edition.state = EditionState.NOT_ADOPTED
    return _freeze(edition)


def _locked(edition: Edition) -> Edition:
    locked: Edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if locked.is_frozen:
        raise AlreadyFrozen(f"{locked.title} is {locked.get_state_display().lower()} already.")
    # Its digest takes in that of its base, which must not change any more.
    if locked.based_on and not locked.based_on.is_frozen:
        raise BaseNotFrozen(f"{locked.title} is based on {locked.based_on.title}, still a draft.")
    return locked


def _freeze(edition: Edition) -> Edition:
    edition.digest = compute(edition)
    edition.full_clean(exclude=["id"])
    edition.save()
    return edition

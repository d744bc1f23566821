"""Deciding to live with a finding for a time, and taking that back: who, why, until when."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from opmodel.access.models import User
from opmodel.editions.models import Edition
from opmodel.findings.finding import Finding
from opmodel.findings.models import Waiver
from opmodel.findings.waiving import may_waive

LONGEST = timedelta(days=366)
"""For so long a finding is lived with at most: then somebody looks again."""


class WaiverRefused(ValueError):
    """A waiver that cannot be made or ended; the message says why."""


class NotAllowed(PermissionError):
    """Raised where somebody has no right to waive what is found about the organisation."""


@transaction.atomic
def waive(
    *,
    finding: Finding,
    edition: Edition,
    reason: str,
    author: User,
    made_on: date,
    until: date,
    everywhere: bool = False,
) -> Waiver:
    """Waives a finding in one edition, or in all editions of its organisation. What holds already
    for the same scope is given the new reason and end.

    Raises NotAllowed, and WaiverRefused without a reason or with a last day before the first or
    more than a year after it.
    """
    _needs_right(author, edition)
    if not reason.strip():
        raise WaiverRefused("Say why the finding is to be lived with.")
    if until < made_on:
        raise WaiverRefused("A waiver cannot end before it is made. Choose a later day.")
    if until > made_on + LONGEST:
        raise WaiverRefused("A waiver holds for a year at most. Choose an earlier day.")
    of_edition = None if everywhere else edition
    holding = Waiver.objects.select_for_update().filter(
        organisation=edition.organisation,
        edition=of_edition,
        fingerprint=finding.fingerprint,
        ended_at=None,
        until__gte=made_on,
    )
    waiver = holding.order_by("until").last() or Waiver(
        organisation=edition.organisation,
        edition=of_edition,
        fingerprint=finding.fingerprint,
        made_on=made_on,
    )
    waiver.rule = finding.rule.id
    waiver.words = finding.words
    waiver.reason = reason.strip()
    waiver.author = author
    waiver.until = until
    waiver._history_user = author  # type: ignore[attr-defined]
    waiver.save()
    return waiver


@transaction.atomic
def end_waiver(*, waiver: Waiver, by: User, reason: str, edition: Edition) -> Waiver:
    """Ends a waiver before its day: from now on the finding counts again.

    *edition* is one that it holds in. Raises NotAllowed, and WaiverRefused without a reason or
    where it has ended already.
    """
    _needs_right(by, edition)
    if not reason.strip():
        raise WaiverRefused("Say why the finding is no longer to be lived with.")
    waiver = Waiver.objects.select_for_update().get(
        pk=waiver.pk, organisation=edition.organisation_id
    )
    if waiver.ended_at is not None:
        raise WaiverRefused("This waiver has been ended already.")
    waiver.ended_at = timezone.now()
    waiver.ended_by = by
    waiver.ended_because = reason.strip()
    waiver._history_user = by  # type: ignore[attr-defined]
    waiver.save()
    return waiver


def _needs_right(somebody: User, edition: Edition) -> None:
    if not may_waive(somebody, edition):
        raise NotAllowed(
            "Only an editor of the organisation decides to live with what was found about it."
        )

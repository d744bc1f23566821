"""Living with a finding for a time: who decided it, why, and until when."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from opmodel.access.models import User
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment

from .finding import Finding
from .models import Waiver


class WaiverRefused(ValueError):
    """A waiver that cannot be made; the message says why."""


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
    """Waives a finding in one edition, or in all editions of its organisation.

    Raises WaiverRefused without a reason, or with a last day before the first.
    """
    if not reason.strip():
        raise WaiverRefused("Say why the finding is to be lived with.")
    if until < made_on:
        raise WaiverRefused("A waiver cannot end before it is made. Choose a later day.")
    waiver, _ = Waiver.objects.update_or_create(
        organisation=edition.organisation,
        edition=None if everywhere else edition,
        fingerprint=finding.fingerprint,
        until=until,
        defaults={
            "rule": finding.rule.id,
            "words": finding.words,
            "reason": reason.strip(),
            "author": author,
            "made_on": made_on,
        },
    )
    return waiver


def waivers_of(edition: Edition, moment: Moment) -> dict[str, Waiver]:
    """The waivers that hold in an edition on the day, as known then, by what they waive: that for
    the edition alone before that for all, the one that holds longest first. One query."""
    rows = Waiver.objects.filter(
        organisation=edition.organisation_id,
        made_on__lte=moment.on,
        until__gte=moment.on,
        recorded_at__lte=moment.known_at,
    ).select_related("author")
    found: dict[str, Waiver] = {}
    for waiver in rows.order_by("edition_id", "until"):
        if waiver.edition_id in (None, edition.id):
            known = found.get(waiver.fingerprint)
            if known is None or (waiver.edition_id is not None or known.edition_id is None):
                found[waiver.fingerprint] = waiver
    return found

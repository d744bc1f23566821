"""Which findings are lived with: by whose decision, why, and until when."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from opmodel.access.rights import may
from opmodel.access.roles import WAIVE_FINDINGS
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment

from .models import Waiver


def may_waive(somebody: AbstractBaseUser | AnonymousUser, edition: Edition) -> bool:
    """Whether somebody may decide to live with what is found in the edition."""
    return may(somebody, WAIVE_FINDINGS, edition.organisation_id)


@dataclass(frozen=True)
class Waivers:
    """Those that hold on a day, and those that did, each by the fingerprint of what it waives."""

    holding: dict[str, Waiver] = field(default_factory=dict)
    over: dict[str, Waiver] = field(default_factory=dict)


def waivers_of(edition: Edition, moment: Moment) -> Waivers:
    """The waivers of an edition on the day, as known then: that for the edition alone before that
    for all, the one that holds longest first. Of those that are over, the last. One query."""
    rows = Waiver.objects.filter(
        organisation=edition.organisation_id,
        made_on__lte=moment.on,
        recorded_at__lte=moment.known_at,
    ).select_related("author", "ended_by")
    found = Waivers()
    for waiver in rows.order_by("until", "recorded_at"):
        if waiver.edition_id not in (None, edition.id):
            continue
        if waiver.until < moment.on or waiver.is_ended(moment):
            found.over[waiver.fingerprint] = waiver
            continue
        known = found.holding.get(waiver.fingerprint)
        if known is None or waiver.edition_id is not None or known.edition_id is None:
            found.holding[waiver.fingerprint] = waiver
    return found

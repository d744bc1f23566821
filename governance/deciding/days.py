"""Of which day an edition speaks, where nobody asks for one: on that it is judged, and its limits
are written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Max

from governance.models import Delegation
from opmodel.editions.models import Edition
from opmodel.editions.models.vocabulary import EditionState
from opmodel.editions.moments import Moment

AHEAD = timedelta(days=366)


def moment_for(edition: Edition, moment: Moment) -> Moment:
    """The day on which this edition is fairly judged, as known at the same time.

    A draft on the day from which all its powers are to hold, if that is still to come; otherwise on
    the day itself. A document that was never adopted on the day it was published: it
    speaks of its own time. An adopted edition while it is in force; before that on its first day,
    afterwards on its last.
    """
    return replace(moment, on=_day(edition, moment))


def first_day(edition: Edition, moment: Moment) -> date:
    """The day on which counts are taken: that from which the edition speaks."""
    return edition.effective_from or edition.published_on or moment.on


def _day(edition: Edition, moment: Moment) -> date:
    match edition.state:
        case EditionState.ADOPTED:
            begins = edition.effective_from or moment.on
            last = [day for day in (_last_day(edition, moment), _end(edition)) if day is not None]
            return max(begins, min([moment.on, *last]))
        case EditionState.NOT_ADOPTED | EditionState.WITHDRAWN:
            return edition.published_on or edition.effective_from or moment.on
        case _:
            return _complete(edition, moment.on)


def _complete(edition: Edition, on: date) -> date:
    """The day from which all powers of a draft are to hold, where it lies ahead: before that day
    some that take the place of others have not begun. One that begins more than a year later than
    the rest is not waited for."""
    based_on = edition.based_on.effective_from if edition.based_on else None
    earliest = max(on, based_on or on)
    begins = Delegation.objects.filter(
        edition=edition, effective_from__gt=earliest, effective_from__lte=earliest + AHEAD
    ).exclude(type="intended")
    return begins.aggregate(last=Max("effective_from"))["last"] or earliest


def _end(edition: Edition) -> date | None:
    return edition.organisation.legal_until


def _last_day(edition: Edition, moment: Moment) -> date | None:
    """The day before another edition of the organisation took its place; None: none did."""
    mine = (edition.effective_from, edition.recorded_at, edition.slug)
    others = Edition.objects.filter(
        organisation=edition.organisation_id,
        state=EditionState.ADOPTED,
        recorded_at__lte=moment.known_at,
        effective_from__gte=edition.effective_from,
    ).values_list("effective_from", "recorded_at", "slug")
    later = [day for day, *rest in others if day is not None and (day, *rest) > mine]
    return min(later) - timedelta(days=1) if later else None

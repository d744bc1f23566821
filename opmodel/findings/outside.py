"""What the world knows and an edition cannot: who is in post, who ended, what was said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from governance.deciding.holding import VACANT, Tenure, Tenures, is_substantive, is_vacant
from governance.deciding.loading import tenures_of
from governance.models import Delegation
from opmodel.editions.models import Edition, Lineage, Organisation, Succession
from opmodel.editions.models.vocabulary import (
    PUBLISHED_STATES,
    LineageKind,
    OrganisationKind,
)
from opmodel.editions.moments import Moment


@dataclass(frozen=True, slots=True)
class Ended:
    """An organisation that has ended, and who came after it."""

    name: str
    last_day: date
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Intention:
    """A power that an earlier edition meant to give."""

    edition: str
    label: str
    name: str
    said_on: date | None
    meant_for: date | None


class Outside:
    """What the world knows on a day, of what concerns an edition; each part read when asked for."""

    def __init__(self, edition: Edition, moment: Moment):
        self._edition = edition
        self._moment = moment

    @cached_property
    def tenures(self) -> Tenures:
        """Who is in which post of the organisation."""
        return tenures_of(self._edition.organisation_id, self._moment)

    @cached_property
    def ended(self) -> Mapping[str, Ended]:
        """The organisations that have ended, by their slug."""
        return _ended(self._moment.on)

    @cached_property
    def councils(self) -> frozenset[str]:
        """The slugs of all councils."""
        found = Organisation.objects.filter(kind=OrganisationKind.LOCAL_AUTHORITY)
        return frozenset(found.values_list("slug", flat=True))

    @cached_property
    def intended(self) -> Mapping[str, tuple[Intention, ...]]:
        """What earlier editions meant to give, by the key of the power that is intended still."""
        return _intended(self._edition)

    def is_vacant(self, post: str) -> bool:
        return is_vacant(post, self.tenures)

    def is_substantive(self, post: str) -> bool:
        return is_substantive(post, self.tenures)

    def vacant_since(self, post: str) -> date | None:
        """The first day of the vacancy, where it is recorded."""
        vacancies = [each for each in self.tenures.get(post, ()) if each.form == VACANT]
        days = [date.fromisoformat(each.since) for each in vacancies if each.since]
        return min(days, default=None)

    def in_post(self, post: str) -> tuple[Tenure, ...]:
        """Everybody recorded in the post on the day."""
        return tuple(each for each in self.tenures.get(post, ()) if each.form != VACANT)


def _ended(on: date) -> dict[str, Ended]:
    successors: dict[str, list[str]] = {}
    followed = Succession.objects.filter(effective_on__lte=on).select_related("successor")
    for each in followed:
        successors.setdefault(each.predecessor_id, []).append(each.successor.called)
    return {
        slug: Ended(short or name, last_day, tuple(dict.fromkeys(successors.get(slug, ()))))
        for slug, name, short, last_day in Organisation.objects.filter(
            legal_until__lt=on
        ).values_list("slug", "name", "short_name", "legal_until")
        if last_day is not None
    }


def _intended(edition: Edition) -> dict[str, tuple[Intention, ...]]:
    """For each power that is only intended here: those that it comes from, intended too then."""
    here = dict(
        Delegation.objects.filter(edition=edition, type="intended").values_list("id", "key")
    )
    earlier: dict[UUID, set[str]] = {}
    drawn = Lineage.objects.filter(later__in=here).exclude(kind=LineageKind.DIFFERENT)
    for came_from, became in drawn.values_list("earlier_id", "later_id"):
        earlier.setdefault(came_from, set()).add(here[became])
    before = Q(pk__in=earlier) | Q(
        edition__organisation=edition.organisation_id, key__in=here.values()
    )
    rows = Delegation.objects.filter(
        before, type="intended", edition__state__in=PUBLISHED_STATES
    ).exclude(edition=edition)
    found: dict[str, list[Intention]] = {}
    day = edition.effective_from or edition.published_on
    for row in rows.select_related("edition").defer("search").order_by("edition", "position"):
        then = row.edition.effective_from or row.edition.published_on
        if day is not None and (then is None or then >= day):
            continue
        said = Intention(row.edition.slug, row.edition.label, row.name, then, row.effective_from)
        for key in earlier.get(row.pk, {row.key}):
            found.setdefault(key, []).append(said)
    return {key: tuple(intentions) for key, intentions in found.items()}

"""What somebody may do, worked out once for each request.

A right counts where django-guardian holds it for them *and* a grant that gives it runs today. So
neither a grant that is over nor a row that was slipped in beside the grants opens anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils import timezone

from opmodel.editions.belonging import belongs_to
from opmodel.editions.models import Element, Organisation
from opmodel.editions.viewer import UnitName

from .models import Grant, OrganisationRight, UnitRight, User
from .roles import role_named

Somebody = AbstractBaseUser | AnonymousUser

_REMEMBERED: Final = "_rights_on"


@dataclass(frozen=True)
class Rights:
    """What somebody may do: where, by right. *everything* is for administrators of the registry."""

    everything: bool = False
    organisations: dict[str, frozenset[str]] = field(default_factory=dict)
    """The slugs of the organisations on which they have a right, by right."""
    units: dict[str, frozenset[UnitName]] = field(default_factory=dict)
    """The units on whose rows they have a right, by right."""

    def on(self, permission: str) -> frozenset[str]:
        """The organisations on which they have the right by a grant."""
        return self.organisations.get(permission, frozenset())

    def on_units(self, permission: str) -> frozenset[UnitName]:
        """The units on whose rows they have the right by a grant."""
        return self.units.get(permission, frozenset())


NONE: Final = Rights()


def may(user: Somebody, permission: str, organisation: Organisation | str) -> bool:
    """Whether somebody has a right on the whole organisation."""
    rights = rights_of(user)
    slug = organisation if isinstance(organisation, str) else organisation.pk
    return rights.everything or slug in rights.on(permission)


def may_on(user: Somebody, permission: str, element: Element) -> bool:
    """Whether somebody has a right on one row: on the whole organisation, or because the row
    belongs to a unit on which they have it."""
    if may(user, permission, element.edition.organisation_id):
        return True
    units = rights_of(user).on_units(permission)
    return belongs_to(element, units)


def rights_of(user: Somebody) -> Rights:
    """What somebody may do today: three queries at most, whatever the number of grants."""
    if not (isinstance(user, User) and user.is_active):
        return NONE
    today = timezone.localdate()
    known: tuple[date, Rights] | None = user.__dict__.get(_REMEMBERED)
    if known is None or known[0] != today:
        known = user.__dict__[_REMEMBERED] = (today, _rights_on(user, today))
    return known[1]


def forget(user: User) -> None:
    """Has the next question worked out anew, because a grant was made or ended."""
    user.__dict__.pop(_REMEMBERED, None)


def _rights_on(user: User, day: date) -> Rights:
    running = Grant.objects.filter(user=user).running(day).select_related("unit").order_by()
    grants = list(running)
    if user.is_superuser and _counts_as_administrator(user, grants):
        return Rights(everything=True)
    organisations = _given(grant for grant in grants if grant.unit_id is None)
    units = _given(grant for grant in grants if grant.unit_id is not None)
    names = {grant.unit_id: name_of(grant.unit) for grant in grants if grant.unit is not None}
    return Rights(
        organisations=_grouped(_held(OrganisationRight, user, organisations)),
        units=_grouped((right, names[unit]) for right, unit in _held(UnitRight, user, units)),
    )


def name_of(unit: Any) -> UnitName:
    """A unit as the gate knows it."""
    return (unit.organisation_id, unit.kind, unit.key)


def _counts_as_administrator(user: User, running: list[Grant]) -> bool:
    """Whether they administer the whole registry: by a grant that runs, or because whoever set the
    registry up made them one, who needs no grant to make the first."""
    if any(grant.organisation_id is None for grant in running):
        return True
    return not Grant.objects.filter(user=user, organisation=None).exists()


def _given(grants: Any) -> set[tuple[str, Any]]:
    """The rights that grants give, each with what it is on."""
    return {
        (permission, grant.unit_id or grant.organisation_id)
        for grant in grants
        for permission in role_named(grant.role).permissions
        if grant.organisation_id is not None
    }


def _held(model: Any, user: User, given: set[tuple[str, Any]]) -> set[tuple[str, Any]]:
    """Those of the rights that are held as well."""
    if not given:
        return set()
    by_codename = {permission.partition(".")[2]: permission for permission, _ in given}
    rows = model.objects.filter(user=user, permission__codename__in=by_codename)
    held = rows.values_list("permission__codename", "content_object_id")
    return {(by_codename[codename], on) for codename, on in held} & given


def _grouped(pairs: Any) -> dict[str, frozenset[Any]]:
    found: dict[str, set[Any]] = {}
    for permission, on in pairs:
        found.setdefault(permission, set()).add(on)
    return {permission: frozenset(several) for permission, several in found.items()}

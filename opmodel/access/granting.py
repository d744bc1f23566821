"""Granting and ending roles in one organisation, by somebody who has the right to."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import Q

from opmodel.editions.models import Organisation

from .grants import GrantRefused, end_grant, grant
from .models import Grant, User
from .rights import Somebody, may
from .roles import MANAGE_GRANTS, Role
from .units import unit_of, units_to_choose
from .viewers import viewer_for

NOBODY: Final = (
    "Nobody with an account is called that. Type the user name or the mail address as it is there, "
    "whole."
)
SEVERAL: Final = "Several accounts have that mail address. Type the user name."
OWN: Final = "Nobody grants a role to themselves. Ask another administrator."


class NotAllowed(PermissionError):
    """Raised where somebody has no right to grant roles there."""


def person_called(typed: str) -> User:
    """The person with that user name or mail address. Raises GrantRefused.

    Nobody is offered to choose from: whoever grants a role knows whom to.
    """
    typed = typed.strip()
    found = list(User.objects.filter(username=typed, is_active=True)) or list(
        User.objects.filter(~Q(email=""), email__iexact=typed, is_active=True)[:2]
    )
    if not found:
        raise GrantRefused(NOBODY)
    if len(found) > 1:
        raise GrantRefused(SEVERAL)
    return found[0]


def grant_in(
    *,
    organisation: Organisation,
    role: Role,
    to: User,
    unit: tuple[str, str] | None = None,
    until: date | None = None,
    reason: str,
    by: User,
) -> Grant:
    """Grants a role in an organisation, on the unit of that kind and key where it is for one.

    Raises NotAllowed and GrantRefused.
    """
    _check(by, organisation)
    if to.pk == by.pk:
        raise GrantRefused(OWN)
    if not reason.strip():
        raise GrantRefused("Say why they get the role.")
    if unit is not None and unit not in units_to_choose(organisation, viewer_for(by)):
        raise GrantRefused("No edition of the organisation has that unit.")
    return grant(
        role=role,
        to=to,
        organisation=organisation,
        unit=unit_of(organisation, *unit) if unit is not None else None,
        by=by,
        until=until,
        reason=reason,
    )


def end_in(*, organisation: Organisation, held: Grant, reason: str, by: User) -> Grant:
    """Ends a role in an organisation. Raises NotAllowed and GrantRefused."""
    _check(by, organisation)
    if held.organisation_id != organisation.pk:
        raise NotAllowed("This role is one of another organisation.")
    return end_grant(grant=held, by=by, reason=reason)


def may_grant(somebody: Somebody, organisation: Organisation) -> bool:
    """Whether somebody may grant and end roles in an organisation."""
    return may(somebody, MANAGE_GRANTS, organisation)


def _check(by: User, organisation: Organisation) -> None:
    if not may_grant(by, organisation):
        raise NotAllowed(f"You have no right to grant roles in {organisation.called}.")

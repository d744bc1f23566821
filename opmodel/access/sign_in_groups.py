"""Roles from the provider's groups: brought into line at each sign-in.

Only grants that a sign-in made are ended by one; what an administrator granted stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from opmodel.editions.models import Organisation

from .grants import end_grant, grant
from .models import Grant, RoleName, Unit, UnitKind, User
from .roles import Role, role_named
from .units import unit_of

MARK: Final = "By sign-in: group "
"""How the reason of a grant begins that a sign-in made."""

NO_GROUP: Final = (
    "Your organisation knows you, but none of your groups there has a role in this registry. "
    "Ask your governance team. What is published you can read without signing in."
)
TOO_MANY: Final = (
    "Your organisation's sign-in did not say which groups you are in, because there are too many. "
    "Ask whoever runs it to send only the registry's groups."
)


@dataclass(frozen=True)
class Meaning:
    """What being in a group gives: a role, on an organisation or a unit of it."""

    group: str
    role: Role
    organisation: str = ""
    unit: tuple[str, str] | None = None


class NotForGroups(ValueError):
    """Somebody's groups open nothing here; the message says so to them."""


def meanings() -> dict[str, list[Meaning]]:
    """What each group gives, as the settings say. Raises ImproperlyConfigured, in words."""
    found: dict[str, list[Meaning]] = {}
    for group, stated in settings.OIDC_GROUPS.items():
        several = stated if stated and isinstance(stated[0], list) else [stated]
        found[group] = [_meaning(group, each) for each in several]
    return found


def _meaning(group: str, stated: Any) -> Meaning:
    match stated:
        case [str(name)]:
            organisation, unit = "", None
        case [str(name), str(organisation)]:
            unit = None
        case [str(name), str(organisation), str(said)]:
            kind, _, key = said.partition(":")
            unit = (kind, key)
        case _:
            raise ImproperlyConfigured(
                f"OIDC_GROUPS: “{group}” has to be a role, an organisation and, where the role is "
                f"for one, a unit, not {stated!r}."
            )
    if name not in RoleName.values:
        raise ImproperlyConfigured(f"OIDC_GROUPS: “{group}” names no role there is: {name}.")
    role = role_named(name)
    if role.on_unit != (unit is not None) or (unit and unit[0] not in UnitKind.values):
        raise ImproperlyConfigured(
            f"OIDC_GROUPS: “{group}” grants {name} where it is not granted: {role.where}."
        )
    if not organisation and not role.whole_registry:
        raise ImproperlyConfigured(f"OIDC_GROUPS: “{group}” names no organisation.")
    return Meaning(group, role, organisation, unit)


def groups_in(claims: dict[str, Any]) -> set[str]:
    """The groups that a token names. Raises NotForGroups where it only says there are too many."""
    claim = settings.OIDC_GROUPS_CLAIM
    if claim not in claims and claim in claims.get("_claim_names", {}):
        raise NotForGroups(TOO_MANY)
    stated = claims.get(claim, [])
    return {str(each) for each in ([stated] if isinstance(stated, str) else stated)}


def meant_by(claims: dict[str, Any]) -> list[Meaning]:
    """What somebody's groups give."""
    groups = groups_in(claims)
    return [each for group, given in meanings().items() if group in groups for each in given]


@transaction.atomic
def bring_into_line(user: User, given: list[Meaning]) -> bool:
    """Grants what somebody's groups give, and ends what an earlier sign-in gave and they don't.

    Says whether they have any role afterwards, granted by whomever."""
    wanted = {_place(each): each for each in given}
    today = timezone.localdate()
    running = Grant.objects.filter(user=user).running(today).select_related("organisation", "unit")
    held = {(each.role, each.organisation_id, each.unit_id): each for each in running}
    for place, each in held.items():
        if each.reason.startswith(MARK) and place not in wanted:
            end_grant(grant=each, by=None, reason=f"{each.reason}: no longer among their groups.")
    for place, meaning in wanted.items():
        if place not in held:
            grant(
                role=meaning.role,
                to=user,
                organisation=_organisation(meaning),
                unit=_unit(meaning),
                reason=f"{MARK}{meaning.group}",
            )
    return user.is_superuser or Grant.objects.filter(user=user).running(today).exists()


def _place(meaning: Meaning) -> tuple[str, str | None, int | None]:
    unit = _unit(meaning)
    return (meaning.role.name, meaning.organisation or None, unit.pk if unit else None)


def _organisation(meaning: Meaning) -> Organisation | None:
    if not meaning.organisation:
        return None
    found = Organisation.objects.filter(slug=meaning.organisation).first()
    if found is None:
        raise ImproperlyConfigured(
            f"OIDC_GROUPS: there is no organisation called {meaning.organisation}."
        )
    return found


def _unit(meaning: Meaning) -> Unit | None:
    organisation = _organisation(meaning)
    if meaning.unit is None or organisation is None:
        return None
    return unit_of(organisation, *meaning.unit)

"""Who holds which role in an organisation, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from opmodel.access.models import Grant, UnitKind, User
from opmodel.access.roles import ROLES, Role, role_named
from opmodel.access.units import names_of, units_to_choose
from opmodel.editions.models import Organisation
from opmodel.editions.viewer import Viewer
from opmodel.publishing.words import day

WHOLE = "The whole organisation"


@dataclass(frozen=True)
class Held:
    """One role somebody holds or held."""

    who: str
    account: str
    role: str
    where: str
    since: str
    until: str
    granted: str
    why: str
    over: str
    """How it came to be over; empty where it is not."""
    address: str
    """The page on which it is ended."""


@dataclass(frozen=True)
class Holders:
    """The roles that are held today, and those that no longer are."""

    now: list[Held]
    over: list[Held]
    everywhere: list[str]
    """Who administers the whole registry, and so this organisation too."""


def holders_of(organisation: Organisation, viewer: Viewer, today: date) -> Holders:
    """Everybody's roles in an organisation. Four queries, whatever their number."""
    grants = list(
        Grant.objects.filter(organisation=organisation)
        .select_related("user", "unit", "granted_by", "ended_by")
        .order_by("user__last_name", "user__first_name", "user__username", "role", "granted_at")
    )
    names = names_of({grant.unit for grant in grants if grant.unit is not None}, viewer)
    lines = [(grant, held_of(grant, names, today)) for grant in grants]
    over = sorted(
        ((grant, line) for grant, line in lines if line.over),
        key=lambda pair: _over_since(pair[0]),
        reverse=True,
    )
    return Holders(
        now=[line for _, line in lines if not line.over],
        over=[line for _, line in over],
        everywhere=[_called(user) for user in _administrators()],
    )


def held_of(grant: Grant, names: dict[int, str], today: date) -> Held:
    """One grant in words."""
    by = _called(grant.granted_by) if grant.granted_by else "Whoever runs the registry"
    return Held(
        who=_called(grant.user),
        account=grant.user.username,
        role=role_named(grant.role).title,
        where=_where(grant, names),
        since=day(grant.since),
        until=day(grant.until) if grant.until else "No end is set",
        granted=by,
        why=grant.reason,
        over=_over(grant, today),
        address=reverse("end-role", args=[grant.organisation_id, grant.pk]),
    )


def one_held(grant: Grant, viewer: Viewer, today: date) -> Held:
    """The same of one grant alone."""
    return held_of(grant, names_of([grant.unit] if grant.unit else [], viewer), today)


def roles_to_choose() -> list[tuple[str, str]]:
    """The roles, each with what it is granted for."""
    return [("", "Choose a role")] + [(role.name, f"{role.title}: {_for(role)}") for role in ROLES]


def units_in_words(organisation: Organisation, viewer: Viewer) -> list[tuple[str, str]]:
    """The units of an organisation, each with its kind."""
    named = units_to_choose(organisation, viewer)
    return [("", WHOLE)] + [
        (f"{kind}:{key}", f"{UnitKind(kind).label}: {name}") for (kind, key), name in named.items()
    ]


def _for(role: Role) -> str:
    return role.where.lower() if role.on_unit else WHOLE.lower()


def _where(grant: Grant, names: dict[int, str]) -> str:
    if grant.unit is None:
        return WHOLE
    return f"{grant.unit.get_kind_display()}: {names[grant.unit.pk]}"


def _over(grant: Grant, today: date) -> str:
    if grant.ended_at is not None:
        by = _called(grant.ended_by) if grant.ended_by else "whoever runs the registry"
        return f"Ended on {day(grant.ended_at.date())} by {by}: {grant.ended_because}"
    if grant.until is not None and grant.until < today:
        return f"Ended by itself after {day(grant.until)}"
    return ""


def _over_since(grant: Grant) -> Any:
    return grant.ended_at.date() if grant.ended_at else grant.until


def _administrators() -> Iterable[User]:
    return User.objects.filter(is_superuser=True, is_active=True).order_by("username")


def _called(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""

"""Granting roles and ending them. Each is written down, with who, why and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from opmodel.editions.models import Organisation

from .models import Grant, OrganisationRight, Unit, UnitRight, User
from .rights import forget
from .roles import Role, role_named


class GrantRefused(ValueError):
    """Raised where a role cannot be granted or ended like that; the message says why not."""


@transaction.atomic
def grant(
    *,
    role: Role,
    to: User,
    organisation: Organisation | None = None,
    unit: Unit | None = None,
    by: User | None = None,
    until: date | None = None,
    reason: str = "",
) -> Grant:
    """Gives *to* the role, from today: on a unit, on an organisation, or on the whole registry.

    Where they have it already until the same day, nothing changes; until another day, the new
    grant takes the place of the old one. Rights are not asked for: whoever calls does.
    """
    organisation = _where(role, organisation, unit)
    today = timezone.localdate()
    if until is not None and until < today:
        raise GrantRefused("The last day lies in the past. Choose today or a later day.")
    _locked(to)
    held = list(_same(role, to, organisation, unit).filter(ended_at=None))
    for each in held:
        if each.runs_on(today) and each.until == until:
            return each
    for each in held:
        if each.runs_on(today):
            _end(each, by, "Granted anew, until another day.")
    made = Grant(
        user=to,
        role=role.name,
        organisation=organisation,
        unit=unit,
        granted_by=by,
        granted_at=timezone.now(),
        since=today,
        until=until,
        reason=reason.strip(),
    )
    _noted(made, by, made.reason)
    made.save()
    bring_into_line([to])
    return made


@transaction.atomic
def end(
    *,
    role: Role,
    of: User,
    organisation: Organisation | None = None,
    unit: Unit | None = None,
    by: User | None = None,
    reason: str = "No longer needed.",
) -> None:
    """Takes the role away again, wherever it was granted like that."""
    organisation = _where(role, organisation, unit)
    _locked(of)
    for each in _same(role, of, organisation, unit).filter(ended_at=None):
        _end(each, by, reason)
    bring_into_line([of])


@transaction.atomic
def end_grant(*, grant: Grant, by: User | None, reason: str) -> Grant:
    """Ends one grant, with a word of why. Raises GrantRefused where it is over already."""
    if not reason.strip():
        raise GrantRefused("Say why the role is ended.")
    _locked(grant.user)
    found = Grant.objects.select_related("user").get(pk=grant.pk)
    if not found.runs_on(timezone.localdate()):
        raise GrantRefused("This role is over already.")
    _end(found, by, reason.strip())
    bring_into_line([grant.user])
    return found


def bring_into_line(users: Iterable[User]) -> None:
    """Has django-guardian hold exactly the rights that follow from the grants that run today, and
    makes administrators of the whole registry what Django calls superusers."""
    today = timezone.localdate()
    for user in users:
        grants = list(Grant.objects.filter(user=user))
        running = [each for each in grants if each.runs_on(today)]
        on_organisations = [each for each in running if each.organisation_id and not each.unit_id]
        _hold(OrganisationRight, Organisation, user, on_organisations, "organisation_id")
        _hold(UnitRight, Unit, user, [each for each in running if each.unit_id], "unit_id")
        administers = [each for each in grants if each.organisation_id is None]
        if administers:
            superuser = any(each.runs_on(today) for each in administers)
            if user.is_superuser != superuser:
                user.is_superuser = superuser
                user.save(update_fields=["is_superuser"])
        forget(user)


def bring_all_into_line() -> None:
    """The same for everybody who was ever granted a role. What lies beside the grants goes too."""
    granted = User.objects.filter(grants__isnull=False).distinct()
    bring_into_line(granted)
    for model in (OrganisationRight, UnitRight):
        model.objects.exclude(user__in=granted).delete()


def _hold(
    model: type[Any], on: type[models.Model], user: User, grants: list[Grant], where: str
) -> None:
    given = {
        (permission.partition(".")[2], getattr(each, where))
        for each in grants
        for permission in role_named(each.role).permissions
    }
    rows = model.objects.filter(user=user).select_related("permission")
    held = {(row.permission.codename, row.content_object_id): row.pk for row in rows}
    gone = [pk for pair, pk in held.items() if pair not in given]
    if gone:
        model.objects.filter(pk__in=gone).delete()
    missing = given - set(held)
    if not missing:
        return
    permissions = {
        permission.codename: permission
        for permission in Permission.objects.filter(
            content_type=ContentType.objects.get_for_model(on)
        )
    }
    model.objects.bulk_create(
        model(user=user, permission=permissions[codename], content_object_id=identifier)
        for codename, identifier in sorted(missing, key=str)
    )


def _where(role: Role, organisation: Organisation | None, unit: Unit | None) -> Organisation | None:
    """The organisation a grant is on. Raises GrantRefused where the role is not granted there."""
    if role.on_unit:
        if unit is None:
            raise GrantRefused(f"Name the unit that the role of {role.name} is granted on.")
        if unit.kind not in role.units:
            raise GrantRefused(f"The role of {role.name} is not granted on a {unit.kind}.")
        if organisation is not None and organisation.pk != unit.organisation_id:
            raise GrantRefused("The unit is one of another organisation.")
        return unit.organisation
    if unit is not None:
        raise GrantRefused(f"The role of {role.name} is granted on a whole organisation.")
    if organisation is None and not role.whole_registry:
        raise GrantRefused(f"Name the organisation that the role of {role.name} is granted on.")
    return organisation


def _same(
    role: Role, user: User, organisation: Organisation | None, unit: Unit | None
) -> models.QuerySet[Grant]:
    return Grant.objects.filter(
        user=user, role=role.name, organisation=organisation, unit=unit
    ).select_related("user")


def _locked(user: User) -> None:
    """Waits for whoever else grants or ends a role of theirs."""
    User.objects.select_for_update().get(pk=user.pk)


def _end(grant: Grant, by: User | None, reason: str) -> None:
    grant.ended_at = timezone.now()
    grant.ended_by = by
    grant.ended_because = reason
    _noted(grant, by, reason)
    grant.save()


def _noted(row: Grant, by: User | None, reason: str) -> None:
    """Who does it and why, for the history."""
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = reason or None  # type: ignore[attr-defined]

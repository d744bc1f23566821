"""Roles: what people may be granted, in words a governance officer can read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from guardian.shortcuts import assign_perm, remove_perm

from opmodel.editions.models import Organisation

from .models import User


@dataclass(frozen=True)
class Role:
    """A named set of permissions on one organisation (or on the whole registry)."""

    name: str
    description: str
    permissions: tuple[str, ...] = ()
    whole_registry: bool = False


READER = Role(
    name="reader",
    description="Sees the organisation's drafts as well as everything that is published.",
    permissions=("editions.view_drafts",),
)
OFFICER = Role(
    name="officer",
    description="Sees the organisation's drafts, takes workbooks into them, writes scenarios that "
    "try its model, and decides which findings are lived with for a time.",
    permissions=(
        "editions.view_drafts",
        "editions.write_scenarios",
        "editions.change_drafts",
        "editions.waive_findings",
    ),
)
ADMINISTRATOR = Role(
    name="administrator",
    description="Sees everything in the registry, drafts of every organisation included.",
    whole_registry=True,
)

ROLES = (READER, OFFICER, ADMINISTRATOR)


@transaction.atomic
def grant(*, role: Role, to: User, organisation: Organisation | None = None) -> None:
    """Gives *to* the role, on *organisation* unless the role is for the whole registry."""
    if role.whole_registry:
        to.is_superuser = True
        to.save(update_fields=["is_superuser"])
        return
    if organisation is None:
        raise ValueError(f"Name the organisation that the role of {role.name} is granted on.")
    for permission in role.permissions:
        assign_perm(permission, to, organisation)


@transaction.atomic
def end(*, role: Role, of: User, organisation: Organisation | None = None) -> None:
    """Takes the role away again."""
    if role.whole_registry:
        of.is_superuser = False
        of.save(update_fields=["is_superuser"])
        return
    if organisation is None:
        raise ValueError(f"Name the organisation that the role of {role.name} was granted on.")
    for permission in role.permissions:
        remove_perm(permission, of, organisation)

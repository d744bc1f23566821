"""Sign-ins for the demo: one for each role, with passwords made on the spot.

The accounts are fictional. They are made only where the server says that it is a demo.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import transaction

from opmodel.editions.models import Edition, Organisation

from .models import User
from .roles import ROLES, Role, grant


@dataclass(frozen=True)
class SignIn:
    """A name, a password and what they open."""

    name: str
    password: str
    may: str


@transaction.atomic
def make_sign_ins(*, known: dict[str, str]) -> list[SignIn]:
    """Makes an account for each role there is; *known* holds passwords made before, by name."""
    return [_sign_in(role, known.get(role.name)) for role in ROLES]


def _sign_in(role: Role, password: str | None) -> SignIn:
    user = User.objects.filter(username=role.name).first()
    if user is None or password is None:
        password = secrets.token_urlsafe(9)
        user = user or User(username=role.name, first_name="Demo", last_name=role.name)
        user.set_password(password)
        user.save()
    if role.whole_registry:
        grant(role=role, to=user)
    else:
        for organisation in Organisation.objects.filter(
            pk__in=Edition.objects.order_by().values("organisation")
        ):
            grant(role=role, to=user, organisation=organisation)
    return SignIn(role.name, password, role.description)

"""The demo's personas: one for each role, to sign in as by one click.

The accounts are fictional. They are made only where the server says that it is a demo, they have no
password, and nowhere else does the click lead anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from opmodel.editions.models import Edition, Element, Organisation

from . import second_factor
from .grants import grant
from .models import RoleName, UnitKind, User
from .roles import Role, role_named
from .units import unit_of

SAMPLE: Final = "marlshire-icb"
"""The invented organisation that has a unit for each role that needs one."""

MADE: Final = "One of the demo's personas."


@dataclass(frozen=True)
class Persona:
    """Somebody invented: the name of the account, the role, and the unit where it is for one."""

    name: str
    called: str
    role: RoleName
    may: str
    unit: tuple[UnitKind, str] | None = None


PERSONAS: Final = (
    Persona("reader", "Reader", RoleName.READER, "reads drafts of every organisation"),
    Persona(
        "contributor",
        "Contributor",
        RoleName.CONTRIBUTOR,
        "proposes changes to what belongs to Tarnwold, a place of Marlshire ICB",
        (UnitKind.PLACE, "tarnwold"),
    ),
    Persona(
        "partner",
        "Partner",
        RoleName.PARTNER,
        "is of North Marlshire Hospitals and proposes changes to what Marlshire ICB says of it",
        (UnitKind.BODY, "north-marlshire-hospitals"),
    ),
    Persona("editor", "Editor", RoleName.EDITOR, "changes drafts and decides proposals"),
    Persona(
        "second-editor", "Second editor", RoleName.EDITOR, "the same, to see two people at work"
    ),
    Persona("reviewer", "Reviewer", RoleName.REVIEWER, "reads drafts and comments on them"),
    Persona("secretary", "Secretary", RoleName.SECRETARY, "keeps who holds which post"),
    Persona(
        "administrator", "Administrator", RoleName.ADMINISTRATOR, "may do everything, everywhere"
    ),
)


@transaction.atomic
def make_personas() -> None:
    """Makes an account for each persona, with its role wherever there is an edition."""
    for each in PERSONAS:
        _make(each)


def _make(persona: Persona) -> None:
    user = User.objects.filter(username=persona.name).first()
    if user is None:
        user = User(username=persona.name, first_name="Demo", last_name=persona.called.lower())
    if user._state.adding or user.has_usable_password():
        user.set_unusable_password()
        user.save()
    role = role_named(persona.role)
    if persona.unit:
        _on_unit(user, role, persona.unit)
    elif role.whole_registry:
        grant(role=role, to=user, reason=MADE)
    else:
        for organisation in Organisation.objects.filter(
            pk__in=Edition.objects.order_by().values("organisation")
        ):
            grant(role=role, to=user, organisation=organisation, reason=MADE)


def _on_unit(user: User, role: Role, unit: tuple[UnitKind, str]) -> None:
    kind, key = unit
    there = Element.objects.filter(edition__organisation_id=SAMPLE, kind=kind, key=key)
    if there.exists():
        organisation = Organisation.objects.get(pk=SAMPLE)
        grant(role=role, to=user, unit=unit_of(organisation, kind, key), reason=MADE)


def persona(name: str) -> User | None:
    """The account of a persona, in a demo."""
    if not settings.DEMO or name not in {each.name for each in PERSONAS}:
        return None
    return User.objects.filter(username=name, is_active=True).first()


def sign_in(request: HttpRequest, user: User, onwards: str | None) -> HttpResponse:
    """Signs somebody in as a persona. The click counts for a password and a second factor."""
    from allauth.account.adapter import get_adapter  # noqa: PLC0415 (no models before apps)
    from allauth.account.internal.flows.login import record_authentication  # noqa: PLC0415

    adapter = get_adapter(request)
    adapter.login(request, user)
    record_authentication(request, user, second_factor.DEMO)
    second_factor.vouched_for(request, user, by=second_factor.DEMO)
    response: HttpResponse = adapter.post_login(
        request,
        user,
        email_verification="none",
        signal_kwargs=None,
        email=None,
        signup=False,
        redirect_url=onwards,
    )
    return response

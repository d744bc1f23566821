"""The second factor: who changes anything has shown two things, and not only a password.

What was shown is noted in the session by allauth. A code from a phone or a recovery code counts,
and so does the organisation's provider where it says that it asked for one. In a demo the click on
a persona does: there is nothing to protect.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from .rights import Somebody, rights_of
from .roles import VIEW_AUDIT, VIEW_DRAFTS

SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))
NEEDED_BY_ITSELF: Final = ("/sign-in/", "/sign-out/", "/account/")
"""Below these a second factor is set up and shown, and one signs out."""

PROVIDER, DEMO = "provider", "demo"
"""Who vouches for a second factor, where it is not one of ours."""


READING: Final = frozenset((VIEW_DRAFTS, VIEW_AUDIT))
"""The rights that change nothing."""


class SecondFactorMissing(PermissionDenied):
    """A change by somebody who has shown a password only."""


def shown_in(request: HttpRequest) -> bool:
    """Whether whoever is signed in has shown a second factor in this session."""
    return any(step.get("method") == "mfa" for step in steps_of(request))


def needed_by(user: Somebody) -> bool:
    """Whether somebody may change anything, and so needs a second factor."""
    rights = rights_of(user)
    held = {*rights.organisations, *rights.units}
    return rights.everything or bool(held - READING)


def steps_of(request: HttpRequest) -> list[dict[str, Any]]:
    """What was shown in this session, by whoever is signed in."""
    # The models of allauth are there only once every app is.
    from allauth.account.authentication import get_authentication_records  # noqa: PLC0415

    user: Any = request.user
    return get_authentication_records(request, user) if user.is_authenticated else []


def vouched_for(request: HttpRequest, user: AbstractBaseUser, *, by: str) -> None:
    """Notes that *user* has shown a second factor elsewhere, as *by* says."""
    from allauth.account.internal.flows.login import record_authentication  # noqa: PLC0415

    record_authentication(request, user, "mfa", type=by)


def asked_of_who_changes(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuses what would change something, if whoever is signed in has shown no second factor."""

    def asked(request: HttpRequest) -> HttpResponse:
        if (
            request.method not in SAFE
            and not request.path_info.startswith(NEEDED_BY_ITSELF)
            and request.user.is_authenticated
            and not shown_in(request)
        ):
            raise SecondFactorMissing
        return get_response(request)

    return asked

"""How long a session lasts, and what ends it.

Eight hours after signing in it is over; sooner where nothing was asked for an hour. An account has
at most some sessions at once, and loses them all when it is switched off. Who changes the password
or the second factor ends all the others.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_save
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from .models import User

BEGAN, ASKED = "signed_in_at", "asked_at"
NOTED_EVERY: Final = 60
"""Seconds. More often nothing is written of when somebody last asked."""

OVER: Final = {
    "day": "You were signed out: a session lasts eight hours. Sign in again to go on.",
    "idle": "You were signed out, because nothing was asked for some time. Sign in again to go on.",
}


def limited_sessions(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Ends sessions that have lasted too long, and notes when somebody asks."""

    def limited(request: HttpRequest) -> HttpResponse:
        # Who brings no session is not asked for one: an answer to anybody stays the same for all.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return get_response(request)
        now = int(time.time())
        why = _over(request, now)
        if why:
            logout(request)
            return _signed_out(request, why) or get_response(request)
        if now - request.session.get(ASKED, 0) >= NOTED_EVERY:
            request.session[ASKED] = now
        return get_response(request)

    return limited


def _over(request: HttpRequest, now: int) -> str:
    """Why the session is over, if it is."""
    began = request.session.get(BEGAN)
    if began is None or now - began >= settings.SESSION_COOKIE_AGE:
        return "day"
    asked = request.session.get(ASKED, began)
    return "idle" if now - asked >= settings.SESSION_IDLE_AGE else ""


def _signed_out(request: HttpRequest, why: str) -> HttpResponse | None:
    """The way to sign in again. Programs get what anybody gets."""
    if request.path_info.startswith(("/api/", "/sign-in/", "/sign-out/")):
        return None
    back = {"next": request.get_full_path()} if request.method == "GET" else {}
    return HttpResponseRedirect(f"{reverse('sign-in')}?{urlencode({'over': why, **back})}")


def _begins(request: HttpRequest, **_: Any) -> None:
    request.session[BEGAN] = request.session[ASKED] = int(time.time())


def at_most(user: User, *, sparing: str) -> None:
    """Ends the oldest sessions of *user* above the most there may be, never the one *sparing*."""
    from allauth.usersessions.models import UserSession  # noqa: PLC0415 (no models before apps)

    others = UserSession.objects.filter(user=user).exclude(session_key=sparing)
    for session in others.order_by("-created_at")[settings.SESSIONS_OF_ONE_ACCOUNT - 1 :]:
        session.end()


def end_all(user: User, *, sparing: str | None = None) -> int:
    """Ends the sessions of *user*, but for the one *sparing*; how many there were."""
    from allauth.usersessions.models import UserSession  # noqa: PLC0415 (no models before apps)

    sessions = UserSession.objects.filter(user=user).exclude(session_key=sparing)
    for session in sessions:
        session.end()
    return len(sessions)


def _switched_off(instance: User, **_: Any) -> None:
    if not instance.is_active:
        end_all(instance)


def _forget(request: HttpRequest, **_: Any) -> None:
    from allauth.usersessions.models import UserSession  # noqa: PLC0415 (no models before apps)

    if request.session.session_key:
        UserSession.objects.filter(session_key=request.session.session_key).delete()


def _second_factor_changed(request: HttpRequest, user: User, **_: Any) -> None:
    end_all(user, sparing=request.session.session_key)


def _counted(request: HttpRequest, user: User, **_: Any) -> None:
    at_most(user, sparing=str(request.session.session_key))


def connect() -> None:
    """Listens to what begins and ends sessions. Called once, when every app is there."""
    from allauth.account import signals as account  # noqa: PLC0415 (no models before apps)
    from allauth.mfa import signals as mfa  # noqa: PLC0415

    user_logged_in.connect(_begins, dispatch_uid="session-begins")
    user_logged_out.connect(_forget, dispatch_uid="session-forgotten")
    account.user_logged_in.connect(_counted, dispatch_uid="sessions-counted")
    post_save.connect(_switched_off, sender=User, dispatch_uid="account-switched-off")
    for changed in (mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset):
        changed.connect(_second_factor_changed, dispatch_uid=f"second-factor-{id(changed)}")

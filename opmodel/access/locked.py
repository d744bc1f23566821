"""What somebody is told whose account is locked after too many wrong answers."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import Any

from axes.helpers import get_client_parameters
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from .models import User


def refuse(
    request: HttpRequest,
    response: HttpResponse,  # noqa: ARG001 (what it would have been)
    credentials: dict[str, Any] | None,
) -> HttpResponse:
    """The answer to whoever tries on. It is the same whether there is such an account or not."""
    left = _left(request, credentials or {})
    answer = render(
        request,
        "account/locked.html",
        {"minutes": max(1, ceil(left / timedelta(minutes=1))), "most": settings.AXES_FAILURE_LIMIT},
        status=429,
    )
    answer.headers["Retry-After"] = str(max(1, ceil(left.total_seconds())))
    return answer


def _left(request: Any, credentials: dict[str, Any]) -> timedelta:
    """For how long it is locked yet."""
    tried = Q()
    for asked in get_client_parameters(
        credentials.get("username", ""),
        request.axes_ip_address,
        request.axes_user_agent,
        request,
        credentials,
    ):
        tried |= Q(**asked)
    last = AccessAttempt.objects.filter(tried).aggregate(last=Max("attempt_time"))["last"]
    whole = settings.AXES_COOLOFF_TIME
    return max(last + whole - timezone.now(), timedelta()) if last else whole


def is_locked(request: HttpRequest, user: User) -> bool:
    """Whether the account is locked now; the answer to this request will then say so."""
    from axes.handlers.proxy import AxesProxyHandler  # noqa: PLC0415 (reads models when imported)

    named = {"username": user.get_username()}
    if AxesProxyHandler.is_allowed(request, named):
        return False
    asking: Any = request
    asking.axes_locked_out, asking.axes_credentials = True, named
    return True


def count_wrong_code(request: HttpRequest, user: User) -> None:
    """Counts a wrong code like a wrong password: five of either lock the account."""
    user_login_failed.send(
        sender=__name__, request=request, credentials={"username": user.get_username()}
    )

"""One reason for a whole sitting: kept in the session, and offered again in every form."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

LONGEST: Final = 500
_KEPT: Final = "reason"


def reason_of(request: HttpRequest) -> str:
    """The reason that was given last in this sitting; empty before the first."""
    return str(request.session.get(_KEPT, ""))


def keep_reason(request: HttpRequest, reason: str) -> None:
    """Offers this reason again in the next form."""
    said = reason.strip()[:LONGEST]
    if said and said != reason_of(request):
        request.session[_KEPT] = said

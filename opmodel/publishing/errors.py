"""Errors in words: a page for people, a problem (RFC 9457) for programs."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from opmodel.access.second_factor import SecondFactorMissing

from .api.problems import problem

TITLES = {
    400: "That question cannot be read",
    403: "You may not do that",
    404: "There is no such page",
    405: "That cannot be done here",
    413: "That file is too large",
    414: "That address is too long",
    500: "Something went wrong here",
    503: "The registry is not available",
}

DETAILS = {
    403: "You can see this, but the change needs a role you do not have. "
    "Ask your governance team for it.",
    404: "Check the address, or search for what you came for.",
    500: "It has been noted. Try again; if it happens again, tell the people who run the registry.",
}

SECOND_FACTOR = (
    "Nothing was changed: whoever changes something signs in with a second factor, a code from a "
    "phone beside the password. Set one up, then do it again."
)


def answer(request: HttpRequest, status: int, detail: str = "") -> HttpResponse:
    """The error as whoever asked can use it."""
    detail = detail or DETAILS.get(status, "")
    if request.path_info.startswith("/api/"):
        return problem(request, status, detail)
    heading = TITLES.get(status, HTTPStatus(status).phrase)
    sentences = [detail] if detail else []
    return render(
        request, "error.html", {"heading": heading, "sentences": sentences}, status=status
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 400, _words(exception))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, SecondFactorMissing):
        return _second_factor_missing(request)
    return answer(request, 403)


def _second_factor_missing(request: HttpRequest) -> HttpResponse:
    """Why a change was refused, and the way to be allowed to."""
    if request.path_info.startswith("/api/"):
        return problem(request, 403, SECOND_FACTOR)
    ways = [{"text": "Set up a second factor", "url": reverse("mfa_activate_totp")}]
    return render(
        request,
        "error.html",
        {"heading": TITLES[403], "sentences": [SECOND_FACTOR], "links": ways},
        status=403,
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 404, _words(exception))


def server_error(request: HttpRequest) -> HttpResponse:
    try:
        return answer(request, 500)
    except Exception:  # noqa: BLE001
        # What broke may be what every page needs. The first fault is in the log already.
        return HttpResponse(
            f"{TITLES[500]}. {DETAILS[500]}", status=500, content_type="text/plain; charset=utf-8"
        )


def _words(exception: Any) -> str:
    """What the raiser said, where it was said for people."""
    said = exception.args[0] if exception is not None and exception.args else ""
    return said if isinstance(said, str) else ""

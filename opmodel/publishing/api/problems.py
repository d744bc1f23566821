"""What went wrong, as RFC 9457 has programs told: one shape for every refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

MEDIA_TYPE: Final = "application/problem+json"
FROM_ELSEWHERE: Final = (
    "Nothing was written: the request does not carry the token that keeps other sites from "
    "writing in your name. Send the value of the token's cookie in X-CSRFToken."
)
LONGEST_ECHO: Final = 80
"""Characters of what somebody asked that are repeated to them."""

MEANINGS: Final = {
    400: "The question cannot be read as it was asked. `errors` names each parameter at fault.",
    403: "The person signed in may not do that.",
    404: "There is nothing there, or nothing was in force. `successors` names the organisations "
    "that took over, where one had ended.",
    405: "This address does not take that method. `Allow` names those it takes.",
    406: "The answer cannot be had in the form that the Accept header asks for.",
    412: "It is not as it was when you read it, so nothing was written. Read it again.",
    414: "The address is too long to be read.",
    415: "What is sent must be JSON.",
    428: "What was read is not named: send its ETag in If-Match.",
    500: "Something went wrong here. It has been noted.",
    503: "The registry cannot reach its database just now. Try again in a minute.",
}
"""What each status means here, for the description and for readers."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one parameter, and what to do about it."""

    parameter: str
    message: str


class Refusal(exceptions.APIException):
    """A question that is refused, in words. *more* holds what else helps, such as successors."""

    def __init__(
        self, status: int, detail: str, *, faults: Sequence[Fault] = (), **more: Any
    ) -> None:
        super().__init__(detail)
        self.status_code = status
        self.faults = tuple(faults)
        self.more = more


def refused(faults: Sequence[Fault]) -> Refusal:
    """The refusal of a question for the parameters that are wrong with it."""
    if len(faults) == 1:
        return Refusal(400, f"{faults[0].parameter}: {faults[0].message}", faults=faults)
    return Refusal(
        400, f"{len(faults)} parameters cannot be read; each is named in errors.", faults=faults
    )


def nothing_at(parameter: str, message: str, **more: Any) -> Refusal:
    """The answer where a parameter names something that is not there."""
    return Refusal(404, message, faults=[Fault(parameter, message)], **more)


def shown(text: str) -> str:
    """What somebody asked, as it is repeated to them: quoted, and not at any length."""
    return f"“{text if len(text) <= LONGEST_ECHO else text[:LONGEST_ECHO] + '…'}”"


def body(
    request: HttpRequest, status: int, detail: str, *, faults: Sequence[Fault] = (), **more: Any
) -> dict[str, Any]:
    """The problem as it is sent."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "errors": [asdict(fault) for fault in faults],
        **more,
    }


def problem(request: HttpRequest, status: int, detail: str = "") -> JsonResponse:
    """A problem outside any view, for the handlers of errors and for middleware."""
    detail = detail or MEANINGS.get(status, "")
    return JsonResponse(body(request, status, detail), status=status, content_type=MEDIA_TYPE)


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """The response to an error raised in a view; None lets it through as a fault of ours."""
    refusal = _refusal(error, context)
    if refusal is None:
        return None
    set_rollback()
    return Response(
        body(
            context["request"],
            refusal.status_code,
            str(refusal.detail),
            faults=refusal.faults,
            **refusal.more,
        ),
        status=refusal.status_code,
        content_type=MEDIA_TYPE,
    )


def _refusal(error: Exception, context: dict[str, Any]) -> Refusal | None:
    match error:
        case Refusal():
            return error
        case exceptions.MethodNotAllowed():
            return Refusal(405, _other_methods(context["view"].allowed_methods))
        case exceptions.NotAcceptable():
            return Refusal(406, MEANINGS[406])
        case exceptions.PermissionDenied() if str(error.detail).startswith("CSRF"):
            return Refusal(403, FROM_ELSEWHERE)
        case exceptions.APIException():
            return Refusal(error.status_code, str(error.detail))
        case Http404():
            return Refusal(404, str(error) or "There is nothing at this address.")
        case SuspiciousOperation():
            return Refusal(400, "The question cannot be read. Ask with fewer parameters.")
        case PermissionDenied():
            return Refusal(403, MEANINGS[403])
    return None


def _other_methods(taken: Sequence[str]) -> str:
    """The methods that an address takes, for who asked it with another."""
    *first, last = taken
    methods = f"{', '.join(first)} or {last}" if first else last
    writes = not {"GET", "HEAD", "OPTIONS"}.issuperset(taken)
    said = "This address does not take that method" if writes else "The registry is only read here"
    return f"{said}: use {methods}."

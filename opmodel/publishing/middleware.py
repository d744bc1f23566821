"""What stands in front of every view."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from opmodel.workbooks.reading.bounds import BYTES

from . import errors
from .answers import Answers, Watch, answer_from, key_of

GetResponse = Callable[[HttpRequest], HttpResponse]

LONGEST_QUERY = 4096
"""Characters after the question mark. The longest filter in use has a few hundred."""


MOST_SENT = BYTES + 2**16
"""Bytes of a form with a workbook in it. Nothing larger is read at all."""


RESTRICTIONS = {
    # Nothing of ours belongs into another site's pages, and no page of ours needs a device.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
    "payment=(), usb=()",
}


def what_browsers_may_do(get_response: GetResponse) -> GetResponse:
    """Tells browsers, with every answer, what they need not allow."""

    def restricted(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in RESTRICTIONS.items():
            response.headers.setdefault(name, value)
        return response

    return restricted


def request_limits(get_response: GetResponse) -> GetResponse:
    """Refuses, in words, addresses that no page of ours made, and files larger than are read."""

    def limited(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY:
            return errors.answer(
                request,
                414,
                f"The address has {len(query):,} characters after the question mark; "
                f"at most {LONGEST_QUERY:,} can be read. Ask with fewer or shorter filters.",
            )
        if "%00" in query or "\x00" in request.path_info:
            return errors.answer(
                request, 400, "The address holds a null character. Remove it and try again."
            )
        if _length(request) > MOST_SENT:
            return errors.answer(
                request,
                413,
                f"At most {BYTES // 2**20} MB are read. Take pictures and sheets that are not "
                "needed out of the workbook, or send it in parts.",
            )
        return get_response(request)

    return limited


def _length(request: HttpRequest) -> int:
    """How many bytes follow, as far as the request says."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdigit() else 0


def answers_computed_once(get_response: GetResponse) -> GetResponse:
    """Gives visitors who are not signed in the answer that was computed for the one before."""
    answers = Answers(settings.ANSWERS_MOST_BYTES)
    watch = Watch(settings.ANSWERS_CHECKED_EVERY)

    def remembered(request: HttpRequest) -> HttpResponse:
        key = key_of(request)
        if key is None:
            response = get_response(request)
            if request.META.get("HTTP_COOKIE"):
                # It may be somebody's own: nothing of it stays on a machine that others use too.
                response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        try:
            epoch = watch.epoch()
        except OperationalError:
            return errors.answer(
                request,
                503,
                "The registry cannot reach its database just now. Nothing is lost: "
                "try again in a minute.",
            )
        answer = answers.get(epoch, key)
        if answer is None:
            response = get_response(request)
            answer = answer_from(response)
            if answer is None:
                return response
            answers.keep(epoch, key, answer)
        return answer.response_to(request)

    return remembered

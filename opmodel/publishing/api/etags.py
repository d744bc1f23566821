"""Telling readers that they have the answer already."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response with a strong ETag, or 304 where the reader has that very answer: the one it
    names itself, as what can be written to does, or else one of its body."""
    etag = response.headers.get("ETag")
    etag = etag or f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    if "HTTP_IF_NONE_MATCH" not in request.META:
        return response
    return get_conditional_response(request, etag=etag, response=response) or response

"""Whole answers to the public, computed once.

What anyone may see changes only when an edition is published or reference data changes, and the
database counts those changes (`Generation`). So an answer computed for one visitor who is not
signed in is right for the next, as long as the number and the day are the same: pages say what is
in force *today*. A small query asks for the number, at most some ten times a second however many
requests there are; everything else is remembered, in each web process, up to a limit of bytes.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock
from time import monotonic

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags

SENT_WITH_304 = frozenset(("Cache-Control", "ETag", "Vary"))
"""What a visitor who has the answer needs to be told again (RFC 9110, 15.4.5). The length of a body
that does not follow has some clients wait for it."""

Key = tuple[str, ...]
Epoch = tuple[int, date]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it goes over the wire."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str

    def response_to(self, request: HttpRequest) -> HttpResponse:
        """The response, or 304 where the visitor has this very answer already."""
        asked = request.META.get("HTTP_IF_NONE_MATCH")
        if asked and self._matches(asked):
            response: HttpResponse = HttpResponseNotModified()
            headers = [each for each in self.headers if each[0] in SENT_WITH_304]
        else:
            response, headers = HttpResponse(self.body), list(self.headers)
        for name, value in headers:
            response.headers[name] = value
        return response

    def _matches(self, asked: str) -> bool:
        return asked == self.etag or any(
            each == "*" or each.removeprefix("W/") == self.etag for each in parse_etags(asked)
        )


class Answers:
    """The answers of one generation and day, the least recently used dropped first."""

    def __init__(self, most_bytes: int):
        self.most_bytes = most_bytes
        self.bytes = 0
        self.epoch: Epoch | None = None
        self.kept: OrderedDict[Key, Answer] = OrderedDict()
        self.lock = Lock()

    def get(self, epoch: Epoch, key: Key) -> Answer | None:
        with self.lock:
            if epoch != self.epoch:
                self.kept.clear()
                self.epoch, self.bytes = epoch, 0
            answer = self.kept.get(key)
            if answer is not None:
                self.kept.move_to_end(key)
            return answer

    def keep(self, epoch: Epoch, key: Key, answer: Answer) -> None:
        with self.lock:
            size = len(answer.body)
            # One answer may not push out most of the others.
            if epoch != self.epoch or key in self.kept or size > self.most_bytes // 8:
                return
            self.kept[key] = answer
            self.bytes += size
            while self.bytes > self.most_bytes:
                _, dropped = self.kept.popitem(last=False)
                self.bytes -= len(dropped.body)


def key_of(request: HttpRequest) -> Key | None:
    """Under what an answer is remembered; None where it must not be.

    Only visitors without cookies share answers: a cookie may mean that somebody is signed in.
    """
    meta = request.META
    if request.method != "GET" or meta.get("HTTP_COOKIE") or meta.get("HTTP_AUTHORIZATION"):
        return None
    if request.path_info.startswith(settings.ANSWERS_NEVER_KEPT):
        return None
    return (
        meta.get("HTTP_HOST", ""),
        meta.get("HTTP_X_FORWARDED_PROTO", ""),
        meta.get("HTTP_ACCEPT", "") if request.path_info.startswith("/api/") else "",
        request.path_info,
        meta.get("QUERY_STRING", ""),
    )


def answer_from(response: HttpResponse) -> Answer | None:
    """What to keep of a response; None where it is not for everyone."""
    if (
        response.status_code != 200
        or response.streaming
        or response.cookies
        or "no-store" in response.headers.get("Cache-Control", "")
    ):
        return None
    etag = response.headers.get("ETag") or f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    response.headers.setdefault("Cache-Control", "no-cache")
    return Answer(
        body=response.content,
        headers=tuple(response.headers.items()),
        etag=etag,
    )


class Watch:
    """Tells the epoch: what the database and the clock said last, unless that has grown old.

    So what is published shows *seconds* later at most, and a busy server does not ask for every
    request what hardly ever changes.
    """

    def __init__(self, seconds: float):
        self.seconds = seconds
        self.known: Epoch = (0, date.min)
        self.until = 0.0

    def epoch(self) -> Epoch:
        now = monotonic()
        if now >= self.until:
            self.known = (generation(), timezone.localdate())
            self.until = now + self.seconds
        return self.known


def generation() -> int:
    """The number that rises with every change of what is published; 0 before anything was."""
    try:
        return _generation()
    except (OperationalError, InterfaceError):
        # The server was restarted since this connection was made: a new one may do.
        connection.close()
        return _generation()


def _generation() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM editions_generation")
        row = cursor.fetchone()
    return int(row[0]) if row else 0

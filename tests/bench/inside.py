"""What is measured inside this process: queries, first answers, search, import and clone."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.http import HttpResponse
from django.template.loader import get_template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from opmodel.editions import writer
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.actions.importing import import_edition
from opmodel.editions.folder.writing import write_folder
from opmodel.editions.models import Edition, Element
from opmodel.editions.snapshot import take
from opmodel.publishing.views import search as search_view

from .rows import PAGES, address, adopted_with

ADDRESS = {"SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000"}


def use(database: str) -> None:
    """Has this process use the database of that name."""
    connection.close()
    connection.settings_dict["NAME"] = database


class Asking:
    """Asks the application without a server between; remembered answers can be forgotten."""

    def __init__(self) -> None:
        self.handler = WSGIHandler()

    def forget(self) -> None:
        """As after a start: nothing is remembered."""
        self.handler.load_middleware()

    def first(self, path: str) -> float:
        """Milliseconds that a page takes for its first visitor."""
        self.forget()
        return _milliseconds(lambda: self.get(path))

    def get(self, path: str) -> HttpResponse:
        environ = RequestFactory(**ADDRESS).get(path).environ
        del environ["HTTP_COOKIE"]  # empty, but whoever has cookies is not given what is remembered
        request = self.handler.request_class(environ)
        response = self.handler.get_response(request)
        assert response.status_code == 200, (path, response.status_code)
        return response


@dataclass(frozen=True)
class Cold:
    """A first answer: milliseconds, queries and bytes."""

    milliseconds: float
    queries: int
    size: int


def cold(asking: Asking, path: str, times: int = 5) -> Cold:
    """A page as the first visitor gets it: the best of several, since others only make it worse."""
    asking.get(path)
    spent = []
    for _ in range(times):
        asking.forget()
        spent.append(_milliseconds(lambda: asking.get(path)))
    asking.forget()
    size = len(asking.get(path).content)
    return Cold(min(spent), _queries(asking, path), size)


def queries_by_rows(asking: Asking) -> dict[str, tuple[int, int]]:
    """For each page whose rows can be counted, the queries with 2 rows and with 20."""
    with transaction.atomic():
        few, many = adopted_with(2), adopted_with(20)
        found = {
            page: (_queries(asking, address(few, page)), _queries(asking, address(many, page)))
            for page in PAGES
        }
        transaction.set_rollback(True)
    asking.forget()
    return found


def _queries(asking: Asking, path: str) -> int:
    """How many a first visitor's request takes."""
    asking.forget()
    with CaptureQueriesContext(connection) as queries:
        asking.get(path)
    return len(queries)


@dataclass(frozen=True)
class Searched:
    """One question: milliseconds for the page, for its SQL bare, and for its rendering bare.

    *own* is the page without the time it waited for its statements.
    """

    page: float
    own: float
    sql: float
    rendering: float

    @property
    def bare(self) -> float:
        return self.sql + self.rendering


def searched(asking: Asking, question: str, times: int = 5) -> Searched:
    """How long the search page takes for a question that nobody asked before; the best of several.

    In turns, so that a slow moment of the machine strikes the page and its parts alike.
    """
    # A parameter that says nothing makes each address new, so that no answer is remembered.
    paths = (f"/search/?{urlencode({'q': question, 'turn': turn})}" for turn in count())
    with CaptureQueriesContext(connection) as captured, _rendered() as rendered:
        asking.get(next(paths))
    statements = [each["sql"] for each in captured]
    (template, context, request) = rendered
    took = []
    for path in islice(paths, times):
        with waiting() as waited:
            page = _milliseconds(lambda path=path: asking.get(path))
        sql = _milliseconds(lambda: _run(statements))
        rendering = _milliseconds(lambda: template.render(context, request))
        took.append((page, page - sum(waited), sql, rendering))
    asking.forget()
    return Searched(*(min(each) for each in zip(*took, strict=True)))


@contextmanager
def waiting() -> Iterator[list[float]]:
    """Notes the milliseconds that each statement of the block takes."""
    spent: list[float] = []

    def timed(execute: Any, *arguments: Any) -> Any:
        began = perf_counter()
        try:
            return execute(*arguments)
        finally:
            spent.append((perf_counter() - began) * 1000)

    with connection.execute_wrapper(timed):
        yield spent


@contextmanager
def _rendered() -> Iterator[list[Any]]:
    """Notes what the search page is rendered from: template, context and request."""
    noted: list[Any] = []
    original = search_view.render

    def render(request: Any, name: str, context: Any) -> HttpResponse:
        noted[:] = [get_template(name), context, request]
        return original(request, name, context)

    with patch.object(search_view, "render", render):
        yield noted


def _run(statements: list[str]) -> None:
    """The statements with nothing of Django's around them."""
    with connection.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()


def questions(number: int) -> list[str]:
    """What people ask: words, two words, beginnings, abbreviations, whole names, misspellings."""
    chance = Random(number)
    elements = list(
        Element.objects.order_by("id").values_list("name", "also_known_as")[:: _step(number)]
    )
    makers = (_word, _two_words, _beginning, _abbreviation, _whole, _misspelt)
    asked = (
        makers[at % len(makers)](*elements[at % len(elements)], chance) for at in range(number)
    )
    return list(dict.fromkeys(filter(None, asked)))


def _step(number: int) -> int:
    return max(1, Element.objects.count() // number)


def _word(name: str, _also: list[str], chance: Random) -> str:
    return chance.choice(name.split())


def _two_words(name: str, _also: list[str], chance: Random) -> str:
    return " ".join(chance.choices(name.split(), k=2))


def _beginning(name: str, _also: list[str], chance: Random) -> str:
    return chance.choice(name.split())[:4]


def _abbreviation(name: str, also: list[str], _chance: Random) -> str:
    return also[0] if also else name.split(maxsplit=1)[0]


def _whole(name: str, _also: list[str], _chance: Random) -> str:
    return name


def _misspelt(name: str, _also: list[str], chance: Random) -> str:
    """The longest word of a name, with two letters changed about."""
    word = max(name.split(), key=len)
    at = chance.randrange(1, max(2, len(word) - 2))
    return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


@dataclass(frozen=True)
class Taken:
    """Seconds to take in an edition from its files, for the writing alone, and to clone it."""

    elements: int
    importing: float
    writing: float
    cloning: float


def taken_in(edition: Edition, times: int = 3) -> Taken:
    """Exports an edition, then takes it in again and clones it; nothing of that is kept."""
    snapshot = take(edition)
    snapshot.edition["slug"] = "taken-in-again"
    with TemporaryDirectory() as folder:
        write_folder(snapshot, Path(folder))
        whole, writing = [], []
        for _ in range(times):
            with _timing(writer, "write") as write:
                whole.append(_undone(lambda: import_edition(folder=Path(folder))))
            writing.append(write[0])
    cloning = [
        _undone(lambda: open_draft(based_on=edition, slug="a-clone", title="Clone", label="Clone"))
        for _ in range(times)
    ]
    return Taken(
        len(snapshot.records), *(statistics.median(each) for each in (whole, writing, cloning))
    )


def _undone(act: Callable[[], object]) -> float:
    """Seconds that an act takes, which is undone."""
    with transaction.atomic():
        began = perf_counter()
        act()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        spent = perf_counter() - began
        transaction.set_rollback(True)
    return spent


@contextmanager
def _timing(module: Any, name: str) -> Iterator[list[float]]:
    spent: list[float] = []
    original = getattr(module, name)

    def timed(*args: Any, **kwargs: Any) -> Any:
        began = perf_counter()
        try:
            return original(*args, **kwargs)
        finally:
            spent.append(perf_counter() - began)

    with patch.object(module, name, timed):
        yield spent


def _milliseconds(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return (perf_counter() - began) * 1000

"""One stage of a run: the same things measured with the data that there is."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import inside, load
from .figures import Figure, at_least, at_most, information
from .server import Server

EDITION = "bob-icb-2024-09"
PAGES = f"/bob-icb/{EDITION}"
HELLO, REST, JSON_AGG = "hello", "REST framework", "json_agg"
LIST, SAME, ELEMENT, MATRIX, CHART = "API list", "304", "element page", "matrix page", "chart page"
WARM = (LIST, SAME, ELEMENT, MATRIX, CHART)
MORE = 1.3
"""By how much a figure may be worse with 400 editions than with one."""
QUERIES, OWN = 12, 30
SEARCH, SEARCH_MORE = 40, 2
"""Milliseconds that a search may take, the database's among them; and by how much more of them
with 400 editions than with the five."""


@dataclass(frozen=True)
class Inside:
    """What was measured without a server between: first answers, queries by rows, search."""

    cold: dict[str, inside.Cold]
    by_rows: dict[str, tuple[int, int]]
    search: list[inside.Searched]


@dataclass
class Loaded:
    """What a server did under load: its rounds, and the size of its answers, by target."""

    server: Server
    rounds: dict[str, list[load.Load]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def ratio(self, one: str, other: str) -> float:
        """How many times as many requests per second."""
        return self.best(one).per_second / self.best(other).per_second

    def best(self, name: str) -> load.Load:
        """Its best round: whatever else the machine does only takes away."""
        return max(self.rounds[name], key=lambda each: each.per_second)


@dataclass(frozen=True)
class Measured:
    """All that was measured with the data that there was."""

    inside: Inside
    loaded: Loaded


TARGETS = {
    HELLO: "/peers/hello",
    REST: "/peers/rest",
    JSON_AGG: "/peers/json_agg",
    LIST: f"/api/v1/elements/?edition={EDITION}&page_size=100",
    SAME: f"/api/v1/elements/?edition={EDITION}&page_size=100",
    ELEMENT: f"{PAGES}/directorates/delivery-performance-oversight/",
    MATRIX: f"{PAGES}/matrix/nhs-england-commissioning-cycle/",
    CHART: f"{PAGES}/chart/",
}
"""What is asked for."""
COLD = (LIST, ELEMENT, MATRIX, CHART)


def measure_inside(*, questions: int) -> Inside:
    """Measures what needs no server, in the database that this process uses."""
    asking = inside.Asking()
    return Inside(
        cold={name: inside.cold(asking, TARGETS[name]) for name in COLD},
        by_rows=inside.queries_by_rows(asking),
        search=[inside.searched(asking, question) for question in inside.questions(questions)],
    )


def put_under_load(*servers: Server, seconds: float, rounds: int) -> list[Loaded]:
    """Asks all servers for all targets in turns, so that a slow moment strikes them all."""
    found = [Loaded(server) for server in servers]
    for _ in range(rounds):
        for name, path in TARGETS.items():
            for each in found:
                _ask(each, name, path, seconds)
    return found


def _ask(of: Loaded, name: str, path: str, seconds: float) -> None:
    headers = {"If-None-Match": of.server.get(path)[2]} if name == SAME else {}
    status, body, _ = of.server.get(path, headers)
    assert status == (304 if name == SAME else 200), (name, status)
    of.sizes[name] = len(body)
    of.rounds.setdefault(name, []).append(load.put(of.server.url(path), seconds, headers))


def figures(measured: Measured, before: Measured | None = None) -> list[Figure]:
    """The figures of a stage; *before* is the stage that they are compared with."""
    ratio = measured.loaded.ratio
    found = [
        at_least("API list of 100, times REST framework", ratio(LIST, REST), 5),
        at_least("API list of 100, times json_agg passed through", ratio(LIST, JSON_AGG), 0.6),
        at_least("304, times hello", ratio(SAME, HELLO), 0.5),
        *(
            at_most(f"{name} warm, times the time of hello", ratio(HELLO, name), 4)
            for name in (ELEMENT, MATRIX, CHART)
        ),
        *(
            at_most(f"{name} cold, queries", measured.inside.cold[name].queries, QUERIES)
            for name in (ELEMENT, MATRIX, CHART)
        ),
        *(
            at_most(f"{name} page, queries with 20 rows beyond those with 2", many - few, 0)
            for name, (few, many) in measured.inside.by_rows.items()
        ),
        *_search(measured.inside.search),
    ]
    if before:
        found += _compared(measured, before)
    return found + _information(measured)


def _search(took: list[inside.Searched]) -> list[Figure]:
    page, bare = (_p95(values) for values in ([x.page for x in took], [x.bare for x in took]))
    own = _p95([each.own for each in took])
    sql = _p95([each.sql for each in took])
    return [
        at_most(f"search page, p95 of {len(took)} questions, times its bare work", page / bare, 2),
        at_most("search page, p95 of its own time", own, OWN, "ms"),
        at_most("search page, p95 with the database's time", page, SEARCH, "ms"),
        information("search page, p95: page, SQL alone", f"{page:.0f} ms, {sql:.0f} ms"),
    ]


def _compared(measured: Measured, before: Measured) -> list[Figure]:
    """Each figure against the same with less data, in units of the hello view of its own server."""
    return (
        [
            at_most(
                f"{name}, times its figure with the shipped editions",
                before.loaded.ratio(name, HELLO) / measured.loaded.ratio(name, HELLO),
                MORE,
            )
            for name in WARM
        ]
        + [
            at_most(
                f"{name} cold, queries beyond those with the shipped editions",
                measured.inside.cold[name].queries - cold.queries,
                0,
            )
            for name, cold in before.inside.cold.items()
        ]
        + [
            at_most(
                "search page, p95 with the database's time, times that with the five editions",
                _page(measured) / _page(before),
                SEARCH_MORE,
            )
        ]
    )


def _page(measured: Measured) -> float:
    return _p95([each.page for each in measured.inside.search])


def _information(measured: Measured) -> list[Figure]:
    return [
        *(_speed(name, measured.loaded) for name in measured.loaded.rounds),
        *(
            information(
                f"{name} cold",
                f"{each.milliseconds:.0f} ms, {each.queries} queries, {each.size / 1000:.0f} kB",
            )
            for name, each in measured.inside.cold.items()
        ),
    ]


def _speed(name: str, loaded: Loaded) -> Figure:
    best = loaded.best(name)
    return information(
        f"{name}, requests per second",
        f"{best.per_second:,.0f} (p99 {best.p99:.1f} ms, {loaded.sizes[name] / 1000:.0f} kB)",
    )


def _p95(values: list[float]) -> float:
    return sorted(values)[len(values) * 95 // 100]

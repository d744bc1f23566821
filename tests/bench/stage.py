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


@dataclass(frozen=True)
class Target:
    """An address that is asked for, and what is sent with it."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Measured:
    """What one stage found: requests per second by target and round, first answers, search."""

    rounds: dict[str, list[load.Load]]
    sizes: dict[str, int]
    cold: dict[str, inside.Cold]
    search: list[inside.Searched]
    by_rows: dict[str, tuple[int, int]]

    def ratio(self, one: str, other: str) -> float:
        """How many times as many requests per second."""
        return self.best(one).per_second / self.best(other).per_second

    def best(self, name: str) -> load.Load:
        """Its best round: whatever else the machine does only takes away."""
        return max(self.rounds[name], key=lambda each: each.per_second)


def targets(server: Server, *, matrix: str, element: str) -> dict[str, Target]:
    """What is asked for under load."""
    listed = f"/api/v1/elements/?edition={EDITION}&page_size=100"
    _, _, etag = server.get(listed)
    return {
        HELLO: Target("/peers/hello"),
        REST: Target("/peers/rest"),
        JSON_AGG: Target("/peers/json_agg"),
        LIST: Target(listed),
        SAME: Target(listed, {"If-None-Match": etag}),
        ELEMENT: Target(element),
        MATRIX: Target(matrix),
        CHART: Target(f"{PAGES}/chart/"),
    }


def measure(server: Server, *, seconds: float, rounds: int, questions: int) -> Measured:
    """Measures everything once."""
    pages = {
        "matrix": f"{PAGES}/matrix/nhs-england-commissioning-cycle/",
        "element": f"{PAGES}/{_ELEMENT}/",
    }
    asked = targets(server, **pages)
    sizes = {}
    for name, target in asked.items():
        status, body, _ = server.get(target.path, target.headers)
        assert status == (304 if name == SAME else 200), (name, status)
        sizes[name] = len(body)
    took: dict[str, list[load.Load]] = {name: [] for name in asked}
    for _ in range(rounds):  # in turns, so that a slow moment of the machine strikes them all
        for name, target in asked.items():
            took[name].append(load.put(server.url(target.path), seconds, target.headers))
    asking = inside.Asking()
    return Measured(
        rounds=took,
        sizes=sizes,
        cold={
            name: inside.cold(asking, asked[name].path) for name in (LIST, ELEMENT, MATRIX, CHART)
        },
        search=[inside.searched(asking, question) for question in inside.questions(questions)],
        by_rows=inside.queries_by_rows(asking),
    )


_ELEMENT = "directorates/delivery-performance-oversight"


def figures(measured: Measured, before: Measured | None = None) -> list[Figure]:
    """The figures of a stage; *before* is the stage that they are compared with."""
    found = [
        at_least("API list of 100, times REST framework", measured.ratio(LIST, REST), 5),
        at_least(
            "API list of 100, times json_agg passed through", measured.ratio(LIST, JSON_AGG), 0.6
        ),
        at_least("304, times hello", measured.ratio(SAME, HELLO), 0.5),
        *(
            at_most(f"{name} warm, times the time of hello", measured.ratio(HELLO, name), 4)
            for name in (ELEMENT, MATRIX, CHART)
        ),
        *(
            at_most(f"{name} cold, queries", measured.cold[name].queries, QUERIES)
            for name in (ELEMENT, MATRIX, CHART)
        ),
        *(
            at_most(f"{name} page, queries with 20 rows beyond those with 2", many - few, 0)
            for name, (few, many) in measured.by_rows.items()
        ),
        *_search(measured.search),
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
        information("search page, p95: page, SQL alone", f"{page:.0f} ms, {sql:.0f} ms"),
    ]


def _compared(measured: Measured, before: Measured) -> list[Figure]:
    """Each figure against the same with less data, in units of the hello view of its own stage."""
    return [
        at_most(
            f"{name}, times its figure with one edition",
            before.ratio(name, HELLO) / measured.ratio(name, HELLO),
            MORE,
        )
        for name in WARM
    ] + [
        at_most(
            f"{name} cold, queries beyond those with one edition",
            measured.cold[name].queries - cold.queries,
            0,
        )
        for name, cold in before.cold.items()
    ]


def _information(measured: Measured) -> list[Figure]:
    loaded = [
        information(
            f"{name}, requests per second",
            f"{measured.best(name).per_second:,.0f} (p99 {measured.best(name).p99:.1f} ms,"
            f" {measured.sizes[name] / 1000:.0f} kB)",
        )
        for name in measured.rounds
    ]
    cold = [
        information(
            f"{name} cold",
            f"{each.milliseconds:.0f} ms, {each.queries} queries, {each.size / 1000:.0f} kB",
        )
        for name, each in measured.cold.items()
    ]
    return loaded + cold


def _p95(values: list[float]) -> float:
    return sorted(values)[len(values) * 95 // 100]

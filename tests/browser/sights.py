"""Every kind of page there is, by the route that answers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from opmodel.editions.kinds import kinds
from tests.browser.registry import Registry

BOB = "/bob-icb/bob-icb-2024-09"
CYCLE = f"{BOB}/matrix/nhs-england-commissioning-cycle/"
LARGE = "/nhs-thames-valley-icb/thames-valley-large"
SAMPLE = "/sample-01/sample-01-2026-07"
HOSTILE = "/frimley-icb/frimley-icb-hostile"
DRAFT = "/bob-icb/bob-icb-quokka"


@dataclass(frozen=True)
class Sight:
    """A page as somebody comes to see it.

    *address* may have to ask the registry. *reader*: seen by the demo's reader, signed in. *wrong*:
    seen after signing in with a wrong password. *status*: what the server answers.
    """

    name: str
    route: str
    address: str | Callable[[Registry], str]
    reader: bool = False
    wrong: bool = False
    status: int = 200

    def at(self, registry: Registry) -> str:
        """Its path and question."""
        return self.address if isinstance(self.address, str) else self.address(registry)


def _first_of(plural: str) -> Callable[[Registry], str]:
    def address(registry: Registry) -> str:
        found = registry.api(f"/{plural}/?edition=bob-icb-2024-09&page_size=1")["results"][0]
        return f"{BOB}/{plural}/{found['key']}/"

    return address


SIGHTS = (
    Sight("home", "home", "/"),
    Sight("home on another day", "home", "/?on=2024-10-01"),
    Sight("home, signed in", "home", "/", reader=True),
    Sight("search: results", "search", "/search/?q=safeguarding"),
    Sight("search: page 2", "search", "/search/?q=care&page=2"),
    Sight("search: one kind", "search", "/search/?q=care&kind=team"),
    Sight("search: spelt nearly so", "search", "/search/?q=safegarding"),
    Sight("search: an organisation's code", "search", "/search/?q=RXQ"),
    Sight("search: nothing found", "search", "/search/?q=xyzzy"),
    Sight("search: nothing asked", "search", "/search/"),
    Sight("search: hostile words", "search", "/search/?q=<script>alert(1)</script>"),
    Sight("organisation that ended", "organisation", "/bob-icb/"),
    Sight("organisation that never had an edition", "organisation", "/nhs-england/"),
    Sight("organisation with an edition in force", "organisation", "/nhs-thames-valley-icb/"),
    Sight("organisation on another day", "organisation", "/bob-icb/?on=2024-10-01"),
    Sight("organisation before its first edition", "organisation", "/bob-icb/?on=2023-01-01"),
    Sight("organisation of hostile names", "organisation", "/frimley-icb/"),
    Sight("organisation with a draft, signed in", "organisation", "/bob-icb/", reader=True),
    Sight("edition, adopted", "edition", f"{BOB}/"),
    Sight("edition on another day", "edition", f"{BOB}/?on=2024-10-01&known_at=2025-01-01"),
    Sight("edition, draft, signed in", "edition", f"{DRAFT}/", reader=True),
    Sight("edition, never adopted", "edition", "/bob-icb/bob-consultation-2023/"),
    Sight("edition of hostile names", "edition", f"{HOSTILE}/"),
    Sight("edition's sources", "edition-sources", f"{BOB}/sources/"),
    Sight("edition's hostile sources", "edition-sources", f"{HOSTILE}/sources/"),
    Sight("chart", "chart", f"{BOB}/chart/"),
    Sight("chart as a list", "chart", f"{BOB}/chart/?as=list"),
    Sight("chart of many posts", "chart", f"{LARGE}/chart/"),
    Sight("chart of many posts as a list", "chart", f"{LARGE}/chart/?as=list"),
    Sight("chart of hostile names", "chart", f"{HOSTILE}/chart/"),
    Sight("chart of a draft, signed in", "chart", f"{DRAFT}/chart/", reader=True),
    Sight("matrix", "matrix", CYCLE),
    Sight("matrix as a list", "matrix", f"{CYCLE}?as=list"),
    Sight("matrix narrowed", "matrix", f"{CYCLE}?holder=nursing&stage=strategic-planning"),
    Sight("matrix narrowed to nothing", "matrix", f"{CYCLE}?text=xyzzy"),
    Sight("matrix of hostile names", "matrix", f"{HOSTILE}/matrix/cycle/"),
    *(
        Sight(f"list of {plural}", "list", f"{BOB}/{plural}/")
        for plural in (kind.plural for kind in kinds().values())
    ),
    Sight("list, page 2", "list", f"{SAMPLE}/functions/?page=2"),
    Sight("list narrowed", "list", f"{BOB}/functions/?directorate=nursing"),
    Sight("list narrowed to nothing", "list", f"{BOB}/functions/?q=xyzzy"),
    Sight("list that is empty", "list", f"{LARGE}/priorities/"),
    Sight("list of hostile names", "list", f"{HOSTILE}/functions/"),
    *(
        Sight(f"element: {kind.kind_name}", "element", _first_of(kind.plural))
        for kind in kinds().values()
    ),
    Sight("element on another day", "element", f"{BOB}/directorates/nursing/?on=2024-10-01"),
    Sight("element of many references", "element", f"{LARGE}/directorates/unit-1/"),
    Sight("element of hostile names", "element", f"{HOSTILE}/functions/function-1/"),
    Sight("element of a draft, signed in", "element", f"{DRAFT}/functions/watching/", reader=True),
    Sight("sources", "sources", "/sources/"),
    Sight("about", "about", "/about/"),
    Sight("accessibility statement", "accessibility", "/accessibility/"),
    Sight("sign-in", "sign-in", "/sign-in/"),
    Sight("sign-in after a wrong password", "sign-in", "/sign-in/", wrong=True),
    Sight("API, for people", "api-docs", "/api/v1/docs/"),
    Sight("no such page", "", "/nowhere/", status=404),
    Sight("no such element", "", f"{BOB}/functions/xyzzy/", status=404),
    Sight("a question that cannot be read", "", "/bob-icb/?on=yesterday", status=400),
)

NOT_PAGES = {
    "chart-pdf": "a document",
    "chart-table": "a file",
    "edition-folder-schema": "for programs",
    "healthz": "for programs",
    "list-table": "a file",
    "matrix-pdf": "a document",
    "matrix-table": "a file",
    "readyz": "for programs",
    "sign-out": "answers posts alone, and leads home",
}
"""Routes that answer with something else than a page."""

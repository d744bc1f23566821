"""Walks every address of the registry as every persona, and notes what is answered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.db import transaction
from django.http import HttpResponse
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from opmodel.editions.kinds import kinds

from .expected import FEW, Row
from .world import World

METHODS: Final = ("GET", "POST")
API_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
OF_KINDS: Final = {
    **{f"api-{kind.plural}": "api-<list of a kind>" for kind in kinds().values()},
    **{f"api-{kind.kind_name}": "api-<one of a kind>" for kind in kinds().values()},
}
"""Addresses of which there is one for each kind: they have one row together."""


@dataclass(frozen=True)
class Route:
    """One address: its name, and what its parts are called."""

    name: str
    parts: tuple[str, ...]

    @property
    def is_api(self) -> bool:
        return self.name.startswith("api-")

    @property
    def methods(self) -> tuple[str, ...]:
        return API_METHODS if self.is_api else METHODS

    @property
    def row(self) -> str:
        """The name of its row in the table."""
        return OF_KINDS.get(self.name, self.name)


@cache
def routes() -> tuple[Route, ...]:
    """Every address there is, in the order of the addresses."""
    return tuple(dict.fromkeys(_walk(get_resolver().url_patterns, ())))


def _walk(patterns: Any, parts: tuple[str, ...]) -> Iterator[Route]:
    for each in patterns:
        named = (*parts, *_parts(each))
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, named)
        elif isinstance(each, URLPattern):
            assert each.name, f"{each} has no name, and so no row can say who may see it."
            yield Route(each.name, named)


def _parts(pattern: Any) -> tuple[str, ...]:
    shape = pattern.pattern
    return tuple(getattr(shape, "converters", None) or shape.regex.groupindex)


def address_of(route: Route, row: Row, world: World) -> str:
    """Where it is asked for in this world. What begins with a stroke is looked up there."""
    given = world.given | {
        part: world.given[said] if str(said).startswith("_") else said
        for part, said in row.at.items()
    }
    given["number"] = given["_numbers"].get(route.name, 1)
    if "scenario" in route.name:
        given["key"] = given["_scenario"]
    if route.name in OF_KINDS:
        given["pk"] = given["_rows"].get(route.name.removeprefix("api-"), given["pk"])
    if route.name == "api-unknown":
        return "/api/v1/nothing/"
    return reverse(route.name, kwargs={part: given[part] for part in route.parts}) + row.query


def answers(route: Route, row: Row, method: str, world: World) -> dict[str, int]:
    """What everybody is answered."""
    address = address_of(route, row, world)
    tried = FEW if row.few else tuple(world.people.everyone())
    return {name: asked(world, name, method, address, row).status_code for name in tried}


def asked(
    world: World, persona: str, method: str, address: str, row: Row | None = None
) -> HttpResponse:
    """What a persona is answered. Whatever it does is taken back, a sign-out too."""
    client = getattr(world.people, persona).client
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    stated: dict[str, Any] = {"headers": row.headers} if row else {}
    if method != "GET":
        sent = row.sent if row else {}
        is_api = address.startswith("/api/")
        stated |= {"data": json.dumps(sent) if is_api else sent}
        stated |= {"content_type": "application/json"} if is_api else {}
    with transaction.atomic():
        answer: HttpResponse = getattr(client, method.lower())(address, **stated)
        transaction.set_rollback(True)
    client.cookies.load(cookies)
    return answer


def first_change(world: World) -> int:
    """The number of a change that was recorded of the organisation."""
    page = world.people.administrator.client.get("/bob-icb/changes/").content.decode()
    found = re.search(r"/bob-icb/changes/(\d+)/", page)
    assert found, "no change was recorded"
    return int(found[1])

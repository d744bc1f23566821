"""The organisation chart of an edition: from the Chair down to directorates, teams and posts.

Who stands below whom, read from the edition: a post below what it reports to, else in its team or
directorate; a directorate below the post that its leader reports to, with the leader named on its
card; a committee below the one it reports to, and the top one below the post that chairs it. What
nothing places is drawn beside the chart, under a card that says so: a chart never leaves anybody
out and never claims a line that no source draws.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from directorates.models import Directorate, Function, Post, Team
from governance.models import Committee
from opmodel.editions.models import Edition, Element
from opmodel.editions.selectors.elements import K, structure_of_kind
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.words import counted

from .cards import Card, Look
from .definition import Chart, Drawn, Given
from .trees import Below, reached, tops

UNPLACED = "not-recorded"
LOOKS: dict[str, Look] = {
    "directorate": "unit",
    "team": "unit",
    "committee": "body",
    "post": "post",
}


@dataclass(frozen=True)
class _Structure:
    """What stands on the chart, read in one query for each kind."""

    directorates: dict[UUID, Directorate]
    teams: dict[UUID, Team]
    posts: dict[UUID, Post]
    committees: dict[UUID, Committee]
    functions: dict[UUID, int]

    @property
    def elements(self) -> Iterator[Element]:
        yield from self.committees.values()
        yield from self.posts.values()
        yield from self.directorates.values()
        yield from self.teams.values()


def _read(edition: Edition) -> _Structure:
    functions: dict[UUID, int] = defaultdict(int)
    rows = structure_of_kind(kind=Function, edition=edition)
    for directorate in rows.values_list("directorate", flat=True):
        if directorate:
            functions[directorate] += 1
    return _Structure(
        directorates=_by_id(Directorate, edition),
        teams=_by_id(Team, edition),
        posts=_by_id(Post, edition),
        committees=_by_id(Committee, edition),
        functions=functions,
    )


def _by_id(kind: type[K], edition: Edition) -> dict[UUID, K]:
    return {row.id: row for row in structure_of_kind(kind=kind, edition=edition)}


def structure_chart(edition: Edition, asked: Asked) -> tuple[Card, ...]:
    """The chart as a tree of cards, then what has no place in it; empty without any structure."""
    read = _read(edition)
    above = {element.id: _above(element, read) for element in read.elements}
    below: Below[Element] = defaultdict(list)
    on_chart = {element.id for element in read.elements if not _is_named_elsewhere(element, read)}
    for element in read.elements:
        if element.id in on_chart:
            parent = above[element.id]
            below[parent if parent in on_chart else None].append(element)
    highest = tops(below)
    if not highest:
        return ()
    top = max(highest, key=lambda element: len(reached([element], below)))
    chart = _card(top, below, read, edition, asked)
    unplaced = [
        _card(element, below, read, edition, asked) for element in highest if element is not top
    ]
    if not unplaced:
        return (chart,)
    return chart, Card(key=UNPLACED, title="Reporting line not recorded", children=tuple(unplaced))


def _is_named_elsewhere(element: Element, read: _Structure) -> bool:
    """A post that leads one directorate stands on that directorate's card."""
    return isinstance(element, Post) and any(
        directorate.led_by_id == element.id for directorate in read.directorates.values()
    )


def _above(element: Element, read: _Structure) -> UUID | None:
    match element:
        case Directorate():
            leader = _leader(element, read)
            return element.parent_id or (_post_above(leader, read) if leader else None)
        case Team():
            return element.parent_id or element.directorate_id
        case Committee():
            return element.parent_id or element.chaired_by_id
        case Post():
            return _post_above(element, read)
    return None


def _leader(directorate: Directorate, read: _Structure) -> Post | None:
    return read.posts.get(directorate.led_by_id) if directorate.led_by_id else None


def _post_above(post: Post, read: _Structure) -> UUID | None:
    target = post.reports_to_id or post.team_id or post.directorate_id
    led = next((each.id for each in read.directorates.values() if each.led_by_id == target), None)
    return led if target and led else target


def _card(
    element: Element,
    below: Below[Element],
    read: _Structure,
    edition: Edition,
    asked: Asked,
) -> Card:
    # Taken out as it is drawn, so that a circle in a draft ends where it closes.
    children = below.pop(element.id, [])
    return Card(
        key=element.key,
        title=element.name,
        lines=tuple(_lines(element, read)),
        url=addresses.of_element(edition, element) + asked.carried,
        tag="Optional" if isinstance(element, Post) and element.optional else "",
        look=LOOKS[element.kind],
        dashed=isinstance(element, Post) and element.optional,
        children=tuple(_card(child, below, read, edition, asked) for child in children),
    )


def _lines(element: Element, read: _Structure) -> Iterator[str]:
    match element:
        case Directorate():
            leader = _leader(element, read)
            yield f"Led by {leader.name}" if leader else "Lead not recorded"
            if number := read.functions.get(element.id):
                yield counted(number, "core function")
        case Post() if element.number and element.number > 1:
            yield f"{element.number} posts"
        case Post() if element.number is None:
            yield "Number not recorded"
        case Committee() if element.number is None and element.parent_id:
            yield "Number not recorded"


def _draw(edition: Edition, asked: Asked, _given: Given) -> Drawn:
    return Drawn(structure_chart(edition, asked))


CHART: Final = Chart(
    name="",
    title="Organisation chart",
    file="chart",
    kinds=(Directorate, Team, Post),
    will_stand="The chart of directorates, teams and posts will stand here.",
    holds_none="holds no directorates, teams or posts to draw.",
    legend=(
        ("unit", False, "directorate or team"),
        ("body", False, "Board or committee"),
        ("post", False, "post"),
        ("post", True, "post that exists only if somebody decides so"),
    ),
    draw=_draw,
)

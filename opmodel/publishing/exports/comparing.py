"""Comparisons and histories as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opmodel.editions.comparing import Pair
from opmodel.publishing.presenters.comparing import Entry, Presented, part_of

from .lists import about
from .tables import Cell, Table


def table_of_comparison(
    presented: Presented,
    entries: Iterable[tuple[str, Entry]],
    statuses: tuple[str, str],
    site: str,
) -> Table:
    """A row for each change, and one for each element that stands alone. *site* begins addresses;
    *statuses* say how both editions stand."""
    editions = presented.earlier, presented.later
    lines = [
        line
        for each, status in zip(editions, statuses, strict=True)
        for line in about(each, status)
    ]
    return Table(
        title=presented.heading,
        about=(*lines, *presented.cautions()),
        headers=(
            "Which list",
            "Part",
            "Kind",
            "Name",
            "Key",
            "What of it",
            "Before",
            "After",
            "What became of it, or where it came from",
            "Address before",
            "Address after",
        ),
        rows=[row for name, entry in entries for row in _rows(presented, name, entry, site)],
    )


def _rows(presented: Presented, name: str, entry: Entry, site: str) -> Iterator[tuple[Cell, ...]]:
    line = presented.line(name, entry)
    pair = entry if isinstance(entry, Pair) else None
    gone = name in ("removed", "not_mentioned")
    told = "; ".join(
        f"{each.words} {', '.join(link.text for link in each.links)}" for each in line.told
    )
    beginning = (presented.tag(name), part_of(entry.thing.kind), line.kind, line.name, line.key)
    here = f"{site}{presented.url(entry.thing)}"
    if pair:
        addresses = (f"{site}{presented.url(pair.before)}", here)
    else:
        addresses = (here, "") if gone else ("", here)
    whats: list[tuple[str, str, str]] = []
    if pair and pair.moved:
        from_ = pair.moved_from.name if pair.moved_from else presented.earlier.organisation.called
        to = pair.moved_to.name if pair.moved_to else presented.later.organisation.called
        whats.append(("Stands in", from_, to))
    whats += [(change.label, change.before, change.after) for change in line.changes]
    if line.summary:
        whats.append(("Summary", line.summary if gone else "", "" if gone else line.summary))
    for what in whats or [("", "", "")]:
        yield (*beginning, *what, told, *addresses)

"""An element through time, as a table."""

from __future__ import annotations

from collections.abc import Iterator

from opmodel.editions.models import Edition
from opmodel.publishing.presenters.histories import History

from .lists import about
from .tables import Cell, Table


def table_of_history(history: History, edition: Edition, status: str, site: str) -> Table:
    """What it says and since when; then what changed in each edition; then lineage."""
    return Table(
        title=f"{history.element.name} through time",
        about=about(edition, status),
        headers=("What", "Field", "Before", "After", "Edition", "Who adopted it", "Address"),
        rows=list(_rows(history, site)),
    )


def _rows(history: History, site: str) -> Iterator[tuple[Cell, ...]]:
    for each in history.since:
        yield (
            "Reads so since", each.label, "", each.value, each.edition.text, each.words,
            site + each.edition.url,
        )  # fmt: skip
    for turn in history.turns:
        where = (turn.link.text, f"{turn.since}, {turn.by}", site + turn.link.url)
        if turn.first:
            yield ("First stated", "", "", turn.name, *where)
        for change in turn.changes:
            yield ("Changed", change.label, change.before, change.after, *where)
    for each_one in (*history.came_from, *history.became, *history.apart):
        yield (
            each_one.words, each_one.of, "", each_one.link.text, each_one.where,
            ". ".join(filter(None, (each_one.note.rstrip("."), each_one.by))),
            site + each_one.link.url,
        )  # fmt: skip

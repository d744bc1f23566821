"""Who changed what, as a table."""

from __future__ import annotations

from collections.abc import Iterable

from opmodel.editions.models import Organisation
from opmodel.publishing.presenters.changes import ChangeLine

from .tables import SAMPLE, Table


def table_of_changes(
    changes: Iterable[ChangeLine], organisation: Organisation, asked: tuple[str, ...], site: str
) -> Table:
    """A row for each change. *site* begins the addresses; *asked* says what was asked for."""
    return Table(
        title="Who changed what",
        about=(organisation.name, *asked, *([SAMPLE] if organisation.sample else [])),
        headers=(
            "Number",
            "When",
            "Who",
            "What",
            "Kind",
            "Of what",
            "Fields, before and after",
            "Why",
            "Edition",
            "Address",
        ),
        rows=[
            (
                each.number,
                each.when.isoformat(timespec="seconds"),
                each.who,
                each.tag,
                each.kind,
                each.name,
                "\n".join(f"{line.label}: {line.before} → {line.after}" for line in each.fields),
                each.reason,
                each.edition,
                f"{site}{each.url}",
            )
            for each in changes
        ],
    )

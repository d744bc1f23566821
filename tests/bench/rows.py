"""Editions that differ in nothing but how many rows their pages have."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from opmodel.editions.actions.publishing import adopt_as_recorded
from opmodel.editions.models import Edition, Source
from opmodel.editions.records import Record, instances
from opmodel.editions.writer import write

PAGES = {
    "element": "directorates/directorate-0/",
    "matrix": "matrix/cycle/",
    "chart": "chart/",
    "list": "functions/",
}
"""The pages whose rows are counted, by what they are called."""


def adopted_with(rows: int) -> Edition:
    """An adopted edition of BOB ICB in which every page of PAGES has so many rows."""
    edition = Edition(
        slug=f"with-{rows}-rows", organisation_id="bob-icb", title="Rows", label="Rows"
    )
    edition.save(force_insert=True)
    elements, links, citations = instances(_records(rows), edition.id)
    write(
        sources=[Source(edition_id=edition.id, key="paper", title="The paper")],
        elements=elements,
        links=links,
        citations=citations,
    )
    return adopt_as_recorded(
        edition=edition,
        effective_from=date(2020, 1, 1),
        recorded_at=datetime(2020, 1, 1, tzinfo=UTC),
    )


def address(edition: Edition, page: str) -> str:
    """Where a page of PAGES stands."""
    return f"/bob-icb/{edition.slug}/{PAGES[page]}"


def _records(rows: int) -> list[Record]:
    stages = [f"stage-{number}" for number in range(3)]
    return [
        *(_one("directorate", number) for number in range(rows)),
        *(_one("function", number, directorate="directorate-0") for number in range(rows)),
        *(_one("post", number, directorate="directorate-0") for number in range(rows)),
        Record("cycle", "cycle", {"name": "Cycle"}, [{"source": "paper"}]),
        *(_one("stage", number, cycle="cycle") for number in range(3)),
        *(
            _one(
                "responsibility",
                number,
                cycle="cycle",
                holder=f"directorate-{number}",
                stages=stages,
            )
            for number in range(rows)
        ),
    ]


def _one(kind: str, number: int, **values: Any) -> Record:
    named = {"name": f"{kind} {number}", "summary": "What it is."}
    return Record(kind, f"{kind}-{number}", named | values, [{"source": "paper", "page": "1"}])

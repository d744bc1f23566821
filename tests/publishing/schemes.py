"""A scheme of any size, written into an adopted edition of Marlshire ICB, a sample."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from opmodel.editions.actions.publishing import adopt_as_recorded
from opmodel.editions.models import Edition, Source
from opmodel.editions.records import Record, instances
from opmodel.editions.writer import write

ORGANISATION = "marlshire-icb"
CATEGORIES = ("regulation", "strategy", "finance")
PARTS = ("approves", "recommends", "told")


def scheme_with(decisions: int, holders: int, categories: tuple[str, ...] = ()) -> Edition:
    """So many decisions, each with a part for three of so many posts; the first approves up to
    £250,000 each time."""
    edition = Edition(
        slug=f"scheme-of-{decisions}-for-{holders}",
        organisation_id=ORGANISATION,
        title="Scheme",
        label="Scheme",
    )
    edition.save(force_insert=True)
    records = list(_records(decisions, holders, categories))
    elements, links, citations = instances(records, edition.id)
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


def address(edition: Edition, name: str) -> str:
    return f"/{ORGANISATION}/{edition.slug}/matrix/{name}"


def _records(decisions: int, holders: int, categories: tuple[str, ...]) -> Iterator[Record]:
    for number in range(holders):
        yield _one("post", number, name=f"Director of Department {number + 1}")
    yield _one("instrument", 0, name="Scheme", form="sord")
    yield _one("clause", 0, name="Clause 1", instrument="instrument-0", number="1")
    for number in range(decisions):
        category = {"category": categories[number % len(categories)]} if categories else {}
        ref = f"{number // 100 + 1}.{number % 100 + 1}"
        yield _one("decision", number, name=f"Approve plan {number + 1}", ref=ref, **category)
    for number in range(decisions):
        for at, part in enumerate(PARTS):
            yield _one(
                "delegation",
                number * len(PARTS) + at,
                name=f"Plan {number + 1}, {part}",
                decision=f"decision-{number}",
                part=part,
                holder=f"post-{(number + at) % holders}",
                clause="clause-0",
                limit="Up to £250,000" if part == "approves" else "All cases",
            )
        yield _one(
            "limit",
            number,
            name=f"Limit of plan {number + 1}",
            delegation=f"delegation-{number * len(PARTS)}",
            up_to="250000",
        )


def _one(kind: str, at: int, **values: Any) -> Record:
    return Record(kind, f"{kind}-{at}", values, [{"source": "paper", "page": "1"}])

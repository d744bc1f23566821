"""Filling the registry with invented organisations, to see how it does with much data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from opmodel.editions import writer
from opmodel.editions.invention import edition as invention
from opmodel.editions.models import Edition, Organisation, OrganisationKind, Source
from opmodel.editions.records import Record, instances

from .publishing import adopt_as_recorded

NEWEST = date(2026, 7, 1)
"""From when the newest edition of each invented organisation has effect."""


def multiply(*, organisations: int, editions: int, elements: int) -> Iterator[Organisation]:
    """Invents organisations, each with a line of adopted editions of about so many elements.

    Yields each organisation once it is there; those that are there already stay as they are. The
    same numbers always invent the same.
    """
    for number in range(1, organisations + 1):
        if not Organisation.objects.filter(slug=_slug(number)).exists():
            yield _organisation(number, editions, elements)


@transaction.atomic
def _organisation(number: int, editions: int, elements: int) -> Organisation:
    organisation = Organisation.objects.create(
        slug=_slug(number),
        name=f"Sample {number}: {invention.seat(number)} Integrated Care Board",
        short_name=f"Sample {number} ICB",
        kind=OrganisationKind.ICB,
        summary="Invented for measuring. Nothing here is real.",
        sample=True,
    )
    records = invention.invented(organisation=number, elements=elements)
    base: Edition | None = None
    for version, effective_from in enumerate(_quarters(editions)):
        if version:
            records = invention.changed(records, organisation=number, edition=version)
        base = _edition(organisation, effective_from, base, records)
    return organisation


def _edition(
    organisation: Organisation, effective_from: date, base: Edition | None, records: list[Record]
) -> Edition:
    label = f"{effective_from:%B %Y}"
    edition = Edition(
        slug=f"{organisation.slug}-{effective_from:%Y-%m}",
        organisation=organisation,
        title=f"Invented operating model {organisation.slug.removeprefix('sample-')}",
        label=label,
        based_on=base,
    )
    edition.save(force_insert=True)
    rows, links, citations = instances(records, edition.id)
    stated = enumerate(invention.sources())
    writer.write(
        sources=[Source(edition_id=edition.id, position=at, **source) for at, source in stated],
        elements=rows,
        links=links,
        citations=citations,
    )
    decided = effective_from - timedelta(days=14)
    return adopt_as_recorded(
        edition=edition,
        effective_from=effective_from,
        recorded_at=datetime.combine(decided, time(12), UTC),
        adopted_by="The invented Board",
        meeting_on=decided,
        minute=f"{decided:%m/%Y}",
    )


def _quarters(number: int) -> list[date]:
    """So many first days of quarters, the last one NEWEST."""
    last = NEWEST.year * 4 + NEWEST.month // 3
    return [
        date(quarter // 4, quarter % 4 * 3 + 1, 1) for quarter in range(last - number + 1, last + 1)
    ]


def _slug(number: int) -> str:
    return f"sample-{number:02}"

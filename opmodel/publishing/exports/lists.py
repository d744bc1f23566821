"""Lists of elements, charts and matrices as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from opmodel.editions.kinds import lists, own_fields
from opmodel.editions.models import Edition, Element, Kind, Reference, Source
from opmodel.editions.selectors.elements import referred_by
from opmodel.publishing import addresses
from opmodel.publishing.charts.cards import Card
from opmodel.publishing.matrices.matrix import Matrix, Row
from opmodel.publishing.presenters.elements import in_words
from opmodel.publishing.presenters.links import capitalised
from opmodel.publishing.presenters.values import standing_words
from opmodel.publishing.time_bar import STANDINGS
from opmodel.publishing.words import NOT_RECORDED

from .stands import stands_of
from .tables import SAMPLE, Cell, Table


def about(edition: Edition, status: str) -> tuple[str, ...]:
    """What every table says of where it comes from."""
    digest = f"Digest {edition.digest}" if edition.digest else "Not adopted: no digest"
    return (
        f"{edition.organisation.name}, {edition.title}, {edition.label}",
        f"{STANDINGS[status].word}. {digest}",
        *([SAMPLE] if edition.organisation.sample else []),
    )


def table_of_kind(
    kind: type[Kind], elements: Iterable[Kind], edition: Edition, status: str, site: str
) -> Table:
    """All that a list holds, a column for each field. *site* begins the addresses."""
    elements = list(elements)
    referred = referred_by(elements)
    fields = own_fields(kind)
    listed = lists(kind)
    return Table(
        title=capitalised(str(kind._meta.verbose_name_plural)),
        about=about(edition, status),
        headers=(
            "Key",
            "Name",
            "Also known as",
            "Summary",
            *(capitalised(str(field.verbose_name)) for field in (*fields, *listed)),
            "Standing",
            "Our reading",
            "Source",
            "Address",
        ),
        rows=[
            (
                element.key,
                element.name,
                "; ".join(element.also_known_as),
                element.summary,
                *(_cell(element, field, referred) for field in fields),
                *(
                    "; ".join(str(each) for each in getattr(element, field.name).all())
                    for field in listed
                ),
                standing_words(element.standing, edition),
                element.reading,
                "; ".join(_cited(element)),
                f"{site}{addresses.of_element(edition, element)}",
            )
            for element in elements
        ],
    )


def _cell(element: Kind, field: models.Field, referred: dict[UUID, Element]) -> Cell:
    if not element.says(field.name):
        return ""
    value: Any = getattr(element, field.attname)
    if value in (None, ""):
        return NOT_RECORDED if element.misses(field.name) else ""
    if isinstance(field, Reference) and field.related_model is not Source:
        return referred[value].name
    if isinstance(value, Decimal):
        # Without the noughts that the database keeps behind the point.
        return int(value) if value == int(value) else value.normalize()
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return in_words(element, field)


def _cited(element: Kind) -> Iterator[str]:
    for citation in element.citations.all():
        place = ", ".join(
            filter(None, (citation.heading, citation.page and f"page {citation.page}"))
        )
        yield f"{citation.source.title}: {place}" if place else citation.source.title


def table_of_chart(
    roots: Iterable[Card],
    edition: Edition,
    status: str,
    site: str,
    *,
    title: str = "Organisation chart",
    details: str = "",
) -> Table:
    """The chart as rows: each with its level and what it stands below.

    *details* heads a column of what cards say in lists and tables only; without it there is none.
    """
    return Table(
        title=title,
        about=about(edition, status),
        headers=(
            *("Level", "Name", "Stands below", "What the card says"),
            *([details] if details else []),
            "Address",
        ),
        rows=[
            row for root in roots for row in _chart_rows(root, 1, "", site, details=bool(details))
        ],
    )


def _chart_rows(
    card: Card, level: int, above: str, site: str, *, details: bool
) -> Iterator[tuple[Cell, ...]]:
    said = "; ".join(filter(None, (*card.lines, card.tag)))
    yield (
        *(level, card.title, above, said),
        *(["\n".join(card.details)] if details else []),
        f"{site}{card.url}" if card.url else "",
    )
    for child in card.children:
        yield from _chart_rows(child, level + 1, card.title, site, details=details)


def table_of_matrix(matrix: Matrix, edition: Edition, status: str) -> Table:
    """The matrix with its merged cells merged; in CSV their text stands in each of its columns and
    rows. Groups of rows, where there are any, have the first column, and then the numbers of a
    numbered list."""
    rows, merged, merged_down = [], [], []
    grouped = matrix.is_grouped
    for index, row in enumerate(matrix.rows):
        cells: list[Cell] = [_group_name(row)] if grouped else []
        if row.number:
            cells.append(row.number)
        cells.append(row.header.text)
        for cell in row.cells:
            at = len(cells)
            if cell.span > 1:
                merged.append((index, at, at + cell.span - 1))
            if cell.rows > 1:
                merged_down.append((at, index, index + cell.rows - 1))
            cells += [cell.text] * cell.span
        rows.append((*cells, *row.details))
    return Table(
        title=matrix.caption,
        about=about(edition, status),
        headers=(
            *([matrix.groups] if grouped else []),
            *(["Number"] if any(row.number for row in matrix.rows) else []),
            matrix.corner,
            *(column.title for column in matrix.columns),
            *matrix.details,
        ),
        rows=rows,
        merged=tuple(merged),
        merged_down=tuple(merged_down),
        stands=stands_of(matrix),
    )


def _group_name(row: Row) -> str:
    return row.group.title if row.group else ""

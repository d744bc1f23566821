"""What must hold of the database, whatever was ended when. Settings are set before this is read."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any
from uuid import UUID

import django

django.setup()

from django.db import DatabaseError, connection  # noqa: E402

from directorates.models import Post  # noqa: E402
from opmodel.audit.verifying import verify  # noqa: E402
from opmodel.drafting.models import Comment  # noqa: E402
from opmodel.editions.actions.verifying import verify_editions  # noqa: E402
from opmodel.editions.ids import edition_id, rows_of  # noqa: E402
from opmodel.editions.kinds import kinds, link_of, lists  # noqa: E402
from opmodel.editions.models import Citation, Edition, Element, Source  # noqa: E402

PATIENCE = 60


def again() -> None:
    """Connects anew, once the server that was ended takes questions."""
    until = time.monotonic() + PATIENCE
    while True:
        connection.close()
        try:
            connection.ensure_connection()
        except DatabaseError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def edition_of(**which: str) -> Edition | None:
    """The edition of that slug or label, if it is there."""
    return Edition.objects.filter(**which).first()


def id_of(slug: str) -> UUID:
    """The id that an edition of that slug has, or would have."""
    return edition_id(slug)


def holds(edition: UUID) -> Counter[str]:
    """How many rows each table holds of an edition, found by their ids alone: what belongs to no
    edition that is there would be counted as well."""
    found: Counter[str] = Counter()
    for kind in kinds().values():
        table = kind._meta.db_table
        found[table] = _count(table, "element_id", edition)
        for spec in lists(kind):
            link = link_of(spec)
            found[link.model._meta.db_table] = link.model.objects.filter(**rows_of(edition)).count()
    found["elements"] = Element.objects.filter(**rows_of(edition)).count()
    found["citations"] = Citation.objects.filter(element__edition=edition).count()
    found["sources"] = Source.objects.filter(edition=edition).count()
    return Counter({table: number for table, number in found.items() if number})


def _count(table: str, column: str, edition: UUID) -> int:
    bounds = rows_of(edition, column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {table} WHERE {column} BETWEEN %s AND %s",
            list(bounds.values()),
        )
        return int(cursor.fetchone()[0])


def summaries(edition: Edition) -> Counter[str]:
    """What the posts of a draft say as their summaries, and how often."""
    rows = Post.objects.filter(edition=edition).order_by()
    return Counter(rows.values_list("summary", flat=True))


def records(edition: Edition, reason: str = "") -> int:
    """How many records the history has of the posts of a draft."""
    history: Any = Post.history
    rows = history.filter(edition=edition)
    return int((rows.filter(history_change_reason=reason) if reason else rows).count())


def opened(slug: str) -> int:
    """How many records the history has of an edition's opening."""
    history: Any = Edition.history
    return int(history.filter(slug=slug, history_type="+").count())


def said(text: str) -> bool:
    """Whether a comment is there, and its record."""
    history: Any = Comment.history
    there = Comment.objects.filter(text=text).count()
    return bool(there == 1 and history.filter(text=text).count() == 1)


def stray() -> list[str]:
    """Rows that hang in the air: elements without what they are, or the other way round."""
    faults = []
    for name, kind in kinds().items():
        base = Element.objects.filter(kind=name).count()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {kind._meta.db_table}")
            own = cursor.fetchone()[0]
        if base != own:
            faults.append(f"{base} elements are a {name}, of which there are {own}")
    return faults


def unproved() -> list[str]:
    """What the audit or a digest finds wrong."""
    faults = [str(fault) for fault in verify().faults]
    faults += [
        f"{each.edition.slug} is not what was published"
        for each in verify_editions()
        if not each.is_whole
    ]
    return faults

"""Search: by words, by their beginnings, by abbreviations, and by names nearly spelt right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from opmodel.editions.models import Edition, Element, Organisation
from opmodel.editions.moments import Moment
from opmodel.editions.viewer import Viewer

LONGEST_QUESTION = 200
"""Characters. A question is a few words."""

MOST_HITS = 500
"""Hits beyond this many are not shown: nobody reads them, and a narrower question finds more."""

CLOSE_ENOUGH = 0.45
"""How alike (0 to 1, by three-letter groups) a name must be to count as a misspelling."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Found:
    """What a search found: how many elements, and those of one page, the best first.

    `nearly` is true where no element had the words and these are names spelt alike.
    """

    elements: tuple[Element, ...]
    total: int
    nearly: bool = False


def searched_editions(*, viewer: Viewer, moment: Moment) -> QuerySet[Edition]:
    """The editions a search looks into unless told otherwise: of each organisation the one adopted
    last, and documents that were published without adoption."""
    visible = Edition.objects.visible_to(viewer)
    latest = visible.latest(**moment.asked())
    return (latest | visible.filter(state="not-adopted")).order_by()


def find_elements(
    *, question: str, editions: list[UUID], kind: str = "", first: int = 0, at_most: int = 20
) -> Found:
    """The elements of these editions that fit the question.

    All words first; if nothing has them all, any of them; if nothing has even one, names spelt
    nearly like the question.
    """
    words = _WORD.findall(question)[:20]
    if not words or not editions:
        return Found((), 0)
    asked = {
        "words": words,
        "question": question.strip(),
        "editions": editions,
        "kind": kind,
        "most": MOST_HITS,
        "first": first,
        "at_most": at_most,
    }
    for every in (True, False):
        if found := _ranked(_BY_WORDS, asked | {"every": every}):
            return _found(found)
        if len(words) == 1:
            break
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL pg_trgm.word_similarity_threshold = {CLOSE_ENOUGH}")
        return _found(_ranked(_BY_SPELLING, asked), nearly=True)


def find_organisations(*, question: str, at_most: int = 5) -> list[Organisation]:
    """Organisations by a code of theirs, or by every word of the question in their name."""
    words = _WORD.findall(question)
    if not words:
        return []
    named = Q()
    for word in words:
        named &= Q(name__icontains=word) | Q(short_name__icontains=word)
    coded = Q(identifiers__value=question.strip().upper())
    return list(Organisation.objects.filter(named | coded).distinct()[:at_most])


_HITS = """
    WITH hits AS ({hits} LIMIT %(most)s)
    SELECT id, count(*) OVER () AS total FROM hits
    ORDER BY exact DESC, fit DESC, name, id OFFSET %(first)s LIMIT %(at_most)s
"""

_BY_WORDS = _HITS.format(
    hits="""
        SELECT id, name, ts_rank_cd(search, asked.query) AS fit,
            upper(name) = upper(%(question)s) OR upper(%(question)s) = ANY (
                upper(also_known_as::text)::text[]
            ) AS exact
        FROM editions_element,
            (SELECT element_query(%(words)s, %(every)s) AS query) AS asked
        WHERE edition_id = ANY (%(editions)s) AND search @@ asked.query
            AND (%(kind)s = '' OR kind = %(kind)s)
    """
)

_BY_SPELLING = _HITS.format(
    hits="""
        SELECT id, name, word_similarity(upper(%(question)s), upper(name)) AS fit, false AS exact
        FROM editions_element
        WHERE edition_id = ANY (%(editions)s) AND upper(name) %%> upper(%(question)s)
            AND (%(kind)s = '' OR kind = %(kind)s)
    """
)


def _ranked(sql: str, asked: dict[str, object]) -> list[tuple[UUID, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return list(cursor.fetchall())


def _found(rows: list[tuple[UUID, int]], *, nearly: bool = False) -> Found:
    elements = (
        Element.objects.defer("search")
        .select_related("edition__organisation")
        .in_bulk([identifier for identifier, _ in rows])
    )
    return Found(
        elements=tuple(elements[identifier] for identifier, _ in rows),
        total=rows[0][1] if rows else 0,
        nearly=nearly,
    )

"""Search: by words, by their beginnings, by abbreviations, and by words nearly spelt right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from opmodel.editions.models import Edition, Element, Organisation
from opmodel.editions.moments import Moment
from opmodel.editions.viewer import Viewer

from .spelling import probably_meant

LONGEST_QUESTION = 200
"""Characters. A question is a few words."""

MOST_HITS = 500
"""Hits beyond this many are not shown: nobody reads them, and a narrower question finds more."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Found:
    """What a search found: how many elements, and those of one page, the best first.

    `nearly` is true where no element had the words, and these have words that are spelt alike:
    those of `instead`.
    """

    elements: tuple[Element, ...]
    total: int
    instead: tuple[str, ...] = ()

    @property
    def nearly(self) -> bool:
        return bool(self.instead)


def searched_editions(*, viewer: Viewer, moment: Moment) -> QuerySet[Edition]:
    """The editions a search looks into unless told otherwise: of each organisation the one adopted
    last, and documents that were published without adoption."""
    visible = Edition.objects.visible_to(viewer)
    latest = visible.adopted_last(**moment.asked())
    return (latest | visible.filter(state="not-adopted")).order_by()


def find_elements(
    *, question: str, editions: list[UUID], kind: str = "", first: int = 0, at_most: int = 20
) -> Found:
    """The elements of these editions that fit the question.

    All words first; if nothing has them all, any of them; if nothing has even one, words spelt
    nearly so.
    """
    words = _WORD.findall(question)[:20]
    if not words or not editions:
        return Found((), 0)
    asked = {
        "question": question.strip(),
        "editions": editions,
        "kind": kind,
        "most": MOST_HITS,
        "first": first,
        "at_most": at_most,
    }
    for every in (True, False):
        if found := _ranked(asked | {"words": words, "every": every}):
            return _found(found)
        if len(words) == 1:
            break
    instead = probably_meant(words)
    found = _ranked(asked | {"words": instead, "every": False}) if instead else []
    return _found(found, instead=instead)


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


# Every hit is looked at, so that the best come first whichever edition they are in; but ranking
# takes longer than finding, so the best of a great many are chosen by their names alone first.
_RANKED = """
    WITH asked AS (
        SELECT element_query(%(words)s, %(every)s) AS query,
            element_query(%(words)s, %(every)s, 'A') AS in_name
    ), hits AS MATERIALIZED (
        SELECT id, length(name) AS length,
            search @@ (SELECT in_name FROM asked) AS named,
            upper(name) = upper(%(question)s) OR upper(%(question)s) = ANY (
                upper(also_known_as::text)::text[]
            ) AS exact
        FROM editions_element
        WHERE edition_id = ANY (%(editions)s) AND search @@ (SELECT query FROM asked)
            AND (%(kind)s = '' OR kind = %(kind)s)
    ), best AS (
        SELECT id, exact FROM hits ORDER BY exact DESC, named DESC, length, id LIMIT %(most)s
    )
    SELECT id, (SELECT count(*) FROM best)
    FROM best JOIN editions_element USING (id)
    ORDER BY exact DESC, ts_rank_cd(search, (SELECT query FROM asked)) DESC, name, id
    OFFSET %(first)s LIMIT %(at_most)s
"""


def _ranked(asked: dict[str, Any]) -> list[tuple[UUID, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_RANKED, asked)
        return list(cursor.fetchall())


def _found(rows: list[tuple[UUID, int]], *, instead: Iterable[str] = ()) -> Found:
    elements = (
        Element.objects.defer("search")
        .select_related("edition__organisation")
        .in_bulk([identifier for identifier, _ in rows])
    )
    return Found(
        elements=tuple(elements[identifier] for identifier, _ in rows),
        total=rows[0][1] if rows else 0,
        instead=tuple(instead),
    )

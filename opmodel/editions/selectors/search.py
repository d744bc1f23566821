"""Search: by words, by their beginnings, by abbreviations, and by words nearly spelt right."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

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


def searched_edition_ids(*, moment: Moment) -> list[UUID]:
    """The ids of those editions. All of them are published, so whoever asks may see them.

    In SQL, because every search begins with it and the query set takes longer to put together than
    to run.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SEARCHED, moment.asked())
        return [identifier for (identifier,) in cursor.fetchall()]


_SEARCHED = """
    (
        SELECT DISTINCT ON (organisation_id) id FROM editions_edition
        WHERE state = 'adopted' AND effective_from <= %(on)s AND recorded_at <= %(known_at)s
        ORDER BY organisation_id, effective_from DESC, recorded_at DESC, slug DESC
    )
    UNION ALL
    SELECT id FROM editions_edition WHERE state = 'not-adopted'
"""


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
            return found
        if len(words) == 1:
            break
    instead = probably_meant(words)
    nearly = _ranked(asked | {"words": instead, "every": False}) if instead else None
    return replace(nearly, instead=tuple(instead)) if nearly else Found((), 0)


def find_organisations(*, question: str, at_most: int = 5) -> list[Organisation]:
    """Organisations by a code of theirs, or by every word of the question in their name."""
    words = _WORD.findall(question)
    if not words:
        return []
    asked = {"words": words, "code": question.strip().upper(), "at_most": at_most}
    return list(Organisation.objects.raw(_ORGANISATIONS, asked))


_ORGANISATIONS = """
    SELECT * FROM editions_organisation
    WHERE slug IN (SELECT organisation_id FROM editions_identifier WHERE value = %(code)s)
        OR NOT EXISTS (
            SELECT FROM unnest(%(words)s::text[]) AS word
            WHERE strpos(upper(name), upper(word)) = 0
                AND strpos(upper(short_name), upper(word)) = 0
        )
    ORDER BY name LIMIT %(at_most)s
"""

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
    SELECT (SELECT count(*) FROM best), {columns}
    FROM best
    JOIN editions_element AS element USING (id)
    JOIN editions_edition AS edition ON edition.id = element.edition_id
    JOIN editions_organisation AS organisation ON organisation.slug = edition.organisation_id
    ORDER BY exact DESC, ts_rank_cd(search, (SELECT query FROM asked)) DESC,
        element.name, element.id
    OFFSET %(first)s LIMIT %(at_most)s
"""

# What is shown of an element among others, of its edition and of the organisation: in the order of
# the models' fields.
_ELEMENT = ("id", "edition_id", "key", "kind", "name", "summary", "standing")
_EDITION = ("id", "organisation_id", "slug", "title", "label", "state")
_ORGANISATION = ("slug", "name", "short_name")
_COLUMNS = ", ".join(
    f"{table}.{column}"
    for table, columns in (
        ("element", _ELEMENT),
        ("edition", _EDITION),
        ("organisation", _ORGANISATION),
    )
    for column in columns
)


def _ranked(asked: dict[str, Any]) -> Found | None:
    with connection.cursor() as cursor:
        cursor.execute(_RANKED.format(columns=_COLUMNS), asked)
        rows = cursor.fetchall()
    return Found(tuple(_element(*row[1:]) for row in rows), total=rows[0][0]) if rows else None


def _element(*row: Any) -> Element:
    """The element of a row, with its edition and organisation."""
    parts, using = iter(row), connection.alias
    element = Element.from_db(using, _ELEMENT, [next(parts) for _ in _ELEMENT])
    edition = Edition.from_db(using, _EDITION, [next(parts) for _ in _EDITION])
    organisation = Organisation.from_db(using, _ORGANISATION, [next(parts) for _ in _ORGANISATION])
    edition.organisation = organisation
    element.edition = edition
    return element

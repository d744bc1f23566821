"""Search: by words, by their beginnings, by abbreviations, and by words nearly spelt right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from opmodel.editions.models import Edition, Element, Organisation, Synonym
from opmodel.editions.moments import Moment
from opmodel.editions.viewer import Viewer

from .belonging import elements_by_code, placed_at
from .ranking import Among, coded, ranked_parameters, ranked_sql
from .spelling import probably_meant_by
from .wording import (
    Phrases,
    Understood,
    codes_in,
    editions_by_word,
    phrases_of,
    understand,
    words_of,
)

LONGEST_QUESTION = 200
"""Characters. A question is a few words."""

MOST_HITS = 500
"""Hits beyond this many are not shown: nobody reads them, and a narrower question finds more."""


@dataclass(frozen=True)
class Found:
    """What a search found: how many elements, and those of one page, the best first.

    `nearly` is true where no element had all of the words, and these have words that are spelt
    alike: those of `instead`. `understood` is the question as it was answered, `meant` which words
    were probably meant by those that were typed.
    """

    elements: tuple[Element, ...]
    total: int
    instead: tuple[str, ...] = ()
    understood: Understood | None = field(default=None, compare=False)
    meant: Mapping[str, list[str]] = field(default_factory=dict, compare=False)

    @property
    def nearly(self) -> bool:
        return bool(self.instead)


def searched_editions(
    *, viewer: Viewer, moment: Moment, organisation: str = ""
) -> QuerySet[Edition]:
    """The editions a search looks into unless told otherwise: of each organisation the one adopted
    last, and documents that had been published without adoption by the day of which it is asked
    what was known."""
    visible = Edition.objects.visible_to(viewer)
    if organisation:
        visible = visible.filter(organisation=organisation)
    latest = visible.adopted_last(**moment.asked())
    return (latest | visible.never_adopted_by_then(known=moment.known)).order_by()


class Searched(NamedTuple):
    """An edition that is searched, with what is said of it where one may be chosen."""

    id: UUID
    slug: str
    label: str
    organisation: str
    called: str


def searched_lines(*, moment: Moment) -> list[Searched]:
    """Those editions. All of them are published, so whoever asks may see them.

    Those in force on the day come first, then those of bodies that had ended, then what was never
    adopted; the newer before the older. In SQL, because every search begins with it and the query
    set takes longer to put together than to run.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SEARCHED, {**moment.asked(), "known": moment.known})
        return [Searched(*row) for row in cursor.fetchall()]


def searched_edition_ids(*, moment: Moment, organisation: str = "") -> list[UUID]:
    """The ids of those editions, or of those of one organisation."""
    lines = searched_lines(moment=moment)
    return [line.id for line in lines if organisation in ("", line.organisation)]


_SEARCHED = """
    SELECT edition.id, edition.slug, label, organisation.slug,
        CASE short_name WHEN '' THEN name ELSE short_name END
    FROM (
        (
            SELECT DISTINCT ON (organisation_id) * FROM editions_edition
            WHERE state = 'adopted' AND effective_from <= %(on)s AND recorded_at <= %(known_at)s
            ORDER BY organisation_id, effective_from DESC, recorded_at DESC, slug DESC
        )
        UNION ALL
        SELECT * FROM editions_edition
        WHERE state = 'not-adopted' AND (published_on IS NULL OR published_on <= %(known)s)
    ) AS edition
    JOIN editions_organisation AS organisation ON organisation.slug = edition.organisation_id
    ORDER BY
        CASE
            WHEN state = 'not-adopted' THEN 2
            WHEN legal_from > %(on)s OR legal_until < %(on)s THEN 1
            ELSE 0
        END,
        coalesce(effective_from, published_on) DESC NULLS LAST, edition.slug
"""


def find_elements(
    *,
    question: str,
    editions: list[UUID],
    kind: str = "",
    place: str = "",
    first: int = 0,
    at_most: int = 20,
) -> Found:
    """The elements of these editions that fit the question; of the place with this key, if named.

    All that is asked first; if nothing has all of it, the same with words spelt nearly so in the
    place of those that nobody knows; if there is still nothing, any of it.
    """
    if not words_of(question) or not editions:
        return Found((), 0)
    known = _known(question, editions)
    understood = understand(question, known.phrases, known.codes, known.editions)
    asked: dict[str, Any] = {
        "editions": f"{{{','.join(map(str, editions))}}}",
        "kind": kind,
        "most": MOST_HITS,
        "first": first,
        "at_most": at_most,
    }
    if place:
        asked |= placed_at(place, editions)
    if found := _ranked(understood, asked, known, every=True):
        return found
    meant = probably_meant_by(understood.words)
    corrected = understood.corrected(meant)
    instead = tuple(dict.fromkeys(word for words in meant.values() for word in words))
    if instead and (found := _ranked(corrected, asked, known, every=True)):
        return replace(found, instead=instead, meant=meant)
    found = _ranked(corrected, asked, known, every=False)
    return replace(found, instead=instead, meant=meant) if found else Found((), 0)


@dataclass(frozen=True)
class _Known:
    """What is known before a question is read: what words and codes mean, and where to look."""

    phrases: Phrases
    codes: dict[str, list[UUID]]
    editions: dict[str, tuple[UUID, ...]]
    among: Among


def _known(question: str, editions: list[UUID]) -> _Known:
    codes = codes_in(question)
    with connection.cursor() as cursor:
        cursor.execute(_BEFOREHAND, {"editions": editions, "codes": codes})
        number, kept, all_kept, coded, called = cursor.fetchone()
    return _Known(
        phrases=_phrases(number),
        codes=elements_by_code(coded, editions) if coded else {},
        editions=editions_by_word((UUID(each), name, label) for each, name, label in called or ()),
        among=_among(kept, all_kept, len(set(editions))),
    )


def _among(kept: int, all_kept: int, asked: int) -> Among:
    if kept < asked:
        return Among.OTHERS
    return Among.KEPT if asked < all_kept else Among.ALL


_BEFOREHAND = """
    SELECT number,
        (SELECT count(*) FROM editions_searchableedition WHERE edition_id = ANY (%(editions)s)),
        (SELECT count(*) FROM editions_searchableedition),
        (
            SELECT json_object_agg(value, organisations) FROM (
                SELECT value, array_agg(organisation_id) AS organisations
                FROM editions_identifier WHERE value = ANY (%(codes)s) GROUP BY value
            ) AS known
        ),
        (
            SELECT json_agg(json_build_array(edition.id, short_name, label))
            FROM editions_edition AS edition
            JOIN editions_organisation AS organisation
                ON organisation.slug = edition.organisation_id
            WHERE edition.id = ANY (%(editions)s)
        )
    FROM editions_generation
"""


@lru_cache(maxsize=2)
def _phrases(generation: int) -> Phrases:  # noqa: ARG001 (another generation may know others)
    return phrases_of(Synonym.objects.all())


def find_organisations(*, question: str, at_most: int = 5) -> list[Organisation]:
    """Organisations by a code of theirs, or by every word of the question in their name."""
    words = words_of(question)
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


def _ranked(
    understood: Understood, asked: dict[str, Any], known: _Known, *, every: bool
) -> Found | None:
    sql = ranked_sql(
        understood,
        every=every,
        among=known.among,
        kind=asked["kind"],
        placed="placed" in asked,
        columns=_COLUMNS,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, asked | ranked_parameters(understood) | coded(understood, known.codes))
        rows = cursor.fetchall()
    if not rows:
        return None
    elements = tuple(_element(*row[1:]) for row in rows)
    return Found(elements, total=rows[0][0], understood=understood)


def _element(*row: Any) -> Element:
    """The element of a row, with its edition and organisation."""
    parts, using = iter(row), connection.alias
    element = Element.from_db(using, _ELEMENT, [next(parts) for _ in _ELEMENT])
    edition = Edition.from_db(using, _EDITION, [next(parts) for _ in _EDITION])
    organisation = Organisation.from_db(using, _ORGANISATION, [next(parts) for _ in _ORGANISATION])
    edition.organisation = organisation
    element.edition = edition
    return element

"""The SQL of search: which elements fit a question, the best first.

In two steps, because ranking takes longer than finding. First the elements whose names have all
that is asked, then, unless these are enough, those that say it anywhere; of either so many at most,
those with the shortest names. Then these are ranked: by how much of the question their names have,
how much of their names is the question, whether they are of the kind that is asked for. Where two
fit as well, what is in force comes before what was proposed, and the newer before the older.
"""

from __future__ import annotations

import json
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Standing

from .wording import Concept, Understood, plain

# What an element's fitting is worth, tried out on `tests/editions/search_queries.yaml`.
_WORTH = {
    "exact": 60,  # the question is its name
    "alias": 45,  # another name of it, that its name has too: EPRR
    "in_other_words": 40,  # its name, in the other wording
    "rest": 24,  # its name, without what else the question says: “who does safeguarding”
    "other_alias": 12,  # another name of it, of which its name says nothing
    "named": 40,  # all of the question in its names
    "said": 24,  # all of it anywhere
    "whole_words": 8,  # all of it in its name as it was typed
    "share": 14,  # nothing else in its name
    "wanted": 20,  # it is of the kind that is asked for
    "prominence": 3,  # for each step of its kind's prominence
    "missing": -12,  # it says that something is missing
    "step": 3,  # what differs by less fits as well
}

MOST_RANKED = 200
"""Hits that are ranked. Beyond so many, those with shorter names come first: ranking takes longer
than finding, and nobody reads so far."""

_FIRM = ("in-force", "agreed", "delivered")
_STANDINGS = sorted(Standing.values, key=lambda each: each not in _FIRM)

_ASKED = """
    SELECT *, cardinality(queries) AS number,
        joined_queries(queries[:%(required)s], true) AS every,
        joined_queries(queries, false) AS any_one,
        ARRAY(
            SELECT numnode(each) > 0 FROM unnest(queries) WITH ORDINALITY AS q (each, at)
            ORDER BY at
        ) AS says,
        (
            SELECT string_agg((%(said)s::text[])[at], ' ' ORDER BY at)
            FROM unnest(queries) WITH ORDINALITY AS q (each, at)
            WHERE numnode(each) > 0 AND at <= %(required)s AND (%(kindless)s::boolean[])[at]
        ) AS rest
    FROM (
        SELECT concept_queries(%(concepts)s::jsonb) AS queries,
            concept_queries(%(whole)s::jsonb) AS whole
            {others}
    ) AS read
"""

# Each only where it narrows anything: it is looked at for every hit.
_OF_EDITIONS = " AND edition_id = ANY (%(editions)s::uuid[])"
_OF_KIND = " AND kind = %(kind)s"

_PLACED = """
    AND (element_id = ANY (%(placed)s) OR names @@ joined_queries(concept_queries(%(place)s), true))
"""

RANKED = """
    WITH asked AS MATERIALIZED ({asked}), named AS MATERIALIZED (
        SELECT element_id FROM {rows} AS searched
        WHERE names @@ (SELECT {query} FROM asked) {narrowed}
        ORDER BY length, element_id LIMIT %(most)s
    ), said AS MATERIALIZED (
        SELECT element_id FROM {rows} AS searched
        WHERE (SELECT count(*) FROM named) < %(most)s
            AND (words @@ (SELECT {query} FROM asked) {otherwise}) {narrowed}
        ORDER BY {some_in_name} length, element_id LIMIT %(most)s
    ), best AS MATERIALIZED (
        SELECT element_id, row_number() OVER () AS at FROM (
            SELECT element_id FROM named
            UNION ALL SELECT element_id FROM said
            WHERE element_id NOT IN (SELECT element_id FROM named)
            LIMIT %(most)s
        ) AS found
    ), counted AS MATERIALIZED (
        SELECT searched.element_id, searched.edition_id, searched.standing, searched.length,
            searched.kind, greatest(1, length(searched.title)) AS breadth,
            searched.labels[1] = (%(exact)s::text[])[1] AS exact,
            searched.labels[1] = (%(exact)s::text[])[2] AS in_other_words,
            CASE WHEN searched.labels && %(exact)s::text[]
                THEN searched.title @@ asked.every END AS alias,
            cardinality(%(wanted)s::text[]) = 0 OR searched.kind = ANY (%(wanted)s) AS fitting,
            rest IS NOT NULL AND searched.labels && ARRAY[rest]
                AND (cardinality(%(own)s::text[]) = 0 OR searched.kind = ANY (%(own)s)) AS rest,
            {in_names} AS in_names, {anywhere} AS anywhere, {whole_words} AS whole_words,
            {shared} AS shared, {total} AS total
        FROM best JOIN {rows} AS searched USING (element_id) CROSS JOIN asked
        WHERE at <= {most_ranked}
    ), ranked AS (
        SELECT counted.*, round((
            CASE
                WHEN exact THEN {worth[exact]}
                WHEN alias THEN {worth[alias]}
                WHEN in_other_words THEN {worth[in_other_words]}
                WHEN NOT alias THEN {worth[other_alias]}
                WHEN fitting AND (rest OR shared = breadth AND in_names >= {needed})
                    THEN {worth[rest]}
                ELSE 0
            END
            + (
                {worth[named]} * in_names + {worth[said]} * anywhere
                + {worth[whole_words]} * whole_words
            ) / total
            + {worth[share]} * least(1.0, shared / breadth)
            + CASE WHEN kind = ANY (%(wanted)s) THEN {worth[wanted]} ELSE 0 END
            + (%(prominences)s::jsonb ->> kind)::integer
            ) / {worth[step]}
        ) AS score
        FROM counted
    )
    SELECT (SELECT count(*) FROM best), {columns}
    FROM (
        SELECT element_id, row_number() OVER (
            ORDER BY score DESC NULLS LAST, array_position(%(editions)s::uuid[], edition_id),
                array_position(%(standings)s, standing::text), at
        ) AS place
        FROM best LEFT JOIN ranked USING (element_id)
        ORDER BY place OFFSET %(first)s LIMIT %(at_most)s
    ) AS shown
    JOIN editions_element AS element ON element.id = shown.element_id
    JOIN editions_edition AS edition ON edition.id = element.edition_id
    JOIN editions_organisation AS organisation ON organisation.slug = edition.organisation_id
    ORDER BY place
"""


class Among(Enum):
    """Where a question looks: in all of `Searchable`, in some of its editions, or beside it."""

    ALL = "all that is kept"
    KEPT = "some of what is kept"
    OTHERS = "others"


def ranked_sql(
    understood: Understood, *, every: bool, among: Among, kind: str, placed: bool, columns: str
) -> str:
    """The statement for a question."""
    concepts = _in_order(understood)
    narrowed = (
        (_OF_EDITIONS if among is Among.KEPT else "")
        + (_OF_KIND if kind else "")
        + (_PLACED if placed else "")
    )
    return RANKED.format(
        asked=_ASKED.format(others=_others(concepts)),
        rows="searchable_rows(%(editions)s::uuid[])"
        if among is Among.OTHERS
        else "editions_searchable",
        query="every" if every else "any_one",
        narrowed=narrowed,
        otherwise=_otherwise(concepts),
        some_in_name="names @@ (SELECT any_one FROM asked) DESC," if len(concepts) > 1 else "",
        in_names=_summed(concepts, "names @@ queries[{at}]"),
        anywhere=_summed(concepts, "words @@ queries[{at}]"),
        whole_words=_summed(concepts, "title @@ whole[{at}]", by_text=True),
        shared=_summed(concepts, "title @@ queries[{at}]", by_text=True, by_length=True),
        total=_total(concepts),
        needed=sum(concept.required for concept in concepts),
        most_ranked=MOST_RANKED,
        worth=_WORTH,
        columns=columns,
    )


def ranked_parameters(understood: Understood) -> dict[str, Any]:
    """What the statement is asked with, besides of what and how many."""
    concepts = _in_order(understood)
    whole_name = [concept for concept in concepts if concept.required]
    single = whole_name[0] if len(whole_name) == 1 else None
    other = single.wordings[1] if single and len(single.wordings) > 1 else ()
    own = [name for concept in concepts for name in concept.kinds]
    asked = {
        "concepts": json.dumps([concept.wordings for concept in concepts]),
        "whole": json.dumps(
            [[[word.rstrip("*") for word in concept.wordings[0]]] for concept in concepts]
        ),
        "required": sum(concept.required for concept in concepts),
        "said": [plain(concept.said) for concept in concepts],
        "kindless": [not (concept.kinds or concept.editions) for concept in concepts],
        "exact": [plain(understood.question), *([" ".join(other)] if other else [])],
        "wanted": [*understood.wanted],
        "own": own if any(not c.kinds and c.required for c in concepts) else [],
        "prominences": _prominences(),
        "standings": _STANDINGS,
    }
    given = [(at, concept) for at, concept in enumerate(concepts) if concept.is_given]
    for at, concept in given:
        asked |= {f"kinds_{at}": [*concept.kinds], f"editions_{at}": [*concept.editions]}
        asked[f"rest_{at}"] = _rest(concepts, [concept])
    if len(given) > 1:
        asked["rest_all"] = _rest(concepts, [concept for _, concept in given])
    return asked


def _rest(concepts: list[Concept], without: list[Concept]) -> str:
    return json.dumps([c.wordings for c in concepts if c.required and c not in without])


def coded(understood: Understood, ids: dict[str, list[UUID]]) -> dict[str, list[UUID]]:
    """The elements that each code of a question stands for, as the statement is asked with them."""
    return {
        f"coded_{at}": ids[concept.code]
        for at, concept in enumerate(_in_order(understood))
        if concept.code
    }


def _in_order(understood: Understood) -> list[Concept]:
    """What is required comes first."""
    return sorted(understood.concepts, key=lambda concept: not concept.required)


def _otherwise(concepts: list[Concept]) -> str:
    """Elements that have a concept whatever they say, and that say the rest of the question."""
    given = [(at, each) for at, each in enumerate(concepts) if each.is_given and each.required]
    ways = [_rest_said(str(at), [(at, concept)]) for at, concept in given]
    if len(given) > 1:
        ways.append(_rest_said("all", given))
    return "".join(f" OR {way}" for way in ways)


def _rest_said(name: str, given: list[tuple[int, Concept]]) -> str:
    has = " AND ".join(_given(at, concept) for at, concept in given)
    said = f"words @@ (SELECT rest_{name} FROM asked)"  # noqa: S608 (a number)
    # Nothing but the name of a body or a year asks for no element of its editions.
    if any(concept.kinds or concept.code for _, concept in given):
        said = f"(%(rest_{name})s = '[]' OR {said})"
    return f"({has} AND {said})"


def _others(concepts: list[Concept]) -> str:
    """What is asked besides each concept that elements may have whatever they say."""
    names = [str(at) for at, concept in enumerate(concepts) if concept.is_given]
    if len(names) > 1:
        names.append("all")
    return "".join(
        f", joined_queries(concept_queries(%(rest_{name})s), true) AS rest_{name}" for name in names
    )


def _given(at: int, concept: Concept) -> str:
    ways = []
    if concept.kinds:
        ways.append(f"searched.kind = ANY (%(kinds_{at})s)")
    if concept.editions:
        ways.append(f"searched.edition_id = ANY (%(editions_{at})s)")
    if concept.code:
        ways.append(f"searched.element_id = ANY (%(coded_{at})s)")
    return f"({' OR '.join(ways)})"


def _summed(
    concepts: list[Concept], test: str, *, by_text: bool = False, by_length: bool = False
) -> str:
    """How many of the concepts an element has, or of how many words; none that say nothing.

    *by_text*: only those that its words say.
    """
    parts = []
    for at, concept in enumerate(concepts):
        has = test.format(at=at + 1)
        if concept.is_given and not by_text:
            has = f"({has} OR {_given(at, concept)})"
        weight = "1.0" if concept.required else "0.4"
        if by_length:
            weight = f"{max(map(len, concept.wordings))}.0"
        parts.append(f"CASE WHEN {has} THEN {weight} ELSE 0 END")
    return f"({' + '.join(parts)})"


def _total(concepts: list[Concept]) -> str:
    parts = [
        f"CASE WHEN says[{at}] THEN {'1.0' if concept.required else '0.4'} ELSE 0 END"
        for at, concept in enumerate(concepts, start=1)
    ]
    return f"greatest({' + '.join(parts)}, 0.1)"


@cache
def _prominences() -> str:
    worth = {0: _WORTH["missing"]}
    return json.dumps(
        {
            name: worth.get(kind.prominence, kind.prominence * _WORTH["prominence"])
            for name, kind in kinds().items()
        }
    )

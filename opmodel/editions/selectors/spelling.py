"""Words that were probably meant, for words that no element has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import connection

SHORT = 6
"""Letters from which on two slips are forgiven."""
TOO_MANY = 3
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CANDIDATES = 20
"""How many words are looked at that share most groups of three letters with one."""
_MOST = 3
"""How many words may stand in for one, where several are as near."""


def probably_meant(words: Iterable[str]) -> list[str]:
    """The known words nearest to each of these: one slip away, or two in a long word.

    A word that nothing is near to is left out.
    """
    return [meant for word in words for meant in _nearest(word.lower())]


def probably_meant_by(words: Iterable[str]) -> dict[str, list[str]]:
    """The same for each of these words that no name has and no name's word begins with."""
    asked = [word for word in words if len(word) > 2]
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_UNKNOWN, {"words": asked})
        unknown = [word for (word,) in cursor.fetchall()]
    found = {word: _nearest(word) for word in unknown}
    return {word: meant for word, meant in found.items() if meant}


_UNKNOWN = """
    SELECT asked.word FROM unnest(%(words)s::text[]) AS asked (word)
    WHERE NOT EXISTS (
        SELECT FROM editions_word AS known
        WHERE known.word ^@ lower(public.unaccent('public.unaccent', asked.word))
    )
"""


def _nearest(word: str) -> list[str]:
    if len(word) < 3 or not re.search(r"[^\W\d]", word):
        return []
    if len(word) < SHORT:
        # One slip leaves too few groups of letters whole to tell by them.
        found = _known("WHERE word = ANY (%(one_slip)s) ORDER BY word", one_slip=_one_slip(word))
        return found[:_MOST]
    by_distance: dict[int, list[str]] = {}
    for alike in _known("ORDER BY word <-> %(word)s LIMIT %(most)s", word=word, most=_CANDIDATES):
        by_distance.setdefault(_slips_to(word, alike), []).append(alike)
    nearest = min(by_distance, default=TOO_MANY)
    return by_distance[nearest][:_MOST] if nearest < TOO_MANY else []


def _known(which: str, **asked: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT word FROM editions_word {which}", asked)  # noqa: S608
        return [known for (known,) in cursor.fetchall()]


def _one_slip(word: str) -> list[str]:
    """Everything that one letter too many, too few, wrong or out of place makes of a word."""
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return [
        *(left + right[1:] for left, right in parts if right),
        *(left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1),
        *(left + letter + right[1:] for left, right in parts if right for letter in _LETTERS),
        *(left + letter + right for left, right in parts for letter in _LETTERS),
    ]


def _slips_to(word: str, known: str) -> int:
    """How many slips lie between a word and a known one, or the beginning of a longer one."""
    longer = len(known) - len(word)
    if longer <= -TOO_MANY:
        return TOO_MANY
    whole = slips(word, known) if longer < TOO_MANY else TOO_MANY
    return min(whole, slips(word, known[: len(word)])) if longer > 0 else whole


def slips(one: str, other: str) -> int:
    """How many letters are too many, too few, wrong, or changed about with their neighbour."""
    above: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        further, above, row = above, row, [at]
        for place, wanted in enumerate(other, start=1):
            least = min(above[place] + 1, row[-1] + 1, above[place - 1] + (letter != wanted))
            swapped = at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted
            row.append(min(least, further[place - 2] + 1) if swapped else least)
    return row[-1]

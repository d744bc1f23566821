"""Where the words of a question stand in what was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

from django.db import connection

from .wording import SMALL, WORD, Understood

_MOST_KEPT = 20_000
"""Words whose stems are kept in memory: more than all texts of the registry use."""


class Span(NamedTuple):
    """A part of a text, from one letter up to before another."""

    start: int
    end: int


class _Forms(NamedTuple):
    """A word as search knows it: without ending, and in plain letters."""

    stem: str
    plain: str


@dataclass(frozen=True)
class Marker:
    """Finds the words of one question in texts, in all the wordings that search read it in."""

    wordings: tuple[tuple[str, ...], ...]
    forms: dict[str, _Forms]

    @classmethod
    def of(cls, understood: Understood, texts: Iterable[str]) -> Marker:
        """A marker for these texts; asks the database once for words that it has not met yet."""
        wordings = tuple(words for concept in understood.concepts for words in concept.wordings)
        asked = {word.rstrip("*") for words in wordings for word in words}
        said = {found.group().lower() for text in texts for found in WORD.finditer(text)}
        return cls(wordings, _forms(asked | said))

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where they stand, in order. A wording counts where all its words are there."""
        words = [(found.group().lower(), Span(*found.span())) for found in WORD.finditer(text)]
        spans: set[Span] = set()
        for wording in self.wordings:
            found = [self._spans_of(word, words) for word in wording]
            if all(found):
                spans.update(span for each in found for span in each)
        return tuple(sorted(spans))

    def _spans_of(self, asked: str, words: list[tuple[str, Span]]) -> list[Span]:
        form = self.forms[asked.rstrip("*")]
        if not form.stem or form.plain in SMALL:
            return []
        beginning = form.plain if asked.endswith("*") else None
        return [
            span
            for word, span in words
            if (has := self.forms[word]).stem == form.stem
            or (beginning and has.plain.startswith(beginning) and has.stem)
        ]


_kept: dict[str, _Forms] = {}
_one_at_a_time = Lock()


def _forms(words: set[str]) -> dict[str, _Forms]:
    unknown = [word for word in words if word not in _kept]
    if unknown:
        with connection.cursor() as cursor:
            cursor.execute(_STEMS, {"words": unknown})
            found = {word: _Forms(stem or "", plain) for word, stem, plain in cursor.fetchall()}
        with _one_at_a_time:
            if len(_kept) + len(found) > _MOST_KEPT:
                _kept.clear()
            _kept.update(found)
        return {word: found.get(word) or _kept.get(word) or _Forms("", word) for word in words}
    return {word: _kept[word] for word in words}


_STEMS = """
    SELECT word, (ts_lexize('english_stem', plain))[1], plain FROM (
        SELECT word, lower(public.unaccent('public.unaccent', word)) AS plain
        FROM unnest(%(words)s::text[]) AS word
    ) AS plainly
"""

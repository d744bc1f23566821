"""What a question asks for: its concepts, each in every wording that documents may use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from uuid import UUID

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Synonym

MOSTWORDS = 20
"""Words of a question that are read. A question is a few words."""

LONGEST_PHRASE = 9

WORD = re.compile(r"[^\W_]+")
SMALL = frozenset(("and", "of", "the", "for", "in", "on", "a", "s"))
"""Words that may stand between those of a known phrase, or be left out."""

Words = tuple[str, ...]


@dataclass(frozen=True)
class Concept:
    """One thing that is asked for.

    Any of its *wordings* will do; of a wording every word is needed, and one with a star may be
    the beginning of a longer word. What is not *required* makes an answer better and may be
    missing. An element of one of its *kinds* has the concept whatever it says; so has one of these
    *editions*, and one that its *code* stands for.
    """

    said: str
    wordings: tuple[Words, ...]
    required: bool = True
    kinds: tuple[str, ...] = ()
    editions: tuple[UUID, ...] = ()
    code: str = ""

    @property
    def is_given(self) -> bool:
        """Whether elements may have it whatever they say."""
        return bool(self.kinds or self.editions or self.code)


@dataclass(frozen=True)
class Understood:
    """A question as search reads it. *wanted* are the kinds of thing that it asks for."""

    question: str
    concepts: tuple[Concept, ...]
    wanted: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words as they were typed, of what is required."""
        return tuple(
            word for concept in self.concepts if concept.required for word in concept.said.split()
        )

    def corrected(self, meant: Mapping[str, list[str]]) -> Understood:
        """The same question where other words will do as well as these."""
        return replace(
            self,
            concepts=tuple(
                replace(each, wordings=(*each.wordings, *((word,) for word in meant[each.said])))
                if each.said in meant
                else each
                for each in self.concepts
            ),
        )


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return [word.lower() for word in WORD.findall(text)]


def understand(
    question: str,
    phrases: Phrases,
    codes: Collection[str] = (),
    editions: Mapping[str, tuple[UUID, ...]] | None = None,
) -> Understood:
    """Reads a question with what the registry knows of abbreviations, phrases, kinds and codes.

    *editions* are those that words such as “BOB” and “2022” stand for.
    """
    typed = words_of(question)[:MOSTWORDS]
    concepts: list[Concept] = []
    wanted: list[str] = []
    at = 0
    while at < len(typed):
        length, known = _longest(typed, at, phrases)
        concept = _concept(typed[at : at + length], known)
        if concept.said.upper() in codes:
            concept = replace(concept, code=concept.said.upper(), required=True)
        at += length
        concept = replace(concept, editions=(editions or {}).get(concept.said, ()))
        wanted += [kind for each in known if each.form == "asking" for kind in each.kinds]
        concepts.append(concept)
    # A question of nothing but such words asks for these words.
    if not any(concept.required for concept in concepts):
        concepts = [replace(concept, required=True) for concept in concepts]
    return Understood(question.strip(), tuple(concepts), tuple(dict.fromkeys(wanted)))


def codes_in(question: str) -> list[str]:
    """Words of a question that may be codes of organisations."""
    found = (word.upper() for word in WORD.findall(question)[:MOSTWORDS])
    return [word for word in found if 3 <= len(word) <= 9 and word.isascii()]


def editions_by_word(called: Iterable[tuple[UUID, str, str]]) -> dict[str, tuple[UUID, ...]]:
    """Which editions a word may stand for: one of the short name of their organisation, or their
    year. The words that all such names have stand for none."""
    found: dict[str, list[UUID]] = {}
    for edition, organisation, label in called:
        for word in {*words_of(organisation), *re.findall(r"\b(?:19|20)\d\d\b", label)}:
            found.setdefault(word, []).append(edition)
    return {word: tuple(ids) for word, ids in found.items() if word not in _BODIES}


_BODIES = frozenset(("icb", "ics", "icp", "ccg", "ccgs", "nhs", "sample", "board", *SMALL))


@dataclass(frozen=True)
class _Known:
    """What a phrase is known to mean."""

    form: str
    wordings: tuple[Words, ...] = ()
    kinds: tuple[str, ...] = ()


Phrases = dict[Words, list[_Known]]


def phrases_of(synonyms: Iterable[Synonym]) -> Phrases:
    """Everything known by the words that say it, the small ones among them left out."""
    found: Phrases = {}

    def note(said: Words, known: _Known) -> None:
        if said:
            found.setdefault(said, []).append(known)

    for each in synonyms:
        asks = each.form in (Synonym.Form.ASKING, Synonym.Form.FILLER)
        term = tuple(words_of(each.term)) if asks else _parted(each.term)
        wordings = tuple(_parted(words) for words in each.words)
        note(term, _Known(each.form, wordings, tuple(each.kinds)))
        if each.form == Synonym.Form.ABBREVIATION:
            for words in wordings:
                others = tuple(other for other in wordings if other != words)
                note(words, _Known(each.form, (term, *others)))
    for said, names in _kind_words().items():
        note(said, _Known("kind", kinds=names))
    return found


@cache
def _parted(text: str) -> Words:
    """The words of a phrase without the small ones, unless it has no others."""
    return _without_small(tuple(words_of(text)))


@cache
def _kind_words() -> dict[Words, tuple[str, ...]]:
    """The kinds by what they are called, one and several."""
    found: dict[Words, tuple[str, ...]] = {}
    for name, kind in kinds().items():
        for called in (kind._meta.verbose_name, kind._meta.verbose_name_plural, name):
            said = _parted(str(called))
            found[said] = tuple(dict.fromkeys((*found.get(said, ()), name)))
    return found


def _longest(typed: list[str], at: int, phrases: Phrases) -> tuple[int, list[_Known]]:
    """How many words from there on are a known phrase, the longest, and what is known of it."""
    for length in range(min(LONGEST_PHRASE, len(typed) - at), 0, -1):
        said = tuple(typed[at : at + length])
        if known := phrases.get(said):
            return length, known
        if said[0] not in SMALL and said[-1] not in SMALL:
            known = phrases.get(_without_small(said))
            # What asks or fills is known as it is said: “who is on” is not “who is”.
            if known and known[0].form not in ("asking", "filler"):
                return length, known
    return 1, []


def _without_small(words: Words) -> Words:
    return tuple(word for word in words if word not in SMALL) or words


def _concept(said: list[str], known: list[_Known]) -> Concept:
    forms = {each.form for each in known}
    abbreviated = bool(forms & {"abbreviation", "wording"})
    # The beginning of a word is enough, but an abbreviation is not the beginning of words.
    typed = tuple(
        word if len(word) == 1 or (abbreviated and len(word) < 5) else f"{word}*"
        for word in _without_small(tuple(said))
    )
    return Concept(
        said=" ".join(said),
        wordings=(typed, *(words for each in known for words in each.wordings)),
        required=not forms & {"asking", "filler"} or abbreviated,
        kinds=tuple(dict.fromkeys(
            name for each in known if each.form != "asking" for name in each.kinds
        )),
    )  # fmt: skip


def plain(text: str) -> str:
    """A text in plain small letters, as names are compared where a question is a whole name."""
    parted = unicodedata.normalize("NFKD", text.replace("&", " and "))
    letters = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", letters.lower()))

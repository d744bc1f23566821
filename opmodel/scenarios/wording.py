"""Words of a question and words of an edition, so that they can be held against each other."""

from __future__ import annotations

import re
from functools import lru_cache

_SAYS_NOTHING_WORDS = """
a an and any are as at be by can do does for from has have how in into is it its of on or our that
the their this to was what when where which who whom whose will with
"""
_SAYS_NOTHING = frozenset(_SAYS_NOTHING_WORDS.split())


def words_of(text: str) -> frozenset[str]:
    """The words of a text that say something, in one form: “Packages of care” as those of
    “care package”."""
    found = re.findall(r"[^\W_]+", re.sub(r"['’]s\b|['’]", "", text.lower()))
    return frozenset(_one_form(word) for word in found if word not in _SAYS_NOTHING)


@lru_cache(maxsize=8192)
def _one_form(word: str) -> str:
    """A word without the endings that people use in one way or another; compared, never shown."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word.removesuffix("e") if len(word) > 4 else word


def said_in(question: str, *texts: frozenset[str]) -> bool:
    """Whether every word of the question stands in one of the texts."""
    asked = words_of(question)
    return bool(asked) and any(asked <= text for text in texts)

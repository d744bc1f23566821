"""Narrowing by words, alike on every page of a programme."""

from __future__ import annotations


def has_words(wanted: str, *texts: str) -> bool:
    """Whether every one of the words wanted occurs somewhere in these texts."""
    said = "\n".join(texts).casefold()
    return all(word in said for word in wanted.casefold().split())

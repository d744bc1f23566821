"""Which words differ in two texts."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

Op = Literal["same", "removed", "added"]

MOST_WORK: Final = 400_000
"""Words of one text times words of the other that are compared one by one."""

LEAST_ALIKE: Final = 0.25
"""Below this share of common words a text was written anew, and marks would only confuse."""

_WORD = re.compile(r"\S+\s*|^\s+")


class Mark(NamedTuple):
    """A stretch of words that both texts have, or only the earlier, or only the later."""

    op: Op
    text: str


def marked(before: str, after: str) -> tuple[Mark, ...]:
    """The two texts as one: what stayed, what was struck, what was put in.

    What stayed and what was struck together are the earlier text; what stayed and what was put in,
    the later one.
    """
    if before == after:
        return (Mark("same", before),) if before else ()
    old, new = _WORD.findall(before), _WORD.findall(after)
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    middle = _middle(middle_old, middle_new)
    same = start + end + sum(len(words) for op, words in middle if op == "same")
    if same < LEAST_ALIKE * max(len(old), len(new)):
        return _stretches([("removed", old), ("added", new)])
    return _stretches([("same", old[:start]), *middle, ("same", old[len(old) - end :])])


def _alike(old: list[str], new: list[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _middle(old: list[str], new: list[str]) -> list[tuple[Op, list[str]]]:
    if not old or not new or len(old) * len(new) > MOST_WORK:
        return [("removed", old), ("added", new)]
    found: list[tuple[Op, list[str]]] = []
    for op, from_, to, into, onto in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            found.append(("same", old[from_:to]))
        else:
            found += [("removed", old[from_:to]), ("added", new[into:onto])]
    return found


def _stretches(parts: list[tuple[Op, list[str]]]) -> tuple[Mark, ...]:
    """The parts as texts, neighbours of one sort put together and empty ones left out."""
    found: list[Mark] = []
    for op, words in parts:
        text = "".join(words)
        if text and found and found[-1].op == op:
            found[-1] = Mark(op, found[-1].text + text)
        elif text:
            found.append(Mark(op, text))
    return tuple(found)

"""Which lines of an edited cell stand in the place of which written ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from opmodel.workbooks.words import Unreadable

from .stands import Shown

_UNCLEAR: Final = "Several entries stood in this cell, and which line is for which is not clear."
_REMEDY: Final = "Keep a line for each, in the order in which they stood."


def aligned(written: Sequence[Shown], text: str) -> list[tuple[Shown, str | None]]:
    """What stands now in the place of each; None where nothing does. Raises Unreadable."""
    if len(written) == 1:
        return [(written[0], text)]
    owners = [at for at, each in enumerate(written) for _ in each.text.split("\n")]
    before = [line for each in written for line in each.text.split("\n")]
    after = text.split("\n")
    found: dict[int, list[str]] = defaultdict(list)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, first, last, begins, ends in matcher.get_opcodes():
        lines = after[begins:ends]
        match what:
            case "equal":
                for owner, line in zip(owners[first:last], lines, strict=True):
                    found[owner].append(line)
            case "replace":
                for owner, line in _replaced(written, owners[first:last], lines):
                    found[owner].append(line)
            case "insert":
                found[owners[max(first - 1, 0)]] += lines
    return [
        (each, "\n".join(found[at]) if at in found else None) for at, each in enumerate(written)
    ]


def _replaced(
    written: Sequence[Shown], owners: list[int], lines: list[str]
) -> list[tuple[int, str]]:
    different = list(dict.fromkeys(owners))
    if len(different) == 1:
        return [(different[0], line) for line in lines]
    if len(lines) == len(owners):
        return list(zip(owners, lines, strict=True))
    if len(lines) == len(different):
        return list(zip(different, lines, strict=True))
    if len(lines) < len(different) and len({written[at].key for at in different}) == 1:
        return list(zip(different, lines, strict=False))
    raise Unreadable(_UNCLEAR, _REMEDY)


def changeable(shown: Shown) -> tuple[str, str, str]:
    """What stands before what may be changed, that, and what stands behind it."""
    if shown.value is None:
        return "", shown.text, ""
    before, value, after = shown.text.partition(shown.value)
    return (before, value, after) if value else ("", shown.text, "")


def typed(shown: Shown, text: str) -> tuple[str, str]:
    """What was typed in place of what may be changed, and what was left off behind it.

    Words in brackets that say how an entry stands may be left off: they stay as they are. Raises
    Unreadable where what is only shown was changed.
    """
    before, _, after = changeable(shown)
    if before and not text.casefold().startswith(before.casefold()):
        raise Unreadable(
            f"This line began with “{before.strip()}”, which is only shown here.",
            "Write that again, and change what stands behind it.",
        )
    text = text[len(before) :]
    if after and text.endswith(after):
        return text[: -len(after)], ""
    if after and not after.lstrip().startswith("("):
        raise Unreadable(
            f"This line ended with “{after.strip()}”, which is only shown here.",
            "Write that again, and change what stands before it.",
        )
    return text, after.strip()

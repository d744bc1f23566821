"""How far limits reach, in words: as they are written, and as words that repeat them go on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from governance.deciding.amounts import AmountUnreadable, amount, written
from opmodel.editions.records import Record
from opmodel.workbooks.words import COUNTED, Reach, Unreadable, reaches

AMOUNT: Final = re.compile(
    r"£\s*[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]+)?\s*(?:(?:bn|k|m)\b)?", re.IGNORECASE
)
_TAIL: Final = re.compile(r"^(.*[:,] )?(.+)$", re.DOTALL)
_MILLION: Final = 10**6


def band_of(limit: Record) -> Reach:
    """How far a limit of the edition reaches."""
    values = limit.values

    def pounds(name: str) -> Decimal | None:
        return Decimal(values[name]) if values.get(name) is not None else None

    return Reach(
        above=pounds("above"),
        includes_above=values.get("includes_above", False),
        up_to=pounds("up_to"),
        includes_up_to=values.get("includes_up_to", True),
        basis=values.get("basis", "transaction"),
        vat=values.get("vat", ""),
        budgeted=values.get("budgeted"),
        recurrent=values.get("recurrent"),
        signatures=values.get("signatures"),
    )


def readable(text: str) -> tuple[Reach, ...] | None:
    """The bands that words state; none where they state no amounts."""
    if not text.strip():
        return ()
    try:
        return reaches(text)
    except Unreadable:
        return None


def agrees(said: Reach, there: Reach) -> bool:
    """Whether words say nothing else than a limit; they may say less."""
    one, other = said.values(), there.values()
    if any(one[name] != other[name] for name in ("above", "up_to")):
        return False
    return all(
        one[name] == other[name]
        for name in ("includes_above", "includes_up_to", "basis", "vat", "budgeted", "recurrent",
                     "signatures")
        if getattr(said, name) not in ("", None)
    )  # fmt: skip


def words_after(words: str, was: Reach, now: Reach) -> str | None:
    """Words that repeat how far a limit reached, with how far it reaches now; None where they do
    not say that."""
    return words if was == now else words_following(words, was, now, 1)


def words_following(words: str, was: Reach, now: Reach, number: int) -> str | None:
    """The words with the new amounts in the place of the old; None where they do not say those."""
    if replace(now, above=None, up_to=None) == replace(was, above=None, up_to=None) and (
        (was.above is None) == (now.above is None) and (was.up_to is None) == (now.up_to is None)
    ):
        swaps = [(was.above, now.above), (was.up_to, now.up_to)]
        for old, new in swaps:
            if old is not None and new is not None and old != new:
                found = _put(words, old, new)
                if found is None:
                    return None
                words = found
        return words
    # Not only the amount: the whole of the words, or what stands at their end, is said anew.
    *before, last = words.split("; ") if number == 1 else [words]
    head, tail = _TAIL.fullmatch(last).groups() if not before else ("", "")  # type: ignore[union-attr]
    stated = readable(tail) if tail else None
    if not stated or len(stated) != 1 or not agrees(stated[0], was):
        return None
    new_words = wording(now)
    return f"{head or ''}{new_words if head else new_words[:1].upper() + new_words[1:]}"


def _put(words: str, old: Decimal, new: Decimal) -> str | None:
    """The words with an amount replaced that they name just once."""
    places = [found for found in AMOUNT.finditer(words) if _pounds(found.group()) == old]
    if len(places) != 1:
        return None
    (place,) = places
    end = place.start() + len(place.group().rstrip())
    return f"{words[: place.start()]}{short(new)}{words[end:]}"


def _pounds(text: str) -> Decimal | None:
    try:
        return amount(text).pounds
    except AmountUnreadable:
        return None


def short(pounds: Decimal) -> str:
    """Pounds as words have them: £250,000, £2.5m."""
    millions = pounds / _MILLION
    if millions >= 1 and millions == round(millions, 1):
        return f"£{format(millions.normalize() + 0, 'f')}m"
    return f"£{written(pounds)}"


def wording(band: Reach) -> str:
    """All that a limit says, in words that are read back as the same."""
    first = ", ".join(_ends(band))
    counted = COUNTED.get(band.basis, "") if band.is_bounded else ""
    return ", ".join(filter(None, (f"{first} {counted}".strip(), *band.terms())))


def _ends(band: Reach) -> Iterator[str]:
    if band.above is not None:
        yield f"{'from' if band.includes_above else 'above'} {short(band.above)}"
    if band.up_to is not None:
        yield f"{'up to' if band.includes_up_to else 'below'} {short(band.up_to)}"

"""Amounts of money as people write them: 250000, £250,000, £250k, “over £1.2 million a year”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

MOST = Decimal(10) ** 13
"""Pounds. More than everything the NHS spends in many years: beyond is a slip of the pen."""
PENNY = Decimal("0.01")
_MOST_DIGITS = 20
"""Digits before or after the point that are looked at: more are refused as they stand."""

_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_UNITS = {
    "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6,
    "bn": 10**9, "billion": 10**9,
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<sign>-)?\s*£?\s*(?P<sign_after>-)?(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})?",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?|[0-9]+(\.[0-9]+)?")

# Within a sentence a number alone is no amount (section 75, 999 contract): it takes a pound sign, a
# unit, commas between thousands, or the word.
_WITHIN = re.compile(
    rf"""
    (?:\b(?P<than>over|above|more\s+than|greater\s+than|exceeding|beyond)\s+)?
    (?P<stated>
        [-−]?\s*£\s*[-−]?\s*{_NUMBER}(?:\s*(?:{_UNIT})\b)?
      | (?<![\w.,]){_NUMBER}\s*(?:{_UNIT})\b
      | (?<![\w.,])[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?
      | (?<![\w.,]){_NUMBER}(?=\s*pounds?\b)
    )
    (?:\s*pounds?\b)?
    (?:\s*(?:a|an|per|each|every)\s+(?P<each>week|year|annum|head)\b)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COUNTED = {"week": "weekly", "year": "yearly", "annum": "yearly", "head": "per-head"}


class AmountUnreadable(ValueError):
    """An amount that cannot be read; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Pounds, and how they were read where that needs saying. `basis`: what they count, if said."""

    pounds: Decimal
    said: str = ""
    basis: str = ""


def amount(text: str) -> Amount:
    """The amount that *text* states: 250000, "£250,000", "£250k", "1.2 million".

    Raises AmountUnreadable for less than nothing, parts of a penny, and what is no amount.
    """
    stated = text.strip()
    shown = stated if len(stated) <= 40 else f"{stated[:40]}…"
    found = _AMOUNT.fullmatch(stated.replace("−", "-"))
    if found is None:
        raise AmountUnreadable(
            f"“{shown}” is no amount. Write pounds, such as 250000, £250,000 or £250k."
        )
    if found["sign"] or found["sign_after"]:
        raise AmountUnreadable("An amount cannot be less than nothing. Write it without the minus.")
    number = found["number"]
    if not _THOUSANDS.fullmatch(number):
        raise AmountUnreadable(
            f"The commas in “{shown}” do not stand between thousands. Write 250,000 or 250000."
        )
    whole, _, parts = number.replace(",", "").partition(".")
    whole, parts = whole.lstrip("0") or "0", parts.rstrip("0")
    unit = _UNITS.get((found["unit"] or "").lower(), 1)
    if len(whole) > _MOST_DIGITS or Decimal(whole) * unit > MOST:
        raise AmountUnreadable(f"“{shown}” is more than £{MOST:,.0f}. Check the amount.")
    pounds = Decimal(f"{whole}.{parts[:_MOST_DIGITS] or 0}") * unit
    if len(parts) > _MOST_DIGITS or pounds != pounds.quantize(PENNY):
        raise AmountUnreadable(
            f"“{shown}” states parts of a penny. Write at most two digits after the point."
        )
    if pounds > MOST:
        raise AmountUnreadable(f"“{shown}” is more than £{MOST:,.0f}. Check the amount.")
    return Amount(pounds, f"read as £{written(pounds)}" if found["unit"] else "")


def written(pounds: Decimal) -> str:
    """Pounds with commas, and with pence where there are any."""
    return f"{pounds:,.0f}" if pounds == int(pounds) else f"{pounds:,.2f}"


def amount_within(text: str) -> tuple[Amount | None, str]:
    """The amount that a sentence names, and the sentence without it.

    “Over £250k” is read as the first penny above. Raises AmountUnreadable for one that cannot be
    read, and for several.
    """
    found = list(_WITHIN.finditer(text))
    if not found:
        return None, text
    if len(found) > 1:
        named = ", ".join(each["stated"].strip() for each in found[:4])
        raise AmountUnreadable(f"The question names several amounts: {named}. Ask with one.")
    (only,) = found
    read = amount(only["stated"])
    pounds = read.pounds + PENNY if only["than"] else read.pounds
    basis = _COUNTED.get((only["each"] or "").lower(), "")
    phrase = " ".join(only.group().split())
    counted = f" {basis.replace('-', ' ')}" if basis else ""
    said = f"“{phrase}” read as £{written(pounds)}{counted}"
    if only["than"]:
        said += ", a penny above"
    elif phrase == f"£{written(pounds)}":
        said = f"{phrase} taken from the words"
    rest = f"{text[: only.start()]} {text[only.end() :]}"
    return Amount(pounds, said, basis), rest

"""What a spreadsheet keeps in a cell, as the text a person sees."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

FORMULA: Final = "The cell holds a formula: what it shows can change without anybody typing it."
FORMULA_REMEDY: Final = "Copy the cell and paste it as a value."
ERROR: Final = "The spreadsheet program shows an error here."
ERROR_REMEDY: Final = "Type what should stand here."

_SPACES: Final = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f]+")
_UNSEEN: Final = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Characters that have no width, or turn the direction in which text is shown: two names that look
alike would differ, or one would be shown as what it is not."""
_MOST_DIGITS: Final = 15
"""What a spreadsheet keeps of a number; what it writes beyond is an artefact."""
_DAYS: Final = frozenset((*range(14, 23), 27, 28, 29, 30, 31, 36, *range(45, 48), 50, 57))
_CURRENCY_OR_QUOTED: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


def seen(text: str) -> str:
    """Text without the characters that nobody sees."""
    return _UNSEEN.sub("", text)


def folded_lines(text: str) -> str:
    """Text with single spaces, without empty lines or spaces at their ends."""
    lines = (_SPACES.sub(" ", line).strip() for line in seen(text).splitlines())
    return "\n".join(filter(None, lines))


def is_date_format(number: int, code: str) -> bool:
    """Whether a number in this format is shown as a day or a time."""
    if number in _DAYS:
        return True
    bare = _CURRENCY_OR_QUOTED.sub("", code).lower()
    return any(each in bare for each in "dyh") or ("m" in bare and "0" not in bare)


def fixed_places(code: str) -> int:
    """How many digits a plain format shows behind the point; -1 where it is no such format."""
    found = re.fullmatch(r"0(?:\.(0+))?", code)
    return len(found[1] or "") if found else -1


def number_of(raw: str) -> Decimal | None:
    """The number a cell holds, without what binary arithmetic left behind the fifteenth digit."""
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) > 30:
        return None
    shift = _MOST_DIGITS - 1 - value.adjusted()
    rounded = value if shift > 30 else round(value, max(shift, 0))
    return rounded.normalize() + 0


def number_text(value: Decimal, code: str) -> str:
    """A number as its format shows it, as far as that matters for reading it."""
    if "%" in _CURRENCY_OR_QUOTED.sub("", code):
        return f"{format((value * 100).normalize() + 0, 'f')}%"
    places = fixed_places(code)
    return f"{value:.{places}f}" if places > 0 else format(value, "f")


def day_text(value: Decimal, *, from_1904: bool) -> str:
    """The day that a number stands for, as 2025-04-01; the number itself where it is none."""
    begins = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    try:
        day = begins + timedelta(days=float(value))
    except OverflowError:
        return format(value, "f")
    return day.date().isoformat() if value >= 1 else day.strftime("%H:%M")

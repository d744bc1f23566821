"""Values of fields in words and as they are typed; and what is typed, in record form again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from governance.deciding.amounts import AmountUnreadable, amount, written
from opmodel.editions.records import Value, plain

from . import days
from .descriptions import Described, Widget
from .naming import Names, Unknown

NOT_RECORDED: Final = "not recorded"
YES, NO = "yes", "no"
_LARGEST: Final = 32767


class Unreadable(ValueError):
    """Raised for what cannot stand in a field; the message says what can."""


# ---- Showing ----


def in_words(described: Described, value: Value, names: Names) -> str:
    """A value as people read it; empty where nothing is stated."""
    if value is None or value in ("", []):
        return ""
    match described.widget:
        case Widget.REFERENCE:
            return names.name(value)
        case Widget.REFERENCES:
            return ", ".join(names.name(key) for key in value)
        case Widget.SOURCE:
            return names.sources.get(str(value), str(value))
        case Widget.OUTSIDE:
            return names.outside(described).get(str(value), str(value))
        case Widget.WORDS:
            return ", ".join(value)
        case Widget.YES_NO | Widget.YES_NO_UNKNOWN:
            return "Yes" if value else "No"
        case Widget.CHOICE:
            return dict(described.choices).get(str(value), str(value))
        case _:
            return as_typed(described, value, names)


def as_typed(described: Described, value: Value, names: Names) -> str:
    """A value as it stands in a field that somebody types into, or as what they chose. Lists have
    one entry on each line."""
    if value is None or value in ("", []):
        return ""
    match described.widget:
        case Widget.DAY:
            return days.written(date.fromisoformat(value))
        case Widget.AMOUNT:
            number = Decimal(value)
            pounds = written(abs(number)) if described.is_money else f"{abs(number):,f}"
            return ("-" if number < 0 else "") + ("£" if described.is_money else "") + pounds
        case Widget.YES_NO | Widget.YES_NO_UNKNOWN:
            return YES if value else NO
        case Widget.REFERENCE:
            return names.text(described, value)
        case Widget.REFERENCES:
            return "\n".join(names.text(described, key) for key in value)
        case Widget.WORDS:
            return "\n".join(value)
    return str(value)


# ---- Reading ----


def read(  # noqa: C901 (one case for each widget)
    described: Described, text: str, names: Names, before: Value = None
) -> Value:
    """What was typed, in record form; None or empty where nothing was. Raises Unreadable.

    *before* is what stands there: it tells apart what has the same name, and what whoever types may
    not know by name.
    """
    said = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not said or said.casefold() == NOT_RECORDED:
        if described.widget is Widget.YES_NO:
            return described.otherwise
        return described.otherwise if described.widget is Widget.CHOICE else empty(described)
    try:
        match described.widget:
            case Widget.REFERENCE | Widget.SOURCE | Widget.OUTSIDE:
                return names.key_of(described, said, [str(before)] if before else [])
            case Widget.REFERENCES:
                keys = [names.key_of(described, line, before or []) for line in _lines(said)]
                return list(dict.fromkeys(keys))
            case Widget.WORDS:
                return list(dict.fromkeys(_lines(said)))
            case Widget.DAY:
                periods = described.name in ("begins_on", "ends_on")
                return days.read_day(said, last=described.is_last_day, periods=periods).isoformat()
            case Widget.AMOUNT:
                return _number(described, said)
            case Widget.NUMBER:
                return _count(said)
            case Widget.YES_NO | Widget.YES_NO_UNKNOWN:
                return _truth(said)
            case Widget.CHOICE:
                return _chosen(described, said)
            case Widget.TEXT:
                return " ".join(said.split())
    except (Unknown, days.NoDay, AmountUnreadable) as error:
        raise Unreadable(str(error)) from error
    return said


def empty(described: Described) -> Value:
    """What a field holds where nothing is stated."""
    if described.widget in (Widget.WORDS, Widget.REFERENCES):
        return []
    return None if described.spec.null or described.spec.is_relation else ""


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _truth(text: str) -> bool:
    match text.casefold():
        case "yes" | "y" | "true":
            return True
        case "no" | "n" | "false":
            return False
    raise Unreadable("Choose yes or no.")


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= _LARGEST:
        return int(text)
    raise Unreadable(f"“{text[:40]}” is no whole number. Write a number such as 3.")


def _number(described: Described, text: str) -> str:
    spec = described.spec
    negative = text.startswith(("-", "−")) and not described.is_money
    stated = amount(text.lstrip("-− ") if negative else text).pounds
    places = -int(str(stated.normalize().as_tuple().exponent)) if stated else 0
    whole = spec.max_digits - spec.decimal_places  # type: ignore[attr-defined]
    if places > spec.decimal_places or stated.adjusted() >= whole:  # type: ignore[attr-defined]
        raise Unreadable(f"“{text[:40]}” has more digits than are kept.")
    return str(plain(-stated if negative else stated))


def _chosen(described: Described, text: str) -> str:
    for value, called in described.choices:
        if text == value or text.casefold() == called.casefold():
            return value
    raise Unreadable(f"“{text[:60]}” is none of the words that can stand here.")


# ---- Record form, as programs send it ----


def checked(described: Described, value: Value) -> Value:  # noqa: C901, PLR0912
    """A value in record form, as it is kept. Raises Unreadable for one of another form."""
    many = described.widget in (Widget.WORDS, Widget.REFERENCES)
    if value is None or value == "" or (many and value == []):
        return described.otherwise if described.widget is Widget.YES_NO else empty(described)
    match described.widget:
        case Widget.WORDS | Widget.REFERENCES:
            if not (isinstance(value, list) and all(_is_text(each) for each in value)):
                raise Unreadable("Give a list of texts.")
            return list(dict.fromkeys(value))
        case Widget.YES_NO | Widget.YES_NO_UNKNOWN:
            if not isinstance(value, bool):
                raise Unreadable("Give true or false.")
            return value
        case Widget.NUMBER:
            if isinstance(value, bool) or not isinstance(value, int):
                raise Unreadable("Give a whole number.")
            return _count(str(value))
        case Widget.AMOUNT if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
    if not _is_text(value):
        raise Unreadable("Give a text.")
    match described.widget:
        case Widget.DAY:
            try:
                return date.fromisoformat(value).isoformat()
            except ValueError as error:
                raise Unreadable("Give a day such as 2027-03-31.") from error
        case Widget.AMOUNT:
            try:
                return _number(described, value)
            except AmountUnreadable as error:
                raise Unreadable(str(error)) from error
        case Widget.CHOICE:
            if value not in dict(described.choices):
                words = ", ".join(each for each, _ in described.choices)
                raise Unreadable(f"Give one of: {words}.")
    return value


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and "\x00" not in value

"""Names that say the part somebody has: they say the new one when it changes."""

from __future__ import annotations

import re
from typing import Any, Final

from django.db import models

from governance.models import Delegation
from opmodel.editions.records import Record

Part = Delegation.Part

_IN_A_DECISION: Final = {
    str(Part.APPROVES): "approves", str(Part.RECOMMENDS): "recommends",
    str(Part.CONSULTED): "is consulted", str(Part.SIGNS): "signs", str(Part.TOLD): "is told",
}  # fmt: skip
"""How the name of a power says its part, before what it reaches to."""
LONGEST: Final = 300


def word_of(spec: models.Field[Any, Any], value: Any) -> str:
    """How a name says a choice at its end; empty where there is none."""
    return str(dict(spec.flatchoices).get(value, "")).casefold()


def with_choice(name: str, spec: models.Field[Any, Any], was: Any, now: Any) -> str:
    """A name that ends with the word for what was chosen, ending with the new word; any other as
    it is: “Business continuity: Audit Committee, informed”."""
    old, new = word_of(spec, was), word_of(spec, now)
    if not old or not new:
        return name
    found = re.search(rf"(?<=[ (]){re.escape(old)}(?=\)?$)", name, re.IGNORECASE)
    return _put(name, found, new)


def with_own(name: str, spec: models.Field[Any, Any], was: Any, now: Any) -> str:
    """The name of a further entry beside one that is called *name*: with the word for its own
    choice, in the place of the other's or after it."""
    changed = with_choice(name, spec, was, now)
    if was == now or changed != name:
        return changed
    return f"{name[: LONGEST - 40]}, {word_of(spec, now)}"


def with_part(record: Record, name: str, now: str) -> str:
    """The name of a power with the word for this part in the place of its own, as the registry
    writes it: “Standing orders: Audit Committee recommends”. Any other name as it is."""
    was = str(record.values.get("part", Part.APPROVES))
    begins = name.rfind(": ") + 1
    old = _IN_A_DECISION[was]
    places = list(re.finditer(rf"(?<= ){re.escape(old)}(?![\w-])", name[begins:]))
    if not begins or not places:
        return name
    place = places[-1]
    start, end = begins + place.start(), begins + place.end()
    return f"{name[:start]}{_IN_A_DECISION[now]}{name[end:]}"


def _put(name: str, found: re.Match[str] | None, new: str) -> str:
    if found is None:
        return name
    word = new[:1].upper() + new[1:] if found.group()[:1].isupper() else new
    return f"{name[: found.start()]}{word}{name[found.end() :]}"[:LONGEST]

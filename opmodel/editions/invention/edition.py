"""What an invented edition states: elements of every kind that there is, each citing a source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from django.db import models

from opmodel.editions.kinds import kinds, link_of
from opmodel.editions.models import Kind, Organisation, Reference, Source, Standing
from opmodel.editions.records import BASE_FIELDS, Record, is_default, plain, stated_fields

from .words import Words, abbreviation, place

SHARES = {
    "directorate": 8,
    "team": 40,
    "remit": 40,
    "function": 220,
    "service": 70,
    "post": 190,
    "place": 15,
    "body": 60,
    "partnership": 15,
    "collaborative": 4,
    "membership": 70,
    "priority": 30,
    "placement": 60,
    "committee": 25,
    "seat": 150,
    "decision": 60,
    "delegation": 220,
    "limit": 60,
    "cycle": 1,
    "stage": 5,
    "responsibility-matrix": 2,
    "responsibility": 40,
    "principle": 30,
    "figure": 45,
    "workstream": 10,
    "outcome": 40,
    "omission": 2,
    "milestone": 15,
    "activity": 20,
    "green-priority": 5,
    "risk": 12,
    "impact": 12,
    "mitigation": 12,
    "transfer": 5,
    "support-item": 3,
    "question": 5,
    "support-request": 3,
    "engagement": 4,
    "scenario-source": 2,
}
"""How many of each kind in about 1,500, as an Integrated Care Board may have; others get few."""

FEW = 12
SOURCES = ("operating-model", "scheme-of-delegation", "constitution")


def sources() -> list[dict[str, str]]:
    """The documents that every invented edition cites."""
    return [
        {"key": key, "title": f"Invented {key.replace('-', ' ')}", "publisher": "Nobody"}
        for key in SOURCES
    ]


def seat(organisation: int) -> str:
    """The place that an invented organisation is named after."""
    return place(Random(organisation))


def invented(*, organisation: int, elements: int) -> list[Record]:
    """About so many elements for the first edition of an invented organisation."""
    chance = Random(f"organisation {organisation}")
    words = Words(chance, Random(f"places {organisation}"))
    keys = {
        name: [f"{name}-{number}" for number in range(1, _how_many(name, elements) + 1)]
        for name in kinds()
    }
    return [
        Record(name, key, _values(kind, at, keys, words, chance), list(_citations(chance)))
        for name, kind in kinds().items()
        for at, key in enumerate(keys[name])
    ]


def changed(records: list[Record], *, organisation: int, edition: int) -> list[Record]:
    """The next edition: one element in twenty says something else, and some of them are renamed."""
    chance = Random(f"organisation {organisation} edition {edition}")
    words = Words(chance, Random(f"places {organisation}"))
    chosen = set(chance.sample(range(len(records)), k=len(records) // 20))
    return [
        _reworded(record, words, chance) if at in chosen else record
        for at, record in enumerate(records)
    ]


def _how_many(name: str, elements: int) -> int:
    if name == "cycle":
        return 1
    return max(2, SHARES.get(name, FEW) * elements // 1500)


def _reworded(record: Record, words: Words, chance: Random) -> Record:
    values = {name: value for name, value in record.values.items() if name != "summary"}
    if chance.random() < 0.2:
        values["name"] = words.name()
    kind = kinds()[record.kind]
    return Record(
        record.kind,
        record.key,
        _in_order(kind, values | {"summary": words.sentences()}),
        record.citations,
    )


def _values(
    kind: type[Kind], at: int, keys: dict[str, list[str]], words: Words, chance: Random
) -> dict[str, Any]:
    name = place(chance) if kind.kind_name == "place" else words.name()
    values: dict[str, Any] = {"name": name, "summary": words.sentences()}
    if chance.random() < 0.2:
        values["also_known_as"] = [abbreviation(name)]
    if chance.random() < 0.1:
        values["standing"] = chance.choice(Standing.values)
    for field in stated_fields(kind):
        if field.name not in BASE_FIELDS:
            values[field.name] = _value(field, at, keys, words, chance)
    if kind.kind_name == "responsibility":
        values |= _in_one(at, keys)
    return _in_order(kind, values)


def _in_one(at: int, keys: dict[str, list[str]]) -> dict[str, str | None]:
    """A responsibility stands in a cycle, or for one function in a matrix, and never twice."""
    if at % 2:
        return {"cycle": keys["cycle"][0], "matrix": None, "function": None}
    matrices, functions = keys["responsibility-matrix"], keys["function"]
    return {
        "cycle": None,
        "matrix": matrices[at // 2 % len(matrices)],
        "function": functions[at // 2 % len(functions)],
    }


def _in_order(kind: type[Kind], values: dict[str, Any]) -> dict[str, Any]:
    """The values as a snapshot has them: in the order of fields, without defaults."""
    return {
        field.name: values[field.name]
        for field in stated_fields(kind)
        if not is_default(field, values.get(field.name))
    }


def _value(
    field: models.Field[Any, Any], at: int, keys: dict[str, list[str]], words: Words, chance: Random
) -> Any:
    """Something that may stand in a field of the element at that place of its list, or None."""
    match field:
        case models.ManyToManyField():
            return _several(field, keys, chance)
        case Reference() if field.related_model is Source:
            return chance.choice(SOURCES)
        case Reference():
            return _target(field, at, keys, chance)
        case models.ForeignKey() if field.related_model is Organisation:
            # The same in all of them, as partners of many are.
            known = _outside(field)
            return known[at % len(known)] if at < len(known) else None
        case models.ForeignKey():
            # What stands outside editions is not invented, and not named unless it has to be.
            return None if field.null else chance.choice(_outside(field))
        case _ if field.choices:
            return chance.choice([value for value, _ in field.choices])
        case models.BooleanField():
            return chance.choice((True, False, None) if field.null else (True, False))
        case models.IntegerField():
            return chance.choice((1, 1, 1, 2, 3, None))
        case models.DecimalField(name="above"):
            return None  # Bands are open below: one would have to fit the other end.
        case models.DecimalField():
            return plain(Decimal(chance.randint(1, 2_000_000)))
        case models.DateField():
            # Ends are left open: they would have to fit the beginnings.
            begins = field.name.endswith(("_from", "begins_on")) and chance.random() < 0.5
            return date(2022, chance.randint(1, 12), 1).isoformat() if begins else None
        case _:
            stated = not field.blank or chance.random() < 0.3
            return words.name()[: field.max_length] if stated else None


def _target(field: Reference, at: int, keys: dict[str, list[str]], chance: Random) -> str | None:
    """An element that the field may refer to; of its own kind only an earlier one: no circles."""
    if field.null and chance.random() < 0.35:
        return None
    own = getattr(field.model, "kind_name", "")
    allowed = [name for name in field.allowed_kinds() or tuple(keys) if name != own or at]
    if not allowed:
        return None
    kind = chance.choice(allowed)
    return chance.choice(keys[kind][:at] if kind == own else keys[kind])


@cache
def _outside(field: models.ForeignKey[Any, Any]) -> list[Any]:
    found = field.related_model._default_manager.all()
    if field.related_model is Organisation:
        found = found.filter(sample=False)
    return sorted(found.values_list("pk", flat=True))


def _several(
    field: models.ManyToManyField[Any, Any], keys: dict[str, list[str]], chance: Random
) -> list[str]:
    (kind,) = link_of(field).target.allowed_kinds()
    begin = chance.randrange(len(keys[kind]))
    return keys[kind][begin : begin + chance.randint(1, 3)]


def _citations(chance: Random) -> Iterator[dict[str, str]]:
    for _ in range(chance.choice((1, 1, 1, 1, 2))):
        yield {
            "source": chance.choice(SOURCES),
            "heading": f"Section {chance.randint(1, 12)}",
            "page": str(chance.randint(1, 90)),
        }

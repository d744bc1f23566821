"""A whole edition read from the database as plain records, in the order of its files."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from .kinds import kinds, link_of, lists
from .models import Citation, Edition, Kind, Precision, Reference, Source
from .records import Record, is_default, plain, stated_fields


@dataclass
class Snapshot:
    """Everything an edition states: about itself, its sources and its elements."""

    edition: dict[str, Any]
    sources: list[dict[str, str]]
    records: list[Record]


def period(day: Any, precision: str) -> str:
    """A date as precisely as it is known: 2024, 2024-Q3, 2024-09 or 2024-09-01."""
    if day is None:
        return ""
    match precision:
        case Precision.YEAR:
            return f"{day.year:04}"
        case Precision.QUARTER:
            return f"{day.year:04}-Q{(day.month - 1) // 3 + 1}"
        case Precision.MONTH:
            return f"{day.year:04}-{day.month:02}"
        case _:
            return str(day.isoformat())


def take(edition: Edition) -> Snapshot:
    """Reads the edition as it stands. A fixed number of queries, whatever its size."""
    return Snapshot(
        edition=_edition(edition),
        sources=[_source(source) for source in Source.objects.in_edition(edition)],
        records=in_file_order(_records(edition)),
    )


def _edition(edition: Edition) -> dict[str, Any]:
    stated: dict[str, Any] = {
        "slug": edition.slug,
        "organisation": edition.organisation_id,
        "title": edition.title,
        "label": edition.label,
        "summary": edition.summary,
        "leaves_out": edition.leaves_out,
        "published_on": period(edition.published_on, edition.published_precision),
        "based_on": edition.based_on.slug if edition.based_on else "",
    }
    if edition.state == "adopted" and edition.recorded_at:
        stated["adoption"] = _filled(
            {
                "effective_from": period(edition.effective_from, edition.effective_precision),
                "recorded_at": edition.recorded_at.astimezone(UTC).isoformat(),
                "adopted_by": edition.adopted_by,
                "meeting_on": period(edition.meeting_on, Precision.DAY),
                "minute": edition.minute,
                "note": edition.adoption_note,
            }
        )
    elif edition.state == "not-adopted":
        stated["never_adopted"] = True
    return _filled(stated)


def _source(source: Source) -> dict[str, str]:
    return _filled(
        {
            "key": source.key,
            "title": source.title,
            "publisher": source.publisher,
            "published_on": period(source.published_on, source.published_precision),
            "address": source.address,
            "note": source.note,
        }
    )


def _filled(stated: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in stated.items() if value not in ("", None)}


def _records(edition: Edition) -> list[Record]:
    key_of: dict[Any, str] = dict(Source.objects.in_edition(edition).values_list("id", "key"))
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, model in kinds().items():
        columns = [field.attname for field in stated_fields(model) if not field.many_to_many]
        found = model.objects.in_edition(edition).order_by("position", "key")
        rows[name] = list(found.values("id", "key", *columns))
        key_of.update((row["id"], row["key"]) for row in rows[name])
    listed = _listed(edition, key_of)
    cited = _cited(edition, key_of)
    return [
        Record(
            kind=name,
            key=row["key"],
            values=_values(kinds()[name], row, key_of) | listed.get(row["id"], {}),
            citations=cited.get(row["id"], []),
        )
        for name in rows
        for row in rows[name]
    ]


def _values(kind: type[Kind], row: dict[str, Any], key_of: dict[Any, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in stated_fields(kind):
        if field.many_to_many:
            continue
        value = row[field.attname]
        if is_default(field, value):
            continue
        values[field.name] = key_of[value] if isinstance(field, Reference) else plain(value)
    return values


def _listed(edition: Edition, key_of: dict[Any, str]) -> dict[Any, dict[str, list[str]]]:
    found: dict[Any, dict[str, list[str]]] = defaultdict(dict)
    for model in kinds().values():
        for field in lists(model):
            link = link_of(field)
            rows = link.model._default_manager.filter(**{f"{link.owner.name}__edition": edition})
            for owner_id, target_id in rows.order_by("position").values_list(
                link.owner.attname, link.target.attname
            ):
                found[owner_id].setdefault(field.name, []).append(key_of[target_id])
    return found


def _cited(edition: Edition, key_of: dict[Any, str]) -> dict[Any, list[dict[str, str]]]:
    found: dict[Any, list[dict[str, str]]] = defaultdict(list)
    rows = (
        Citation.objects.in_edition(edition)
        .order_by("position")
        .values_list("element_id", "source_id", "heading", "page", "note")
    )
    for element, source, heading, page, note in rows:
        found[element].append(
            _filled({"source": key_of[source], "heading": heading, "page": page, "note": note})
        )
    return found


def nested_under(record: Record, kind_of: dict[str, str]) -> tuple[str, str] | None:
    """The reference under whose target a record is written, as (field, key); None at top level.

    Only elements of one app share a file, so a reference into another app's file does not nest.
    """
    model = kinds()[record.kind]
    if model.listed_flat:
        return None
    for name in model.nests_in:
        target = record.values.get(name)
        if target and kinds()[kind_of[target]]._meta.app_label == model._meta.app_label:
            return name, target
    return None


def in_file_order(records: list[Record]) -> list[Record]:
    """The records as their files have them: an element, then what is nested in it, kind by kind."""
    kind_of = {record.key: record.kind for record in records}
    under: dict[str | None, list[Record]] = defaultdict(list)
    for record in records:
        place = nested_under(record, kind_of)
        under[place[1] if place else None].append(record)
    ordered: list[Record] = []
    waiting = list(reversed(under.pop(None, [])))
    while waiting:
        record = waiting.pop()
        ordered.append(record)
        waiting.extend(reversed(under.pop(record.key, [])))
    # What a draft has nested in a circle has no top, and still must not be lost.
    for left in under.values():
        ordered.extend(left)
    return ordered

"""Editions made up from the models: of every kind there is, with every field there is.

A kind that is added later is in them too, without a word here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from hypothesis import strategies as st

from opmodel.editions.actions.publishing import adopt_as_recorded
from opmodel.editions.folder.periods import parse_moment
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Kind, Reference, Source
from opmodel.editions.records import Record, instances, is_default, plain, stated_fields
from opmodel.editions.snapshot import Snapshot, in_file_order
from opmodel.editions.writer import write


def past_the_doors(model: type[models.Model]) -> models.QuerySet[Any]:
    """Rows of *model* as whoever writes SQL reaches them, past what keeps a history."""
    return models.QuerySet(model)


HOSTILE = (
    *("no", "Yes", "null", "~", "true", "1e3", "0x1F", "017", "1_000", "12:30:45", "1.0", ".inf"),
    *("2024-09-01", "2024-09-01T10:00:00Z", "=", "<<", "-", "?", "|", ">", "...", "---"),
    *(
        ": #",
        "a: b",
        "a #b",
        "#a",
        "- a",
        "? a",
        "[a]",
        "{a: b}",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
    ),
    *("'", '"', "it's", 'say "no"', "\\", "\\n", "'' \"\" ", " leading", "trailing ", "  ", "\t"),
    *("a\nb", "\na", "a\n", "a\n\nb\n\n", "  a\nb", "a\n  b", "\n  a", "a \nb", "a\n\tb", "a\r\nb"),
    *("é", "Ünï", "漢字", "🏥 a", "\u200b", "\ufeffa", "\u0085a", "a\u2028b\nc", "a\u2029", "\x7f"),
    *("a" * 99 + " " + "b" * 99, "a " * 60, "word " * 30 + "\n" + "word " * 30),
)
"""Text that YAML would read as something else, or change, unless it is written with care."""


def text(most: int, *, least: int = 0) -> st.SearchStrategy[str]:
    """Any text that the database can hold, the hostile kind more often than not."""
    characters = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
    fitting = [each for each in HOSTILE if least <= len(each) <= most]
    return st.sampled_from(fitting) | st.text(characters, min_size=least, max_size=min(most, 30))


@st.composite
def snapshots(draw: st.DrawFn, slug: str = "made-up", organisation: str = "bob-icb") -> Snapshot:
    """A small edition: some of all kinds, nested and referring to each other, cited."""
    sources = [
        {"key": f"source-{number}", "title": draw(text(300, least=1))}
        | _some(draw, publisher=text(200, least=1), note=text(300, least=1), published_on=periods())
        for number in range(draw(st.integers(0, 2)))
    ]
    wanted = draw(st.lists(st.sampled_from(list(kinds())), max_size=12))
    present: dict[str, list[str]] = {}
    for number, name in enumerate(wanted):
        present.setdefault(name, []).append(f"{name}-{number}")
    made: list[Record] = []
    for name, kind in kinds().items():
        for number, key in enumerate(present.get(name, ())):
            # What an element is part of comes before it, so that nothing is part of itself.
            before = {**present, name: present[name][:number]}
            values = {
                spec.name: draw(_value(spec, before, sources)) for spec in stated_fields(kind)
            }
            if any(value == MISSING for value in values.values()):
                continue
            made.append(record_of(kind, key, values, draw(citations(sources))))
    stated = {
        "slug": slug,
        "organisation": organisation,
        "title": draw(text(200, least=1)),
        "label": draw(text(80, least=1)),
    } | _some(draw, summary=text(300, least=1), published_on=periods())
    return Snapshot(stated, sources, in_file_order(without_dangling(fitting(made))))


MISSING = "nothing here can be referred to"


def _some(draw: st.DrawFn, **strategies: st.SearchStrategy[str]) -> dict[str, str]:
    return {name: draw(each) for name, each in strategies.items() if draw(st.booleans())}


def periods() -> st.SearchStrategy[str]:
    """Dates as precisely as they are known."""
    days = st.dates().map(date.isoformat)
    return st.one_of(
        days, days.map(lambda day: day[:7]), days.map(lambda day: day[:4]), days.map(_quarter)
    )


def _quarter(day: str) -> str:
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"


def citations(sources: list[dict[str, str]]) -> st.SearchStrategy[list[dict[str, str]]]:
    if not sources:
        return st.just([])
    return st.lists(
        st.fixed_dictionaries(
            {"source": st.sampled_from([source["key"] for source in sources])},
            optional={
                "heading": text(300, least=1),
                "page": text(20, least=1),
                "note": text(300, least=1),
            },
        ),
        max_size=2,
    )


def _value(
    spec: models.Field, present: dict[str, list[str]], sources: list[dict[str, str]]
) -> st.SearchStrategy[Any]:
    value = _stated(spec, present, sources)
    return st.none() | value if spec.null else value


def _stated(  # noqa: C901, PLR0912 (one case for each type of field)
    spec: models.Field, present: dict[str, list[str]], sources: list[dict[str, str]]
) -> st.SearchStrategy[Any]:
    match spec:
        case models.ManyToManyField():
            return st.lists(st.sampled_from(targets(spec, present) or [MISSING]), unique=True).map(
                lambda keys: [key for key in keys if key != MISSING]
            )
        case Reference() if spec.related_model is Source:
            return st.sampled_from([source["key"] for source in sources] or [MISSING])
        case Reference():
            return st.sampled_from(targets(spec, present) or [MISSING])
        case models.ForeignKey():
            return st.sampled_from(sorted(outside(spec)))
        case models.BooleanField():
            return st.booleans()
        case models.IntegerField():
            return st.integers(1, 32767)
        case models.DecimalField():
            most = 10 ** (spec.max_digits - spec.decimal_places) - 1
            near_nothing = st.decimals(-1, 1, places=spec.decimal_places)
            decimals = near_nothing | st.decimals(-most, most, places=spec.decimal_places)
            return decimals.map(plain)
        case models.DateField():
            return st.dates().map(date.isoformat)
        case ArrayField():
            return st.lists(text(spec.base_field.max_length, least=1), max_size=3, unique=True)
        case models.Field(choices=choices) if choices:
            return st.sampled_from([value for value, _ in choices])
        case models.CharField():
            return text(spec.max_length, least=0 if spec.blank else 1)
        case models.TextField():
            return text(400)
        case _:
            raise NotImplementedError(f"{spec} is of a type that no edition could state so far.")


def targets(spec: models.Field, present: dict[str, list[str]]) -> list[str]:
    """Keys of what a reference, or a list of references, may name."""
    through = getattr(spec.remote_field, "through", None)
    end = through._meta.get_field(through.ends[1]) if through else spec
    return [key for name in end.allowed_kinds() or present for key in present.get(name, ())]


def outside(spec: models.ForeignKey) -> list[str]:
    """Keys of a table outside editions."""
    return list(spec.related_model._default_manager.values_list("pk", flat=True))


def record_of(
    kind: type[Kind], key: str, values: dict[str, Any], cited: list[dict[str, str]]
) -> Record:
    """The record with these values: what is as by default goes unsaid, and days are in order."""
    for first, last in (
        ("member_from", "member_until"),
        ("effective_from", "effective_until"),
        ("begins_on", "ends_on"),
    ):
        if values.get(first) and values.get(last):
            values[first], values[last] = sorted((values[first], values[last]))
    if kind.kind_name == "responsibility":
        put_in_one(values, matrix=int(key[-1]) % 2 == 0)
    said = {
        spec.name: values[spec.name]
        for spec in stated_fields(kind)
        if values[spec.name] not in (None, []) and not is_default(spec, values[spec.name])
    }
    return Record(kind.kind_name, key, said, cited)


def put_in_one(values: dict[str, Any], *, matrix: bool) -> None:
    """Makes a responsibility one of a cycle, or of a *matrix*, where its function is."""
    for name in ("cycle",) if matrix else ("matrix", "function"):
        values[name] = None


def fitting(records: list[Record]) -> list[Record]:
    """The records without responsibilities that stand nowhere, or have a part a second time."""
    seen: set[tuple[Any, ...]] = set()
    kept = []
    for record in records:
        if record.kind == "responsibility":
            stated = record.values
            part = tuple(stated.get(name) for name in ("matrix", "function", "holder", "part"))
            in_matrix = bool(part[0] and part[1])
            if part in seen or not (in_matrix or stated.get("cycle")):
                continue
            seen |= {part} if in_matrix else set()
        kept.append(record)
    return kept


def without_dangling(records: list[Record]) -> list[Record]:
    """The records without those that refer to something that was not made after all."""
    while True:
        there = {record.key for record in records}
        kept = [record for record in records if there.issuperset(referred_to(record))]
        if len(kept) == len(records):
            return records
        records = kept


def referred_to(record: Record) -> Iterable[str]:
    """The keys of the elements that a record refers to."""
    for spec in stated_fields(kinds()[record.kind]):
        value = record.values.get(spec.name)
        if isinstance(spec, models.ManyToManyField):
            yield from value or ()
        elif isinstance(spec, Reference) and spec.related_model is not Source and value:
            yield value


def every_kind() -> Snapshot:
    """An edition with two elements of every kind, each with every field that can be stated."""
    present = {name: [f"{name}-1", f"{name}-2"] for name in kinds()}
    sources = [{"key": "source-1", "title": "One"}, {"key": "source-2", "title": "Another"}]
    cited = [{"source": "source-2", "heading": "Heading", "page": "iv", "note": "Note"}]
    records = []
    for name, kind in kinds().items():
        for number, key in enumerate(present[name]):
            before = {**present, name: present[name][:number]}
            values = {
                spec.name: filled(spec, before, sources, number) for spec in stated_fields(kind)
            }
            records.append(record_of(kind, key, values, cited))
    edition = {
        "slug": "every-kind",
        "organisation": "bob-icb",
        "title": "Something of every kind",
        "label": "Trial",
    }
    return Snapshot(edition, sources, in_file_order(records))


def filled(
    spec: models.Field, present: dict[str, list[str]], sources: list[dict[str, str]], number: int
) -> Any:
    """A value that is not the field's default, where there is one; another for each *number*."""
    match spec:
        case models.ManyToManyField():
            return targets(spec, present)
        case Reference() if spec.related_model is Source:
            return sources[number]["key"]
        case Reference():
            return next(iter(targets(spec, present)), None)
        case models.ForeignKey():
            return sorted(outside(spec))[number]
        case models.BooleanField():
            return True
        case models.IntegerField():
            return 7 + number
        case models.DecimalField():
            return f"{number}.5"
        case models.DateField():
            return f"2024-0{number + 1}-01"
        case ArrayField():
            return [f"{spec.name} {number}", "another"]
        case models.Field(choices=choices) if choices:
            return choices[(1 + number) % len(choices)][0]
        case _:
            return f"{spec.name} {number}"


def save(snapshot: Snapshot) -> Edition:
    """The snapshot as a draft in the database."""
    stated = snapshot.edition
    edition = Edition(
        slug=stated["slug"],
        organisation_id=stated["organisation"],
        title=stated["title"],
        label=stated["label"],
        summary=stated.get("summary", ""),
    )
    edition.save(force_insert=True)
    elements, links, cited = instances(snapshot.records, edition.id)
    write(
        sources=[
            Source(edition_id=edition.id, position=position, key=each["key"], title=each["title"])
            for position, each in enumerate(snapshot.sources)
        ],
        elements=elements,
        links=links,
        citations=cited,
    )
    return edition


def frozen(snapshot: Snapshot) -> Edition:
    """The snapshot as an adopted edition."""
    return adopt_as_recorded(
        edition=save(snapshot),
        effective_from=date(2024, 10, 1),
        recorded_at=parse_moment("2024-10-02"),
    )

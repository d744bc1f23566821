"""Planting a fault: a few elements that break one rule, and their twin that does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from directorates.models import Appointment
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment
from opmodel.editions.records import Record
from opmodel.editions.snapshot import Snapshot
from opmodel.findings.checking import found_in
from opmodel.findings.finding import Finding, Rule
from opmodel.findings.reading import read
from tests.editions.making import save

ON = date(2026, 6, 1)
WHEN = Moment(on=ON, known=date(2026, 6, 2))
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ORGANISATION, ENDED, COUNCIL = "nenc-icb", "bob-icb", "reading-council"
LIVING = "nhs-thames-valley-icb"

Parts = dict[str, Any]
"""Elements by kind, as an edition folder has them, but flat: `held` says who is in which post."""
Plant = Callable[[Callable[[str], str], bool], Parts]


@dataclass(frozen=True)
class Case:
    """A fault of a rule and its twin: `plant(key, True)` breaks it, `plant(key, False)` does not.

    `alone`: the fault depends on what else the edition holds, so it is not put among others.
    """

    rule: str
    plant: Plant
    alone: bool = False

    def key(self, name: str) -> str:
        return f"{self.rule}-{name}"

    def parts(self, *, wrong: bool) -> Parts:
        return self.plant(self.key, wrong)


def saved(parts: Parts, *, slug: str = "planted", among: Iterable[Record] = ()) -> Edition:
    """A draft that holds these elements, and those *among* which they are put."""
    records = [*among, *records_of(parts)]
    stated = {"slug": slug, "organisation": ORGANISATION, "title": slug, "label": slug}
    edition = save(Snapshot(stated, [], records))
    for post, form in parts.get("held", {}).items():
        Appointment.objects.create(
            organisation_id=ORGANISATION,
            post=post,
            form=form,
            name="" if form == "vacant" else "Somebody",
            begins_on=date(2026, 5, 1),
            recorded_at=LONG_AGO,
        )
    return edition


def records_of(parts: Parts) -> list[Record]:
    made = []
    for kind, rows in parts.items():
        if kind == "held":
            continue
        for row in rows:
            key, *_ = (row["key"],)
            values: Mapping[str, Any] = {
                name: value for name, value in row.items() if name != "key" and value is not None
            }
            made.append(Record(kind, key, {"name": key.replace("-", " "), **values}, []))
    return made


def together(many: Iterable[Parts]) -> Parts:
    """The elements of all of them."""
    found: Parts = {}
    for parts in many:
        for kind, rows in parts.items():
            if kind == "held":
                found.setdefault("held", {}).update(rows)
            else:
                found.setdefault(kind, []).extend(rows)
    return found


def findings_of(edition: Edition, rule: Rule, moment: Moment = WHEN) -> list[Finding]:
    """What one rule finds, with no more read than it says that it reads."""
    model = read(edition=edition, moment=moment, reads=rule.reads)
    return list(found_in(model, [rule]))

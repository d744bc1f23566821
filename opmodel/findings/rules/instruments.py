"""Whether the documents by which the organisation governs itself are in date and agree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from opmodel.findings.finding import Fault, Severity, fault, of_several, rule
from opmodel.findings.model import Model, Row
from opmodel.findings.words import day, listed

ONE_OF_A_KIND = {
    "constitution": "constitution",
    "standing-orders": "set of standing orders",
    "sord": "scheme of reservation and delegation",
    "functions-and-decisions-map": "functions and decisions map",
    "sfis": "set of standing financial instructions",
    "financial-limits": "set of financial limits",
}
"""Forms of instrument of which an organisation has one at a time."""

_VERSION = re.compile(r"\b(?:version|issue|v\.?)\s*([0-9]+(?:\.[0-9]+)*)", re.IGNORECASE)


@rule(
    "instrument-overdue",
    "A document past its review",
    severity=Severity.WARNING,
    why="Readers cannot tell whether it still holds, and auditors ask for reviews that were "
    "promised.",
    mend="Review it, have it approved, and record the next review.",
    rests_on="Each instrument states when it is next reviewed.",
    reads=("instrument", "committee"),
)
def instrument_overdue(model: Model) -> Iterator[Fault]:
    for instrument in model.of("instrument"):
        if instrument.review_on is None or not model.is_over(instrument.review_on):
            continue
        if instrument.form == "terms-of-reference" and model.pointing(
            "committee", "terms", instrument
        ):
            continue  # Told of the committee.
        yield fault(
            f"{instrument.name} was due for review on {day(instrument.review_on)}.",
            instrument=instrument,
        )


@rule(
    "instrument-two-current",
    "Two current versions of one document",
    severity=Severity.ERROR,
    why="Two people may follow two versions, and each believes to be right.",
    mend="Keep the one that was adopted last, and take the other out.",
    rests_on="One version of an instrument is in force at a time.",
    reads=("instrument",),
)
def instrument_two_current(model: Model) -> Iterator[Fault]:
    alike: dict[str, list[Row]] = defaultdict(list)
    for instrument in model.of("instrument"):
        same = (
            instrument.form
            if instrument.form in ONE_OF_A_KIND
            else (f"{instrument.form} {_without_version(instrument.name)}")
        )
        alike[same].append(instrument)
    for same, rows in alike.items():
        if len(rows) > 1:
            what = ONE_OF_A_KIND.get(same, "version of one document")
            named = [f"{row.name}{f' ({row.issue})' if row.issue else ''}" for row in rows]
            yield of_several(
                f"The edition holds more than one {what}: {listed(named)}.", "instrument", rows
            )


def _without_version(name: str) -> str:
    return re.sub(r"[\s,(]+$", "", _VERSION.sub("", name)).strip(" ,()").lower()


@rule(
    "instrument-version-disagrees",
    "A document that disagrees with itself on its version",
    severity=Severity.WARNING,
    why="Nobody can tell which version they hold.",
    mend="Correct the version in one of the two places.",
    rests_on="Version tables and title pages of one document agree.",
    reads=("instrument",),
)
def instrument_version_disagrees(model: Model) -> Iterator[Fault]:
    for instrument in model.of("instrument"):
        for said in _VERSION.findall(f"{instrument.name}. {instrument.summary}"):
            if instrument.issue and _number(said) != _number(instrument.issue):
                yield fault(
                    f"{instrument.name} is recorded as version {instrument.issue}, but calls "
                    f"itself version {said}.",
                    instrument=instrument,
                )
                break


def _number(version: str) -> tuple[int, ...]:
    numbers = [int(number) for number in re.findall(r"[0-9]+", version)]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


@rule(
    "instrument-not-approved",
    "A document that nobody is recorded to have approved",
    severity=Severity.WARNING,
    why="What was not approved does not bind anybody.",
    mend="Record who approved it and when, or have it approved.",
    rests_on="Instruments are approved by the Board or a committee, with a minute.",
    reads=("instrument",),
)
def instrument_not_approved(model: Model) -> Iterator[Fault]:
    for instrument in model.of("instrument"):
        if instrument.is_firm and instrument.approved_by is None and instrument.approved_on is None:
            yield fault(
                f"Who approved {instrument.name}, and when, is not recorded.",
                instrument=instrument,
            )


@rule(
    "instrument-approved-late",
    "A document in force before it was approved",
    severity=Severity.WARNING,
    why="What was done under it in between rested on nothing.",
    mend="Correct the day of approval, or have the Board ratify what was done.",
    rests_on="An instrument binds from its approval.",
    reads=("instrument",),
)
def instrument_approved_late(model: Model) -> Iterator[Fault]:
    # What was adopted backwards was approved when it was adopted.
    known = max(model.on, model.about.recorded_on or model.on)
    for instrument in model.of("instrument"):
        approved = instrument.approved_on
        if instrument.is_firm and approved is not None and approved > known:
            yield fault(
                f"{instrument.name} stands as in force, but is approved only on {day(approved)}.",
                instrument=instrument,
            )

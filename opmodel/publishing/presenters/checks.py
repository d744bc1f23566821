"""What checks found in an edition, as people read it: page and paper show the same of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils import timezone

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, EditionState, Element
from opmodel.editions.moments import Moment
from opmodel.findings.checking import Findings
from opmodel.findings.counting import Count, counts_over, risen
from opmodel.findings.days import moment_for
from opmodel.findings.finding import Finding, Rule, Severity
from opmodel.findings.models import Waiver
from opmodel.findings.registry import BY_ID
from opmodel.findings.telling import Narrowed, Telling, by_rule, name_of, tell
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.charts.counts import Counted, CountsChart, lay_out
from opmodel.publishing.words import counted, day

from .links import capitalised

WORDS: Final = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.NOTE: ("note", "notes"),
}
COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "orange", Severity.NOTE: "grey"}
AT_ONCE: Final = 8
"""So many rows of one part are shown; of more, the others are folded away."""


@dataclass(frozen=True, slots=True)
class RowLink:
    """A row that a finding is about."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """The rows that play one part in a finding; `more` are those that are folded away."""

    part: str
    rows: tuple[RowLink, ...]
    more: tuple[RowLink, ...]


@dataclass(frozen=True, slots=True)
class WaiverLine:
    """Who decided to live with a finding, why and until when."""

    said: str
    reason: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One thing that is wrong, and the rows that clash; `former`: a waiver that has ended;
    `waiving`: where whoever looks at it may waive it."""

    name: str
    words: str
    parts: tuple[PartLine, ...]
    waiver: WaiverLine | None
    former: WaiverLine | None
    waiving: str


@dataclass(frozen=True, slots=True)
class Waiving:
    """A finding that somebody decides about: the waiver that holds, or that did."""

    words: str
    severity: str
    colour: str
    rule: Rule
    waiver: WaiverLine | None
    former: WaiverLine | None
    address: str
    ending: str


@dataclass(frozen=True, slots=True)
class RuleSection:
    """What breaks one rule, with why that matters and what would mend it."""

    title: str
    name: str
    why: str
    mend: str
    rests_on: str
    findings: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True)
class SeveritySection:
    """Everything of one severity, by rule."""

    title: str
    meaning: str
    colour: str
    tag: str
    rules: tuple[RuleSection, ...]


@dataclass(frozen=True, slots=True)
class CountLine:
    """How much was found in one edition."""

    label: str
    url: str
    day: str
    numbers: tuple[int, ...]
    here: bool


@dataclass(frozen=True, slots=True)
class Course:
    """How much was found in each edition of the organisation; `risen` are rules that this draft
    breaks more often than the edition before."""

    lines: tuple[CountLine, ...]
    chart: CountsChart | None
    risen: tuple[str, ...]
    before: str


def judged_at(edition: Edition, asked: Asked) -> Moment:
    """The day asked for; without one, that on which the edition is fairly judged."""
    return asked.moment if "on" in asked.stated else moment_for(edition, asked.moment)


def judged_on(telling: Telling, asked: Asked) -> str:
    """On which day it was judged, and what that day is to the edition."""
    edition, on = telling.edition, telling.moment.on
    if edition.state == EditionState.NOT_ADOPTED and on == edition.published_on:
        published = day(edition.published_on, edition.published_precision)
        return f"Judged as of {published}, when it was published."
    if on == asked.today:
        return f"Judged on {day(on)}, today."
    if "on" in asked.stated:
        return f"Judged on {day(on)}, the day asked for."
    if not edition.is_frozen:
        return f"Judged on {day(on)}, the day from which all its powers are to hold."
    if on == edition.effective_from:
        return f"Judged on {day(on)}, the first day on which it has effect."
    return f"Judged on {day(on)}, the last day on which it was in force."


def numbers_of(telling: Telling) -> list[tuple[Severity, str, int]]:
    """How much of each severity, in words."""
    return [
        (severity, counted(number, *WORDS[severity]), number)
        for severity, number in telling.findings.by_severity.items()
    ]


def can_be_waived_on(moment: Moment, asked: Asked) -> bool:
    """Whether what is wrong on that day can still be lived with: not what was wrong before."""
    return moment.on >= asked.today and moment.known == asked.today


def sections(
    telling: Telling, findings: Iterable[Finding], asked: Asked, *, waiving: bool = False
) -> list[SeveritySection]:
    """Findings by severity and rule. *waiving*: whoever looks at them may waive them."""
    return [
        SeveritySection(
            title=capitalised(WORDS[severity][1]),
            meaning=capitalised(severity.meaning.split(": ", 1)[1]),
            colour=COLOURS[severity],
            tag=capitalised(WORDS[severity][0]),
            rules=tuple(
                _rule(rule, of_it, telling, asked, waiving=waiving) for rule, of_it in rules
            ),
        )
        for severity, rules in by_rule(findings)
    ]


def _rule(
    rule: Rule, findings: list[Finding], telling: Telling, asked: Asked, *, waiving: bool
) -> RuleSection:
    return RuleSection(
        title=rule.title,
        name=rule.id,
        why=rule.why,
        mend=rule.mend,
        rests_on=rule.rests_on,
        findings=tuple(_line(each, telling, asked, waiving=waiving) for each in findings),
    )


def _line(finding: Finding, telling: Telling, asked: Asked, *, waiving: bool) -> FindingLine:
    waiver = telling.findings.waiver_of(finding)
    former = telling.findings.former_waiver_of(finding)
    address = addresses.of_waiving(telling.edition, finding.fingerprint) + asked.carried
    return FindingLine(
        name=finding.fingerprint,
        words=finding.words,
        parts=tuple(_parts(finding, telling.edition, asked)),
        waiver=waiver_line(waiver) if waiver else None,
        former=former_line(former) if former else None,
        waiving=address if waiving else "",
    )


def waiving_of(findings: Findings, finding: Finding, asked: Asked) -> Waiving:
    """A finding for whoever decides about it."""
    waiver, former = findings.waiver_of(finding), findings.former_waiver_of(finding)
    address = addresses.of_waiving(findings.edition, finding.fingerprint)
    return Waiving(
        words=finding.words,
        severity=capitalised(WORDS[finding.severity][0]),
        colour=COLOURS[finding.severity],
        rule=finding.rule,
        waiver=waiver_line(waiver) if waiver else None,
        former=former_line(former) if former else None,
        address=address + asked.carried,
        ending=f"{address}end/{asked.carried}",
    )


def _parts(finding: Finding, edition: Edition, asked: Asked) -> Iterator[PartLine]:
    for part, rows in groupby(finding.rows, key=lambda row: row.role):
        links = tuple(
            RowLink(row.name, addresses.of_key(edition, row.kind, row.key) + asked.carried)
            for row in rows
        )
        # One that is folded away alone takes as much room as one that is not.
        shown = links if len(links) <= AT_ONCE + 1 else links[:AT_ONCE]
        yield PartLine(capitalised(part), shown, links[len(shown) :])


def waiver_line(waiver: Waiver) -> WaiverLine:
    """The waiver in words."""
    where = "" if waiver.edition_id else ", in every edition"
    return WaiverLine(
        said=f"Waived by {name_of(waiver.author)} on {day(waiver.made_on)}, until "
        f"{day(waiver.until)}{where}.",
        reason=waiver.reason,
    )


def former_line(waiver: Waiver) -> WaiverLine:
    """A waiver that has ended, in words: since then the finding counts again."""
    began = f"Was waived by {name_of(waiver.author)} on {day(waiver.made_on)}"
    if waiver.ended_at is not None and waiver.ended_by is not None:
        return WaiverLine(
            said=f"{began}. {name_of(waiver.ended_by)} ended that on "
            f"{day(timezone.localdate(waiver.ended_at))}; it counts again.",
            reason=waiver.ended_because,
        )
    return WaiverLine(
        said=f"{began}, until {day(waiver.until)}; it counts again.", reason=waiver.reason
    )


def course_of(telling: Telling, editions: Sequence[Edition], asked: Asked) -> Course:
    """How much was found in these editions, which passed their gate, the first one first.

    A published edition has what was kept of it; a draft that is looked at, what is found now.
    """
    kept = counts_over(editions)
    by_slug = {each.slug: each for each in editions}
    lines = [_count(count, by_slug[count.edition], telling, asked) for count in kept]
    edition = telling.edition
    told: tuple[str, ...] = ()
    if not edition.is_frozen:
        found = telling.findings.by_severity
        lines.append(
            CountLine(
                edition.label,
                addresses.of_checks(edition) + asked.carried,
                day(telling.moment.on),
                tuple(found.values()),
                here=True,
            )
        )
        if kept:
            told = tuple(
                f"{BY_ID[each.rule].title}: {each.now}, before {each.before}"
                for each in risen(telling.findings, kept[-1])
            )
    drawn = [
        Counted(
            f"{line.label}{' (this edition)' if line.here else ''}",
            dict(zip((each.value for each in Severity), line.numbers, strict=True)),
        )
        for line in lines
    ]
    return Course(
        lines=tuple(lines),
        chart=lay_out(drawn) if len(drawn) > 1 else None,
        risen=told,
        before=kept[-1].label if kept else "",
    )


def _count(count: Count, edition: Edition, telling: Telling, asked: Asked) -> CountLine:
    return CountLine(
        count.label,
        addresses.of_checks(edition) + asked.carried,
        _day(count, edition),
        tuple(count.by_severity.values()),
        here=count.edition == telling.edition.slug,
    )


def _day(count: Count, edition: Edition) -> str:
    """The day that was counted on, with as much of it as the edition's source gives."""
    if edition.effective_from:
        return day(count.day, edition.effective_precision)
    return day(count.day, edition.published_precision)


NOT_COUNTED: Final = "What contradicts itself, is missing or is out of date"


def in_short(edition: Edition) -> str:
    """How much was found in an edition on its first day, as it was kept. One query."""
    kept = counts_over([edition])
    if not kept:
        return NOT_COUNTED
    found = [
        counted(number, *WORDS[severity])
        for severity, number in kept[0].by_severity.items()
        if number
    ]
    told = " and ".join(", ".join(found).rsplit(", ", 1)) if found else "Nothing"
    return f"{told} found as of {_day(kept[0], edition)}"


def about(element: Element, edition: Edition, asked: Asked) -> tuple[str, str] | None:
    """How much was found about an element, and where that is told; None where nothing was.

    Only of a published edition as of today is it counted here, because that is worked out once: of
    a draft, or of a day that somebody asks for, the page of the checks tells.
    """
    address = addresses.of_checks(edition)
    question = "&".join((f"?about={element.key}", asked.carried.removeprefix("?"))).rstrip("&")
    if not (edition.is_frozen and asked.is_now):
        return "What checks find about this", address + question
    telling = tell(
        edition=edition,
        moment=judged_at(edition, asked),
        narrowed=Narrowed(about=element.key),
    )
    if not telling.told:
        return None
    return f"{counted(len(telling.told), 'finding')} about this", address + question


def name_of_kind(kind: str) -> str:
    """What the rows of a kind are called."""
    return capitalised(str(kinds()[kind]._meta.verbose_name_plural))

"""How many findings each edition had: kept once, drawn over editions, only to be brought down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from opmodel.editions.models import Edition
from opmodel.editions.models.vocabulary import PUBLISHED_STATES
from opmodel.editions.moments import Moment

from .checking import Findings, check
from .days import first_day
from .finding import Severity
from .models import FindingCount
from .registry import RULES


@dataclass(frozen=True)
class Count:
    """What an edition had on its first day, by severity and by rule."""

    edition: str
    label: str
    day: date
    by_severity: dict[Severity, int]
    by_rule: dict[str, int]


@dataclass(frozen=True)
class Risen:
    """A rule that is broken more often than in the edition before."""

    rule: str
    before: int
    now: int


@transaction.atomic
def keep_count(*, edition: Edition, moment: Moment) -> None:
    """Counts the findings of a frozen edition on its first day and keeps the numbers.

    Every rule is kept, those without findings as none: a rule that came later is not in it, and so
    is not taken for one that was kept. Whoever counts again replaces the numbers.
    """
    day = first_day(edition, moment)
    found = check(edition=edition, moment=Moment(on=day, known=moment.known))
    counts = found.by_rule
    FindingCount.objects.filter(edition=edition).delete()
    FindingCount.objects.bulk_create(
        FindingCount(
            edition=edition,
            rule=rule.id,
            severity=rule.severity.value,
            found=counts.get(rule.id, 0),
            counted_on=day,
        )
        for rule in RULES
    )


def keep_missing(*, moment: Moment) -> list[Edition]:
    """Counts the published editions that were not counted yet; returns them."""
    published = Edition.objects.filter(state__in=PUBLISHED_STATES, finding_counts=None)
    counted = list(published.select_related("organisation"))
    for edition in counted:
        keep_count(edition=edition, moment=moment)
    return counted


def counts_over(editions: Iterable[Edition]) -> list[Count]:
    """The numbers kept of these editions, which passed their gate, in their order. One query.

    Editions that were not counted yet are left out.
    """
    ordered = list(editions)
    kept: dict[object, list[FindingCount]] = {}
    for row in FindingCount.objects.filter(edition__in=[each.id for each in ordered]):
        kept.setdefault(row.edition_id, []).append(row)
    found = []
    for edition in ordered:
        rows = kept.get(edition.id)
        if rows:
            by_severity = dict.fromkeys(Severity, 0)
            for row in rows:
                by_severity[Severity(row.severity)] += row.found
            by_rule = {row.rule: row.found for row in rows}
            found.append(
                Count(edition.slug, edition.label, rows[0].counted_on, by_severity, by_rule)
            )
    return found


def risen(now: Findings, before: Count) -> list[Risen]:
    """The rules of which there are more findings than before; waived ones do not count. Rules that
    were not known before are left out, and so are notes."""
    counted: dict[str, int] = {}
    for finding in now.open:
        counted[finding.rule.id] = counted.get(finding.rule.id, 0) + 1
    return [
        Risen(rule.id, before.by_rule[rule.id], counted[rule.id])
        for rule in now.rules
        if rule.severity is not Severity.NOTE
        and rule.id in before.by_rule
        and counted.get(rule.id, 0) > before.by_rule[rule.id]
    ]

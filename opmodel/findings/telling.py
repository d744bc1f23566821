"""What is told of an edition: page, document, tables, API and command all ask here.

The findings of the day, narrowed as asked for; and the same as plain data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any

from opmodel.access.models import User
from opmodel.editions.ids import row_id
from opmodel.editions.models import Edition, Element
from opmodel.editions.moments import Moment
from opmodel.editions.selectors.belonging import placed_at

from .checking import Findings, check
from .finding import Finding, Rule, Severity


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which findings are asked for; what is empty asks for all.

    `kind` is that of a row, `place` the key of one that a row is or belongs to, `about` the key of
    a row; `text` are words that all have to stand in the finding or in the names of its rows.
    """

    severity: str = ""
    rule: str = ""
    kind: str = ""
    place: str = ""
    text: str = ""
    about: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))


@dataclass(frozen=True)
class Telling:
    """The findings of an edition on a day, and those of them that were asked for."""

    findings: Findings
    told: tuple[Finding, ...]
    narrowed: Narrowed

    @property
    def edition(self) -> Edition:
        return self.findings.edition

    @property
    def moment(self) -> Moment:
        return self.findings.moment

    @property
    def is_narrowed(self) -> bool:
        return bool(self.narrowed)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that something breaks, the worst first."""
        return tuple(dict.fromkeys(finding.rule for finding in self.findings))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the rows of all findings."""
        return tuple(dict.fromkeys(row.kind for each in self.findings for row in each.rows))


def tell(*, edition: Edition, moment: Moment, narrowed: Narrowed | None = None) -> Telling:
    """What is wrong with an edition that passed its gate, on the day, as known then."""
    findings = check(edition=edition, moment=moment)
    asked = narrowed or Narrowed()
    return Telling(findings, tuple(_fitting(findings, asked)), asked)


def by_rule(
    findings: Iterable[Finding],
) -> Iterator[tuple[Severity, list[tuple[Rule, list[Finding]]]]]:
    """Findings in their order, by severity and rule."""
    for severity, alike in groupby(findings, key=lambda each: each.severity):
        yield severity, [(rule, list(of_it)) for rule, of_it in groupby(alike, lambda e: e.rule)]


def places_of(edition: Edition) -> list[tuple[str, str]]:
    """The places of an edition, by key and name, in their order."""
    places = Element.objects.filter(edition=edition, kind="place").order_by("position", "key")
    return list(places.values_list("key", "name"))


def _fitting(findings: Findings, asked: Narrowed) -> Iterator[Finding]:
    words = asked.text.casefold().split()
    edition = findings.edition.id
    placed = set(placed_at(asked.place, [edition])["placed"]) if asked.place else set()
    for finding in findings:
        said = " ".join((finding.rule.title, finding.words, *(row.name for row in finding.rows)))
        if (
            asked.severity in ("", finding.severity.value)
            and asked.rule in ("", finding.rule.id)
            and (not asked.kind or asked.kind in {row.kind for row in finding.rows})
            and (not asked.about or asked.about in finding.keys)
            and (not asked.place or any(row_id(edition, key) in placed for key in finding.keys))
            and all(word in said.casefold() for word in words)
        ):
            yield finding


def name_of(author: User) -> str:
    """Who waived a finding, as people know them."""
    return author.get_full_name() or author.get_username()


def as_data(findings: Findings, told: Iterable[Finding] | None = None) -> dict[str, Any]:
    """All of it, or those told, with the numbers of all."""
    return {
        "edition": findings.edition.slug,
        **summary_as_data(findings),
        "findings": [
            finding_as_data(findings, each) for each in (findings if told is None else told)
        ],
    }


def summary_as_data(findings: Findings) -> dict[str, Any]:
    """On which day it was judged, and how much was found."""
    return {
        "on": findings.moment.on.isoformat(),
        "known_at": findings.moment.known.isoformat(),
        "rules": len(findings.rules),
        "counts": {severity.value: number for severity, number in findings.by_severity.items()},
        "waived": len(findings) - len(findings.open),
        "by_rule": findings.by_rule,
    }


def finding_as_data(findings: Findings, finding: Finding) -> dict[str, Any]:
    """One finding with its rule, its rows and its waiver."""
    waiver = findings.waiver_of(finding)
    return {
        **rule_as_data(finding.rule),
        "words": finding.words,
        "rows": [
            {"part": row.role, "key": row.key, "kind": row.kind, "name": row.name}
            for row in finding.rows
        ],
        "fingerprint": finding.fingerprint,
        "waived": None
        if waiver is None
        else {
            "reason": waiver.reason,
            "by": name_of(waiver.author),
            "from": waiver.made_on.isoformat(),
            "until": waiver.until.isoformat(),
            "everywhere": waiver.edition_id is None,
        },
    }


def rule_as_data(rule: Rule) -> dict[str, Any]:
    """A rule by itself, for the list of all that are tried."""
    return {
        "rule": rule.id,
        "title": rule.title,
        "severity": rule.severity.value,
        "why": rule.why,
        "mend": rule.mend,
        "rests_on": rule.rests_on,
    }

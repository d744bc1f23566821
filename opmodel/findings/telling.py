"""Findings as plain data: the same for the command, the API and the tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .checking import Findings
from .finding import Finding, Rule


def as_data(findings: Findings, told: Iterable[Finding] | None = None) -> dict[str, Any]:
    """All of it, or those told, with the numbers of all."""
    return {
        "edition": findings.edition.slug,
        "on": findings.moment.on.isoformat(),
        "known_at": findings.moment.known.isoformat(),
        "rules": len(findings.rules),
        "counts": {severity.value: number for severity, number in findings.by_severity.items()},
        "by_rule": findings.by_rule,
        "findings": [
            finding_as_data(findings, each) for each in (findings if told is None else told)
        ],
    }


def finding_as_data(findings: Findings, finding: Finding) -> dict[str, Any]:
    """One finding with its rule, its rows and its waiver."""
    waiver = findings.waiver_of(finding)
    return {
        "rule": finding.rule.id,
        "title": finding.rule.title,
        "severity": finding.severity.value,
        "words": finding.words,
        "rows": [
            {"part": row.role, "key": row.key, "kind": row.kind, "name": row.name}
            for row in finding.rows
        ],
        "why": finding.rule.why,
        "mend": finding.rule.mend,
        "rests_on": finding.rule.rests_on,
        "fingerprint": finding.fingerprint,
        "waived": None
        if waiver is None
        else {
            "reason": waiver.reason,
            "by": str(waiver.author),
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

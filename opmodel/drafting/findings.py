"""What checks would find after a change, against what they find before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils import timezone

from governance.models import Limit
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment
from opmodel.findings.checking import check_changed
from opmodel.findings.days import moment_for
from opmodel.findings.finding import Finding

from .grid.sending import Told


def found_about(edition: Edition, kinds: Iterable[str]) -> dict[str, Finding]:
    """What the rules that look at these kinds find in a draft today, by fingerprint."""
    moment = moment_for(edition, Moment.of(timezone.localdate()))
    found = check_changed(edition=edition, moment=moment, kinds=set(kinds))
    return {finding.fingerprint: finding for finding in found}


def told(found: dict[str, Finding], but: dict[str, Finding]) -> list[Told]:
    """Those of the findings that the others are not, the worst first."""
    return [
        Told(
            fingerprint=fingerprint,
            severity=finding.severity.value,
            title=finding.rule.title,
            words=finding.words,
            mend=finding.rule.mend,
            keys=finding.keys,
        )
        for fingerprint, finding in found.items()
        if fingerprint not in but
    ]


def at_limits(edition: Edition, findings: Sequence[Told]) -> list[Told]:
    """The same, for whoever works at limits: checks name the powers that limits bound, and here a
    finding stands with the limits of those powers as well. One query."""
    named = {key for finding in findings for key in finding.keys}
    limits = defaultdict(list)
    found = Limit.objects.in_edition(edition).filter(delegation__key__in=named)
    for key, power in found.values_list("key", "delegation__key"):
        limits[power].append(key)
    return [
        replace(
            finding,
            keys=(*(limit for key in finding.keys for limit in limits[key]), *finding.keys),
        )
        for finding in findings
    ]

"""Puts the rules to an edition: what page, PDF, tables, API and command all call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from opmodel.editions.models import Edition, Generation
from opmodel.editions.moments import Moment

from .finding import Finding, Rule, Severity
from .model import Model
from .models import Waiver
from .reading import read
from .registry import RULES
from .waiving import Waivers, waivers_of

REMEMBERED = 512
"""Editions and days whose findings are kept in memory: those of one are some kilobytes."""


@dataclass(frozen=True)
class Findings:
    """What was found in an edition on a day, the worst first, in the order of the rules.

    `waivers` are those that hold and those that are over.
    """

    edition: Edition
    moment: Moment
    rules: tuple[Rule, ...]
    found: tuple[Finding, ...]
    waivers: Waivers = field(default_factory=Waivers)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def waiver_of(self, finding: Finding) -> Waiver | None:
        """The waiver under which the finding is lived with."""
        return self.waivers.holding.get(finding.fingerprint)

    def former_waiver_of(self, finding: Finding) -> Waiver | None:
        """The waiver under which the finding was lived with until it ended: now it counts again."""
        if finding.fingerprint in self.waivers.holding:
            return None
        return self.waivers.over.get(finding.fingerprint)

    @property
    def open(self) -> tuple[Finding, ...]:
        """Those that nobody waived."""
        return tuple(finding for finding in self.found if not self.waiver_of(finding))

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Those that stand in the way of adoption: errors that nobody waived."""
        return tuple(finding for finding in self.open if finding.severity is Severity.ERROR)

    @property
    def by_rule(self) -> dict[str, int]:
        """How many of each rule, those without any left out."""
        return dict(Counter(finding.rule.id for finding in self.found))

    @property
    def by_severity(self) -> dict[Severity, int]:
        counted = Counter(finding.severity for finding in self.found)
        return {severity: counted[severity] for severity in Severity}

    def about(self, key: str) -> tuple[Finding, ...]:
        """Those about one element."""
        return tuple(finding for finding in self.found if key in finding.keys)

    def renewed(self, by: Findings) -> Findings:
        """These, with what rules found that were tried again in place of what they had found."""
        again = {rule.id for rule in by.rules}
        kept = [finding for finding in self.found if finding.rule.id not in again]
        return replace(
            self, moment=by.moment, found=_in_order([*kept, *by.found]), waivers=by.waivers
        )


def check(*, edition: Edition, moment: Moment) -> Findings:
    """Everything wrong with an edition that passed its gate, on the day, as known then.

    Of a frozen edition it is worked out once, as long as nothing that the public is told changes:
    who holds a post, which organisation has ended.
    """
    if not edition.is_frozen:
        return _checked(edition, moment, RULES)
    generation = Generation.objects.values_list("number", flat=True).get()
    found = _remembered(edition.id, moment.on, moment.known, generation)
    return Findings(edition, moment, RULES, found, waivers_of(edition, moment))


@lru_cache(maxsize=REMEMBERED)
def _remembered(edition: UUID, on: date, known: date, _generation: int) -> tuple[Finding, ...]:
    asked = Edition.objects.get(pk=edition)
    return _found(asked, Moment(on=on, known=known), RULES)


def forget() -> None:
    """As after a start: no findings are remembered."""
    _remembered.cache_clear()


def check_changed(*, edition: Edition, moment: Moment, kinds: Collection[str]) -> Findings:
    """The same of the rules alone that look at elements of these kinds: what a change touches.

    No other kinds are read than those that these rules look at.
    """
    changed = set(kinds)
    return _checked(edition, moment, tuple(rule for rule in RULES if rule.reads & changed))


def _checked(edition: Edition, moment: Moment, rules: tuple[Rule, ...]) -> Findings:
    found = _found(edition, moment, rules)
    return Findings(edition, moment, rules, found, waivers_of(edition, moment))


def _found(edition: Edition, moment: Moment, rules: tuple[Rule, ...]) -> tuple[Finding, ...]:
    reads = frozenset[str]().union(*(rule.reads for rule in rules))
    return found_in(read(edition=edition, moment=moment, reads=reads), rules)


def found_in(model: Model, rules: Iterable[Rule] = RULES) -> tuple[Finding, ...]:
    """What these rules find in a model."""
    return _in_order([finding for rule in rules for finding in rule.check(model)])


_PLACE = {rule.id: place for place, rule in enumerate(RULES)}


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The worst first, then by rule; those of one rule as the model has their rows."""
    return tuple(sorted(findings, key=lambda each: (each.severity.rank, _PLACE[each.rule.id])))

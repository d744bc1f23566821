"""`manage.py check_model EDITION`: what is wrong with an edition, for people and for scripts."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment
from opmodel.findings.checking import Findings, check
from opmodel.findings.counting import keep_count
from opmodel.findings.days import moment_for
from opmodel.findings.finding import Finding, Severity
from opmodel.findings.telling import as_data, name_of
from opmodel.findings.words import day

UNUSABLE = 2
"""The exit code where the edition could not be checked; 1 says that something was found."""


class Command(BaseCommand):
    help = (
        "Tells what is wrong with an edition. Exit code 0: nothing of that severity that is not "
        "waived; 1: something; 2: it could not be checked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", help="The edition's slug.")
        parser.add_argument(
            "--on",
            metavar="DAY",
            help="Judge it on this day (2026-03-31). Otherwise: today while it is in force or a "
            "draft, else its last or first day.",
        )
        parser.add_argument(
            "--severity",
            choices=[severity.value for severity in Severity],
            default=Severity.WARNING.value,
            help="The least severe findings to tell.",
        )
        parser.add_argument("--json", action="store_true", help="Everything as JSON.")
        parser.add_argument(
            "--keep", action="store_true", help="Keep the counts of a published edition as well."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        edition = _edition(options["edition"])
        moment = _moment(edition, options["on"])
        findings = check(edition=edition, moment=moment)
        if options["keep"]:
            if not edition.is_frozen:
                raise CommandError("Only published editions keep counts.", returncode=UNUSABLE)
            keep_count(edition=edition, moment=moment)
        least = Severity(options["severity"])
        told = [each for each in findings if each.severity.rank <= least.rank]
        if options["json"]:
            data = orjson.dumps(as_data(findings, told), option=orjson.OPT_INDENT_2)
            self.stdout.write(data.decode())
        else:
            self._tell(findings, told)
        if any(findings.waiver_of(each) is None for each in told):
            raise SystemExit(1)

    def _tell(self, findings: Findings, told: list[Finding]) -> None:
        edition = findings.edition
        self.stdout.write(f"{edition.title} ({edition.label}), on {day(findings.moment.on)}")
        for finding in told:
            waiver = findings.waiver_of(finding)
            self.stdout.write(f"\n{finding.severity.value.upper()}: {finding.rule.title}")
            self.stdout.write(f"  {finding.words}")
            for row in finding.rows:
                self.stdout.write(f"  - {row.role}: {row.name} [{row.key}]")
            if waiver:
                self.stdout.write(
                    f"  Waived until {day(waiver.until)} by {name_of(waiver.author)}: "
                    f"{waiver.reason}"
                )
                continue
            self.stdout.write(f"  Why it matters: {finding.rule.why}")
            self.stdout.write(f"  What would mend it: {finding.rule.mend}")
        self.stdout.write(f"\n{_summary(findings, len(told))}")


def _summary(findings: Findings, told: int) -> str:
    counted = [
        f"{number} {severity.value}{'' if number == 1 else 's'}"
        for severity, number in findings.by_severity.items()
        if number
    ]
    if not counted:
        return f"Nothing found; {len(findings.rules)} rules were tried."
    waived = len(findings) - len(findings.open)
    left = len(findings) - told
    return (
        f"{', '.join(counted)}; {len(findings.rules)} rules were tried."
        + (f" {waived} waived." if waived else "")
        + (f" {left} less severe not shown: ask with --severity note." if left else "")
    )


def _edition(slug: str) -> Edition:
    edition = Edition.objects.select_related("organisation").filter(slug=slug).first()
    if edition is None:
        known = ", ".join(Edition.objects.values_list("slug", flat=True)[:20]) or "none yet"
        raise CommandError(
            f"There is no edition “{slug}”. There are: {known}.", returncode=UNUSABLE
        )
    return edition


def _moment(edition: Edition, asked: str | None) -> Moment:
    today = Moment.of(timezone.localdate())
    if not asked:
        return moment_for(edition, today)
    try:
        return Moment(on=date.fromisoformat(asked), known=today.known)
    except ValueError as fault:
        raise CommandError(
            f"“{asked}” is no day. Write it like 2026-03-31.", returncode=UNUSABLE
        ) from fault

"""What checks found, as a table."""

from __future__ import annotations

from opmodel.findings.finding import Finding
from opmodel.findings.telling import Telling
from opmodel.publishing import addresses
from opmodel.publishing.presenters.checks import waiver_line
from opmodel.publishing.presenters.links import capitalised

from .lists import about
from .tables import Cell, Table


def table_of_findings(telling: Telling, judged: str, status: str, site: str) -> Table:
    """A row for each finding. *site* begins the addresses."""
    edition = telling.edition
    return Table(
        title="What checks found",
        about=(*about(edition, status), judged),
        headers=(
            "How bad",
            "Rule",
            "What is wrong",
            "What clashes",
            "Why it matters",
            "What would mend it",
            "What the rule rests on",
            "Waived",
            "Why it is lived with",
            "Addresses",
        ),
        rows=[_row(each, telling, site) for each in telling.told],
    )


def _row(finding: Finding, telling: Telling, site: str) -> tuple[Cell, ...]:
    waiver = telling.findings.waiver_of(finding)
    rule = finding.rule
    return (
        finding.severity.value.capitalize(),
        rule.title,
        finding.words,
        "\n".join(f"{capitalised(row.role)}: {row.name}" for row in finding.rows),
        rule.why,
        rule.mend,
        rule.rests_on,
        waiver_line(waiver).said if waiver else "",
        waiver.reason if waiver else "",
        "\n".join(
            f"{site}{addresses.of_key(telling.edition, row.kind, row.key)}" for row in finding.rows
        ),
    )

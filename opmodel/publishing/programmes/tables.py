"""The pages of a programme as tables to take away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from opmodel.editions.models import Edition, Kind
from opmodel.publishing.exports.lists import about
from opmodel.publishing.exports.tables import Table
from opmodel.publishing.presenters.values import standing_words
from opmodel.publishing.words import NO_DATE, NOT_RECORDED

from .risks import RiskRegister, Said
from .roadmap import Roadmap
from .transfers import TransferList

CLOSING = ("Standing", "Our reading", "Source", "Address")


def table_of_roadmap(shown: Roadmap, edition: Edition, status: str, site: str) -> Table:
    """A row for each step, in the order of the page."""
    return Table(
        title="Roadmap",
        about=about(edition, status),
        headers=(
            "Group",
            "Workstream or list",
            "What it is",
            "Name",
            "Summary",
            "When",
            "As the source words it",
            "First day",
            "Last day",
            "Progress",
            *CLOSING,
        ),
        rows=[
            (
                group.title,
                row.title,
                step.what,
                step.name,
                step.element.summary,
                step.when,
                step.element.dated or NO_DATE,
                _day(step.element.begins_on),
                _day(step.element.ends_on),
                step.progress_words,
                *_closing(step.element, edition, site, step.url),
            )
            for group, row, step in shown.steps
        ],
    )


def table_of_risks(shown: RiskRegister, edition: Edition, status: str, site: str) -> Table:
    """A row for each risk; what stands in one cell has a line each."""
    return Table(
        title="Risk register",
        about=(*about(edition, status), *filter(None, [shown.gap])),
        headers=(
            "Risk",
            "Summary",
            "What it would do",
            "What is done about it",
            "Score",
            "Owner",
            *CLOSING,
        ),
        rows=[
            (
                line.link.name,
                line.text,
                _lines(line.impacts),
                _lines(line.mitigations),
                line.score or NOT_RECORDED,
                line.owner.name if line.owner else NOT_RECORDED,
                *_closing(line.risk, edition, site, line.link.url),
            )
            for line in shown.risks
        ],
    )


def table_of_transfers(shown: TransferList, edition: Edition, status: str, site: str) -> Table:
    """A row for each transfer."""
    return Table(
        title="Transfer list",
        about=about(edition, status),
        headers=(
            "What leaves",
            "Summary",
            "Function",
            "From",
            "To",
            "To the level",
            "When",
            "First day",
            "Last day",
            "On the condition",
            "Accountable until then",
            *CLOSING,
        ),
        rows=[
            (
                line.link.name,
                line.transfer.summary,
                line.function.name if line.function else "",
                line.giver_words,
                line.receiver.name if line.receiver else NOT_RECORDED,
                line.level,
                line.when,
                _day(line.transfer.begins_on),
                _day(line.transfer.ends_on),
                line.condition,
                line.meanwhile.name if line.meanwhile else NOT_RECORDED,
                *_closing(line.transfer, edition, site, line.link.url),
            )
            for line in shown.transfers
        ],
    )


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _lines(said: Iterable[Said]) -> str:
    return "\n".join(
        f"{each.link.name}: {each.text}" if each.text else each.link.name for each in said
    ) or NOT_RECORDED  # fmt: skip


def _closing(element: Kind, edition: Edition, site: str, url: str) -> tuple[str, str, str, str]:
    """How firmly it is stated, what is our reading, where it is written, and where it is here."""
    cited = []
    for citation in element.citations.all():
        place = (citation.heading, citation.page and f"page {citation.page}")
        where = ", ".join(filter(None, place))
        cited.append(f"{citation.source.title}: {where}" if where else citation.source.title)
    return (
        standing_words(element.standing, edition),
        element.reading,
        "; ".join(cited),
        f"{site}{url.partition('?')[0]}",
    )

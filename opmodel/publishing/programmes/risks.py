"""The risk register: what may go wrong, what it would do, what is done about it, who owns it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from opmodel.editions.models import Edition
from opmodel.editions.selectors.elements import elements_of_kind, named_elements
from opmodel.publishing.asking import Asked
from opmodel.publishing.presenters.links import ElementLink, link_to
from opmodel.publishing.words import counted
from transition.models import Impact, Mitigation, Risk

from .narrowing import has_words

GAPS: Final = (
    ("impacts", "No impact recorded", "what it would do (impact)"),
    ("mitigations", "No mitigation recorded", "what is done about it (mitigation)"),
    ("score", "No score recorded", "its score"),
    ("owner", "No owner recorded", "its owner"),
)
"""What a register may lack: its word in addresses, in the form, and in a sentence."""


@dataclass(frozen=True, slots=True)
class Said:
    """An impact or a mitigation: its words, and more of them where there are more. *apart*: whether
    another risk has one of the same name."""

    link: ElementLink
    text: str
    apart: bool = False


@dataclass(frozen=True)
class RiskLine:
    """A risk with what belongs to it; what the source does not record is empty."""

    risk: Risk
    link: ElementLink
    text: str
    impacts: tuple[Said, ...]
    mitigations: tuple[Said, ...]
    owner: ElementLink | None

    @property
    def score(self) -> str:
        return self.risk.score

    def lacks(self, what: str) -> bool:
        """Whether it has none of those, by the words of GAPS."""
        return not getattr(self, what)


@dataclass(frozen=True)
class RiskRegister:
    """The risks shown, and in a sentence what none of the edition's risks has."""

    risks: tuple[RiskLine, ...]
    total: int
    gap: str
    choices: tuple[tuple[str, str], ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is shown, for lack of any or of any that fit."""
        return not self.risks

    @property
    def shown(self) -> str:
        return counted(len(self.risks), "risk")


def risk_register(
    *, edition: Edition, asked: Asked, gap: str = "", text: str = "", cited: bool = False
) -> RiskRegister:
    """The edition's risks, or those that lack something or have certain words. A fixed number of
    queries."""
    rows = elements_of_kind(kind=Risk, edition=edition)
    risks = list(rows if cited else rows.prefetch_related(None))
    owners = named_elements(risk.owner_id for risk in risks)
    impacts = _by_risk(Impact, edition, asked)
    mitigations = _by_risk(Mitigation, edition, asked)
    lines = [
        RiskLine(
            risk=risk,
            link=link_to(risk, edition, asked),
            text=risk.summary,
            impacts=tuple(impacts.get(risk.id, ())),
            mitigations=tuple(mitigations.get(risk.id, ())),
            owner=link_to(owners[risk.owner_id], edition, asked) if risk.owner_id else None,
        )
        for risk in risks
    ]
    having = {what: sum(not line.lacks(what) for line in lines) for what, *_ in GAPS}
    return RiskRegister(
        risks=tuple(line for line in lines if _fits(line, gap, text)),
        total=len(lines),
        gap=_sentence([words for what, _, words in GAPS if lines and not having[what]], len(lines)),
        choices=tuple((what, label) for what, label, _ in GAPS if 0 < having[what] < len(lines)),
    )


def _sentence(lacking: list[str], number: int) -> str:
    """What the source records for no risk at all."""
    if not lacking:
        return ""
    listed = " or ".join(filter(None, (", ".join(lacking[:-1]), lacking[-1])))
    if number == 1:
        return f"For its one risk the source does not record {listed}."
    return f"For none of the {number:,} risks does the source record {listed}."


def _by_risk(
    kind: type[Impact | Mitigation], edition: Edition, asked: Asked
) -> dict[UUID, list[Said]]:
    rows = list(elements_of_kind(kind=kind, edition=edition).prefetch_related(None))
    names = Counter(row.name for row in rows)
    found: dict[UUID, list[Said]] = {}
    for row in rows:
        said = Said(link_to(row, edition, asked), row.summary, apart=names[row.name] > 1)
        found.setdefault(row.risk_id, []).append(said)
    return found


def _fits(line: RiskLine, gap: str, text: str) -> bool:
    if gap in {what for what, *_ in GAPS} and not line.lacks(gap):
        return False
    said = (*line.impacts, *line.mitigations)
    return has_words(
        text,
        line.risk.name,
        line.text,
        *line.risk.also_known_as,
        *(each.link.name for each in said),
        *(each.text for each in said),
        line.owner.name if line.owner else "",
    )

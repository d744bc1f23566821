"""Whether what rests on the law rests on law that is in force and allows it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from governance.deciding.deciding import OWN
from opmodel.findings.finding import Fault, Severity, fault, rule
from opmodel.findings.limits import gives, in_effect
from opmodel.findings.model import Model, Row
from opmodel.findings.words import day

from .coverage import SCHEME

RESTING = ("decision", "delegation", "agreement", "committee")
"""The kinds that name the law they rest on."""


@rule(
    "matter-not-delegable",
    "Delegated although it may not be",
    severity=Severity.ERROR,
    why="The law, or the Board's own reservation, wants this decided by one holder alone: the row "
    "gives no power, and what is decided under it is void.",
    mend="Take the row out. If somebody has to prepare the matter, let them recommend.",
    rests_on="NHS Act 2006, section 65Z5, and SI 2022/642, regulation 2; the constitution.",
    reads=SCHEME,
)
def matter_not_delegable(model: Model) -> Iterator[Fault]:
    for power in model.scheme.powers:
        matter = model.scheme.matters.get(power.decision)
        if matter is None or not matter.non_delegable or not gives(power) or power.type in OWN:
            continue
        if in_effect(power, model.on):
            yield fault(
                f"“{matter.name}” may not be delegated, but a row gives it to {power.holder.name}.",
                power=model.by_key[power.key],
                decision=model.by_key[matter.key],
            )


@rule(
    "function-not-delegable",
    "A function that may not be delegated is",
    severity=Severity.ERROR,
    why="Whoever exercises it has no power to, and the organisation stays accountable anyway.",
    mend="Let the organisation keep it; others may prepare or advise.",
    rests_on="NHS Act 2006, section 65Z5, and SI 2022/642, regulation 2.",
    reads=("delegation", "function"),
)
def function_not_delegable(model: Model) -> Iterator[Fault]:
    for power in model.of("delegation"):
        function = power.function
        if function is None or not function.non_delegable or power.part != "approves":
            continue
        if power.type in _AWAY:
            yield fault(
                f"“{function.name}” may not be delegated, but “{power.name}” delegates it.",
                power=power,
                function=function,
            )


_AWAY = ("delegated", "sub-delegated", "delegated-out", "section-75")


@rule(
    "law-bars-delegation",
    "Passed on under law that forbids it",
    severity=Severity.ERROR,
    why="The provision that the row names lays the matter on the organisation itself.",
    mend="Take the row out, or name the provision that allows the delegation.",
    rests_on="SI 2022/642, regulation 2, and provisions of the same kind.",
    reads=("delegation", "legal-basis"),
)
def law_bars_delegation(model: Model) -> Iterator[Fault]:
    for power in model.of("delegation"):
        basis = power.legal_basis
        if basis is not None and basis.bars_delegation and power.type in _AWAY:
            yield fault(
                f"“{power.name}” is passed on, but {basis.name} lays it on the organisation "
                "itself.",
                power=power,
                law=basis,
            )


@rule(
    "memorandum-as-delegation",
    "A memorandum taken for a delegation",
    severity=Severity.ERROR,
    why="A memorandum of understanding or a collaboration agreement passes on no power, whatever "
    "it says: what is decided under it, nobody had the power to decide.",
    mend="Make a delegation under section 65Z5, a section 75 agreement or a joint committee, or "
    "let the partners recommend and one of your own holders decide.",
    rests_on="NHS Act 2006, sections 65Z5 and 75.",
    reads=("delegation", "agreement"),
)
def memorandum_as_delegation(model: Model) -> Iterator[Fault]:
    for power in model.of("delegation"):
        agreement = power.agreement
        if agreement is None or power.part != "approves" or power.type in _NOTHING:
            continue
        if agreement.form in _WITHOUT_EFFECT:
            yield fault(
                f"“{power.name}” rests on {agreement.name}. That passes on no power, so the row "
                "gives none.",
                power=power,
                agreement=agreement,
            )


_NOTHING = ("intended", "none", "advisory")
_WITHOUT_EFFECT = ("memorandum", "collaboration")


@rule(
    "law-lapsed",
    "Rests on law that is no longer in force",
    severity=Severity.ERROR,
    why="With the provision went the power to make the arrangement: what rests on it alone can be "
    "challenged.",
    mend="Make it anew under the law of today, and say under which section.",
    rests_on="The commencement and repeal of each provision, as recorded.",
    reads=(*RESTING, "legal-basis"),
)
def law_lapsed(model: Model) -> Iterator[Fault]:
    for row, basis in _resting(model):
        if model.is_over(basis.in_force_until):
            yield Fault(
                f"{_what(row)} rests on {basis.name}, which ended on {day(basis.in_force_until)}.",
                ((_role(row), row), ("law", basis)),
            )


@rule(
    "law-not-yet",
    "Rests on law that is not in force yet",
    severity=Severity.ERROR,
    why="Until the provision is in force, nothing can rest on it.",
    mend="Wait with it, or name the provision that holds today.",
    rests_on="The commencement of each provision, as recorded.",
    reads=(*RESTING, "legal-basis"),
)
def law_not_yet(model: Model) -> Iterator[Fault]:
    for row, basis in _resting(model):
        begins = basis.in_force_from
        if begins is not None and model.on < begins:
            yield Fault(
                f"{_what(row)} rests on {basis.name}, which is in force only from {day(begins)}.",
                ((_role(row), row), ("law", basis)),
            )


def _resting(model: Model) -> Iterator[tuple[Row, Row]]:
    for kind in RESTING:
        for row in model.of(kind):
            if row.legal_basis is not None and not _has_ended(model, row):
                yield row, row.legal_basis


def _has_ended(model: Model, row: Row) -> bool:
    return row.kind in ("delegation", "agreement") and model.is_over(row.effective_until)


def _role(row: Row) -> str:
    return row.kind.replace("-", " ")


def _what(row: Row) -> str:
    return f"The agreement “{row.name}”" if row.kind == "agreement" else f"“{row.name}”"


CITING = {"legal-basis": "number", "figure": "wording", "principle": ""}
"""The kinds that cite sections of the law in their own words, and the field that holds them."""

SUBJECTS = {"14Z44": ("climate", "climate change"), "14Z45": ("involv", "involving the public")}
"""Sections of the NHS Act 2006 that the Bill of 2021 had under other numbers: how each is known by
its subject, and the subject."""


@rule(
    "law-misnumbered",
    "A section of the law cited under the wrong number",
    severity=Severity.ERROR,
    why="Sections changed their numbers between the Bill and the Act: who looks the reference up "
    "finds another duty.",
    mend="Cite the section as it stands in the Act.",
    rests_on="NHS Act 2006, sections 14Z44 and 14Z45, as in force since July 2022.",
    reads=tuple(CITING),
)
def law_misnumbered(model: Model) -> Iterator[Fault]:
    for kind, field in CITING.items():
        for row in model.of(kind):
            about = f"{row.name} {row.summary}"
            said = f"{about} {getattr(row, field)}" if field else about
            if "14Z" in said:
                yield from _misnumbered(row, about.lower(), set(_SECTION.findall(said)))


_SECTION = re.compile(r"\b14Z[0-9]+\b")


def _misnumbered(row: Row, about: str, cited: set[str]) -> Iterator[Fault]:
    """A section cited for the subject of another that is not cited, and not for its own."""
    for number in sorted(cited & SUBJECTS.keys()):
        known_by, other = SUBJECTS[number]
        for right, (meant_by, meant) in SUBJECTS.items():
            if right not in cited and meant_by in about and known_by not in about:
                yield Fault(
                    f"“{row.name}” cites section {number} of the NHS Act 2006 for {meant}. In "
                    f"the Act that is section {right}; section {number} is about {other}.",
                    ((_role(row), row),),
                    number,
                )

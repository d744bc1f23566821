"""The limits of a scheme as DMN decision tables, for programs that ask who approves an amount.

A table for each decision that has a limit: a rule for each band of each holder. Where at most one
rule can fit, the table says so (hit policy UNIQUE); otherwise whoever asks gets all that fit, those
who reach least far first (RULE ORDER).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from xml.etree import ElementTree as ET

from governance.deciding.scheme import Band, Matter, Power, Scheme
from governance.models import Delegation, Limit

NAMESPACE: Final = "https://www.omg.org/spec/DMN/20191111/MODEL/"
"""Of DMN 1.3."""
ANY: Final = "-"

_PARTS: Final = (Delegation.Part.APPROVES, Delegation.Part.SIGNS)
_GIVE_NOTHING: Final = (Delegation.Type.INTENDED, Delegation.Type.NONE, Delegation.Type.ADVISORY)
_INPUTS: Final = (
    ("amount", "Amount in pounds", "number"),
    ("basis", "How the amount is counted", "string"),
    ("place", "Place", "string"),
    ("service", "Service", "string"),
    ("budgeted", "Budgeted", "boolean"),
    ("recurrent", "Recurrent", "boolean"),
)
_OUTPUTS: Final = (
    ("holder", "Who", "string"),
    ("part", "Which part", "string"),
    ("signatures", "Signatures", "number"),
)
_PART_WORDS: Final = {Delegation.Part.APPROVES: "approves", Delegation.Part.SIGNS: "signs"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a table: a band of a power, and where and for what it holds; empty: anywhere."""

    power: Power
    band: Band
    places: frozenset[str]
    services: frozenset[str]

    def meets(self, other: Rule) -> bool:
        """Whether both may fit one question."""
        return (
            self.band.basis == other.band.basis
            and _meet(self.places, other.places)
            and _meet(self.services, other.services)
            and _agree(self.band.budgeted, other.band.budgeted)
            and _agree(self.band.recurrent, other.band.recurrent)
            and _begins_before_end(self.band, other.band)
            and _begins_before_end(other.band, self.band)
        )


def as_dmn(scheme: Scheme, *, name: str, on: date, mark: str = "") -> bytes:
    """The limits that have effect on that day; the same bytes for the same scheme and day.

    *mark* stands in its description, such as that it is sample data.
    """
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(
        _tag("definitions"),
        {
            "id": "limits",
            "name": name,
            "namespace": "urn:operating-model:limits",
            "exporter": "Operating-model registry",
        },
    )
    description = ET.SubElement(root, _tag("description"))
    description.text = f"{name}. Limits with effect on {on.isoformat()}. {mark}".rstrip()
    for each, label, kind in _INPUTS:
        data = ET.SubElement(root, _tag("inputData"), {"id": f"input-{each}", "name": each})
        ET.SubElement(data, _tag("description")).text = label
        ET.SubElement(data, _tag("variable"), {"name": each, "typeRef": kind})
    names: set[str] = set()
    for matter in scheme.matters.values():
        rules = sorted(rules_of(scheme, matter, on), key=_reach)
        if any(rule.band != Band(basis=rule.band.basis) for rule in rules):
            _decision(root, matter, rules, names)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def rules_of(scheme: Scheme, matter: Matter, on: date) -> Iterator[Rule]:
    """A rule for each band of each power in a decision that gives somebody something."""
    for power in scheme.by_decision.get(matter.key, ()):
        if power.part not in _PARTS or power.type in _GIVE_NOTHING or power.without_effect:
            continue
        if not _has_effect(power, on):
            continue
        places = frozenset(
            scheme.places[place] for place in scheme.places if power.places & scheme.within(place)
        )
        services = frozenset(scheme.services[each] for each in power.services)
        for band in power.bands or (Band(basis=""),):
            yield Rule(power, band, places, services)


def name_in_feel(matter: Matter, taken: set[str]) -> str:
    """What a decision is called in expressions, each otherwise: letters first, its number last."""
    said = re.sub(r"[^\w .'/+*-]|_", " ", " ".join(filter(None, (matter.name, matter.ref))))
    name = " ".join(said.split())
    if not name[:1].isalpha():
        name = f"Decision {name}".rstrip()
    number, first = 1, name
    while name in taken:
        number += 1
        name = f"{first} {number}"
    taken.add(name)
    return name


def _decision(root: ET.Element, matter: Matter, rules: list[Rule], taken: set[str]) -> None:
    called = name_in_feel(matter, taken)
    label = " ".join(filter(None, (matter.ref, matter.name)))
    decision = ET.SubElement(
        root, _tag("decision"), {"id": f"decision-{matter.key}", "name": called, "label": label}
    )
    ET.SubElement(decision, _tag("question")).text = f"Who may: {matter.name}?"
    ET.SubElement(decision, _tag("variable"), {"name": called})
    for each, _, _ in _INPUTS:
        needs = ET.SubElement(
            decision, _tag("informationRequirement"), {"id": f"needs-{matter.key}-{each}"}
        )
        ET.SubElement(needs, _tag("requiredInput"), {"href": f"#input-{each}"})
    table = ET.SubElement(
        decision,
        _tag("decisionTable"),
        {"id": f"table-{matter.key}", "hitPolicy": "UNIQUE" if _alone(rules) else "RULE ORDER"},
    )
    for each, label, kind in _INPUTS:
        column = ET.SubElement(
            table, _tag("input"), {"id": f"asks-{matter.key}-{each}", "label": label}
        )
        asked = ET.SubElement(column, _tag("inputExpression"), {"typeRef": kind})
        ET.SubElement(asked, _tag("text")).text = each
    for each, label, kind in _OUTPUTS:
        ET.SubElement(
            table,
            _tag("output"),
            {"id": f"says-{matter.key}-{each}", "name": each, "label": label, "typeRef": kind},
        )
    ET.SubElement(table, _tag("annotation"), {"name": "Conditions and clause"})
    for number, rule in enumerate(rules, start=1):
        _rule(table, matter, number, rule)


def _rule(table: ET.Element, matter: Matter, number: int, rule: Rule) -> None:
    row = ET.SubElement(table, _tag("rule"), {"id": f"rule-{matter.key}-{number}"})
    band = rule.band
    asked = (
        feel_range(band),
        _quoted(str(Limit.Basis(band.basis).label)) if band.basis else ANY,
        _any_of(rule.places),
        _any_of(rule.services),
        _truth(band.budgeted),
        _truth(band.recurrent),
    )
    for text in asked:
        ET.SubElement(ET.SubElement(row, _tag("inputEntry")), _tag("text")).text = text
    said = (
        _quoted(rule.power.holder.name),
        _quoted(_PART_WORDS[Delegation.Part(rule.power.part)]),
        str(band.signatures or "null"),
    )
    for text in said:
        ET.SubElement(ET.SubElement(row, _tag("outputEntry")), _tag("text")).text = text
    notes = "; ".join(filter(None, (rule.power.conditions, rule.power.clause_name)))
    note = ET.SubElement(row, _tag("annotationEntry"))
    ET.SubElement(note, _tag("text")).text = notes


def feel_range(band: Band) -> str:
    """A band as DMN writes it: “(50000..250000]”, “<= 250000”, “> 5000000”, “-” for any amount."""
    if band.above is None and band.up_to is None:
        return ANY
    if band.above is None and band.up_to is not None:
        return f"{'<=' if band.includes_up_to else '<'} {_plain(band.up_to)}"
    above = _plain(band.above or Decimal(0))
    if band.up_to is None:
        return f"{'>=' if band.includes_above else '>'} {above}"
    begins = "[" if band.includes_above else "("
    ends = "]" if band.includes_up_to else ")"
    return f"{begins}{above}..{_plain(band.up_to)}{ends}"


def _plain(amount: Decimal) -> str:
    return format(amount.normalize() + 0, "f")


def _has_effect(power: Power, on: date) -> bool:
    begun = power.effective_from is None or power.effective_from <= on
    return begun and (power.effective_until is None or power.effective_until >= on)


def _alone(rules: list[Rule]) -> bool:
    """Whether at most one rule can fit any question."""
    return not any(
        rule.meets(other) or not (rule.band.basis and other.band.basis)
        for at, rule in enumerate(rules)
        for other in rules[:at]
    )


def _reach(rule: Rule) -> tuple[bool, Decimal, str, str]:
    up_to = rule.band.up_to
    return up_to is None, up_to or Decimal(0), rule.band.basis, rule.power.holder.name


def _meet(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or bool(one & other)


def _agree(one: bool | None, other: bool | None) -> bool:
    return one is None or other is None or one == other


def _begins_before_end(one: Band, other: Band) -> bool:
    if one.above is None or other.up_to is None:
        return True
    if one.above == other.up_to:
        return one.includes_above and other.includes_up_to
    return one.above < other.up_to


def _any_of(names: frozenset[str]) -> str:
    return ", ".join(map(_quoted, sorted(names))) or ANY


def _truth(value: bool | None) -> str:
    return ANY if value is None else str(value).lower()


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"

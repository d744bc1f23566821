"""The five documents are in whole: every entity that their inventory lists is held by an element.

`coverage/<edition>*.yaml` says which element holds each entity; `coverage/exclusions.yaml` is the
one list of what was left out, each with its reason.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from opmodel.editions.folder.checking import look_through
from opmodel.editions.kinds import kinds

COVERAGE = Path(__file__).parent / "coverage"
FIXTURES = Path(__file__).parents[2] / "fixtures"

EDITIONS = {
    "000": "bob-icb-2024-09",
    "001": "nenc-icb-2022-draft",
    "002": "bob-ics-sdp-2022-03",
    "003": "nenc-icb-2025-06",
    "004": "bob-ccgs-2019-10",
}

# How many entities of each kind the inventory counts in documents 000 to 004, and the kinds of
# element that may hold one.
INVENTORY = {
    "org": ((10, 26, 33, 5, 14), {"body"}),
    "person": ((0, 0, 1, 0, 7), {"post"}),
    "place": ((1, 4, 2, 3, 5), {"place"}),
    "dir": ((8, 0, 0, 3, 0), {"directorate", "team"}),
    "resp": ((23, 0, 0, 0, 0), {"remit"}),
    "func": ((39, 31, 18, 21, 0), {"function"}),
    "post": ((9, 6, 29, 4, 6), {"post", "team"}),
    "cttee": ((2, 14, 15, 2, 2), {"committee", "partnership"}),
    "seat": ((3, 0, 37, 0, 0), {"seat"}),
    "forum": ((1, 28, 10, 0, 4), {"partnership", "committee", "team"}),
    "collab": ((2, 0, 13, 0, 0), {"collaborative"}),
    "cmem": ((5, 0, 18, 0, 0), {"membership"}),
    "citem": ((3, 0, 40, 0, 0), {"priority"}),
    "deleg": ((12, 11, 23, 5, 13), {"delegation", "transfer", "placement"}),
    "cell": ((12, 0, 0, 0, 0), {"responsibility"}),
    "princ": ((19, 42, 47, 10, 14), {"principle"}),
    "risk": ((0, 0, 6, 9, 0), {"risk"}),
    "impact": ((0, 0, 11, 0, 0), {"impact"}),
    "mitig": ((0, 0, 13, 0, 0), {"mitigation"}),
    "mile": ((0, 9, 43, 5, 9), {"milestone"}),
    "ws": ((0, 0, 13, 2, 0), {"workstream"}),
    "outc": ((0, 0, 180, 0, 10), {"outcome"}),
    "prog": ((0, 0, 12, 0, 0), {"activity"}),
    "scen": ((0, 4, 0, 1, 0), {"scenario-source"}),
    "engage": ((0, 9, 9, 8, 11), {"engagement", "workstream"}),
    "ask": ((0, 0, 7, 0, 0), {"support-request"}),
    "csu": ((0, 0, 10, 0, 0), {"support-item"}),
    "green": ((0, 0, 25, 0, 0), {"green-priority"}),
    "edi": ((0, 0, 16, 0, 0), {"activity"}),
    "quest": ((0, 19, 8, 0, 3), {"question"}),
    "next": ((0, 6, 49, 0, 5), {"activity"}),
    "fact": ((13, 8, 19, 3, 5), {"figure"}),
    "loss": ((9, 7, 16, 5, 3), {"source-note"}),
}

TOTALS = {"000": 171, "001": 224, "002": 723, "003": 86, "004": 111}


def listed(document: str) -> dict[str, int]:
    """How many entities of each kind the inventory counts in a document, those that it has."""
    column = sorted(EDITIONS).index(document)
    return {kind: counts[column] for kind, (counts, _) in INVENTORY.items() if counts[column]}


def excluded() -> dict[str, str]:
    return yaml.safe_load((COVERAGE / "exclusions.yaml").read_text(encoding="utf-8")) or {}


def covered(document: str) -> list[tuple[str, list[str]]]:
    """Every line of the edition's coverage, lines given twice twice."""
    lines: list[tuple[str, list[str]]] = []
    for path in sorted(COVERAGE.glob(f"{EDITIONS[document]}*.yaml")):
        lines += yaml.safe_load(path.read_text(encoding="utf-8")).items()
    return lines


@pytest.fixture(scope="module", params=sorted(EDITIONS))
def document(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def kind_of(reference: None, document: str) -> dict[str, str]:
    read, faults = look_through(FIXTURES / EDITIONS[document])
    assert faults == []
    return {record.key: record.kind for record in read.records}


def test_the_inventory_adds_up() -> None:
    assert {document: sum(listed(document).values()) for document in EDITIONS} == TOTALS
    assert sum(TOTALS.values()) == 1315


def test_every_entity_is_in_or_left_out_with_a_reason(document: str) -> None:
    expected = [
        f"{document}.{kind}.{number:02}"
        for kind, count in listed(document).items()
        for number in range(1, count + 1)
    ]
    left_out = [entity for entity in excluded() if entity.startswith(f"{document}.")]
    assert sorted([entity for entity, _ in covered(document)] + left_out) == sorted(expected)


def test_each_is_held_by_elements_of_the_right_kind(document: str, kind_of: dict[str, str]) -> None:
    """The first that is named; others may say more of it, such as at which level it stands."""
    wrong = {
        f"{entity}: {key}": kind_of.get(key, "no such element")
        for entity, (key, *_) in covered(document)
        if kind_of.get(key) not in INVENTORY[entity.split(".")[1]][1]
    }
    assert wrong == {}
    named = {key for _, keys in covered(document) for key in keys}
    assert named - kind_of.keys() == set()


def test_each_has_an_element_of_its_own(document: str, kind_of: dict[str, str]) -> None:
    """So that as many are held as the document lists: none stands for two of one kind, except a
    post that several people are named as holding, or that the document lists twice."""
    held = Counter((entity.split(".")[1], key) for entity, (key, *_) in covered(document))
    shared = {key for (kind, key), count in held.items() if count > 1 and kind_of[key] != "post"}
    assert shared == set()


def test_what_is_left_out_has_a_reason() -> None:
    assert [entity for entity, reason in excluded().items() if len(reason) < 20] == []


def test_every_kind_of_the_inventory_has_its_kind_of_element() -> None:
    assert {name for _, names in INVENTORY.values() for name in names} <= set(kinds())

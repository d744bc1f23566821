"""The limits as DMN say the same as the scheme itself, whatever amount is asked."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from governance.deciding.loading import scheme_of
from governance.deciding.scheme import Band, Scheme
from opmodel.editions.actions.importing import import_edition
from opmodel.editions.models import Edition
from opmodel.workbooks.dmn import ANY, NAMESPACE, as_dmn, feel_range, rules_of
from tests.conftest import FIXTURES

DAY = date(2025, 6, 1)
NAMES = {"": NAMESPACE}
BASES = {
    "Each transaction": "transaction",
    "A year": "yearly",
    "Whole life": "lifetime",
    "All changes since award": "cumulative",
    "A week": "weekly",
    "Each head of the population": "per-head",
}


@pytest.fixture(scope="module")
def scheme(samples: dict[str, Edition], django_db_blocker: Any) -> Scheme:
    with django_db_blocker.unblock():
        return scheme_of(samples["marlshire-icb-2025-04"])


@pytest.fixture(scope="module")
def root(scheme: Scheme) -> ET.Element:
    return ET.fromstring(as_dmn(scheme, name="Limits", on=DAY))  # noqa: S314  (our own)


def fits(text: str, amount: Decimal) -> bool:
    """What a range of DMN holds, read as its specification has it."""
    if text == ANY:
        return True
    if found := re.fullmatch(r"(<=|<|>=|>) ([0-9.]+)", text):
        end = Decimal(found[2])
        return {
            "<=": amount <= end,
            "<": amount < end,
            ">=": amount >= end,
            ">": amount > end,
        }[found[1]]
    found = re.fullmatch(r"([(\[])([0-9.]+)\.\.([0-9.]+)([)\]])", text)
    assert found, text
    low, high = Decimal(found[2]), Decimal(found[3])
    return (low < amount or (found[1] == "[" and low == amount)) and (
        amount < high or (found[4] == "]" and high == amount)
    )


amounts = st.integers(0, 60).map(Decimal)


@given(
    ends=st.tuples(amounts, amounts).map(sorted),
    open_ends=st.tuples(st.booleans(), st.booleans()),
    includes=st.tuples(st.booleans(), st.booleans()),
    amount=amounts,
)
def test_a_range_holds_what_the_band_holds(
    ends: list[Decimal],
    open_ends: tuple[bool, bool],
    includes: tuple[bool, bool],
    amount: Decimal,
) -> None:
    band = Band(
        above=None if open_ends[0] else ends[0],
        includes_above=includes[0],
        up_to=None if open_ends[1] else ends[1],
        includes_up_to=includes[1],
    )
    assert fits(feel_range(band), amount) == band.holds(amount)


@pytest.mark.django_db
def test_each_decision_with_a_limit_has_its_table(root: ET.Element, scheme: Scheme) -> None:
    named = {
        each.get("id", "").removeprefix("decision-") for each in root.findall("decision", NAMES)
    }
    limited = {
        power.decision
        for power in scheme.powers
        if power.bands and power.part in ("approves", "signs") and power.decision in scheme.matters
    }
    assert named
    assert named <= limited
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.django_db
@pytest.mark.parametrize("pounds", ["1", "50000", "50000.01", "250000", "1000000", "99999999"])
def test_tables_name_whom_the_scheme_names(pounds: str, root: ET.Element, scheme: Scheme) -> None:
    amount = Decimal(pounds)
    for decision in root.findall("decision", NAMES):
        matter = scheme.matters[decision.get("id", "").removeprefix("decision-")]
        stated = sorted(
            (texts(rule, "inputEntry")[1], texts(rule, "outputEntry")[0])
            for rule in decision.iterfind("decisionTable/rule", NAMES)
            if fits(texts(rule, "inputEntry")[0], amount)
        )
        meant = sorted(
            (label(rule.band.basis), f'"{rule.power.holder.name}"')
            for rule in rules_of(scheme, matter, DAY)
            if rule.band.holds(amount)
        )
        assert stated == meant


@pytest.mark.django_db
def test_a_table_is_unique_only_where_no_two_rules_fit(root: ET.Element) -> None:
    policies = {each.get("hitPolicy") for each in root.iterfind("decision/decisionTable", NAMES)}
    assert policies <= {"UNIQUE", "RULE ORDER"}
    for table in root.iterfind("decision/decisionTable", NAMES):
        if table.get("hitPolicy") != "UNIQUE":
            continue
        rules = [texts(rule, "inputEntry") for rule in table.iterfind("rule", NAMES)]
        for pounds in (0, 1, 50_000, 100_000, 250_000, 10**6, 10**9):
            fitting = [rule[1:] for rule in rules if fits(rule[0], Decimal(pounds))]
            assert len({tuple(each) for each in fitting}) == len(fitting)


@pytest.mark.django_db
def test_it_has_the_same_bytes_each_time(scheme: Scheme) -> None:
    assert as_dmn(scheme, name="Limits", on=DAY) == as_dmn(scheme, name="Limits", on=DAY)


def texts(rule: ET.Element, name: str) -> list[str]:
    return [each.findtext("text", "", NAMES) for each in rule.findall(name, NAMES)]


def label(basis: str) -> str:
    return next((f'"{words}"' for words, value in BASES.items() if value == basis), ANY)


def test_names_in_expressions_begin_with_a_letter_and_none_comes_twice(root: ET.Element) -> None:
    decisions = root.findall("decision", NAMES)
    names = [each.get("name", "") for each in decisions]
    assert [each.find("variable", NAMES).get("name") for each in decisions] == names  # type: ignore[union-attr]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[^\W\d_][\w .'/+*-]*", name) for name in names), names
    assert all(re.match("[a-z]", each.get("id", "a")) for each in root.iter())
    assert any(each.get("label", "")[:1].isdigit() for each in decisions)


@pytest.mark.django_db
def test_the_command_writes_the_day_of_which_the_edition_speaks(
    samples: dict[str, Edition], tmp_path: Path
) -> None:
    import_edition(folder=FIXTURES / "marlshire-icb-2025-10")
    out = tmp_path / "limits.dmn"
    call_command("write_dmn", "marlshire-icb-2025-04", out)
    assert b"with effect on 2025-09-30" in out.read_bytes()
    call_command("write_dmn", "marlshire-icb-2025-04", out, on=DAY)
    assert f"with effect on {DAY}".encode() in out.read_bytes()


@pytest.mark.django_db
def test_the_command_refuses_an_edition_without_limits(bob: Edition, tmp_path: Path) -> None:
    out = tmp_path / "limits.dmn"
    with pytest.raises(CommandError, match="has no financial limits") as refused:
        call_command("write_dmn", bob.slug, out)
    assert refused.value.returncode == 2
    assert not out.exists()

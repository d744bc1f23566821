"""Every rule finds the fault that was planted for it, and not its innocent twin."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings

from directorates.models import Appointment
from opmodel.editions.snapshot import Snapshot
from opmodel.findings.checking import check
from opmodel.findings.registry import BY_ID, RULES
from tests.conftest import FIXTURES, Undone
from tests.editions.making import snapshots

from .planted import CASES
from .planting import WHEN, Case, findings_of, saved, together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

OF_SEVERAL_EDITIONS = {"plan-carried-on"}
"""Rules whose fault lies between two editions: planted in `test_checking`."""
AMONG_OTHERS = [case for case in CASES.values() if not case.alone]


def test_every_rule_has_its_fault_and_its_twin() -> None:
    assert CASES.keys() | OF_SEVERAL_EDITIONS == BY_ID.keys()
    assert len(RULES) == len(BY_ID) >= 30


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_planted_fault_is_found_and_its_twin_is_not(case: Case) -> None:
    rule = BY_ID[case.rule]
    wrong = findings_of(saved(case.parts(wrong=True)), rule)
    assert len(wrong) == 1, [finding.words for finding in wrong]
    assert case.alone or any(key.startswith(case.rule) for key in wrong[0].keys)
    _free(case)
    right = findings_of(saved(case.parts(wrong=False), slug="twin"), rule)
    assert right == []


def _free(case: Case) -> None:
    """The posts of the fault are those of the twin: who held them makes room."""
    Appointment.objects.filter(post__startswith=case.rule).delete()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(snapshots())
def test_faults_are_found_and_twins_are_not_among_whatever_else_there_is(
    undone: Undone, base: Snapshot
) -> None:
    for wrong in (True, False):
        with undone():
            parts = together(case.parts(wrong=wrong) for case in AMONG_OTHERS)
            found = check(edition=saved(parts, among=base.records), moment=WHEN)
            told = {case.rule: set[str]() for case in AMONG_OTHERS}
            for finding in found:
                told.setdefault(finding.rule.id, set()).update(finding.keys)
            mistaken = [
                case.rule
                for case in AMONG_OTHERS
                if wrong != any(key.startswith(f"{case.rule}-") for key in told[case.rule])
            ]
            assert not mistaken, f"{'faults missed' if wrong else 'twins taken for faults'}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_a_board_secretary_needs(rule: object) -> None:
    told = BY_ID[rule.id]  # type: ignore[attr-defined]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", told.id)
    for words in (told.why, told.mend, told.rests_on):
        assert words.endswith(".")
        assert words[0].isupper()
    assert not told.title.endswith(".")
    assert told.reads


def test_the_documentation_lists_every_rule() -> None:
    page = (FIXTURES.parent / "docs" / "findings.md").read_text(encoding="utf-8")
    for rule in RULES:
        assert f"| `{rule.id}` | {rule.title} | {rule.severity} |" in page


@pytest.mark.parametrize(
    ("wording", "summary", "told"),
    [
        ("section 14Z44", "Involving the public", True),
        ("section 14Z45", "Climate change", True),
        ("sections 14Z44 and 14Z45", "Climate change, and involving the public", False),
        ("section 14Z44", "Involving the public in what is done about climate change", False),
        ("section 14Z35", "Involving the public", False),
    ],
)
def test_only_a_section_cited_for_the_subject_of_another_is_misnumbered(
    wording: str, summary: str, *, told: bool
) -> None:
    edition = saved({"figure": [{"key": "duty", "wording": wording, "summary": summary}]})
    assert bool(findings_of(edition, BY_ID["law-misnumbered"])) == told

"""What is found in the shipped editions: every planted fault, what is true, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.folder.reference import load_reference
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment
from opmodel.findings.checking import Findings, check
from opmodel.findings.days import moment_for
from tests.conftest import FIXTURES, _load

pytestmark = pytest.mark.django_db

DOCUMENTS = (
    "bob-ccgs-2019-10", "bob-ics-sdp-2022-03", "nenc-icb-2022-draft", "nenc-icb-2025-06",
)  # fmt: skip
APRIL, OCTOBER, CORRECTION = (
    "marlshire-icb-2025-04", "marlshire-icb-2025-10", "marlshire-icb-2025-10-correction",
)  # fmt: skip
LATER, DRAFT = "marlshire-icb-2027-04", "marlshire-icb-draft-2027"
EASTMOOR = "eastmoor-icb-2025-04"
KNOWN = date(2026, 11, 22)


@pytest.fixture(scope="module")
def shipped(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Edition]]:
    """Every edition that this file looks at, with what became of what; gone after its last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert str(connection.settings_dict["NAME"]).startswith("test_")
        _load()
        for slug in (*DOCUMENTS, APRIL, OCTOBER, CORRECTION, LATER, DRAFT, EASTMOOR):
            import_edition(folder=FIXTURES / slug)
        load_reference(folder=FIXTURES / "reference")
        yield {each.slug: each for each in Edition.objects.select_related("organisation")}
        transaction.set_rollback(True)


def checked(edition: Edition, on: str = "") -> Findings:
    """What is found on the day, or on that on which it is fairly judged."""
    moment = Moment(on=date.fromisoformat(on) if on else KNOWN, known=KNOWN)
    return check(edition=edition, moment=moment if on else moment_for(edition, moment))


def told(findings: Findings) -> set[tuple[str, str]]:
    """Each finding by its rule and the row that it is about."""
    return {(finding.rule.id, finding.keys[0] if finding.keys else "") for finding in findings}


# The worked handbook: what its README plants, by the fault as the README calls it.


@dataclass(frozen=True)
class Planted:
    """What is told of a fault, from when until when; `mended`: the editions that have it no more,
    `only`: those that alone have it."""

    told: frozenset[tuple[str, str]]
    since: date = date.min
    until: date = date.max
    mended: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def shows(self, slug: str, on: date) -> bool:
        return (
            self.since <= on <= self.until
            and slug not in self.mended
            and (not self.only or slug in self.only)
        )


def planted(rules: str, row: str, since: str = "", until: str = "", **more: Any) -> Planted:
    return Planted(
        frozenset((rule, row) for rule in rules.split()),
        date.fromisoformat(since) if since else date.min,
        date.fromisoformat(until) if until else date.max,
        **more,
    )


IN_2027 = (LATER, DRAFT)
CHILDREN = "section-75-childrens-services-south-marlshire"
ACUTE = "memorandum-acute-collaborative"
RESERVE = "allocate-the-elective-recovery-reserve"
FACTS = "head-of-financial-accounts"

PLANTED: dict[str, list[Planted]] = {
    # Instruments, agreements, people.
    "Terms of reference past their review": [
        planted(
            "terms-overdue",
            "medicines-optimisation-sub-committee-terms-of-reference",
            "2024-11-01",
            mended=IN_2027,
        )
    ],
    "A section 75 agreement says nothing of reports": [
        planted("section-75-incomplete", CHILDREN, mended=IN_2027)
    ],
    "The same agreement runs out": [
        planted("agreement-overdue", CHILDREN, "2025-09-01", "2026-08-31", mended=IN_2027),
        planted("agreement-over", CHILDREN, "2026-09-01", mended=IN_2027),
    ],
    "An agreement rests on law that is no longer in force": [
        planted("law-lapsed", "delegation-to-eastmoor-patient-transport", mended=IN_2027)
    ],
    "Two memoranda": [
        planted("agreement-overdue", ACUTE, "2025-11-01", "2026-03-31"),
        planted("agreement-over", ACUTE, "2026-04-01", mended=IN_2027),
    ],
    "A post without a holder": [planted("post-vacant", "head-of-contracts", "2026-05-01")],
    "A place without its director": [
        planted("post-not-substantive", "place-director-tarnwold", "2025-11-01", "2026-02-28")
    ],
    "A vacancy that a deputy fills": [
        planted(
            "post-vacant post-vacant-awaited post-vacant-leads", FACTS, "2026-01-01", "2026-01-31"
        )
    ],
    "A committee without its chair": [
        planted("chair-vacant", "quality-and-safety-committee", "2026-01-01", "2026-02-28")
    ],
    "Somebody acts where only the substantive holder may decide": [
        planted(
            "post-not-substantive", "senior-information-risk-owner", "2025-04-01", "2025-09-30"
        ),
        planted("post-not-substantive", "head-of-procurement", "2025-04-01", "2025-06-30"),
    ],
    "A duty without a holder for a year": [
        planted("post-vacant-awaited", "head-of-equality-diversity-and-inclusion", "2025-08-01")
    ],
    "Rows that say nothing of a deputy": [
        planted(
            "deputy-not-recorded",
            "approve-an-involvement-plan-approves-place-director-north-marlshire",
        )
    ],
    "An intention that nobody carries out": [
        planted(
            "plan-carried-on",
            "agree-a-place-plan-approves-tarnwold-place-partnership",
            only=(LATER,),
        )
    ],
    "A review that the draft leaves behind": [
        planted("instrument-overdue", "public-involvement-policy", "2027-08-01", only=IN_2027)
    ],
    # The scheme and the limits.
    "A hole between two bands": [
        planted("limit-gap", "award-a-non-health-contract", mended=IN_2027)
    ],
    "Another hole, and nobody at the top": [
        planted("limit-gap", "allocate-a-place-development-fund")
    ],
    "A limit above the giver's own, and above the chief's": [
        planted(
            "limit-inversion chain-beyond-giver",
            "pay-an-invoice-without-a-contract-approves-deputy-chief-finance-officer",
        )
    ],
    "Another limit above the giver's own": [
        planted(
            "limit-inversion chain-beyond-giver", "dispose-of-an-asset-approves-head-of-estates"
        )
    ],
    "A matter that nobody approves": [
        planted("decision-nobody", "surrender-the-lease-of-a-community-building")
    ],
    "An overlap": [
        planted("limit-overlap", "make-a-discretionary-payment-to-a-practice", mended=(DRAFT,))
    ],
    "Two hold the whole of one decision": [
        planted("decision-two-holders", "enter-a-research-partnership")
    ],
    "Passed on although it may not be": [
        planted(
            "chain-not-onward",
            "decide-an-individual-funding-request-approves-head-of-individual-funding",
        )
    ],
    "A matter that may not be delegated, delegated": [
        planted(
            "matter-not-delegable chain-not-onward",
            "withhold-information-as-qualified-person-approves-director-of-governance",
        )
    ],
    "A delegation that rests on a memorandum": [
        planted(
            "memorandum-as-delegation",
            f"{RESERVE}-approves-marlshire-acute-collaborative",
            mended=IN_2027,
        ),
        planted("decision-nobody", RESERVE, mended=IN_2027),
    ],
    "A delegation that has ended": [
        planted(
            "power-lapsed",
            "grant-a-licence-to-occupy-approves-head-of-estates",
            "2026-04-01",
            mended=IN_2027,
        )
    ],
    "A vacant holder, and only the substantive one may": [
        planted("post-vacant", "head-of-contracts", "2026-05-01")
    ],
    # Who does what.
    "Two are accountable": [
        planted("matrix-two-accountable", "special-educational-needs", mended=(DRAFT,))
    ],
    "Nobody is accountable": [
        planted("matrix-none-accountable", "business-continuity", mended=IN_2027)
    ],
    "A duty in law is left out": [planted("matrix-duty-missing", "environmental-sustainability")],
}


def expected(slug: str, on: date) -> set[tuple[str, str]]:
    """What the README plants in an edition, as it shows on that day."""
    every = [each for listed in PLANTED.values() for each in listed]
    return {told for each in every if each.shows(slug, on) for told in each.told}


def test_each_fault_that_the_readme_lists_is_looked_for_and_no_other() -> None:
    text = (FIXTURES / APRIL / "README.md").read_text(encoding="utf-8")
    listed = text.split("\n### Instruments, agreements, people")[1].split("\n### Mended later")[0]
    rows = re.findall(r"^\| ([^|]+?) \|", listed, re.MULTILINE)
    assert {row for row in rows if row != "Fault" and set(row) != {"-"}} == PLANTED.keys()


JUDGED = [
    (APRIL, "", "2025-09-30"),
    (APRIL, "2025-04-01", ""),
    (APRIL, "2025-07-15", ""),
    (APRIL, "2025-08-01", ""),
    (OCTOBER, "", "2025-10-01"),
    (OCTOBER, "2025-11-10", ""),
    (OCTOBER, "2026-02-11", ""),
    (CORRECTION, "2025-10-01", ""),
    (CORRECTION, "2025-12-15", ""),
    (CORRECTION, "2026-01-15", ""),
    (CORRECTION, "2026-02-15", ""),
    (CORRECTION, "2026-03-31", ""),
    (CORRECTION, "2026-04-01", ""),
    (CORRECTION, "2026-05-01", ""),
    (CORRECTION, "2026-08-31", ""),
    (CORRECTION, "2026-09-01", ""),
    (CORRECTION, "", "2026-11-22"),
    (LATER, "", "2027-04-01"),
    (DRAFT, "", "2027-10-01"),
]
"""Editions, the day asked for, and otherwise the day on which they are judged."""


@pytest.mark.parametrize(("slug", "on", "judged"), JUDGED)
def test_every_planted_fault_is_told_and_nothing_else(
    shipped: dict[str, Edition], slug: str, on: str, judged: str
) -> None:
    findings = checked(shipped[slug], on)
    assert findings.moment.on == date.fromisoformat(on or judged)
    assert told(findings) == expected(slug, findings.moment.on)


def test_every_planted_fault_shows_in_some_edition_on_some_day() -> None:
    days = [(slug, date.fromisoformat(on or judged)) for slug, on, judged in JUDGED]
    for name, faults in PLANTED.items():
        for each in faults:
            assert any(each.shows(slug, on) for slug, on in days), name


@pytest.mark.parametrize("on", ["2025-04-01", "2025-09-15", "2026-11-22"])
def test_the_cluster_partner_has_what_its_readme_leaves_open(
    shipped: dict[str, Edition], on: str
) -> None:
    vacant = ("post-vacant-with-deputy", "post-vacant-leads", "post-vacant-awaited")
    in_september = {(rule, "chief-commissioning-officer") for rule in vacant}
    assert told(checked(shipped[EASTMOOR], on)) == {
        ("agreement-without-law", "delegation-from-marlshire-patient-transport"),
        ("deputy-not-recorded", "accept-a-gift-approves-director-of-governance"),
        *(in_september if on == "2025-09-15" else ()),
    }


# The five documents: what is found is true of each. Rule, how many, and why.

TRUE = {
    "bob-ccgs-2019-10": {
        "scheme-none": 1,  # An engagement document; it lists no scheme.
        "terms-none": 1,  # Governing bodies, without their terms.
        "chair-not-recorded": 1,  # Neither joint committees nor governing bodies name a chair.
        "post-nowhere": 1,  # Independent Chair and Executive Lead of the ICS.
        "place-nobody-leads": 1,  # Three counties, no leads.
    },
    "bob-ics-sdp-2022-03": {
        "scheme-none": 1,
        "terms-none": 1,
        "chair-not-recorded": 1,  # Place partnerships, ICP Board and others “to be confirmed”.
        "collaborative-no-members": 3,  # Two services and one partnership without members.
        "collaborative-no-lead": 1,
        "transfer-no-receiver": 1,  # Mental health “to collaboratives” that are not named.
        "transfer-nobody-accountable": 1,  # None of its 13 transfers says so.
        "transfer-no-date": 1,
        "risk-no-owner": 1,  # Six risks with what is done about them, and no owner.
    },
    "nenc-icb-2022-draft": {
        "scheme-none": 1,
        "terms-none": 1,
        "chair-not-recorded": 1,
        "law-misnumbered": 1,  # Public involvement under the Bill's number, 14Z44.
        "function-no-owner": 1,  # 26 functions at two levels, no directorate or team.
        "post-nowhere": 1,
        "place-nobody-leads": 1,
    },
    "bob-icb-2024-09": {
        "scheme-none": 1,
        "terms-none": 1,  # Board and “assurance sub-committees”.
        "plan-carried-on": 1,  # Delegation to place: announced in 2022, still to come in 2024.
        "unit-without-lead": 1,  # Three teams without a lead.
        "post-nowhere": 1,  # Executive Sponsor and Place Convenor are described, not placed.
        "collaborative-no-lead": 1,
    },
    "nenc-icb-2025-06": {
        "scheme-none": 1,
        "terms-none": 1,
        "chair-not-recorded": 1,
        "transfer-no-receiver": 3,  # Digital, estates and safeguarding go to nobody named.
        "transfer-nobody-accountable": 1,  # Of two of them nobody is said to stay accountable.
        "transfer-no-date": 1,  # “Until safe transfer”, without a day.
        "milestone-overdue": 2,  # 29 and 30 May, in a paper of 3 June.
        "risk-no-owner": 1,
        "risk-nothing-done": 1,  # Nine risks, and what they may lead to.
        "unit-without-lead": 1,  # The transition team.
        "workstream-no-lead": 1,
        "place-nobody-leads": 1,
        "post-nowhere": 1,
    },
}


@pytest.mark.parametrize("slug", TRUE)
def test_what_is_found_in_a_real_document_is_true_of_it(
    shipped: dict[str, Edition], slug: str
) -> None:
    assert checked(shipped[slug]).by_rule == TRUE[slug]


def test_places_still_wait_in_2024_for_what_was_planned_for_2022(
    shipped: dict[str, Edition],
) -> None:
    found = [each for each in checked(shipped["bob-icb-2024-09"]) if "plan" in each.rule.id]
    assert " ".join(each.words for each in found) == (
        "“Delegation to place: service and budget responsibility” is still only intended. It was "
        "already announced in March 2022 (“Place: Better Care Fund, joint commissioning and pooled "
        "budgets”, “Place Based Partnerships: responsibility in three steps” and “Place Based "
        "Partnerships: current Better Care Funds and pooled budgets”), then for 1 July 2022."
    )


def test_what_is_said_needs_no_glossary(shipped: dict[str, Edition]) -> None:
    """No keys, no codes, no words of the software."""
    for slug in (*TRUE, CORRECTION, DRAFT, EASTMOOR):
        for finding in checked(shipped[slug], "2026-05-15" if slug == CORRECTION else ""):
            assert finding.words.endswith((".", "?"))
            assert "None" not in finding.words
            assert "_" not in finding.words
            for row in finding.rows:
                assert row.key not in finding.words or "-" not in row.key

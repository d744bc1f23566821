"""What is found in the shipped editions: every planted fault, what is true, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
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
LATER, EASTMOOR = "marlshire-icb-2027-04", "eastmoor-icb-2025-04"
KNOWN = date(2026, 11, 22)


@pytest.fixture(scope="module")
def shipped(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Edition]]:
    """Every edition that this file looks at, with what became of what; gone after its last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert str(connection.settings_dict["NAME"]).startswith("test_")
        _load()
        for slug in (*DOCUMENTS, APRIL, OCTOBER, CORRECTION, LATER, EASTMOOR):
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


# The worked handbook. What its README plants, by the sentence that lists it.

SCHEME = {
    ("limit-gap", "award-a-non-health-contract"),
    ("limit-gap", "allocate-a-place-development-fund"),
    (
        "limit-inversion",
        "pay-an-invoice-without-a-contract-approves-deputy-chief-finance-officer",
    ),
    (
        "chain-beyond-giver",
        "pay-an-invoice-without-a-contract-approves-deputy-chief-finance-officer",
    ),
    ("limit-inversion", "dispose-of-an-asset-approves-head-of-estates"),
    ("chain-beyond-giver", "dispose-of-an-asset-approves-head-of-estates"),
    ("decision-nobody", "surrender-the-lease-of-a-community-building"),
    ("limit-overlap", "make-a-discretionary-payment-to-a-practice"),
    ("decision-two-holders", "enter-a-research-partnership"),
    (
        "chain-not-onward",
        "decide-an-individual-funding-request-approves-head-of-individual-funding",
    ),
    (
        "matter-not-delegable",
        "withhold-information-as-qualified-person-approves-director-of-governance",
    ),
    (
        "chain-not-onward",
        "withhold-information-as-qualified-person-approves-director-of-governance",
    ),
    (
        "memorandum-as-delegation",
        "allocate-the-elective-recovery-reserve-approves-marlshire-acute-collaborative",
    ),
    ("decision-nobody", "allocate-the-elective-recovery-reserve"),
}
PAPERS = {
    ("terms-overdue", "medicines-optimisation-sub-committee-terms-of-reference"),
    ("section-75-incomplete", "section-75-childrens-services-south-marlshire"),
    ("law-lapsed", "delegation-to-eastmoor-patient-transport"),
}
INTERIM = ("post-not-substantive", "senior-information-risk-owner")
"""An interim from April to September 2025, where only the substantive holder may."""


def test_the_handbook_shows_what_was_planted_and_nothing_else(shipped: dict[str, Edition]) -> None:
    """On the last day of its first edition, as it is judged where nobody asks for a day."""
    findings = checked(shipped[APRIL])
    assert findings.moment.on == date(2025, 9, 30)
    of_the_day = {
        ("agreement-overdue", "section-75-childrens-services-south-marlshire"),
        ("post-vacant-awaited", "head-of-equality-diversity-and-inclusion"),
        INTERIM,
    }
    assert told(findings) == SCHEME | PAPERS | of_the_day


def test_on_its_first_day_only_what_was_wrong_from_the_beginning(
    shipped: dict[str, Edition],
) -> None:
    interims = {INTERIM, ("post-not-substantive", "head-of-procurement")}
    assert told(checked(shipped[APRIL], "2025-04-01")) == SCHEME | PAPERS | interims


OVER_TIME = [
    ("2025-12-15", "post-not-substantive", "place-director-tarnwold"),
    ("2026-01-15", "chair-vacant", "quality-and-safety-committee"),
    ("2026-01-15", "post-vacant", "head-of-financial-accounts"),
    ("2026-04-01", "power-lapsed", "grant-a-licence-to-occupy-approves-head-of-estates"),
    ("2026-04-01", "agreement-over", "memorandum-acute-collaborative"),
    ("2026-05-01", "post-vacant", "head-of-contracts"),
    ("2026-08-01", "post-vacant-awaited", "head-of-equality-diversity-and-inclusion"),
    ("2026-09-01", "agreement-over", "section-75-childrens-services-south-marlshire"),
]


@pytest.mark.parametrize(("on", "rule", "row"), OVER_TIME)
def test_what_goes_wrong_later_is_told_from_its_day(
    shipped: dict[str, Edition], on: str, rule: str, row: str
) -> None:
    assert (rule, row) in told(checked(shipped[CORRECTION], on))


REVIEWS = {
    "section-75-childrens-services-south-marlshire": (date(2025, 8, 31), date(2026, 8, 31)),
    "memorandum-acute-collaborative": (date(2025, 10, 31), date(2026, 3, 31)),
}
"""Agreements past their review: when it was due, and the last day on which they hold."""


@pytest.mark.parametrize(
    "on", ["2025-12-15", "2026-02-15", "2026-04-01", "2026-06-01", "2026-09-15", "2026-11-22"]
)
def test_over_the_year_nothing_else_goes_wrong_but_two_reviews(
    shipped: dict[str, Edition], on: str
) -> None:
    planted = SCHEME | PAPERS | {(rule, row) for _, rule, row in OVER_TIME}
    overdue = {
        ("agreement-overdue", key)
        for key, (review, until) in REVIEWS.items()
        if review < date.fromisoformat(on) <= until
    }
    assert told(checked(shipped[CORRECTION], on)) - planted == overdue


def test_what_was_mended_is_no_longer_told(shipped: dict[str, Edition]) -> None:
    mended = {
        ("limit-gap", "award-a-non-health-contract"),
        ("decision-nobody", "allocate-the-elective-recovery-reserve"),
        (
            "memorandum-as-delegation",
            "allocate-the-elective-recovery-reserve-approves-marlshire-acute-collaborative",
        ),
    }
    by_then = {
        ("post-vacant", "head-of-contracts"),
        ("post-vacant-awaited", "head-of-equality-diversity-and-inclusion"),
        # Intended since April 2025, without a day: by then for two years.
        ("plan-carried-on", "agree-a-place-plan-approves-tarnwold-place-partnership"),
    }
    assert told(checked(shipped[LATER], "2027-04-01")) == (SCHEME - mended) | by_then


def test_the_cluster_partner_has_what_its_readme_leaves_open(shipped: dict[str, Edition]) -> None:
    assert told(checked(shipped[EASTMOOR], "2025-09-15")) == {
        ("agreement-without-law", "delegation-from-marlshire-patient-transport"),
        ("post-vacant-with-deputy", "chief-commissioning-officer"),
        ("post-vacant-leads", "chief-commissioning-officer"),
        ("post-vacant-awaited", "chief-commissioning-officer"),
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
        "already announced in March 2022, then for 1 July 2022."
    )


def test_what_is_said_needs_no_glossary(shipped: dict[str, Edition]) -> None:
    """No keys, no codes, no words of the software."""
    for slug in (*TRUE, CORRECTION, EASTMOOR):
        for finding in checked(shipped[slug], "2026-05-15" if slug == CORRECTION else ""):
            assert finding.words.endswith((".", "?"))
            assert "None" not in finding.words
            assert "_" not in finding.words
            for row in finding.rows:
                assert row.key not in finding.words or "-" not in row.key

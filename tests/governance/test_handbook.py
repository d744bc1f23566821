"""The worked handbook: it holds what a real one does, its planted faults are there, and it answers.

Whether single questions are answered as somebody read them is in `test_worked_questions`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from directorates.models import Appointment, Post
from governance.deciding.answer import Answer, Reason
from governance.deciding.asking import Asked, ask
from governance.models import (
    Agreement,
    Category,
    Clause,
    Committee,
    Decision,
    Delegation,
    Instrument,
    LegalBasis,
    Limit,
    Seat,
    Transaction,
)
from opmodel.editions.actions.importing import import_edition
from opmodel.editions.models import Edition, Element, Organisation
from opmodel.editions.models.vocabulary import EditionState
from opmodel.editions.moments import Moment
from opmodel.editions.selectors.editions import in_force
from opmodel.editions.viewer import PUBLIC
from places.models import Collaborative, Partnership, Place
from tests.conftest import FIXTURES, _load

pytestmark = pytest.mark.django_db

APRIL_2025, OCTOBER_2025 = "marlshire-icb-2025-04", "marlshire-icb-2025-10"
CORRECTION, APRIL_2027 = "marlshire-icb-2025-10-correction", "marlshire-icb-2027-04"
DRAFT, EASTMOOR = "marlshire-icb-draft-2027", "eastmoor-icb-2025-04"
HANDBOOKS = (APRIL_2025, OCTOBER_2025, CORRECTION, APRIL_2027, DRAFT, EASTMOOR)
NOBODY = ""

Handbooks = dict[str, Edition]


@pytest.fixture(scope="module")
def handbooks(django_db_setup: None, django_db_blocker: Any) -> Iterator[Handbooks]:
    """All editions of the worked handbook by slug; gone after the last test of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert str(connection.settings_dict["NAME"]).startswith("test_")
        _load()
        for slug in HANDBOOKS:
            import_edition(folder=FIXTURES / slug)
        found = Edition.objects.select_related("organisation").filter(slug__in=HANDBOOKS)
        yield {edition.slug: edition for edition in found}
        transaction.set_rollback(True)


@pytest.fixture
def april(handbooks: Handbooks) -> Edition:
    """The base edition: the one whose README lists the faults."""
    return handbooks[APRIL_2025]


def answered(edition: Edition, decision: str, on: str = "2025-06-02", **asked: Any) -> Answer:
    reply = ask(
        edition=edition,
        asked=Asked(decision=decision, **asked),
        moment=Moment(on=date.fromisoformat(on), known=timezone.localdate()),
    )
    assert reply.answer is not None
    return reply.answer


def approver(edition: Edition, decision: str, on: str = "2025-06-02", **asked: Any) -> str:
    """The key of who approves; the scheme's words where it names a type; empty: nobody may."""
    step = answered(edition, decision, on, **asked).approves
    return (step.power.holder.key or step.power.holder.name) if step else NOBODY


def why_not(answer: Answer, row: str) -> Reason:
    return next(refusal.reason for refusal in answer.refused if refusal.power.key == row)


# What a real one has.


def test_it_has_150_decisions_over_all_categories(april: Edition) -> None:
    categories = Counter(Decision.objects.filter(edition=april).values_list("category", flat=True))
    assert categories.total() >= 150
    assert set(categories) == set(Category.objects.values_list("code", flat=True))
    assert len(categories) == 23


def test_it_has_80_limits_over_all_families_of_transactions(april: Edition) -> None:
    families = Counter(
        Limit.objects.filter(edition=april)
        .exclude(delegation__decision__transaction=None)
        .values_list("delegation__decision__transaction", flat=True)
    )
    assert families.total() >= 80
    assert set(families) == set(Transaction.objects.values_list("code", flat=True))
    assert len(families) == 27


def test_it_has_ten_committees_and_six_sub_committees_with_terms_and_seats(april: Edition) -> None:
    committees = Committee.objects.filter(edition=april)
    forms = Counter(committees.values_list("form", flat=True))
    assert forms["board"] == 1
    assert forms["committee"] + forms["joint-committee"] == 10
    assert forms["sub-committee"] == 6
    assert not committees.filter(terms=None)
    assert not committees.filter(quorum="")
    assert not committees.filter(purpose="")
    for field in ("authority", "frequency", "notice", "voting", "conflicts", "reporting"):
        assert not committees.filter(**{field: ""}), field
    assert not committees.filter(deputy_chair=None)
    assert not committees.filter(secretary=None)
    seated = set(Seat.objects.filter(edition=april).values_list("committee__key", flat=True))
    assert set(committees.values_list("key", flat=True)) <= seated


def test_no_quorum_is_beyond_the_members_and_every_chair_has_a_seat(handbooks: Handbooks) -> None:
    for committee in Committee.objects.filter(edition__in=handbooks.values()):
        seats = Seat.objects.filter(committee=committee.pk)
        votes = sum(seat.number or 1 for seat in seats if seat.voting)
        assert 1 <= (committee.quorum_number or 0) <= votes, committee
        assert committee.chaired_by_id in {seat.post_id for seat in seats if seat.role == "chair"}
        posts = Counter(seat.post_id for seat in seats if seat.post_id)
        assert max(posts.values()) == 1, committee


def test_boards_and_committees_approved_things_on_working_days(handbooks: Handbooks) -> None:
    editions = list(handbooks.values())
    days = {edition.meeting_on for edition in editions}
    days |= {row.approved_on for row in Instrument.objects.filter(edition__in=editions)}
    days |= {row.approved_on for row in Agreement.objects.filter(edition__in=editions)}
    assert [day for day in days if day and day.weekday() > 4] == []


def test_policies_are_approved_by_whom_the_scheme_says(handbooks: Handbooks) -> None:
    said = {
        "conflicts-of-interest-policy": "Approve the policy on conflicts of interest",
        "risk-management-policy": "Approve the risk management policy",
        "individual-funding-policy": "Approve the policy on individual funding requests",
    }
    for edition in handbooks.values():
        for key, decision in said.items():
            policy = Instrument.objects.filter(edition=edition, key=key).first()
            if policy is not None:
                row = Delegation.objects.get(
                    edition=edition, decision__name=decision, part=Delegation.Part.APPROVES
                )
                assert policy.approved_by_id == row.holder_id, (edition, key)


def test_it_has_120_posts_with_appointments_of_every_form(april: Edition) -> None:
    posts = set(Post.objects.filter(edition=april).values_list("key", flat=True))
    appointments = Appointment.objects.filter(organisation="marlshire-icb")
    held = set(appointments.values_list("post", flat=True))
    assert held <= posts
    assert len(held) >= 120
    assert Post.objects.filter(edition=april).count() >= 120
    forms = set(appointments.values_list("form", flat=True))
    assert forms == {"substantive", "acting", "interim", "shared", "vacant"}


def test_it_has_three_places_two_collaboratives_and_its_agreements(april: Edition) -> None:
    places = set(Place.objects.filter(edition=april).values_list("key", flat=True))
    with_partnership = Partnership.objects.filter(edition=april, key__endswith="place-partnership")
    assert len(places) == 3
    assert set(with_partnership.values_list("place__key", flat=True)) == places
    assert Collaborative.objects.filter(edition=april).count() == 2
    agreements = Agreement.objects.filter(edition=april)
    assert agreements.exclude(form="memorandum").count() == 6
    assert agreements.filter(form="memorandum").count() == 2
    forms = set(agreements.values_list("form", flat=True))
    assert forms >= {"section-75", "delegation-in", "delegation-out", "joint-committee"}
    assert LegalBasis.objects.filter(edition=april).count() >= 20


def test_agreements_say_what_is_asked_of_their_form_but_for_the_planted_gaps(
    handbooks: Handbooks,
) -> None:
    silent = {
        (agreement.edition.slug, agreement.key, field)
        for agreement in Agreement.objects.filter(edition__in=handbooks.values()).select_related(
            "edition"
        )
        for field in agreement.expects
        if agreement.misses(field) and getattr(agreement, field) in (None, "")
    }
    before = (APRIL_2025, OCTOBER_2025, CORRECTION)
    assert silent == {
        *((slug, "section-75-childrens-services-south-marlshire", "reports") for slug in before),
        *((slug, "delegation-to-eastmoor-patient-transport", "minute") for slug in before),
        (EASTMOOR, "delegation-from-marlshire-patient-transport", "minute"),
        (EASTMOOR, "delegation-from-marlshire-patient-transport", "legal_basis"),
    }


def test_no_power_rests_on_an_agreement_that_ends_before_its_edition_has_effect(
    handbooks: Handbooks,
) -> None:
    for edition in handbooks.values():
        begins = edition.effective_from or date(2027, 10, 1)
        resting = Delegation.objects.filter(edition=edition).exclude(agreement=None)
        assert not resting.filter(agreement__effective_until__lt=begins), edition


def test_a_legal_basis_has_its_day_or_says_that_it_is_not_recorded(april: Edition) -> None:
    dated = dict(LegalBasis.objects.filter(edition=april).values_list("key", "in_force_from"))
    for key, since in (
        ("nhs-act-2006-s65z5", "2022-07-01"),
        ("nhs-act-2006-s65z6", "2022-07-01"),
        ("nhs-act-2006-s75", "2007-03-01"),
        ("psr-2023-reg-13", "2024-01-01"),
        ("procurement-act-2023", "2025-02-24"),
    ):
        assert str(dated[key]) == since
    assert {key for key, since in dated.items() if since is None} >= {
        "nhs-act-2006-s14z25",
        "local-audit-act-2014-s7",
    }


def test_it_has_adopted_editions_a_correction_one_to_come_and_a_draft(
    handbooks: Handbooks,
) -> None:
    editions = [edition for slug, edition in handbooks.items() if slug != EASTMOOR]
    adopted = [edition for edition in editions if edition.state == EditionState.ADOPTED]
    assert len(adopted) >= 3
    assert all(edition.minute for edition in adopted)
    known = [str(handbooks[slug].recorded_at) for slug in (OCTOBER_2025, CORRECTION, APRIL_2027)]
    assert known == sorted(known)
    assert str(handbooks[APRIL_2027].meeting_on) == "2026-11-05"
    assert handbooks[CORRECTION].effective_from == handbooks[OCTOBER_2025].effective_from
    assert handbooks[CORRECTION].based_on_id == handbooks[OCTOBER_2025].id
    assert str(handbooks[APRIL_2027].effective_from) == "2027-04-01"
    assert handbooks[DRAFT].state == EditionState.DRAFT
    assert handbooks[EASTMOOR].organisation_id != handbooks[APRIL_2025].organisation_id
    assert all(edition.organisation.sample for edition in handbooks.values())


def test_every_delegation_has_the_clause_that_gives_it(handbooks: Handbooks) -> None:
    assert not Delegation.objects.filter(edition__in=handbooks.values(), clause=None)


def test_every_clause_stands_once_in_its_instrument(handbooks: Handbooks) -> None:
    cited = Counter(
        Clause.objects.filter(edition__in=handbooks.values()).values_list(
            "edition__slug", "instrument__key", "number"
        )
    )
    assert [each for each, times in cited.items() if times > 1] == []


def test_all_that_says_whose_power_it_passes_on_names_its_holder(handbooks: Handbooks) -> None:
    rows = Delegation.objects.filter(edition__in=handbooks.values()).exclude(parent=None)
    for key, giver, held in rows.values_list("key", "giver", "parent__holder"):
        assert giver == held, key


def test_the_shared_executive_is_the_same_people_and_the_boards_are_not(
    handbooks: Handbooks,
) -> None:
    on = date(2025, 11, 3)
    found: dict[str, dict[str, str]] = {}
    for row in Appointment.objects.filter(begins_on__lte=on).exclude(name=""):
        if row.ends_on is None or row.ends_on >= on:
            found.setdefault(row.organisation_id, {})[row.post] = row.name
    ours, theirs = found["marlshire-icb"], found["eastmoor-icb"]
    chief = [post for post in ours if post.startswith("chief-") and post in theirs]
    assert len(chief) == 7
    assert all(ours[post] == theirs[post] for post in chief)
    assert ours["icb-chair"] != theirs["icb-chair"]
    assert ours["director-of-governance"] != theirs["director-of-governance"]


# The faults on purpose.


@pytest.mark.parametrize("slug", [APRIL_2025, EASTMOOR])
def test_what_the_readme_names_is_there(handbooks: Handbooks, slug: str) -> None:
    readme = (FIXTURES / slug / "README.md").read_text()
    known = set(
        Element.objects.filter(edition__in=handbooks.values()).values_list("key", flat=True)
    )
    known |= set(handbooks)
    named = re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", readme)
    assert named
    assert [key for key in named if key not in known] == []


FUND = "allocate-a-place-development-fund"
HOLES = [
    ("award-a-non-health-contract", "", "250000", "300000"),
    (FUND, "north-marlshire", "250000", "300000"),
    (FUND, "south-marlshire", "250000", "300000"),
    (FUND, "tarnwold", "50000", "300000"),
]


@pytest.mark.parametrize(("decision", "place", "begins", "ends"), HOLES)
def test_a_planted_gap_answers_nobody(
    april: Edition, decision: str, place: str, begins: str, ends: str
) -> None:
    assert approver(april, decision, amount=begins, place=place) != NOBODY
    assert approver(april, decision, amount=f"{begins}.01", place=place) == NOBODY
    assert approver(april, decision, amount=ends, place=place) == NOBODY
    assert approver(april, decision, amount=f"{ends}.01", place=place) != NOBODY


def test_nobody_holds_the_top_of_the_place_development_fund(april: Edition) -> None:
    assert approver(april, FUND, amount="1000000") == "strategic-commissioning-committee"
    assert approver(april, FUND, amount="1000000.01") == NOBODY


def test_a_matter_that_nobody_approves_answers_nobody(april: Edition) -> None:
    assert approver(april, "surrender-the-lease-of-a-community-building", amount="1") == NOBODY


def test_what_is_neither_reserved_nor_given_is_the_chief_executives(april: Edition) -> None:
    answer = answered(april, "answer-a-consultation-of-another-body")
    assert answer.residual
    assert answer.approves is not None
    assert answer.approves.power.holder.key == "chief-executive"


BEYOND = [
    (
        "pay-an-invoice-without-a-contract",
        "pay-an-invoice-without-a-contract-approves-deputy-chief-finance-officer",
        ("500000", "chief-finance-officer"),
        ("500000.01", "chief-executive"),
    ),
    (
        "dispose-of-an-asset",
        "dispose-of-an-asset-approves-head-of-estates",
        ("50000", "deputy-chief-finance-officer"),
        ("50000.01", "chief-finance-officer"),
    ),
]


@pytest.mark.parametrize(("decision", "row", "within", "beyond"), BEYOND)
def test_a_limit_above_the_givers_own_gives_nothing_there(
    april: Edition, decision: str, row: str, within: tuple[str, str], beyond: tuple[str, str]
) -> None:
    assert approver(april, decision, amount=within[0]) == within[1]
    assert approver(april, decision, amount=beyond[0]) == beyond[1]
    assert why_not(answered(april, decision, amount=beyond[0]), row) == Reason.BEYOND_GIVER


ALIKE = [
    ("make-a-discretionary-payment-to-a-practice", {"amount": "60000", "basis": "yearly"}),
    ("enter-a-research-partnership", {}),
]


@pytest.mark.parametrize(("decision", "asked"), ALIKE)
def test_an_overlap_is_said_aloud(april: Edition, decision: str, asked: dict[str, str]) -> None:
    assert len(answered(april, decision, **asked).alike) == 1


def test_a_power_passed_on_although_it_may_not_be_is_none(april: Edition) -> None:
    row = "decide-an-individual-funding-request-approves-head-of-individual-funding"
    answer = answered(april, "decide-an-individual-funding-request", amount="1000")
    assert answer.approves is not None
    assert answer.approves.power.holder.key == "individual-funding-panel"
    assert why_not(answer, row) == Reason.NOT_ONWARD


def test_what_the_law_asks_of_one_person_cannot_be_delegated(april: Edition) -> None:
    row = "withhold-information-as-qualified-person-approves-director-of-governance"
    answer = answered(april, "withhold-information-as-qualified-person")
    assert answer.approves is not None
    assert answer.approves.power.holder.key == "chief-executive"
    assert why_not(answer, row) == Reason.NOT_DELEGABLE


def test_a_memorandum_delegates_nothing(april: Edition) -> None:
    row = "allocate-the-elective-recovery-reserve-approves-marlshire-acute-collaborative"
    answer = answered(april, "allocate-the-elective-recovery-reserve", amount="1")
    assert answer.approves is None
    assert why_not(answer, row) == Reason.NO_EFFECT


def test_a_delegation_that_ended_is_none_from_the_day_after(april: Edition) -> None:
    decision = "grant-a-licence-to-occupy"
    asked = {"amount": "20000", "basis": "yearly"}
    assert approver(april, decision, on="2026-03-31", **asked) == "head-of-estates"
    assert approver(april, decision, on="2026-04-01", **asked) == "chief-finance-officer"


def test_terms_of_reference_are_past_their_review(april: Edition) -> None:
    terms = Committee.objects.get(edition=april, key="medicines-optimisation-sub-committee").terms
    assert str(terms.review_on) == "2024-10-31"


def test_agreements_lack_what_the_law_asks_for(april: Edition) -> None:
    agreements = {row.key: row for row in Agreement.objects.filter(edition=april)}
    section_75 = agreements["section-75-childrens-services-south-marlshire"]
    assert section_75.reports == ""
    assert str(section_75.effective_until) == "2026-08-31"
    basis = agreements["delegation-to-eastmoor-patient-transport"].legal_basis
    assert str(basis.in_force_until) == "2022-06-30"


def test_later_editions_mend_some(handbooks: Handbooks) -> None:
    later, draft = handbooks[APRIL_2027], handbooks[DRAFT]
    on = "2027-04-01"
    assert approver(later, "award-a-non-health-contract", on, amount="280000") == (
        "The chief officer of the directorate"
    )
    assert approver(later, "allocate-the-elective-recovery-reserve", on) == (
        "finance-and-investment-committee"
    )
    section_75 = Agreement.objects.get(
        edition=later, key="section-75-childrens-services-south-marlshire"
    )
    assert section_75.reports
    fund = {"amount": "280000", "place": "north-marlshire"}
    assert approver(later, FUND, on, **fund) == NOBODY
    assert approver(draft, FUND, "2027-10-01", **fund) == ("strategic-commissioning-committee")


# It answers.


def test_a_pound_above_the_band_changes_the_approver(april: Edition) -> None:
    asked = {"place": "north-marlshire", "service": "community-services", "basis": "transaction"}
    within = answered(april, "vary-a-health-contract", amount="250000", **asked)
    assert within.approves is not None
    assert within.approves.power.holder.key == "place-director-north-marlshire"
    assert within.approves.power.clause == "sord-6-4-2"
    assert [power.holder.key for power in within.chain] == [
        "director-of-commissioning",
        "chief-commissioning-officer",
        "chief-executive",
        "finance-and-investment-committee",
        "icb-board",
    ]
    beyond = approver(april, "vary-a-health-contract", amount="250001", **asked)
    assert beyond == "director-of-commissioning"


@pytest.mark.parametrize(
    ("on", "known", "slug", "holder"),
    [
        ("2025-09-30", "2025-11-10", APRIL_2025, "director-of-commissioning"),
        ("2025-11-10", "2025-09-17", APRIL_2025, "director-of-commissioning"),
        ("2025-11-10", "2025-11-10", OCTOBER_2025, "place-director-tarnwold"),
        ("2025-11-10", "2026-02-11", OCTOBER_2025, "place-director-tarnwold"),
        ("2025-11-10", "2026-02-12", CORRECTION, "director-of-commissioning"),
        ("2026-03-02", "2026-03-02", CORRECTION, "director-of-commissioning"),
        ("2027-03-31", "2026-11-20", CORRECTION, "director-of-commissioning"),
        ("2027-04-01", "2026-11-20", APRIL_2027, "place-director-tarnwold"),
        ("2027-04-01", "2026-11-04", CORRECTION, "director-of-commissioning"),
    ],
)
def test_the_correction_changes_the_answer_for_the_same_day_known_later(
    handbooks: Handbooks, on: str, known: str, slug: str, holder: str
) -> None:
    moment = Moment(on=date.fromisoformat(on), known=date.fromisoformat(known))
    organisation = Organisation.objects.get(slug="marlshire-icb")
    found = in_force(organisation=organisation, viewer=PUBLIC, moment=moment).edition
    assert found is not None
    assert found.slug == slug
    asked = Asked(
        decision="vary-a-health-contract",
        amount="280000",
        basis="transaction",
        place="tarnwold",
    )
    answer = ask(edition=found, asked=asked, moment=moment).answer
    assert answer is not None
    assert answer.approves is not None
    assert answer.approves.power.holder.key == holder


def test_a_vacancy_brings_the_deputy_rule(april: Edition) -> None:
    asked = {"amount": "3000", "basis": "transaction"}
    before = answered(april, "write-off-a-loss", "2025-12-31", **asked).approves
    vacant = answered(april, "write-off-a-loss", "2026-01-15", **asked).approves
    assert before is not None
    assert vacant is not None
    assert before.power.holder.key == vacant.power.holder.key == "head-of-financial-accounts"
    assert before.by_deputy is None
    assert vacant.by_deputy is not None
    assert vacant.by_deputy.executive


def test_a_named_deputy_decides_while_the_post_is_vacant(handbooks: Handbooks) -> None:
    asked = {"amount": "400000", "basis": "transaction"}
    eastmoor = handbooks[EASTMOOR]
    step = answered(eastmoor, "vary-a-health-contract", "2025-09-15", **asked).approves
    assert step is not None
    assert step.by_deputy is not None
    assert step.power.holder.key == "chief-commissioning-officer"
    assert step.by_deputy == step.power.deputy


def test_without_a_deputy_whoever_stands_next_above_decides(april: Edition) -> None:
    decision, row = (
        "award-a-grant-to-a-voluntary-organisation",
        "award-a-grant-to-a-voluntary-organisation-approves-head-of-contracts",
    )
    asked = {"amount": "8000", "basis": "yearly", "service": "voluntary-sector-services"}
    assert approver(april, decision, "2026-04-30", **asked) == "head-of-contracts"
    vacant = answered(april, decision, "2026-05-01", **asked)
    assert vacant.approves is not None
    assert vacant.approves.power.holder.key == "associate-director-of-contracting"
    assert why_not(vacant, row) == Reason.VACANT


def test_somebody_who_acts_may_not_use_what_only_the_substantive_holder_may(
    april: Edition,
) -> None:
    decision = "vary-a-section-75-agreement"
    asked = {"amount": "80000", "basis": "yearly", "place": "tarnwold"}
    assert approver(april, decision, "2025-10-31", **asked) == "place-director-tarnwold"
    row = "vary-a-section-75-agreement-approves-place-director-tarnwold"
    acting = answered(april, decision, "2025-11-03", **asked)
    assert why_not(acting, row) == Reason.NOT_SUBSTANTIVE
    assert acting.approves is not None
    assert acting.approves.power.holder.key == "director-of-commissioning"


def test_the_two_schemes_differ(handbooks: Handbooks) -> None:
    asked = {"amount": "400000", "basis": "transaction"}
    decision = "vary-a-health-contract"
    assert approver(handbooks[APRIL_2025], decision, **asked) == "director-of-commissioning"
    assert approver(handbooks[EASTMOOR], decision, **asked) == "chief-commissioning-officer"

"""What a reader finds of BOB ICB's operating model of September 2024.

`coverage/bob-icb-2024-09.yaml` says which element holds each entity of the document's inventory.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from commissioning.models import Cycle, Responsibility, Stage
from directorates.models import Directorate, Function, Post, Remit, Service, Team
from governance.models import Committee, Delegation, Seat
from opmodel.editions.models import Citation, Edition, Element, Organisation, SourceNote, Succession
from places.models import Body, Collaborative, Level, Membership, Partnership, Place, Priority
from transition.models import Figure, Principle

pytestmark = pytest.mark.django_db

COVERAGE = Path(__file__).parent / "coverage" / "bob-icb-2024-09.yaml"

# The inventory's kinds: how many entities it lists, and the kinds of element that hold them.
INVENTORY = {
    "org": (10, {"body"}),
    "place": (1, {"place"}),
    "forum": (1, {"partnership"}),
    "dir": (8, {"directorate", "team"}),
    "resp": (23, {"remit"}),
    "func": (39, {"function"}),
    "cttee": (2, {"committee"}),
    "seat": (3, {"seat"}),
    "post": (9, {"post"}),
    "collab": (2, {"collaborative"}),
    "cmem": (5, {"membership"}),
    "citem": (3, {"priority"}),
    "deleg": (12, {"delegation"}),
    "cell": (12, {"responsibility"}),
    "princ": (19, {"principle"}),
    "fact": (13, {"figure"}),
    "loss": (9, {"source-note"}),
}

# Where one entity of the inventory is several elements: three places with a partnership each, six
# Chief Officers, two kinds of place-facing team, two statements of the population.
ELEMENTS = {
    "body": 10,
    "place": 3,
    "partnership": 3,
    "directorate": 6,
    "team": 3,
    "remit": 23,
    "function": 39,
    "service": 4,
    "committee": 2,
    "seat": 3,
    "post": 14,
    "collaborative": 2,
    "membership": 5,
    "priority": 3,
    "delegation": 12,
    "cycle": 1,
    "stage": 3,
    "responsibility": 12,
    "principle": 19,
    "figure": 14,
    "source-note": 9,
}

# What the model needs around the inventory's entities: the services are named in one of its
# principles, the cycle and its stages in the head of the table.
BESIDE_THE_INVENTORY = {"service", "cycle", "stage"}


@pytest.fixture(scope="module")
def coverage() -> dict[str, list[str]]:
    return yaml.safe_load(COVERAGE.read_text(encoding="utf-8"))


@pytest.fixture
def kind_of(bob: Edition) -> dict[str, str]:
    return dict(bob.elements.values_list("key", "kind"))


def post(bob: Edition, key: str) -> Post:
    return Post.objects.in_edition(bob).get(key=key)


class TestCompleteness:
    def test_every_entity_of_the_inventory_is_accounted_for(
        self, coverage: dict[str, list[str]]
    ) -> None:
        expected = [
            f"000.{kind}.{number:02}"
            for kind, (count, _) in INVENTORY.items()
            for number in range(1, count + 1)
        ]
        assert sorted(coverage) == sorted(expected)
        assert len(coverage) == 171

    def test_each_is_held_by_elements_of_the_right_kind(
        self, coverage: dict[str, list[str]], kind_of: dict[str, str]
    ) -> None:
        for entity, keys in coverage.items():
            _, kinds = INVENTORY[entity.split(".")[1]]
            assert keys, entity
            for key in keys:
                assert kind_of.get(key) in kinds, f"{entity}: {key}"

    def test_no_element_holds_two_entities(self, coverage: dict[str, list[str]]) -> None:
        held = Counter(key for keys in coverage.values() for key in keys)
        assert [key for key, count in held.items() if count > 1] == []

    def test_nothing_is_entered_that_the_inventory_does_not_know(
        self, coverage: dict[str, list[str]], kind_of: dict[str, str]
    ) -> None:
        held = {key for keys in coverage.values() for key in keys}
        beyond = {key: kind for key, kind in kind_of.items() if key not in held}
        assert set(beyond.values()) == BESIDE_THE_INVENTORY

    def test_there_are_as_many_elements_of_each_kind_as_the_document_states(
        self, kind_of: dict[str, str]
    ) -> None:
        assert Counter(kind_of.values()) == ELEMENTS


class TestEdition:
    def test_it_is_in_force_from_september_2024_known_to_the_month(self, bob: Edition) -> None:
        assert bob.organisation_id == "bob-icb"
        assert bob.title == "Our Operating Model"
        assert bob.label == "September 2024"
        assert bob.state == "adopted"
        assert f"{bob.effective_from:%Y-%m}" == "2024-09"
        assert bob.effective_precision == "month"
        assert bob.published_precision == "month"

    def test_the_adopting_body_the_meeting_and_the_minute_are_not_recorded(
        self, bob: Edition
    ) -> None:
        assert (bob.adopted_by, bob.minute, bob.meeting_on) == ("", "", None)
        assert "does not record which body adopted it" in bob.adoption_note

    def test_its_own_document_is_its_first_source(self, bob: Edition) -> None:
        assert [source.key for source in bob.sources.all()] == [
            "bob-icb-operating-model-2024-09",
            "bob-ics-sdp-2022-03",
            "bob-ccgs-2019-10",
        ]

    def test_nine_losses_of_the_text_are_noted(self, bob: Edition) -> None:
        notes = SourceNote.objects.in_edition(bob)
        assert notes.count() == 9
        assert {note.source.key for note in notes} == {"bob-icb-operating-model-2024-09"}


class TestCitations:
    def test_every_element_cites_a_heading_and_a_page_of_the_document(self, bob: Edition) -> None:
        cited = Citation.objects.in_edition(bob).filter(
            source__key="bob-icb-operating-model-2024-09"
        )
        assert not cited.filter(heading="").exists()
        assert not cited.filter(page="").exists()
        uncited = Element.objects.in_edition(bob).exclude(id__in=cited.values("element"))
        assert list(uncited.values_list("key", flat=True)) == []

    def test_pages_are_those_of_a_document_of_23_pages(self, bob: Edition) -> None:
        cited = Citation.objects.in_edition(bob).filter(
            source__key="bob-icb-operating-model-2024-09"
        )
        assert {int(page) for page in cited.values_list("page", flat=True)} == set(range(3, 24))

    def test_other_documents_are_cited_only_for_the_names_of_the_places(self, bob: Edition) -> None:
        others = Citation.objects.in_edition(bob).exclude(
            source__key="bob-icb-operating-model-2024-09"
        )
        assert set(others.values_list("element__key", flat=True)) == {
            "buckinghamshire",
            "oxfordshire",
            "berkshire-west",
        }

    def test_what_is_interpretation_says_so(self, bob: Edition) -> None:
        readings = Element.objects.in_edition(bob).exclude(reading="")
        assert set(readings.values_list("key", flat=True)) == {
            # Names that the text lost
            "buckinghamshire",
            "oxfordshire",
            "berkshire-west",
            "buckinghamshire-place-based-partnership",
            "oxfordshire-place-based-partnership",
            "berkshire-west-place-based-partnership",
            "chief-officer-delivery-performance-oversight",
            "chief-officer-finance",
            "chief-officer-medical",
            "chief-officer-nursing",
            "chief-officer-people",
            "chief-officer-strategy-digital-transformation",
            "emergency-preparedness-and-system-coordination",
            "mental-health-provider-collaborative",
            # Where something belongs, or to whom it answers
            "strategic-commissioning-team",
            "place-focused-icb-teams",
            "director-of-place-and-communities",
            "place-associate-directors",
            "joint-commissioning-leads",
            "non-executive-members",
            "icb-board",
            "all-age-complex-continuing-care-service",
            "primary-care-operations-service",
            # What a passage means
            "safeguarding",
            "experience-of-staff",
            "delegated-primary-care-commissioning",
            "neighbourhood-level",
            "nhs-england-commissioning-cycle",
            "nursing-in-all-stages",
            "medical-in-all-stages",
            "people-in-all-stages",
        }


class TestDirectorates:
    def test_there_are_six_in_the_order_of_the_document(self, bob: Edition) -> None:
        assert list(Directorate.objects.in_edition(bob).values_list("name", flat=True)) == [
            "Delivery, Performance & Oversight",
            "Finance",
            "Medical",
            "Nursing",
            "People",
            "Strategy, Digital and Transformation",
        ]

    def test_each_has_its_responsibilities(self, bob: Edition) -> None:
        held = Counter(Remit.objects.in_edition(bob).values_list("directorate__key", flat=True))
        assert held == {
            "delivery-performance-oversight": 3,
            "finance": 4,
            "medical": 4,
            "nursing": 4,
            "people": 3,
            "strategy-digital-transformation": 5,
        }

    def test_each_has_its_core_functions(self, bob: Edition) -> None:
        core = Function.objects.in_edition(bob).filter(parent=None)
        assert Counter(core.values_list("directorate__key", flat=True)) == {
            "delivery-performance-oversight": 4,
            "finance": 7,
            "medical": 8,
            "nursing": 6,
            "people": 5,
            "strategy-digital-transformation": 5,
        }

    def test_the_performance_function_has_four_areas_of_the_same_directorate(
        self, bob: Edition
    ) -> None:
        areas = Function.objects.in_edition(bob).filter(
            parent__key="performance-delivery-and-oversight"
        )
        assert [area.name for area in areas] == [
            "Community NHS and integrated services",
            "Urgent and Emergency Care",
            "Planned Care",
            (
                "Mental Health, Community, Learning Disability & Autism and "
                "Special Education Needs and Disabilities"
            ),
        ]
        assert {area.directorate.key for area in areas} == {"delivery-performance-oversight"}

    def test_eprr_is_a_function_of_delivery_performance_and_oversight(self, bob: Edition) -> None:
        eprr = Function.objects.in_edition(bob).get(also_known_as__contains=["EPRR"])
        assert eprr.name == (
            "Emergency Preparedness, Resilience and Response (EPRR) "
            "and System Co-ordination Centre (SCC)"
        )
        assert eprr.directorate.key == "delivery-performance-oversight"
        assert "The start of the line is lost" in eprr.reading

    def test_the_strategic_commissioning_team_has_its_home_by_reading(self, bob: Edition) -> None:
        team = Team.objects.in_edition(bob).get(key="strategic-commissioning-team")
        assert team.directorate.key == "strategy-digital-transformation"
        assert "Page 20 does not say where the team belongs" in team.reading

    def test_the_icb_delivers_four_services_itself(self, bob: Edition) -> None:
        assert list(Service.objects.in_edition(bob).values_list("name", "function__key")) == [
            ("All Age Complex Continuing Care", "all-age-complex-continuing-care"),
            ("Primary Care Operations", "primary-care-operations"),
            ("GP IT", None),
            ("Prescribing and High-Cost Drugs", None),
        ]


class TestPosts:
    def test_six_chief_officers_lead_a_directorate_each_and_answer_to_the_chief_executive(
        self, bob: Edition
    ) -> None:
        directorates = Directorate.objects.in_edition(bob).select_related("led_by__reports_to")
        assert len({directorate.led_by.key for directorate in directorates}) == 6
        for directorate in directorates:
            officer = directorate.led_by
            assert officer.name == f"Chief Officer ({directorate.name})"
            assert officer.directorate_id == directorate.pk
            assert officer.reports_to.key == "chief-executive"
            assert officer.executive is True

    def test_the_titles_and_holders_of_chief_officers_are_not_recorded(self, bob: Edition) -> None:
        officers = Post.objects.in_edition(bob).filter(key__startswith="chief-officer-")
        assert officers.count() == 6
        for officer in officers:
            assert "The title and the holder are not recorded" in officer.summary
            assert "the directorate in brackets is ours" in officer.reading

    def test_the_line_runs_from_the_chief_executive_to_a_board_chaired_by_the_chair(
        self, bob: Edition
    ) -> None:
        chief = post(bob, "chief-executive")
        assert chief.reports_to.key == "icb-board"
        board = Committee.objects.in_edition(bob).get(key="icb-board")
        assert board.form == "board"
        assert board.chaired_by.key == "icb-chair"

    def test_the_director_of_place_has_three_associate_directors_and_joint_leads(
        self, bob: Edition
    ) -> None:
        team = Post.objects.in_edition(bob).filter(
            reports_to__key="director-of-place-and-communities"
        )
        assert list(team.values_list("name", "number")) == [
            ("Associate Directors (place focussed)", 3),
            ("Joint commissioning leads", None),
        ]

    def test_the_directors_own_place_in_the_structure_is_not_recorded(self, bob: Edition) -> None:
        director = post(bob, "director-of-place-and-communities")
        assert director.directorate is None
        assert director.reports_to is None

    def test_the_number_of_non_executive_members_is_not_recorded(self, bob: Edition) -> None:
        members = post(bob, "non-executive-members")
        assert members.number is None
        assert members.form == "member"

    def test_a_place_convenor_exists_only_where_a_partnership_wants_one(self, bob: Edition) -> None:
        optional = Post.objects.in_edition(bob).filter(optional=True)
        assert [each.key for each in optional] == ["place-convenor"]
        assert "the partnership, not the ICB" in optional[0].summary


class TestPlaces:
    def test_three_places_have_a_partnership_each(self, bob: Edition) -> None:
        places = Place.objects.in_edition(bob)
        assert [place.name for place in places] == [
            "Buckinghamshire",
            "Oxfordshire",
            "Berkshire West",
        ]
        assert {place.level_id for place in places} == {"place"}
        for place in places:
            partnership = Partnership.objects.in_edition(bob).get(place=place)
            assert partnership.form == "place-based-partnership"
            assert partnership.name == f"Place-based partnership for {place.name}"
            assert "The name is ours" in partnership.reading

    def test_each_place_has_an_executive_sponsor_and_nobody_is_recorded_as_one(
        self, bob: Edition
    ) -> None:
        places = Place.objects.in_edition(bob)
        assert {place.executive_sponsor.key for place in places} == {"icb-executive-sponsor"}
        sponsor = post(bob, "icb-executive-sponsor")
        assert (sponsor.form, sponsor.number) == ("added-role", 3)
        assert "Who sponsors which place is not recorded" in sponsor.summary

    def test_levels_run_from_region_to_neighbourhood(self, bob: Edition) -> None:
        assert list(Level.objects.values_list("code", flat=True)) == [
            "region",
            "multi-icb",
            "system",
            "area",
            "place",
            "neighbourhood",
        ]


class TestPartners:
    def test_five_trusts_are_members_of_two_collaboratives_by_ods_code(self, bob: Edition) -> None:
        members = {
            collaborative.name: [
                (
                    membership.body.name,
                    membership.body.organisation.identifiers.get(scheme="ods").value,
                )
                for membership in Membership.objects.in_edition(bob).filter(of=collaborative)
            ]
            for collaborative in Collaborative.objects.in_edition(bob)
        }
        assert members == {
            "Acute Provider Collaborative": [
                ("Royal Berkshire NHS Foundation Trust", "RHW"),
                ("Oxford University Hospitals NHS Foundation Trust", "RTH"),
                ("Buckinghamshire Healthcare NHS Trust", "RXQ"),
            ],
            "Mental Health Provider Collaborative": [
                ("Oxford Health NHS Foundation Trust", "RNU"),
                ("Berkshire Healthcare NHS Foundation Trust", "RWX"),
            ],
        }

    def test_no_collaborative_has_a_recorded_lead(self, bob: Edition) -> None:
        roles = Membership.objects.in_edition(bob).values_list("role", flat=True)
        assert set(roles) == {"member"}

    def test_three_things_are_the_focus_of_all_collaboratives(self, bob: Edition) -> None:
        assert list(Priority.objects.in_edition(bob).values_list("name", "of", "form")) == [
            ("Reducing unwarranted variation and inequality", None, "focus"),
            ("Ensuring efficiencies and economies of scale", None, "focus"),
            ("Improving the resilience of services", None, "focus"),
        ]

    def test_the_cancer_alliance_is_hosted_by_a_directorate_and_is_no_collaborative(
        self, bob: Edition
    ) -> None:
        alliance = Body.objects.in_edition(bob).get(relation="hosted")
        assert alliance.name == "Thames Valley Cancer Alliance"
        assert alliance.hosted_by.key == "delivery-performance-oversight"
        assert not Membership.objects.in_edition(bob).filter(body=alliance).exists()
        hosting = Function.objects.in_edition(bob).get(hosted=True)
        assert hosting.directorate_id == alliance.hosted_by_id

    def test_every_body_is_an_organisation_of_the_registry(self, bob: Edition) -> None:
        bodies = Body.objects.in_edition(bob)
        assert not bodies.filter(organisation=None).exists()
        assert bodies.get(relation="itself").organisation_id == bob.organisation_id


class TestWhoHoldsWhat:
    def test_four_roles_are_the_icbs_at_system_level(self, bob: Edition) -> None:
        held = Delegation.objects.in_edition(bob).filter(holder__key="bob-icb")
        assert list(held.values_list("name", "type", "level")) == [
            ("ICB: Set direction", "own", "system"),
            ("ICB: Allocate the NHS budget", "own", "system"),
            ("ICB: Oversight and assurance", "own", "system"),
            ("ICB: Drive transformation and improvement", "own", "system"),
        ]

    def test_four_roles_are_every_place_partnerships(self, bob: Edition) -> None:
        held = Delegation.objects.in_edition(bob).filter(
            level="place", summary__contains="All three place-based partnerships hold this role"
        )
        assert [each.name for each in held] == [
            "Place partnerships: Shared plan",
            "Place partnerships: Coordinate delivery",
            "Place partnerships: Build partnerships",
            "Place partnerships: Influence",
        ]

    def test_delegation_to_place_is_an_intention_without_date_or_amount(self, bob: Edition) -> None:
        intended = Delegation.objects.in_edition(bob).get(type="intended")
        assert intended.key == "delegation-to-place"
        assert intended.standing == "proposed"
        assert intended.giver.key == "bob-icb"
        assert (intended.effective_from, intended.limit, intended.holder) == (None, "", None)

    def test_it_is_the_only_statement_that_is_not_in_force(self, bob: Edition) -> None:
        firm = Element.objects.in_edition(bob).exclude(standing="in-force")
        assert [each.key for each in firm] == ["delegation-to-place"]

    def test_primary_care_is_commissioned_under_delegation_from_a_body_not_named(
        self, bob: Edition
    ) -> None:
        delegated = Delegation.objects.in_edition(bob).get(type="delegated-in")
        assert delegated.holder.key == "medical"
        assert delegated.giver is None

    def test_no_function_is_assigned_to_neighbourhoods(self, bob: Edition) -> None:
        assert list(
            Delegation.objects.in_edition(bob)
            .filter(level="neighbourhood")
            .values_list("type", "holder")
        ) == [("none", None)]

    def test_assurance_sub_committees_are_not_named_or_counted(self, bob: Edition) -> None:
        sub = Committee.objects.in_edition(bob).get(form="sub-committee")
        assert sub.parent.key == "icb-board"
        assert sub.number is None
        assert sub.chaired_by.key == "non-executive-members"
        assert list(Seat.objects.in_edition(bob).values_list("committee__key", "role")) == [
            ("assurance-sub-committees", "chair"),
            ("assurance-sub-committees", "attendee"),
            ("assurance-sub-committees", "attendee"),
        ]


class TestCommissioningCycle:
    def test_nhs_englands_cycle_has_three_stages(self, bob: Edition) -> None:
        cycle = Cycle.objects.in_edition(bob).get()
        assert cycle.published_by.key == "nhs-england"
        assert list(Stage.objects.in_edition(bob).values_list("name", flat=True)) == [
            "Strategic Planning",
            "Procuring services",
            "Monitoring & evaluation",
        ]

    def test_three_of_twelve_texts_span_all_stages(self, bob: Edition) -> None:
        entries = Responsibility.objects.in_edition(bob).prefetch_related("stages")
        spans = [(entry.holder.key, entry.stages.count()) for entry in entries]
        assert spans == [
            *[("strategy-digital-transformation", 1)] * 3,
            *[("delivery-performance-oversight", 1)] * 3,
            *[("finance", 1)] * 3,
            ("nursing", 3),
            ("medical", 3),
            ("people", 3),
        ]

    def test_every_directorate_has_a_part_in_every_stage(self, bob: Edition) -> None:
        entries = Responsibility.objects.in_edition(bob)
        parts = Counter(entries.values_list("holder__key", "stages__key"))
        assert len(parts) == 18
        assert set(parts.values()) == {1}

    def test_a_text_has_one_point_on_each_line_and_no_letter(self, bob: Edition) -> None:
        entries = Responsibility.objects.in_edition(bob)
        assert [len(entry.summary.splitlines()) for entry in entries] == [
            *(2, 2, 2),
            *(2, 2, 2),
            *(2, 2, 1),
            *(4, 1, 2),
        ]
        assert {entry.part for entry in entries} == {""}


class TestPrinciplesAndFigures:
    def test_nineteen_principles_of_five_forms(self, bob: Edition) -> None:
        forms = Counter(Principle.objects.in_edition(bob).values_list("form", flat=True))
        assert forms == {
            "purpose": 1,
            "role": 3,
            "commissioning-principle": 4,
            "value": 5,
            "engagement-principle": 6,
        }

    def test_values_stand_in_the_documents_order(self, bob: Edition) -> None:
        values = Principle.objects.in_edition(bob).filter(form="value")
        assert [value.name for value in values] == [
            "Respectful",
            "Integrity",
            "Collaborative",
            "Leadership",
            "Impactful",
        ]

    def test_both_statements_of_the_population_are_kept(self, bob: Edition) -> None:
        stated = Figure.objects.in_edition(bob).filter(key__startswith="population-")
        assert [(each.wording, each.amount, each.unit) for each in stated] == [
            ("1.8 million", 1_800_000, "people"),
            ("Nearly 2 million", 2_000_000, "people"),
        ]
        assert [each.citations.get().page for each in stated] == ["3", "4"]

    def test_the_budget_is_an_amount_in_pounds(self, bob: Edition) -> None:
        budget = Figure.objects.in_edition(bob).get(key="budget")
        assert (budget.wording, budget.amount, budget.unit) == ("£3.6bn", 3_600_000_000, "pounds")

    def test_a_figure_that_is_no_single_number_has_its_wording_only(self, bob: Edition) -> None:
        worded = Figure.objects.in_edition(bob).filter(amount=None).exclude(wording="")
        assert [each.wording for each in worded] == [
            "increase by 1/3",
            "Nearly 1 in 5; 1 in 4",
            "10-15 years earlier",
            "more likely",
        ]


class TestWhatIsKnownFromOutside:
    def test_bob_icb_became_thames_valley_icb_on_1_april_2026(self, bob: Edition) -> None:
        ended = Organisation.objects.get(slug="bob-icb")
        assert (f"{ended.legal_from}", f"{ended.legal_until}") == ("2022-07-01", "2026-03-31")
        succession = Succession.objects.get(predecessor="bob-icb")
        assert succession.successor_id == "nhs-thames-valley-icb"
        assert succession.kind == "merger"
        assert f"{succession.effective_on}" == "2026-04-01"

    def test_codes_and_successions_have_a_source_of_their_own(self, bob: Edition) -> None:
        for organisation in Organisation.objects.filter(named_as__edition=bob):
            for identifier in organisation.identifiers.all():
                assert identifier.source is not None
                assert identifier.source.edition is None
        assert not Succession.objects.filter(predecessor="bob-icb", source=None).exists()

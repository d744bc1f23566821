"""What people type, read as decisions, places and services; asked back where it is not clear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.deciding.amounts import AmountUnreadable
from governance.deciding.loading import scheme_of
from governance.deciding.scheme import Matter, Scheme
from governance.deciding.words import SeveralNamed, understood
from opmodel.editions.models import Edition

SCHEME = Scheme(
    matters={
        "vary": Matter(
            "vary", "Vary a contract for health services", "6.2", ("contract variation",)
        ),
        "award": Matter("award", "Award a contract for health services", "6.1"),
        "debt": Matter("debt", "Write off a debt", "9.1", ("bad debt", "losses")),
        "budget": Matter("budget", "Approve the annual budget", "2.1"),
    },
    powers=(),
    places={"north": "North Marlshire", "tarnwold": "Tarnwold"},
    services={"community": "Community services", "acute": "Acute services"},
)


class TestQuestions:
    def keys(self, text: str) -> list[str]:
        return [matter.key for matter in understood(SCHEME, text).matters]

    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("contract variation", "vary"),
            ("Who can approve a contract variation?", "vary"),
            ("varying contracts for health services", "vary"),
            ("bad debts", "debt"),
            ("annual budget", "budget"),
            ("9.1", "debt"),
            ("SoRD 6.2", "vary"),
        ],
    )
    def test_one_decision_is_clearly_meant(self, text: str, key: str) -> None:
        read = understood(SCHEME, text)
        assert (read.clear, read.matters[0].key) == (True, key)

    @pytest.mark.parametrize("text", ["contract", "health services contract", "health contracts"])
    def test_words_that_fit_several_name_them_all(self, text: str) -> None:
        assert not understood(SCHEME, text).clear
        assert sorted(self.keys(text)) == ["award", "vary"]

    def test_one_word_that_is_known_among_others_that_are_not_is_asked_about(self) -> None:
        read = understood(SCHEME, "helicopter budget")
        assert ([matter.key for matter in read.matters], read.clear) == (["budget"], False)
        assert read.said == ("“helicopter” left out: the scheme does not use the word",)

    def test_a_bare_number_is_said_to_want_its_sign(self) -> None:
        read = understood(SCHEME, "budget 2000")
        assert read.said == ("“2000” left out: if it is an amount, write £2000",)

    def test_a_word_spelt_nearly_so_is_taken_for_it_and_said(self) -> None:
        read = understood(SCHEME, "anual budjet")
        assert (read.clear, read.matters[0].key) == (True, "budget")
        assert read.said == ("“anual” taken for “annual”", "“budjet” taken for “budget”")

    @pytest.mark.parametrize("text", ["", "xyzzy", "the of and", "???", "12", "who approves it"])
    def test_words_that_fit_none_name_none(self, text: str) -> None:
        assert self.keys(text) == []

    def test_a_place_and_a_service_are_taken_from_the_words(self) -> None:
        read = understood(SCHEME, "contract variation, community services, in Tarnwold")
        assert (read.place, read.service, read.clear) == ("tarnwold", "community", True)
        assert read.matters[0].key == "vary"

    def test_two_places_are_asked_about(self) -> None:
        with pytest.raises(SeveralNamed, match="several places: North Marlshire, Tarnwold"):
            understood(SCHEME, "contract variation in Tarnwold and North Marlshire")

    @given(st.text(max_size=200))
    def test_no_words_break_it(self, text: str) -> None:
        try:
            read = understood(SCHEME, text)
        except (AmountUnreadable, SeveralNamed):
            return
        assert len(set(read.matters)) == len(read.matters) <= len(SCHEME.matters)
        assert read.matters or not read.clear


MARLSHIRE, EASTMOOR = "marlshire-icb-2025-04", "eastmoor-icb-2025-04"
CLEAR = (
    (MARLSHIRE, "contract variation community services", "vary-a-health-contract"),
    (MARLSHIRE, "vary a contract for health services", "vary-a-health-contract"),
    (MARLSHIRE, "award a contract for specialised services", "award-a-specialised-contract"),
    (MARLSHIRE, "who can approve a business case for £80,000", "approve-a-business-case"),
    (MARLSHIRE, "move money between directorates", "virement-between-directorates"),
    (
        MARLSHIRE,
        "who decides an individual funding request",
        "decide-an-individual-funding-request",
    ),
    (MARLSHIRE, "IFR appeal", "review-a-refused-individual-funding-request"),
    (MARLSHIRE, "annual report", "adopt-the-annual-report"),
    (MARLSHIRE, "annual budget", "approve-the-annual-budget"),
    (MARLSHIRE, "CHC package £1,200 a week", "approve-an-individual-package-of-care"),
    (MARLSHIRE, "redundancy", "approve-a-redundancy"),
    (MARLSHIRE, "write off a bad debt", "write-off-a-debt"),
    (MARLSHIRE, "petty cash", "pay-from-petty-cash"),
    (MARLSHIRE, "tender waiver", "waive-competition"),
    (MARLSHIRE, "who may approve the governance handbook", "approve-the-governance-handbook"),
    (MARLSHIRE, "press release", "issue-a-statement-to-the-press"),
    (MARLSHIRE, "what is the limit for agency staff", "engage-agency-staff"),
    (MARLSHIRE, "6.4.2", "vary-a-health-contract"),
    (EASTMOOR, "contract variation", "vary-a-health-contract"),
    (EASTMOOR, "ambulance contract", "change-the-ambulance-contract-held-with-eastmoor"),
    (EASTMOOR, "virement", "virement-between-directorates"),
    (EASTMOOR, "lease", "take-a-lease"),
)
NOT_CLEAR = (
    (MARLSHIRE, "contract", 21),
    (MARLSHIRE, "contract variation", 3),
    (MARLSHIRE, "award a contract", 5),
    (MARLSHIRE, "sign a contract", 2),
    (MARLSHIRE, "virement", 4),
    (MARLSHIRE, "IFR", 5),
    (MARLSHIRE, "budget", 8),
    (MARLSHIRE, "plan", 20),
    (MARLSHIRE, "lease", 3),
    (MARLSHIRE, "handbook", 3),
    (MARLSHIRE, "section 75 agreement", 3),
    (MARLSHIRE, "pay an invoice", 2),
    (MARLSHIRE, "place budget", 2),
    (MARLSHIRE, "dialysis contract", 21),
    (EASTMOOR, "contract", 7),
    (EASTMOOR, "budget", 3),
    (EASTMOOR, "s75", 2),
)


@pytest.mark.django_db
class TestOfTheHandbooks:
    @pytest.mark.parametrize(("slug", "text", "key"), CLEAR)
    def test_clear_words_have_one_answer(
        self, slug: str, text: str, key: str, samples: dict[str, Edition]
    ) -> None:
        read = understood(scheme_of(samples[slug]), text)
        assert (read.clear, read.matters[0].key) == (True, key)

    @pytest.mark.parametrize(("slug", "text", "least"), NOT_CLEAR)
    def test_words_that_fit_several_are_asked_back(
        self, slug: str, text: str, least: int, samples: dict[str, Edition]
    ) -> None:
        read = understood(scheme_of(samples[slug]), text)
        assert not read.clear
        assert len(read.matters) >= least

    def test_every_decision_is_found_by_its_own_name(self, samples: dict[str, Edition]) -> None:
        for slug in (MARLSHIRE, EASTMOOR):
            scheme = scheme_of(samples[slug])
            for key, matter in scheme.matters.items():
                read = understood(scheme, f"Who may {matter.name.lower()}?")
                assert (read.clear, read.matters[0].key) == (True, key), matter.name

    def test_what_stands_in_a_name_is_no_place_or_service_beside_it(
        self, samples: dict[str, Edition]
    ) -> None:
        read = understood(
            scheme_of(samples[MARLSHIRE]), "award a contract for specialised services"
        )
        assert read.service == ""

    def test_a_service_that_was_chosen_leaves_out_matters_of_another(
        self, samples: dict[str, Edition]
    ) -> None:
        read = understood(
            scheme_of(samples[MARLSHIRE]), "contract variation", service="acute-services"
        )
        assert (read.clear, read.matters[0].key) == (True, "vary-a-health-contract")

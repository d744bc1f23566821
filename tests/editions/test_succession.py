"""What organisations came from and became, under which codes, and where each of it is written."""

from __future__ import annotations

from datetime import date

import pytest

from opmodel.editions.models import Edition, Identifier, Organisation, Source, Succession

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

BERKSHIRE_WEST = {
    "newbury-and-district-ccg",
    "north-and-west-reading-ccg",
    "south-reading-ccg",
    "wokingham-ccg",
}
BUCKINGHAMSHIRE = {"aylesbury-vale-ccg", "chiltern-ccg"}
OF_BOB = {"buckinghamshire-ccg", "oxfordshire-ccg", "berkshire-west-ccg"}
OF_NENC = {
    "county-durham-ccg",
    "newcastle-gateshead-ccg",
    "north-cumbria-ccg",
    "north-tyneside-ccg",
    "northumberland-ccg",
    "south-tyneside-ccg",
    "sunderland-ccg",
    "tees-valley-ccg",
}


def before(slug: str, *, on: str) -> set[str]:
    """Whose functions passed to an organisation on a day."""
    steps = Succession.objects.filter(successor=slug, effective_on=on)
    return set(steps.values_list("predecessor_id", flat=True))


def existing(slugs: set[str], day: date) -> set[str]:
    found = Organisation.objects.filter(slug__in=slugs)
    assert found.count() == len(slugs)
    return {each.slug for each in found if each.existed_on(day)}


def code(slug: str, scheme: str = "ods") -> tuple[str, str, str]:
    only = Identifier.objects.get(organisation=slug, scheme=scheme)
    return only.value, str(only.valid_from or ""), str(only.valid_until or "")


class TestBuckinghamshireOxfordshireAndBerkshireWest:
    def test_seven_ccgs_became_three_in_april_2018(self) -> None:
        assert before("berkshire-west-ccg", on="2018-04-01") == BERKSHIRE_WEST
        assert before("buckinghamshire-ccg", on="2018-04-01") == BUCKINGHAMSHIRE
        ccgs = BERKSHIRE_WEST | BUCKINGHAMSHIRE | OF_BOB
        seven = BERKSHIRE_WEST | BUCKINGHAMSHIRE | {"oxfordshire-ccg"}
        assert existing(ccgs, date(2013, 4, 1)) == seven
        assert existing(ccgs, date(2018, 3, 31)) == seven
        assert existing(ccgs, date(2018, 4, 1)) == OF_BOB

    def test_three_ccgs_gave_way_to_bob_icb_in_july_2022(self) -> None:
        assert before("bob-icb", on="2022-07-01") == OF_BOB
        assert existing(OF_BOB | {"bob-icb"}, date(2022, 6, 30)) == OF_BOB
        assert existing(OF_BOB | {"bob-icb"}, date(2022, 7, 1)) == {"bob-icb"}

    def test_oxfordshire_ccg_was_one_body_all_the_time(self) -> None:
        oxfordshire = Organisation.objects.get(slug="oxfordshire-ccg")
        assert not oxfordshire.came_from.exists()
        assert (str(oxfordshire.legal_from), str(oxfordshire.legal_until)) == (
            "2013-04-01",
            "2022-06-30",
        )

    def test_bob_icb_and_a_part_of_frimley_became_thames_valley_icb(self) -> None:
        assert before("nhs-thames-valley-icb", on="2026-04-01") == {"bob-icb", "frimley-icb"}

    def test_frimley_icb_was_divided_among_three_one_of_which_existed_before(self) -> None:
        parts = Succession.objects.filter(predecessor="frimley-icb", effective_on="2026-04-01")
        assert dict(parts.values_list("successor_id", "kind")) == {
            "nhs-thames-valley-icb": "split",
            "nhs-surrey-and-sussex-icb": "split",
            "nhs-hampshire-and-isle-of-wight-icb": "boundary-change",
        }


class TestNorthEastAndNorthCumbria:
    def test_eight_ccgs_gave_way_to_nenc_icb_in_july_2022(self) -> None:
        assert before("nenc-icb", on="2022-07-01") == OF_NENC
        assert existing(OF_NENC, date(2022, 6, 30)) == OF_NENC
        assert existing(OF_NENC, date(2022, 7, 1)) == set()

    def test_eleven_ccgs_were_eight_in_the_end(self) -> None:
        assert len(before("newcastle-gateshead-ccg", on="2015-04-01")) == 3
        assert len(before("county-durham-ccg", on="2020-04-01")) == 2
        assert len(before("tees-valley-ccg", on="2020-04-01")) == 3

    def test_cumbria_ccg_was_renamed_and_kept_its_code(self) -> None:
        assert before("north-cumbria-ccg", on="2017-04-01") == {"cumbria-ccg"}
        assert code("cumbria-ccg") == ("01H", "2013-04-01", "2017-03-31")
        assert code("north-cumbria-ccg") == ("01H", "2017-04-01", "2022-06-30")

    def test_a_code_may_be_older_than_what_its_body_does(self) -> None:
        merged = Organisation.objects.get(slug="newcastle-gateshead-ccg")
        assert str(merged.legal_from) == "2015-04-01"
        assert code("newcastle-gateshead-ccg") == ("13T", "2014-11-26", "2022-06-30")


class TestCodes:
    @pytest.mark.parametrize(
        ("slug", "expected"),
        [
            ("chiltern-ccg", ("10H", "2013-04-01", "2018-03-31")),
            ("aylesbury-vale-ccg", ("10Y", "2013-04-01", "2018-03-31")),
            ("buckinghamshire-ccg", ("14Y", "2018-04-01", "2022-06-30")),
            ("berkshire-west-ccg", ("15A", "2018-04-01", "2022-06-30")),
            ("bob-icb", ("QU9", "", "2026-03-31")),
            ("nhs-thames-valley-icb", ("S0E4D", "2026-04-01", "")),
            ("nhs-surrey-and-sussex-icb", ("S9B9J", "2026-04-01", "")),
            ("nenc-icb", ("QHM", "", "")),
        ],
    )
    def test_codes_of_three_and_of_five_characters_have_their_periods(
        self, slug: str, expected: tuple[str, str, str]
    ) -> None:
        assert code(slug) == expected

    def test_no_code_outlives_its_body_and_none_is_in_use_twice_on_a_day(self) -> None:
        codes = Identifier.objects.filter(scheme="ods").select_related("organisation")
        by_value: dict[str, list[Identifier]] = {}
        for each in codes:
            if each.organisation.legal_until and each.valid_until:
                assert each.valid_until <= each.organisation.legal_until, each
            by_value.setdefault(each.value, []).append(each)
        shared = {value: found for value, found in by_value.items() if len(found) > 1}
        assert set(shared) == {"01H"}
        earlier, later = sorted(shared["01H"], key=lambda each: str(each.valid_from))
        assert str(earlier.valid_until) < str(later.valid_from)


class TestSources:
    def test_every_code_date_and_succession_names_where_it_is_written(self) -> None:
        assert not Identifier.objects.filter(source=None).exists()
        assert not Succession.objects.filter(source=None).exists()
        real = Organisation.objects.filter(sample=False)
        dated = real.exclude(legal_from=None, legal_until=None)
        assert not dated.filter(source=None).exists()

    def test_each_source_can_be_looked_up_and_says_what_was_not_checked(self) -> None:
        sources = Source.objects.filter(edition=None)
        used = {
            *Identifier.objects.values_list("source__key", flat=True),
            *Succession.objects.values_list("source__key", flat=True),
            *Organisation.objects.exclude(source=None).values_list("source__key", flat=True),
        }
        assert {source.key for source in sources} - used <= {"ods-register"}
        for source in sources:
            assert source.address.startswith("https://"), source.key
            assert len(source.note) > 40, source.key

    def test_a_body_begins_the_day_after_those_it_took_over_from_ended(self) -> None:
        """Unless it existed before and took over more."""
        steps = Succession.objects.select_related("predecessor", "successor")
        assert steps.count() > 30
        for step in steps:
            ended = step.predecessor.legal_until
            assert ended is not None
            assert (step.effective_on - ended).days == 1, str(step)
            began = step.successor.legal_from
            assert began is None or began <= step.effective_on, str(step)


def test_boards_and_groups_are_part_of_their_systems(bob: Edition) -> None:
    assert bob.organisation.system_id == "bob-ics"
    assert Organisation.objects.get(slug="nenc-icb").system_id == "nenc-ics"
    assert existing(OF_BOB, date(2020, 1, 1)) <= {
        each.slug for each in Organisation.objects.filter(system="bob-ics")
    }

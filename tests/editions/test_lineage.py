"""Lineage as it is written and loaded: what became of an element under another key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction

from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.folder.checking import look_through
from opmodel.editions.folder.faults import FolderRefused
from opmodel.editions.folder.reference import load_reference
from opmodel.editions.models import Edition, Lineage, Source

pytestmark = pytest.mark.django_db

FIXTURES = Path(__file__).parents[2] / "fixtures"
EDITIONS = (
    "bob-icb-2024-09",
    "nenc-icb-2022-draft",
    "bob-ics-sdp-2022-03",
    "nenc-icb-2025-06",
    "bob-ccgs-2019-10",
)

ROW = {
    "earlier": "bob-icb-2024-09/finance",
    "later": "bob-icb-draft/medical",
    "kind": "merged",
    "note": "Two directorates became one.",
}


def write(folder: Path, *rows: dict[str, str]) -> Path:
    text = yaml.safe_dump({"lineage": list(rows)}, sort_keys=False)
    (folder / "lineage.yaml").write_text(text, encoding="utf-8")
    return folder


def recorded() -> list[tuple[str, str, str]]:
    return list(
        Lineage.objects.filter(later__edition__slug="bob-icb-draft").values_list(
            "earlier__key", "later__key", "kind"
        )
    )


class TestLoading:
    def test_it_joins_elements_of_two_editions(self, draft: Edition, tmp_path: Path) -> None:
        assert load_reference(folder=write(tmp_path, ROW)) == 1
        assert recorded() == [("finance", "medical", "merged")]
        assert Lineage.objects.get(later__edition=draft).note == "Two directorates became one."

    def test_it_waits_for_an_edition_that_is_not_here(self, bob: Edition, tmp_path: Path) -> None:
        load_reference(folder=write(tmp_path, ROW))
        assert recorded() == []
        open_draft(based_on=bob, slug="bob-icb-draft", title="Draft", label="Draft")
        load_reference(folder=tmp_path)
        assert recorded() == [("finance", "medical", "merged")]

    def test_loading_twice_doubles_nothing(self, draft: Edition, tmp_path: Path) -> None:
        load_reference(folder=write(tmp_path, ROW))
        load_reference(folder=tmp_path)
        assert len(recorded()) == 1

    def test_a_correction_replaces_what_was_said(self, draft: Edition, tmp_path: Path) -> None:
        load_reference(folder=write(tmp_path, ROW))
        load_reference(folder=write(tmp_path, ROW | {"kind": "replaced"}))
        assert recorded() == [("finance", "medical", "replaced")]

    def test_it_names_its_source_where_it_has_one(self, draft: Edition, tmp_path: Path) -> None:
        load_reference(folder=write(tmp_path, ROW | {"source": "rcpch-icb-history"}))
        assert Lineage.objects.get(later__edition=draft).source == Source.objects.get(
            edition=None, key="rcpch-icb-history"
        )

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"later": "bob-icb-draft/nobody"}, "there is no element bob-icb-draft/nobody"),
            (
                {"earlier": "bob-icb-2024-09/a", "later": "bob-icb-draft/b"},
                "there is no element bob-icb-2024-09/a and no bob-icb-draft/b",
            ),
            ({"later": "bob-icb-2024-09/finance"}, "lineage_between_two"),
            ({"later": "finance"}, "lineage.yaml:"),
            ({"kind": "became"}, "lineage.yaml:"),
        ],
    )
    def test_what_is_wrong_is_told_with_its_line(
        self, draft: Edition, tmp_path: Path, wrong: dict[str, str], said: str
    ) -> None:
        folder = write(tmp_path, ROW, ROW | wrong)
        with pytest.raises(FolderRefused) as refused, transaction.atomic():
            load_reference(folder=folder)
        (fault,) = refused.value.faults
        assert said in str(fault)
        lines = (folder / "lineage.yaml").read_text(encoding="utf-8").splitlines()
        second = lines.index(f"- earlier: {(ROW | wrong)['earlier']}", 2) + 1
        assert second <= fault.line <= second + len(ROW)
        assert recorded() == []


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    path = FIXTURES / "reference" / "lineage.yaml"
    return list(yaml.safe_load(path.read_text(encoding="utf-8"))["lineage"])


@pytest.fixture
def names(reference: None) -> dict[str, str]:
    """Of every element of the five documents: its name, by edition and key."""
    found: dict[str, str] = {}
    for slug in EDITIONS:
        folder, faults = look_through(FIXTURES / slug)
        assert faults == []
        found |= {f"{slug}/{each.key}": str(each.values["name"]) for each in folder.records}
    return found


def pairs(rows: list[dict[str, Any]], kind: str) -> set[tuple[str, str]]:
    return {(row["earlier"], row["later"]) for row in rows if row["kind"] == kind}


class TestTheFiveDocuments:
    def test_both_ends_of_every_row_are_elements_of_different_editions(
        self, rows: list[dict[str, Any]], names: dict[str, str]
    ) -> None:
        ends = [row[end] for row in rows for end in ("earlier", "later")]
        assert [end for end in ends if end not in names] == []
        for row in rows:
            assert row["earlier"].split("/")[0] != row["later"].split("/")[0]
        assert len(rows) > 100

    def test_no_two_elements_are_joined_twice(self, rows: list[dict[str, Any]]) -> None:
        assert len({(row["earlier"], row["later"]) for row in rows}) == len(rows)

    def test_an_icp_of_2019_of_2022_and_of_an_area_are_three_things(
        self, rows: list[dict[str, Any]]
    ) -> None:
        county = "bob-ccgs-2019-10/county-integrated-care-partnerships"
        statutory = "bob-icb-2024-09/integrated-care-partnership"
        area = "nenc-icb-2022-draft/icp-sub-geographies"
        assert pairs(rows, "different") >= {(county, statutory), (county, area), (area, statutory)}
        for place in ("buckinghamshire", "oxfordshire", "berkshire-west"):
            alliance = f"bob-ccgs-2019-10/{place}-county-icp"
            assert (alliance, statutory) in pairs(rows, "different")

    def test_the_camhs_collaborative_is_not_the_mental_health_collaborative(
        self, rows: list[dict[str, Any]]
    ) -> None:
        assert (
            "bob-ics-sdp-2022-03/thames-valley-tier-4-camhs",
            "bob-icb-2024-09/mental-health-provider-collaborative",
        ) in pairs(rows, "different")

    def test_whatever_is_told_apart_is_not_joined_as_well(self, rows: list[dict[str, Any]]) -> None:
        joined = {(row["earlier"], row["later"]) for row in rows if row["kind"] != "different"}
        assert not pairs(rows, "different") & joined

    def test_the_place_executive_director_was_split_into_three_kinds_of_post(
        self, rows: list[dict[str, Any]]
    ) -> None:
        director = "bob-ics-sdp-2022-03/place-executive-director"
        assert {later for earlier, later in pairs(rows, "split") if earlier == director} == {
            "bob-icb-2024-09/director-of-place-and-communities",
            "bob-icb-2024-09/place-associate-directors",
            "bob-icb-2024-09/icb-executive-sponsor",
        }

    def test_the_cancer_alliance_moved_and_the_acute_collaborative_went_on(
        self, rows: list[dict[str, Any]]
    ) -> None:
        key = "thames-valley-cancer-alliance"
        assert (f"bob-ics-sdp-2022-03/{key}", f"bob-icb-2024-09/{key}") in pairs(rows, "moved")
        key = "acute-provider-collaborative"
        assert (f"bob-ics-sdp-2022-03/{key}", f"bob-icb-2024-09/{key}") in pairs(rows, "renamed")

    def test_the_crosswalk_of_nencs_functions_is_said_to_be_our_reading(
        self, rows: list[dict[str, Any]]
    ) -> None:
        crosswalk = [row for row in rows if "map of 2022" in row.get("note", "")]
        assert len(crosswalk) == 17
        for row in crosswalk:
            assert "Read by us" in row["note"]
            assert "source" not in row

    def test_the_same_key_in_both_says_the_same_thing_or_why_not(
        self, rows: list[dict[str, Any]], names: dict[str, str]
    ) -> None:
        """What the plan of 2022, of the system, shares with the model of 2024, of the ICB."""
        joined = {(row["earlier"], row["later"]) for row in rows}
        for end in names:
            edition, key = end.split("/")
            if edition == "bob-ics-sdp-2022-03" and f"bob-icb-2024-09/{key}" in names:
                assert (end, f"bob-icb-2024-09/{key}") in joined, key

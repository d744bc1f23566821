"""The pages of drawings: in every form, on any date, narrowed, and empty in words."""

from __future__ import annotations

import pytest
from django.test import Client

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.models import Edition
from tests.conftest import FIXTURES, FolderOf
from tests.pages.conftest import Open
from tests.pages.test_downloads import BEGINNINGS, TYPES

NENC = "/nenc-icb/nenc-icb-2022-draft"
PLAN = "/bob-ics/bob-ics-sdp-2022-03"
DRAWINGS = {
    f"{PLAN}/chart/governance": "bob-ics-sdp-2022-03-governance-chart",
    f"{PLAN}/matrix/collaborative-members": "bob-ics-sdp-2022-03-collaborative-members",
    f"{NENC}/matrix/function-levels": "nenc-icb-2022-draft-function-levels",
    f"{NENC}/matrix/forums-by-local-authority": "nenc-icb-2022-draft-forums-by-local-authority",
}
every_drawing = pytest.mark.parametrize("address", DRAWINGS)


@pytest.fixture(autouse=True)
def drawn(reference: None) -> None:
    """The two editions of 2022."""
    for slug in ("nenc-icb-2022-draft", "bob-ics-sdp-2022-03"):
        if not Edition.objects.filter(slug=slug).exists():
            import_edition(folder=FIXTURES / slug)


@pytest.mark.parametrize("form", ["pdf", "xlsx", "csv"])
@every_drawing
def test_a_drawing_can_be_had_in_every_form(address: str, form: str, client: Client) -> None:
    response = client.get(f"{address}.{form}")
    assert response.status_code == 200
    assert response["Content-Type"] == TYPES[form]
    assert f'filename="{DRAWINGS[address]}.{form}"' in response["Content-Disposition"]
    assert response.content.startswith(BEGINNINGS[form])


@every_drawing
def test_the_dates_and_what_it_is_narrowed_to_stay(address: str, visit: Open) -> None:
    page = visit(f"{address}/?on=2022-07-02&known_at=2022-08-01&text=a")
    forms = {
        words.split(" as ")[-1]: link
        for words, link in page.links
        if words.startswith(("The chart as ", "The matrix as "))
    }
    assert forms.keys() == {"list", "PDF", "XLSX", "CSV"}
    for link in forms.values():
        assert "on=2022-07-02" in link
        assert "known_at=2022-08-01" in link
        assert "text=a" in link
    kept = {each.get("name"): each.get("value") for each in page.tree.xpath("//input")}
    assert kept["on"] == "2022-07-02"
    assert kept["text"] == "a"


@every_drawing
def test_the_list_says_what_the_drawing_says(address: str, visit: Open) -> None:
    drawn, listed = visit(f"{address}/"), visit(f"{address}/?as=list")
    links = {link for _, link in drawn.links if "?as=" not in link}
    assert links <= {link for _, link in listed.links} | {f"{address}/"}
    assert not listed.tree.xpath("//table")


@every_drawing
def test_a_drawing_narrowed_to_nothing_says_so(address: str, visit: Open, client: Client) -> None:
    page = visit(f"{address}/?text=xyzzy")
    assert "fits what you asked for" in page.main
    assert client.get(f"{address}.csv?text=xyzzy").status_code == 404
    assert "fits what it was narrowed to" in visit(f"{address}.pdf?text=xyzzy", status=404).main


EMPTY = {
    "chart/governance": "The chart of boards, committees, groups and partnerships will stand here.",
    "matrix/collaborative-members": "Which bodies take part in which provider collaborative",
    "matrix/function-levels": "At which level each function is exercised will stand here.",
    "matrix/forums-by-local-authority": "Which forums work for which local authority",
}


@pytest.mark.parametrize(("drawing", "words"), EMPTY.items())
def test_an_edition_with_nothing_to_draw_says_what_will_be_here(
    drawing: str, words: str, visit: Open, folder: FolderOf
) -> None:
    stated = {
        "slug": "test-empty",
        "organisation": "bob-icb",
        "title": "Empty",
        "label": "May 2024",
        "never_adopted": True,
        "published_on": "2024-05",
    }
    import_edition(folder=folder(edition={"edition": stated}))
    page = visit(f"/bob-icb/test-empty/{drawing}/")
    assert words in page.main
    assert not page.tree.xpath("//main//form")
    refused = visit(f"/bob-icb/test-empty/{drawing}.pdf", status=404).main
    assert "Empty holds n" in refused
    assert "Charts, matrices and registers" not in visit("/bob-icb/test-empty/").main


def test_an_edition_leads_to_its_drawings_and_to_no_empty_one(visit: Open) -> None:
    page = visit(f"{NENC}/?on=2022-07-02")
    assert "Charts, matrices and registers" in page.main
    drawings = [link for _, link in page.links if "/matrix/" in link or "/chart/" in link]
    assert drawings == [
        f"{NENC}/{drawing}/?on=2022-07-02"
        for drawing in (
            "chart",
            "chart/governance",
            "matrix/function-levels",
            "matrix/place-functions",
            "matrix/forums-by-local-authority",
        )
    ]


def test_a_chart_that_does_not_exist(visit: Open) -> None:
    assert "There is no chart “wombat”." in visit(f"{NENC}/chart/wombat/", status=404).main


def test_merged_cells_are_merged_and_rows_named(visit: Open) -> None:
    table = visit(f"{NENC}/matrix/forums-by-local-authority/").tree.xpath("//main//table")[0]
    spans = [int(each) for each in table.xpath(".//td/@rowspan")]
    assert sorted(spans) == [2, 2, 2, 5]
    assert len(table.xpath(".//tbody//th[@scope='row']")) == 13
    members = visit(f"{PLAN}/matrix/collaborative-members/").tree.xpath("//main//table")[0]
    assert len(members.xpath(".//th[@scope='rowgroup']")) == 4
    assert {int(each) for each in members.xpath(".//td/@colspan")} == {10}

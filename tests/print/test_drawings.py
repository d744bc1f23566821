"""The drawings of issue 3 on paper: governance, members, levels, forums."""

from __future__ import annotations

import csv
import io

import page
import pytest
from django.test import Client

from tests.print.conftest import Get
from tests.print.reading import Sheet, opened, sheets_of
from tests.print.test_documents import A4, links_of
from tests.print.test_tables import HEADERS_AT, sheet_of

NENC = "/nenc-icb/nenc-icb-2022-draft"
BOB = "/bob-ics/bob-ics-sdp-2022-03"
WIDE = "/frimley-icb/frimley-icb-wide"
CHARTS = {
    "governance, reporting to each other": f"{BOB}/chart/governance.pdf",
    "governance, reporting to nobody on record": f"{NENC}/chart/governance.pdf",
    "governance narrowed": f"{BOB}/chart/governance.pdf?text=audit",
}
MATRICES = {
    "levels": f"{NENC}/matrix/function-levels.pdf",
    "levels narrowed": f"{NENC}/matrix/function-levels.pdf?level=area",
    "levels in groups": f"{WIDE}/matrix/function-levels.pdf",
    "forums": f"{NENC}/matrix/forums-by-local-authority.pdf",
    "members": f"{BOB}/matrix/collaborative-members.pdf",
    "members, wider than paper": f"{WIDE}/matrix/collaborative-members.pdf",
}
DRAWINGS = CHARTS | MATRICES
every_drawing = pytest.mark.parametrize("address", DRAWINGS.values(), ids=DRAWINGS)
every_matrix = pytest.mark.parametrize("address", MATRICES.values(), ids=MATRICES)


def rows_of(get: Get, address: str) -> list[list[str]]:
    """The table of the same drawing, narrowed as the document is; its header first."""
    text = get(address.replace(".pdf", ".csv")).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def squeezed(text: str) -> str:
    return "".join(text.split())


def letters_of(sheet: Sheet) -> str:
    return squeezed(sheet.letters)


@every_drawing
def test_it_keeps_to_the_accessibility_standard(address: str, get: Get) -> None:
    report = page.validate_pdf_bytes(get(address), profile="ua1")
    assert report.is_compliant, [(fault.rule_id, fault.message) for fault in report.failures]


@every_drawing
def test_it_tells_its_title_its_language_and_how_it_stands(address: str, get: Get) -> None:
    document = opened(get(address))
    assert str(document.docinfo["/Title"]).endswith(
        ("NENC ICB, Draft of 2022", "BOB ICS, March 2022", "Frimley ICB, May 2024")
    )
    assert str(document.Root.Lang) == "en-GB"
    pages = sheets_of(get(address))
    for number, sheet in enumerate(pages, 1):
        assert "Never adopted" in sheet.text
        assert f"Page {number} of {len(pages)}" in sheet.text


@every_drawing
def test_nothing_is_too_small_or_runs_off_the_page(address: str, get: Get) -> None:
    for sheet in sheets_of(get(address)):
        assert sorted((sheet.width, sheet.height)) == pytest.approx(A4, abs=0.5)
        for run in sheet.runs:
            assert run.size >= 7.5, run
            assert run.box.left > 30, run
            assert run.box.right < sheet.width - 30, run
            assert 20 < run.box.bottom < run.box.top < sheet.height - 20, run


@every_drawing
def test_everything_of_its_table_is_on_it(address: str, get: Get) -> None:
    letters = "".join(letters_of(sheet) for sheet in sheets_of(get(address)))
    _, *rows = rows_of(get, address)
    assert rows
    in_columns = slice(1, 2) if "chart" in address else slice(0, None)
    said = {line for row in rows for cell in row[in_columns] for line in cell.split("\n")}
    # What stands in brackets is set apart from the words before.
    said = {line.split(" (")[0].removeprefix("'") for line in said}
    assert [line for line in said if squeezed(line) not in letters] == []


@every_drawing
def test_the_same_question_gives_the_same_bytes(address: str, get: Get, everything: None) -> None:
    assert Client().get(address).content == get(address)


@every_drawing
def test_its_links_are_answered(address: str, get: Get, everything: None) -> None:
    client, document = Client(), opened(get(address))
    found = {str(link.A.URI) for link in links_of(document) if "/URI" in link.A}
    assert found
    for link in sorted(found)[:3]:
        assert client.get(link.removeprefix("http://testserver")).status_code == 200


@every_matrix
def test_each_page_has_the_headers(address: str, get: Get) -> None:
    header, *_ = rows_of(get, address)
    columns = [squeezed(name.removeprefix("'")) for name in header]
    corner = next(name for name in columns if name in letters_of(sheets_of(get(address))[0]))
    for sheet in sheets_of(get(address)):
        letters = letters_of(sheet)
        assert corner in letters
        assert sum(name in letters for name in columns) >= 2


def test_a_matrix_wider_than_paper_is_on_several_pages_with_all_of_its_rows(get: Get) -> None:
    pages = sheets_of(get(MATRICES["members, wider than paper"]))
    assert len(pages) >= 3
    for number in (1, 2, 3, 4):
        assert sum(f"Collaborative {number}" in sheet.text for sheet in pages) >= 3
    parts = [sheet.text for sheet in pages if "bodies 1 to" in sheet.text]
    assert len(parts) == 1


def test_no_row_is_parted_by_a_page(get: Get) -> None:
    """The name of a row and what its cells say are on one page."""
    pages = [letters_of(sheet) for sheet in sheets_of(get(MATRICES["levels"]))]
    _, *rows = rows_of(get, MATRICES["levels"])
    for _, name, *cells in rows:
        here = [letters for letters in pages if squeezed(name.split(" (")[0]) in letters]
        lines = [squeezed(line.split(" (")[0]) for cell in cells for line in cell.split("\n")]
        assert any(all(line in letters for line in lines) for letters in here), name


def test_authorities_that_share_a_cell_are_on_one_page(get: Get) -> None:
    pages = sheets_of(get(MATRICES["forums"]))
    (with_tees_valley,) = (sheet.text for sheet in pages if "Tees Valley CCG" in sheet.text)
    for name in ("Middlesbrough", "Redcar", "Hartlepool", "Stockton-on-Tees", "Darlington"):
        assert name in with_tees_valley


def test_the_governance_chart_names_who_sits_where(get: Get) -> None:
    pages = sheets_of(get(CHARTS["governance, reporting to each other"]))
    seats = pages[-1].text
    assert "Seats" in seats
    assert "3 × Place Executive Director" in seats
    assert "(only for Oxfordshire" in seats


def test_merged_cells_of_the_forums_are_merged_in_the_workbook(get: Get) -> None:
    sheet = sheet_of(get(f"{NENC}/matrix/forums-by-local-authority.xlsx"))
    merged = {
        str(sheet.cell(each.min_row, each.min_col).value).split("\n")[0]: each.max_row
        - each.min_row
        + 1
        for each in sheet.merged_cells.ranges
        if each.min_row > HEADERS_AT
    }
    assert merged == {
        "Newcastle Gateshead CCG": 2,
        "Tees Valley CCG": 5,
        "South Tees Health and Wellbeing Board": 2,
        "Adults Joint Commissioning Board": 2,
    }


def test_csv_says_in_each_row_what_is_merged_on_the_page(get: Get) -> None:
    _, *rows = rows_of(get, MATRICES["forums"])
    assert [row[0] for row in rows if row[1] == "Tees Valley CCG"] == [
        "Middlesbrough Council",
        "Redcar & Cleveland Council",
        "Hartlepool Council",
        "Stockton-on-Tees Council",
        "Darlington Council",
    ]

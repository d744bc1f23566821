"""Tables to take away: CSV and XLSX, which spreadsheets open without running anything."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest

from opmodel.publishing.exports.tables import RUNS_AS_FORMULA
from tests.pages.editions import FORMULAS, HOSTILE
from tests.print.conftest import Get

BOB = "/bob-icb/bob-icb-2024-09"
CYCLE = f"{BOB}/matrix/nhs-england-commissioning-cycle"
EDITION = "/frimley-icb/frimley-icb-hostile"
NAMES = (*HOSTILE, *FORMULAS)
HEADERS_AT = 5
MATRIX_HEADERS_AT = 6
"""Above a matrix stands one line more: what its second sheet is for."""


def sheet_of(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    headers, *rows = sheet.iter_rows(min_row=HEADERS_AT, values_only=True)
    return [dict(zip(headers, row, strict=True)) for row in rows]


def read_csv(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_workbook_says_what_it_shows_and_where_it_comes_from(get: Get) -> None:
    sheet = sheet_of(get(f"{BOB}/functions.xlsx"))
    assert sheet["A1"].value == "Functions"
    assert "Our Operating Model, September 2024" in sheet["A2"].value
    assert "Digest" in sheet["A3"].value
    headers = [cell.value for cell in sheet[HEADERS_AT]]
    assert headers[:4] == ["Key", "Name", "Also known as", "Summary"]
    assert headers[-3:] == ["Our reading", "Source", "Address"]
    assert sheet.freeze_panes == f"B{HEADERS_AT + 1}"
    assert len(rows_of(sheet)) == 39


def test_the_three_directorates_that_span_the_whole_cycle_are_merged(get: Get) -> None:
    sheet = sheet_of(get(f"{CYCLE}.xlsx"))
    headers = [cell.value for cell in sheet[MATRIX_HEADERS_AT]]
    stages = ["Strategic Planning", "Procuring services", "Monitoring & evaluation"]
    assert headers == ["Directorate", *stages]
    merged = {sheet.cell(each.min_row, 1).value: each for each in sheet.merged_cells.ranges}
    assert merged.keys() == {"Nursing", "Medical", "People"}
    for each in merged.values():
        assert (each.min_col, each.max_col, each.min_row) == (2, 4, each.max_row)


def test_csv_has_the_text_of_a_merged_cell_in_each_of_its_columns(get: Get) -> None:
    rows = {row["Directorate"]: row for row in read_csv(get(f"{CYCLE}.csv"))}
    assert len(rows) == 6
    for name in ("Nursing", "Medical", "People"):
        assert len({text for stage, text in rows[name].items() if stage != "Directorate"}) == 1


def test_numbers_are_numbers(get: Get) -> None:
    figures = rows_of(sheet_of(get(f"{BOB}/figures.xlsx")))
    amounts = {row["Key"]: row["Amount"] for row in figures}
    assert amounts["population-served"] == 1_800_000
    posts = rows_of(sheet_of(get(f"{BOB}/posts.xlsx")))
    numbers = {row["Key"]: row["How many"] for row in posts}
    assert numbers["icb-chair"] == 1
    assert numbers["non-executive-members"] == "not recorded"
    levels = rows_of(sheet_of(get(f"{BOB}/chart.xlsx")))
    assert {type(row["Level"]) for row in levels} == {int}


def test_numbers_have_no_marks_that_a_program_would_stumble_over(get: Get) -> None:
    amounts = {row["Key"]: row["Amount"] for row in read_csv(get(f"{BOB}/figures.csv"))}
    assert amounts["population-served"] == "1800000"


@pytest.mark.parametrize("table", ["functions", "posts", "chart", "matrix/cycle"])
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(table: str, get: Get) -> None:
    sheet = sheet_of(get(f"{EDITION}/{table}.xlsx"))
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.data_type == "s" for cell in cells if str(cell.value).startswith(FORMULAS))
    assert not [cell for cell in cells if cell.hyperlink]


def test_a_workbook_has_every_name_as_it_is(get: Get) -> None:
    names = [row["Name"] for row in rows_of(sheet_of(get(f"{EDITION}/functions.xlsx")))]
    assert names == list(NAMES)


@pytest.mark.parametrize("table", ["functions", "posts", "chart", "matrix/cycle"])
def test_no_cell_of_csv_would_run(table: str, get: Get) -> None:
    text = get(f"{EDITION}/{table}.csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert [cell for cell in cells if cell.startswith(RUNS_AS_FORMULA)] == []
    assert [cell for cell in cells if cell.startswith("'=")]


def test_csv_reads_back_as_it_was(get: Get) -> None:
    names = [row["Name"] for row in read_csv(get(f"{EDITION}/functions.csv"))]
    assert [name.removeprefix("'") for name in names] == list(NAMES)
    summaries = [row["Summary"] for row in read_csv(get(f"{BOB}/responsibilities.csv"))]
    assert any("\n" in summary for summary in summaries)


def test_addresses_in_a_table_are_whole(get: Get) -> None:
    for row in read_csv(get(f"{BOB}/functions.csv")):
        assert row["Address"] == f"http://testserver{BOB}/functions/{row['Key']}/"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("table", ["functions", "chart", "matrix/nhs-england-commissioning-cycle"])
def test_the_same_question_gives_the_same_bytes(
    table: str, form: str, get: Get, everything: None, client: Any
) -> None:
    assert client.get(f"{BOB}/{table}.{form}").content == get(f"{BOB}/{table}.{form}")


def test_a_workbook_does_not_say_when_it_was_made(get: Get) -> None:
    book = openpyxl.load_workbook(io.BytesIO(get(f"{BOB}/functions.xlsx")))
    assert book.properties.created.year == 2000
    assert book.properties.title == "Functions"

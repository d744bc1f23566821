"""Schemes of many rows: paged without losing search, sorting or the whole in files."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opmodel.editions.models import Edition
from opmodel.publishing.exports.tables import SAMPLE
from tests.pages.conftest import opened
from tests.pages.served import Shown
from tests.performance.visiting import Visitor
from tests.publishing.schemes import CATEGORIES, address, scheme_with

MATRICES = ("scheme", "scheme-by-holder", "limits")
MOST_BYTES = 500_000
MOST_QUERIES = 24


@pytest.fixture
def large(reference: None) -> Edition:
    """1,500 decisions, 20 holders."""
    return scheme_with(1500, 20)


def page(client: Client, edition: Edition, question: str = "", name: str = "scheme") -> Shown:
    return opened(client, f"{address(edition, name)}/{question}")


def rows_of(shown: Shown) -> list[str]:
    return [each.text_content() for each in shown.tree.xpath("//main//tbody//th[@scope='row']")]


def test_a_page_says_which_rows_of_how_many_it_has(large: Edition, client: Client) -> None:
    first = page(client, large)
    assert "Rows 1 to 50 of 1,500" in first.main
    assert len(rows_of(first)) == 50
    last = page(client, large, "?page=30")
    assert "Rows 1,451 to 1,500 of 1,500" in last.main
    assert "Approve plan 1500" in rows_of(last)[-1]


def test_the_pages_are_numbered_and_keep_what_was_asked_for(large: Edition, client: Client) -> None:
    shown = page(client, large, "?page=3&sort=name&on=2021-01-01")
    nav = shown.tree.xpath("//nav[@aria-label='Pagination']")[0]
    (current,) = nav.xpath(".//a[@aria-current='page']")
    assert current.get("aria-label") == "Page 3"
    links = [each.get("href") for each in nav.xpath(".//a")]
    assert links
    assert all("sort=name" in each and "on=2021-01-01" in each for each in links)
    assert "page=30" in links[-2]


def test_search_and_order_act_on_all_rows_and_not_on_a_page(large: Edition, client: Client) -> None:
    found = page(client, large, "?text=plan+1499")
    assert rows_of(found)
    assert "Approve plan 1499" in rows_of(found)[0]
    assert "Rows" not in found.main.split("Key:")[0].split("decision")[-1]
    by_name = page(client, large, "?sort=name")
    assert "Approve plan 1000" in rows_of(by_name)[3]


def test_headers_are_on_every_page_and_what_scrolls_is_named_and_can_be_reached(
    large: Edition, client: Client
) -> None:
    for number in (1, 17, 30):
        shown = page(client, large, f"?page={number}")
        (table,) = shown.tree.xpath("//main//table")
        assert len(table.xpath(".//thead//th[@scope='col']")) == 21
        (region,) = table.xpath("ancestor::section[@tabindex='0']")
        (caption,) = table.xpath("./caption")
        assert region.get("aria-labelledby") == caption.get("id")


@pytest.mark.parametrize("question", ["", "?page=7", "?as=list"])
@pytest.mark.parametrize("name", MATRICES)
def test_no_page_is_heavy(name: str, question: str, large: Edition, client: Client) -> None:
    response = client.get(f"{address(large, name)}/{question}")
    assert response.status_code == 200
    assert len(response.content) < MOST_BYTES


def test_the_list_is_paged_as_the_table_is(large: Edition, client: Client) -> None:
    listed = page(client, large, "?as=list&page=2")
    assert "Rows 51 to 100 of 1,500" in listed.main
    assert len(listed.tree.xpath("//main//dl")) == 50
    kept = listed.tree.xpath("//main//form//input[@name='as']")
    assert [each.get("value") for each in kept] == ["list"]


def test_numbered_lists_go_on_counting_on_the_next_page(large: Edition, client: Client) -> None:
    shown = page(client, large, "?page=2", name="scheme-by-holder")
    first, second, *_ = shown.tree.xpath("//main//ol[contains(@class, 'app-numbered')]")
    assert first.get("start") == "26"
    assert second.get("start") is None
    assert "continued" in shown.main


@pytest.mark.parametrize("number", ["0", "31", "-1"])
def test_a_page_that_is_not_there(number: str, large: Edition, client: Client) -> None:
    shown = opened(client, f"{address(large, 'scheme')}/?page={number}", status=404)
    assert f"There is no page {number} of this." in shown.main


def test_what_is_no_page_number(large: Edition, client: Client) -> None:
    shown = opened(client, f"{address(large, 'scheme')}/?page=two", status=400)
    assert "“two” is no page number" in shown.main


def test_files_have_every_row_and_say_that_they_are_sample_data(
    large: Edition, client: Client
) -> None:
    text = client.get(f"{address(large, 'scheme')}.csv?page=3").content.decode("utf-8-sig")
    header, *rows, last = csv.reader(io.StringIO(text, newline=""))
    assert len(header) == 24
    assert len(rows) == 1500
    assert last == [SAMPLE]
    body = client.get(f"{address(large, 'limits')}.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(body))
    sheet, _ = book.worksheets
    assert sheet["A4"].value == SAMPLE
    assert sheet["A4"].font.bold
    assert "Sample data" in sheet.oddFooter.center.text
    assert book.properties.description == SAMPLE
    assert sheet.max_row == 7 + 1500


def test_other_tables_of_a_sample_say_so_too_and_real_ones_do_not(
    large: Edition, bob: Edition, client: Client
) -> None:
    sample = client.get(f"/marlshire-icb/{large.slug}/posts.csv").content.decode("utf-8-sig")
    assert SAMPLE in sample
    real = client.get(f"/bob-icb/{bob.slug}/functions.csv").content.decode("utf-8-sig")
    assert "Sample data" not in real


@pytest.mark.parametrize("name", MATRICES)
def test_as_many_queries_for_many_rows_as_for_few(name: str, reference: None) -> None:
    few, many = scheme_with(3, 3, CATEGORIES[:1]), scheme_with(120, 15, CATEGORIES)
    asked = [queries(f"{address(each, name)}/") for each in (few, many)]
    assert len(asked[0]) == len(asked[1]) <= MOST_QUERIES


def queries(path: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert Visitor().get(path).status_code == 200
    return [each["sql"] for each in captured]


def test_the_three_ways_to_see_a_scheme_lead_to_each_other(large: Edition, client: Client) -> None:
    shown = page(client, large, "?text=plan+7&on=2021-01-01")
    beside = {words: link for words, link in shown.links if "/matrix/" in link}
    lists = beside["Scheme of reservation and delegation by holder"]
    assert lists == f"{address(large, 'scheme-by-holder')}/?text=plan+7&on=2021-01-01"
    assert "Financial limits" in beside


def test_an_edition_leads_to_its_scheme(large: Edition, client: Client) -> None:
    shown = opened(client, f"/marlshire-icb/{large.slug}/")
    links = {link for _, link in shown.links}
    assert {f"{address(large, name)}/" for name in MATRICES} <= links

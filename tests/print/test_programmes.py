"""Roadmaps, risk registers and transfer lists on paper."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import page
import pytest
from django.test import Client

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.models import Edition
from tests.conftest import FIXTURES
from tests.pages import editions, programmes
from tests.print.reading import Sheet, opened, sheets_of

PLAN = "/bob-icb/bob-programme-2022"
LARGE = "/bob-ics/bob-ics-sdp-2022-03"
HOSTILE = "/bob-icb/bob-hostile-programme"
BARE = "/bob-icb/bob-bare-2022"
DOCUMENTS = {
    "roadmap": f"{PLAN}/roadmap.pdf",
    "roadmap of another day, narrowed": f"{PLAN}/roadmap.pdf?kind=milestone&on=2022-05-01",
    "roadmap of what has no date": f"{PLAN}/roadmap.pdf?text=no+date",
    "roadmap of nearly 200 steps": f"{LARGE}/roadmap.pdf",
    "roadmap of hostile names": f"{HOSTILE}/roadmap.pdf",
    "risk register": f"{PLAN}/risk-register.pdf",
    "risk register without mitigations": f"{BARE}/risk-register.pdf",
    "risk register of hostile names": f"{HOSTILE}/risk-register.pdf",
    "transfer list": f"{PLAN}/transfer-list.pdf",
    "transfer list of thirteen": f"{LARGE}/transfer-list.pdf",
    "transfer list of hostile names": f"{HOSTILE}/transfer-list.pdf",
}
every_document = pytest.mark.parametrize("address", DOCUMENTS.values(), ids=DOCUMENTS)
A4_LANDSCAPE = (841.9, 595.3)

Get = Callable[[str], bytes]


@pytest.fixture(scope="module")
def _made() -> dict[str, bytes]:
    return {}


@pytest.fixture
def plans(bob: Edition, tmp_path: Path) -> None:
    """An edition with a programme, one of hostile names, one of bare risks, and a real one."""
    hostile = deepcopy(programmes.programme("bob-hostile-programme"))
    lists = hostile["transition"].values()
    names = (*editions.HOSTILE, *editions.FORMULAS)
    for number, element in enumerate(each for listed in lists for each in listed):
        element["name"] = names[number % len(names)] + f" {number}"
        element["summary"] = names[(number + 1) % len(names)]
    for folder in (programmes.programme(), programmes.bare(), hostile):
        slug = folder["edition"]["edition"]["slug"]
        import_edition(folder=editions.written(folder, tmp_path / slug))
    if not Edition.objects.filter(slug="bob-ics-sdp-2022-03").exists():
        import_edition(folder=FIXTURES / "bob-ics-sdp-2022-03")


@pytest.fixture
def get(request: pytest.FixtureRequest, client: Client, db: None, _made: dict[str, bytes]) -> Get:
    """The document at an address, made once for all tests."""

    def got(address: str) -> bytes:
        if address not in _made:
            request.getfixturevalue("plans")
            response = client.get(address)
            assert response.status_code == 200, response.content.decode()
            _made[address] = response.content
        return _made[address]

    return got


def read(sheets: list[Sheet]) -> str:
    return " ".join(sheet.text for sheet in sheets)


@every_document
def test_it_keeps_to_the_accessibility_standard(address: str, get: Get) -> None:
    report = page.validate_pdf_bytes(get(address), profile="ua1")
    assert report.is_compliant, [(fault.rule_id, fault.message) for fault in report.failures]


@every_document
def test_it_has_a_title_a_language_and_a_bookmark_for_it(address: str, get: Get) -> None:
    document = opened(get(address))
    title = str(document.docinfo["/Title"])
    assert title.startswith(
        ("Roadmap – BOB IC", "Risk register – BOB IC", "Transfer list – BOB IC")
    )
    assert str(document.Root.Lang) == "en-GB"
    with document.open_outline() as outline:
        (top,) = outline.root
        assert str(top.title) == title


@every_document
def test_it_is_a4_on_its_side(address: str, get: Get) -> None:
    for sheet in sheets_of(get(address)):
        assert (sheet.width, sheet.height) == pytest.approx(A4_LANDSCAPE, abs=0.5)


@every_document
def test_each_page_says_which_it_is_and_how_its_edition_stands(address: str, get: Get) -> None:
    pages = sheets_of(get(address))
    for number, sheet in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in sheet.text
        assert "Never adopted" in sheet.text


@every_document
def test_its_text_can_be_read_and_stays_on_its_page(address: str, get: Get) -> None:
    for sheet in sheets_of(get(address)):
        for run in sheet.runs:
            assert run.size >= 7
            assert run.box.left > 30
            assert run.box.right < sheet.width - 30
            assert run.box.bottom > 20
            assert run.box.top < sheet.height - 20


@every_document
def test_the_same_question_gives_the_same_bytes(address: str, get: Get, plans: None) -> None:
    assert Client().get(address).content == get(address)


def test_no_page_of_a_long_roadmap_is_all_but_empty(get: Get) -> None:
    pages = sheets_of(get(DOCUMENTS["roadmap of nearly 200 steps"]))
    assert 10 <= len(pages) <= 30
    assert min(len(sheet.runs) for sheet in pages) > 20


def test_a_roadmap_on_paper_has_every_step(get: Get, plans: None, client: Client) -> None:
    said = read(sheets_of(get(DOCUMENTS["roadmap"]))).replace(" ", "")
    table = client.get(f"{PLAN}/roadmap.csv").content.decode("utf-8-sig")
    names = [row["Name"].replace(" ", "") for row in csv.DictReader(io.StringIO(table, newline=""))]
    assert len(names) == 16
    assert [name for name in names if name not in said] == []


def test_each_part_of_a_roadmap_says_from_when_to_when(get: Get) -> None:
    with opened(get(DOCUMENTS["roadmap of nearly 200 steps"])).open_outline() as outline:
        parts = [str(each.title) for each in outline.root[0].children]
    assert len(parts) >= 3
    assert parts[-1] == "No date given, or one too vague to place"
    assert all(" to " in part for part in parts[:-1])


def test_a_register_without_mitigations_says_so_on_its_first_page(get: Get) -> None:
    first, *_ = sheets_of(get(DOCUMENTS["risk register without mitigations"]))
    assert "what is done about it (mitigation)" in first.text

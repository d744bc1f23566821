"""The matrices of a scheme on paper, of the sample handbook with the smaller scheme."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import page
import pytest
from django.test import Client

from opmodel.editions.models import Edition
from tests.print.reading import Sheet, opened, sheets_of
from tests.print.test_documents import A4

pytestmark = pytest.mark.django_db

EDITION = "/eastmoor-icb/eastmoor-icb-2025-04/matrix"
DOCUMENTS = {
    "scheme": f"{EDITION}/scheme.pdf",
    "scheme in one group": f"{EDITION}/scheme.pdf?group=none&sort=name",
    "scheme narrowed": f"{EDITION}/scheme.pdf?part=reserved",
    "lists": f"{EDITION}/scheme-by-holder.pdf?on=2025-06-02",
    "limits": f"{EDITION}/limits.pdf",
    "committees": f"{EDITION}/committee-decisions.pdf",
    "places": f"{EDITION}/place-functions.pdf",
}
BROAD = [DOCUMENTS[name] for name in ("scheme", "scheme in one group", "limits")]
A3 = (A4[1], 2 * A4[0])
every_document = pytest.mark.parametrize("address", DOCUMENTS.values(), ids=DOCUMENTS)

Get = Callable[[str], bytes]
_made: dict[str, bytes] = {}


@pytest.fixture
def get(samples: dict[str, Edition], client: Client) -> Get:
    """The document at an address; made once."""

    @cache
    def got(address: str) -> bytes:
        if address not in _made:
            response = client.get(address)
            assert response.status_code == 200, response.content.decode()
            _made[address] = response.content
        return _made[address]

    return got


def letters_of(sheets: list[Sheet]) -> str:
    return "".join(sheet.letters for sheet in sheets)


@every_document
def test_it_keeps_to_the_accessibility_standard(address: str, get: Get) -> None:
    report = page.validate_pdf_bytes(get(address), profile="ua1")
    assert report.is_compliant, [(fault.rule_id, fault.message) for fault in report.failures]


@every_document
def test_each_page_says_that_it_is_sample_data(address: str, get: Get) -> None:
    document = opened(get(address))
    assert str(document.docinfo["/Title"]).endswith("Eastmoor ICB, April 2025")
    for sheet in sheets_of(get(address)):
        assert "Sample data" in sheet.text


@every_document
def test_nothing_is_too_small_or_runs_off_the_page(address: str, get: Get) -> None:
    for sheet in sheets_of(get(address)):
        paper = A3 if address in BROAD else A4
        assert sorted((sheet.width, sheet.height)) == pytest.approx(paper, abs=0.5)
        for run in sheet.runs:
            assert run.size >= 7.5, run
            assert run.box.left > 30, run
            assert run.box.right < sheet.width - 30, run
            assert 20 < run.box.bottom < run.box.top < sheet.height - 20, run


def test_every_decision_is_in_the_scheme_with_each_part_of_its_columns(get: Get) -> None:
    sheets = sheets_of(get(DOCUMENTS["scheme"]))
    letters = letters_of(sheets)
    assert "holders1to" in letters
    assert letters.count("Varyacontractforhealthservices") == 2
    assert letters.count("Regulationandcontrol") == 2
    for sheet in sheets:
        assert "Decision" in sheet.text


def test_words_of_narrow_columns_do_not_run_into_each_other(get: Get) -> None:
    """No text of one line lies over another's."""
    for sheet in sheets_of(get(DOCUMENTS["scheme"])):
        upright = [run for run in sheet.runs if run.box.top - run.box.bottom < 15]
        for at, run in enumerate(upright):
            for other in upright[at + 1 :]:
                across = min(run.box.right, other.box.right) - max(run.box.left, other.box.left)
                down = min(run.box.top, other.box.top) - max(run.box.bottom, other.box.bottom)
                assert across < 1 or down < 3, (run, other)


def test_lists_are_numbered_from_one_under_each_holder(get: Get) -> None:
    text = " ".join(sheet.text for sheet in sheets_of(get(DOCUMENTS["lists"])))
    assert "Reserved to the Board of Eastmoor ICB" in text
    assert text.count("Decided by") > 5


def test_the_grid_says_amounts_and_how_they_are_counted(get: Get) -> None:
    letters = letters_of(sheets_of(get(DOCUMENTS["limits"])))
    for words in ("Variationofahealthcontract", "Upto£", "allchangessince", "withoutVAT"):
        assert words in letters

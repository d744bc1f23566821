"""Responsibility matrices on paper."""

from __future__ import annotations

import page
import pytest
from django.test import Client

from opmodel.editions.models import Edition
from tests.print.reading import sheets_of

pytestmark = pytest.mark.django_db

EDITION = "/marlshire-icb/marlshire-icb-2025-04/matrix"
DOCUMENTS = {
    "RASCI": f"{EDITION}/who-does-what.pdf",
    "RASCI narrowed": f"{EDITION}/who-does-what.pdf?fault=any&group=answers",
    "RAPID": f"{EDITION}/who-decides-what-matters-most.pdf",
    "cycle": f"{EDITION}/commissioning-cycle.pdf",
}


@pytest.mark.parametrize("address", DOCUMENTS.values(), ids=DOCUMENTS)
def test_it_keeps_to_the_accessibility_standard_and_to_its_paper(
    address: str, samples: dict[str, Edition], client: Client
) -> None:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    report = page.validate_pdf_bytes(response.content, profile="ua1")
    assert report.is_compliant, [(fault.rule_id, fault.message) for fault in report.failures]
    for sheet in sheets_of(response.content):
        assert "Sample data" in sheet.text
        for run in sheet.runs:
            assert run.size >= 7.5, run
            assert 30 < run.box.left < run.box.right < sheet.width - 30, run
            assert 20 < run.box.bottom < run.box.top < sheet.height - 20, run


def test_what_is_wrong_stands_there_in_words(samples: dict[str, Edition], client: Client) -> None:
    response = client.get(DOCUMENTS["RASCI"])
    letters = "".join(sheet.letters for sheet in sheets_of(response.content))
    assert "Nobodyaccountable" in letters
    assert "Twoaccountable:ExecutiveLead" in letters
    # One sheet after the other, none beside another: all columns fit.
    assert "holders1to" not in letters

"""What checks found, on paper."""

from __future__ import annotations

from datetime import date

import page
import pytest
from django.test import Client

from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment
from opmodel.findings.counting import keep_count
from tests.findings.conftest import nothing_remembered  # noqa: F401  (for every test)
from tests.print.reading import opened, sheets_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("samples")]

HANDBOOK = "/marlshire-icb/marlshire-icb-2025-04"
DOCUMENT = f"{HANDBOOK}/checks.pdf?on=2025-09-30"


def made(client: Client, address: str = DOCUMENT) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    content: bytes = response.content
    return content


def text_of(body: bytes) -> str:
    return " ".join(sheet.text for sheet in sheets_of(body))


@pytest.mark.parametrize("asked", ["", "&severity=warning", "&text=xyzzy"])
def test_it_keeps_to_the_accessibility_standard(asked: str, client: Client) -> None:
    body = made(client, DOCUMENT + asked)
    report = page.validate_pdf_bytes(body, profile="ua1")
    assert report.is_compliant, [(fault.rule_id, fault.message) for fault in report.failures]
    document = opened(body)
    assert str(document.docinfo["/Title"]).startswith("What checks found – Marlshire ICB")
    assert str(document.Root.Lang) == "en-GB"
    for sheet in sheets_of(body):
        assert min(run.size for run in sheet.runs) >= 7


def test_it_says_what_is_wrong_why_and_what_mends_it(client: Client) -> None:
    text = text_of(made(client))
    for said in (
        "16 errors, 7 warnings, 1 note.",
        "Judged on 30 September 2025, the day asked for.",
        "Amounts that nobody may decide",
        "Why it matters",
        "What would mend it",
        "Sample data",
    ):
        assert said in text


def test_it_has_the_numbers_over_the_editions(samples: dict[str, Edition], client: Client) -> None:
    keep_count(
        edition=samples["marlshire-icb-2025-04"],
        moment=Moment(on=date(2026, 6, 1), known=date(2026, 6, 1)),
    )
    assert "Over the editions" in text_of(made(client))


def test_narrowed_as_the_page_was(client: Client) -> None:
    text = text_of(made(client, f"{DOCUMENT}&severity=warning"))
    assert "7 findings of 24 shown." in text
    assert "Amounts that nobody may decide" not in text


def test_the_same_question_gives_the_same_bytes(client: Client) -> None:
    assert made(client) == made(Client())

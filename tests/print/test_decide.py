"""An answer to “who may decide” on paper."""

from __future__ import annotations

from urllib.parse import urlencode

import page
import pytest
from django.test import Client

from tests.print.reading import opened, sheets_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("samples")]

USUAL = {
    "organisation": "marlshire-icb", "q": "contract variation community services",
    "amount": "250000", "place": "north-marlshire", "on": "2025-06-02", "known_at": "2026-01-01",
}  # fmt: skip
GAP = {
    "organisation": "marlshire-icb", "decision": "award-a-non-health-contract",
    "amount": "280000", "basis": "lifetime", "on": "2025-06-02", "known_at": "2026-01-01",
}  # fmt: skip


def made(client: Client, asked: dict[str, str], status: int = 200) -> bytes:
    response = client.get(f"/decide.pdf?{urlencode(asked)}")
    assert response.status_code == status, response.content.decode()
    content: bytes = response.content
    return content


@pytest.mark.parametrize("asked", [USUAL, GAP], ids=["an answer", "nobody"])
def test_it_keeps_to_the_accessibility_standard(asked: dict[str, str], client: Client) -> None:
    body = made(client, asked)
    report = page.validate_pdf_bytes(body, profile="ua1")
    assert report.is_compliant, [(fault.rule_id, fault.message) for fault in report.failures]
    document = opened(body)
    assert str(document.docinfo["/Title"]).startswith("Who may ")
    assert str(document.Root.Lang) == "en-GB"
    for sheet in sheets_of(body):
        assert min(run.size for run in sheet.runs) >= 7


def test_it_says_the_answer_its_clause_and_how_to_cite_it(client: Client) -> None:
    text = " ".join(sheet.text for sheet in sheets_of(made(client, USUAL)))
    for said in (
        "The Place Director, North Marlshire, may, up to £250,000.",
        "Above £250,000 the Director of Commissioning decides.",
        "minute 25/031; asked of 2 June 2025, as known on 1 January 2026.",
        "Joanna Whitlock",
    ):
        assert said in text


def test_the_same_question_gives_the_same_bytes(client: Client) -> None:
    assert made(client, USUAL) == made(Client(), USUAL)


@pytest.mark.parametrize(
    "changed",
    [{"q": "contract"}, {"q": ""}, {"amount": "-5"}, {"organisation": "nowhere"}],
)
def test_what_has_no_answer_has_no_document(changed: dict[str, str], client: Client) -> None:
    made(client, USUAL | changed, 404)

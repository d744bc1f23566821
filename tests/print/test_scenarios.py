"""What editions answer to a scenario, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import page
import pytest
from django.db import transaction
from django.test import Client

from opmodel.editions.actions.importing import import_edition
from tests.conftest import FIXTURES
from tests.print.reading import opened, sheets_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proposals", "samples")]

SLUGS = ("nenc-icb-2022-draft", "nenc-icb-2025-06")
BOTH = "reducing-inequalities.pdf?edition=nenc-icb-2022-draft&with=nenc-icb-2025-06"
ALL = "scenarios.pdf?edition=nenc-icb-2022-draft&with=nenc-icb-2025-06"
ONE = "marlshire-winter-surge.pdf?edition=marlshire-icb-2025-04&on=2025-06-02"


@pytest.fixture(scope="module")
def proposals(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        for slug in SLUGS:
            import_edition(folder=FIXTURES / slug)
        yield
        transaction.set_rollback(True)


def made(client: Client, address: str) -> bytes:
    response = client.get(f"/{address}" if address == ALL else f"/scenarios/{address}")
    assert response.status_code == 200, response.content.decode()
    content: bytes = response.content
    return content


@pytest.mark.parametrize(
    "address", [BOTH, ONE, ALL], ids=["two side by side", "a scheme", "all scenarios"]
)
def test_it_keeps_to_the_accessibility_standard(address: str, client: Client) -> None:
    body = made(client, address)
    report = page.validate_pdf_bytes(body, profile="ua1")
    assert report.is_compliant, [(fault.rule_id, fault.message) for fault in report.failures]
    document = opened(body)
    assert str(document.Root.Lang) == "en-GB"
    for sheet in sheets_of(body):
        assert min(run.size for run in sheet.runs) >= 7


def test_it_says_where_the_newer_edition_has_no_answer(client: Client) -> None:
    text = " ".join(sheet.text for sheet in sheets_of(made(client, BOTH)))
    for said in (
        "Reducing inequalities",
        "5 of 6 steps have an answer, whole or in part, in NENC ICB, Draft of 2022",
        "No answer",
        "Never adopted",
    ):
        assert said in text


def test_the_same_question_gives_the_same_bytes(client: Client) -> None:
    assert made(client, ONE) == made(Client(), ONE)


def test_one_paper_holds_the_four_side_by_side(client: Client) -> None:
    first, *rest = (sheet.text for sheet in sheets_of(made(client, ALL)))
    assert "16 of 26 steps have an answer, whole or in part, in NENC ICB, Draft of 2022" in first
    answers = " ".join(rest)
    for title in (
        "Serious quality and financial performance issues",
        "Major service reconfiguration",
        "High-cost care packages",
        "Reducing inequalities",
    ):
        assert title in answers
    assert "A winter that cannot wait" not in answers
    assert "Insights, Strategy and Policy Group" in answers


def test_without_an_edition_there_is_nothing_to_print(client: Client) -> None:
    assert client.get("/scenarios.pdf").status_code == 404

"""What checks find in an edition, as data."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Edition
from tests.conftest import People
from tests.findings.conftest import nothing_remembered  # noqa: F401  (for every test)

from .conftest import read
from .test_description import check, components  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("samples")]

PATH = "/api/v1/findings/"
OF = "findings/?edition=marlshire-icb-2025-04&on=2025-09-30"


def test_each_finding_has_its_rule_its_rows_and_what_mends_it(
    client: Client,
    components: Any,  # noqa: F811
) -> None:
    told = read(client, f"{OF}&rule=limit-gap")
    check(told, PATH, 200, components)
    assert told["count"] == 2
    first = told["results"][0]
    assert (first["rule"], first["severity"]) == ("limit-gap", "error")
    decision = next(row for row in first["rows"] if row["kind"] == "decision")
    assert decision["url"].endswith(
        "/marlshire-icb/marlshire-icb-2025-04/decisions/award-a-non-health-contract/"
    )
    assert first["why"]
    assert first["mend"]
    assert first["waived"] is None


def test_the_summary_counts_everything_whatever_the_question_narrows_it_to(
    client: Client,
) -> None:
    told = read(client, f"{OF}&text=lease")
    assert told["count"] == 1
    assert told["summary"]["counts"] == {"error": 16, "warning": 7, "note": 1}
    assert told["summary"]["on"] == "2025-09-30"
    assert told["summary"]["by_rule"]["limit-gap"] == 2


def test_of_an_organisation_what_was_in_force_is_checked_on_the_day(client: Client) -> None:
    told = read(client, "findings/?organisation=marlshire-icb&on=2025-05-01")
    assert told["summary"]["edition"]["slug"] == "marlshire-icb-2025-04"
    assert told["summary"]["on"] == "2025-05-01"


@pytest.mark.parametrize(
    ("narrowed", "number"),
    [("severity=warning", 7), ("kind=agreement", 4), ("about=enter-a-research-partnership", 1)],
)
def test_it_is_narrowed_like_the_page(narrowed: str, number: int, client: Client) -> None:
    assert read(client, f"{OF}&{narrowed}")["count"] == number


def test_it_has_pages(client: Client) -> None:
    first = read(client, f"{OF}&page_size=15")
    assert (len(first["results"]), first["previous"]) == (15, None)
    second = client.get(first["next"]).json()
    assert (len(second["results"]), second["next"]) == (9, None)
    read(client, f"{OF}&page_size=15&page=3", status=404)


@pytest.mark.parametrize(
    "asked", ["", "edition=marlshire-icb-2025-04&severity=bad", "rule=limit-gap", "x=1"]
)
def test_what_cannot_be_asked_is_refused_in_words(asked: str, client: Client) -> None:
    assert read(client, f"findings/?{asked}", status=400)["errors"]


def test_a_draft_is_checked_for_its_readers_alone(bob: Edition, people: People) -> None:
    open_draft(based_on=bob, slug="bob-icb-draft", title="Draft", label="Draft")
    for person in (people.anonymous, people.outsider):
        hidden = read(person.client, "findings/?edition=bob-icb-draft", status=404)
        absent = read(person.client, "findings/?edition=bob-icb-craft", status=404)
        assert str(hidden).replace("draft", "craft") == str(absent)
    told = read(people.reader.client, "findings/?edition=bob-icb-draft")
    assert told["summary"]["edition"]["slug"] == "bob-icb-draft"

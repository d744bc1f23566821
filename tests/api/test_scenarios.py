"""Scenarios, and what editions answer to them, as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.models import Edition
from opmodel.scenarios.models import Scenario
from tests.conftest import FIXTURES

from .conftest import read
from .test_description import check, components  # noqa: F401  (a fixture)

LIST, ONE = "/api/v1/scenarios/", "/api/v1/scenarios/{key}/"
BOTH = "edition=nenc-icb-2022-draft&with=nenc-icb-2025-06"


@pytest.fixture(scope="module")
def proposals(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        for slug in ("nenc-icb-2022-draft", "nenc-icb-2025-06"):
            import_edition(folder=FIXTURES / slug)
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.usefixtures("proposals")
class TestScenarios:
    def test_the_list_holds_all_with_their_steps(
        self,
        client: Client,
        components: Any,  # noqa: F811
    ) -> None:
        told = read(client, "scenarios/")
        check(told, LIST, 200, components)
        assert told["count"] == 8
        assert len(told["results"][0]["steps"]) == 7

    def test_it_is_narrowed_to_an_organisation(self, client: Client) -> None:
        told = read(client, "scenarios/?organisation=marlshire-icb&fields=key")
        assert told["count"] == 4

    def test_two_editions_stand_side_by_side(
        self,
        client: Client,
        components: Any,  # noqa: F811
    ) -> None:
        told = read(client, f"scenarios/high-cost-care-packages/?{BOTH}")
        check(told, ONE, 200, components)
        older, newer = told["reports"]
        assert (older["counts"]["in-part"], newer["counts"]["none"]) == (5, 6)
        assert len(told["no_answer"]["nenc-icb-2025-06"]) == 5
        assert told["no_answer"]["nenc-icb-2022-draft"] == []
        assert told["verdict"][0].startswith("5 of 6 steps have an answer, whole or in part, in")
        package = older["steps"][2]
        assert package["found"][0]["statement"]["key"] == "long-term-care-packages-at-place"
        assert package["found"][0]["holder"]["key"] == "place-based-partnerships"

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("scenarios/nothing/", 404),
            ("scenarios/reducing-inequalities/?edition=nothing", 404),
            ("scenarios/reducing-inequalities/?with=nenc-icb-2025-06", 400),
            ("scenarios/reducing-inequalities/?amount=3", 400),
        ],
    )
    def test_what_cannot_be_answered_is_refused_in_words(
        self, address: str, status: int, client: Client
    ) -> None:
        assert read(client, address, status=status)["detail"]

    def test_drafts_are_not_counted(self, client: Client, bob: Edition) -> None:
        Scenario.objects.create(
            key="a-draft", title="Quokka", summary="Quokka.", organisation=bob.organisation,
            draft=True,
        )  # fmt: skip
        assert read(client, "scenarios/")["count"] == 8
        read(client, "scenarios/a-draft/", status=404)


@pytest.mark.django_db
@pytest.mark.usefixtures("samples")
def test_a_scheme_answers_with_holder_and_clause(
    client: Client,
    components: Any,  # noqa: F811
) -> None:
    address = "scenarios/marlshire-contract-changes-again/?edition=marlshire-icb-2025-04"
    told = read(client, f"{address}&on=2025-06-02")
    check(told, ONE, 200, components)
    (report,) = told["reports"]
    change = report["steps"][1]
    assert change["outcome"] == "answered"
    assert change["clause"]["key"] == "sord-6-4-2"
    asked = read(client, change["ask"].split("/api/v1/")[1])
    assert asked["answer"]["key"] == change["holder"]["key"]

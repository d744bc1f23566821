"""No list asks the database again for each of its rows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition

from .conftest import EDITION

LISTS = [kind.plural for kind in kinds().values()]


def queries(client: Client, address: str) -> int:
    """How many queries an answer takes that nobody asked for before."""
    client.cookies["asked"] = "1"  # whoever has a cookie asks past the answers that are kept
    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content
    return len(captured)


@pytest.fixture
def edition(folder, reference: None) -> Edition:
    """An edition of twenty-odd elements of some kinds, each with references and citations."""
    numbers = range(24)
    return import_edition(
        folder=folder(
            directorates={
                "directorates": [
                    {
                        "key": f"directorate-{number}",
                        "name": f"Directorate {number}",
                        "led_by": f"post-{number}",
                        "citations": [{"page": 1}, {"page": 2}],
                        "functions": [{"key": f"function-{number}", "name": f"Function {number}"}],
                    }
                    for number in numbers
                ],
                "posts": [
                    {"key": f"post-{number}", "name": f"Post {number}"} for number in numbers
                ],
            },
            commissioning={
                "cycles": [
                    {
                        "key": "cycle",
                        "name": "Cycle",
                        "stages": [
                            {"key": "first", "name": "First"},
                            {"key": "second", "name": "Second"},
                        ],
                        "responsibilities": [
                            {
                                "key": f"responsibility-{number}",
                                "name": f"Responsibility {number}",
                                "holder": f"directorate-{number}",
                                "stages": ["first", "second"],
                            }
                            for number in numbers
                        ],
                    }
                ]
            },
        )
    )


@pytest.mark.parametrize("name", ["directorates", "functions", "posts", "responsibilities"])
def test_two_rows_cost_as_many_queries_as_twenty(name: str, edition: Edition, people) -> None:
    client = people.administrator.client
    address = f"{name}/?edition={edition.slug}&page_size="
    assert queries(client, f"{address}2") == queries(client, f"{address}20")


@pytest.mark.parametrize("name", ["organisations", "sources"])
def test_lists_of_the_registry_cost_the_same_at_any_length(
    name: str, bob: Edition, client: Client
) -> None:
    assert queries(client, f"{name}/?page_size=2") == queries(client, f"{name}/?page_size=20")


@pytest.mark.parametrize("address", ["elements/?kind=function", "search/?q=function&kind=function"])
def test_elements_and_hits_of_a_kind_cost_the_same_at_any_number(
    address: str, edition: Edition, people
) -> None:
    client = people.administrator.client
    address = f"{address}&edition={edition.slug}&page_size="
    queries(client, f"{address}1")  # what is asked once a process, such as what words mean
    assert queries(client, f"{address}2") == queries(client, f"{address}20")


@pytest.mark.parametrize("name", LISTS)
def test_no_list_takes_more_than_eight_queries(name: str, bob: Edition, client: Client) -> None:
    assert queries(client, f"{name}/?{EDITION}&page_size=500") <= 8


def test_fields_that_are_not_asked_for_are_not_read(bob: Edition, client: Client) -> None:
    assert queries(client, f"responsibilities/?{EDITION}&fields=key,name") == 3

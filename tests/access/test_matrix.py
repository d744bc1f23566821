"""Every address of the registry, asked for by everybody, against the table in expected.py.

The world is made once for the file. Each request is taken back, so no answer depends on another.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pytest
from django.db import transaction

from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Edition
from tests.conftest import People

from .expected import EVERYBODY, FEW, ROWS, Row
from .matrix import answers, first_change, routes
from .world import World, world_of


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A draft with something of everything, and everybody signed in."""
    with django_db_blocker.unblock(), transaction.atomic():
        bob = Edition.objects.select_related("organisation").get(slug="bob-icb-2024-09")
        draft = open_draft(based_on=bob, slug="bob-icb-draft", title="Draft", label="Draft")
        people = People()
        for person in people.everyone().values():
            person.client.raise_request_exception = False
        made = world_of(draft, people)
        made.given["_numbers"]["change"] = first_change(made)
        yield made
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_everybody_is_answered_as_the_table_says(row: Row, world: World) -> None:
    told = {}
    expected = {}
    for route in (each for each in routes() if each.row == row.route):
        for method in route.methods:
            those = FEW if row.few else EVERYBODY
            stated = row.methods.get(method, dict.fromkeys(EVERYBODY, 405))
            expected |= {(route.name, method, name): stated[name] for name in those}
            found = answers(route, row, method, world)
            told |= {(route.name, method, name): status for name, status in found.items()}
    wrong = {
        " ".join(asked): f"{told[asked]}, not {status}"
        for asked, status in expected.items()
        if told[asked] != status
    }
    assert not wrong


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    stated = {row.route for row in ROWS}
    there = {route.row for route in routes()}
    assert there - stated == set(), "add rows to tests/access/expected.py"
    assert stated - there == set()


def test_everybody_is_in_the_table() -> None:
    personas = {name for name, made in vars(People).items() if isinstance(made, cached_property)}
    assert set(EVERYBODY) == personas

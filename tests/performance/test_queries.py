"""Pages ask the database a fixed number of questions, however many rows they show."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opmodel.editions.models import Edition
from tests.bench.rows import PAGES, address, adopted_with

from .visiting import Visitor

MOST = {"element": 15, "matrix": 12, "chart": 12, "list": 20}
"""Lists offer what they may be narrowed by: a question for each reference of their kind. An element
says how much checks found about it: on which day, whether that is known still, what is waived."""


@pytest.fixture
def few(bob: Edition) -> Edition:
    return adopted_with(2)


@pytest.fixture
def many(bob: Edition) -> Edition:
    return adopted_with(20)


def queries(path: str) -> list[str]:
    """What a first visitor's request asks of the database: nothing is remembered yet."""
    with CaptureQueriesContext(connection) as captured:
        response = Visitor().get(path)
    assert response.status_code == 200
    return [each["sql"] for each in captured]


@pytest.mark.parametrize("shown", PAGES)
def test_as_many_queries_for_twenty_rows_as_for_two(
    shown: str, few: Edition, many: Edition
) -> None:
    for edition in (few, many):
        queries(f"/bob-icb/{edition.slug}/checks/")  # worked out once after each publication
    asked = queries(address(few, shown))
    assert len(asked) == len(queries(address(many, shown)))
    assert len(asked) <= MOST[shown], "\n".join(asked)


@pytest.mark.parametrize("path", ["/", "/bob-icb/", "/sources/", "/search/?q=directorate"])
def test_as_many_queries_with_three_editions_as_with_one(path: str, bob: Edition) -> None:
    queries(path)  # what is asked once after each publication, such as what abbreviations mean
    before = len(queries(path))
    adopted_with(2)
    adopted_with(20)
    queries(path)
    assert len(queries(path)) == before


SECOND = (
    "",
    "directorates/finance/",
    "matrix/nhs-england-commissioning-cycle/",
    "chart/",
    "functions/",
)


@pytest.mark.parametrize("path", SECOND)
def test_a_second_visitor_costs_one_query(path: str, bob: Edition, settings: Any) -> None:
    settings.ANSWERS_CHECKED_EVERY = 0
    visitor = Visitor()
    first = visitor.get(f"/bob-icb/{bob.slug}/{path}")
    with CaptureQueriesContext(connection) as captured:
        second = visitor.get(f"/bob-icb/{bob.slug}/{path}")
    assert second.content == first.content
    assert [each["sql"] for each in captured] == ["SELECT number FROM editions_generation"]


def test_many_visitors_at_once_cost_one_query(bob: Edition, settings: Any) -> None:
    settings.ANSWERS_CHECKED_EVERY = 60
    visitor = Visitor()
    visitor.get(f"/bob-icb/{bob.slug}/")
    with CaptureQueriesContext(connection) as captured:
        for _ in range(20):
            visitor.get(f"/bob-icb/{bob.slug}/")
    assert not captured.captured_queries

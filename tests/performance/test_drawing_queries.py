"""Drawings ask the database a fixed number of questions, however many rows they show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.models import Edition
from tests.pages.editions import written

from .test_queries import queries

MOST = 14
DRAWINGS = (
    "chart/governance/",
    "matrix/collaborative-members/",
    "matrix/function-levels/",
    "matrix/forums-by-local-authority/",
)


def edition_with(rows: int, folder: Path) -> Edition:
    """An edition with so many of everything that the drawings show."""
    return import_edition(folder=written(_files(rows), folder / f"with-{rows}"))


def _files(rows: int) -> dict[str, Any]:
    numbers = range(1, rows + 1)
    return {
        "edition": {
            "edition": {
                "slug": f"drawn-{rows}",
                "organisation": "bob-icb",
                "title": "Rows",
                "label": "Rows",
                "never_adopted": True,
                "published_on": "2024-05",
            }
        },
        "directorates": {
            "posts": [{"key": f"post-{at}", "name": f"Post {at}"} for at in numbers],
            "functions": [{"key": f"function-{at}", "name": f"Function {at}"} for at in numbers],
        },
        "places": {
            "places": [{"key": f"place-{at}", "name": f"Place {at}"} for at in numbers],
            "bodies": [
                {"key": f"body-{at}", "name": f"Body {at}", "places": [f"place-{at}"]}
                for at in numbers
            ],
            "partnerships": [
                {"key": f"forum-{at}", "name": f"Forum {at}", "local_authorities": [f"body-{at}"]}
                for at in numbers
            ],
            "collaboratives": [
                {
                    "key": f"collaborative-{at}",
                    "name": f"Collaborative {at}",
                    "memberships": [
                        {"key": f"member-{at}", "name": f"Member {at}", "body": f"body-{at}"}
                    ],
                }
                for at in numbers
            ],
            "placements": [
                {
                    "key": f"placement-{at}",
                    "name": f"Placement {at}",
                    "function": f"function-{at}",
                    "level": "place",
                }
                for at in numbers
            ],
        },
        "governance": {
            "committees": [
                {
                    "key": f"committee-{at}",
                    "name": f"Committee {at}",
                    "chaired_by": f"post-{at}",
                    "seats": [
                        {
                            "key": f"seat-{at}",
                            "name": f"Seat {at}",
                            "one_of": [f"post-{at}"],
                            "place": f"place-{at}",
                        }
                    ],
                }
                for at in numbers
            ],
            "delegations": [
                {
                    "key": f"delegation-{at}",
                    "name": f"Delegation {at}",
                    "holder": f"body-{at}",
                    "level": "system",
                    "function": f"function-{at}",
                }
                for at in numbers
            ],
        },
    }


@pytest.mark.parametrize("drawing", ["", *DRAWINGS])
def test_as_many_queries_for_twenty_rows_as_for_two(
    drawing: str, reference: None, tmp_path: Path
) -> None:
    few, many = edition_with(2, tmp_path), edition_with(20, tmp_path)
    asked = queries(f"/bob-icb/{few.slug}/{drawing}")
    assert len(asked) == len(queries(f"/bob-icb/{many.slug}/{drawing}"))
    assert len(asked) <= MOST, "\n".join(asked)

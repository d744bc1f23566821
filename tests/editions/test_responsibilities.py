"""A responsibility stands in a cycle or in a matrix: the database itself keeps it so."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from opmodel.editions.records import Record
from opmodel.editions.snapshot import Snapshot

from .making import save

pytestmark = pytest.mark.django_db

AROUND = [
    Record("directorate", "unit", {"name": "Unit"}),
    Record("function", "function", {"name": "Function"}),
    Record("cycle", "cycle", {"name": "Cycle"}),
    Record("responsibility-matrix", "matrix", {"name": "Matrix", "letters": "raci"}),
]
IN_MATRIX = {"matrix": "matrix", "function": "function", "part": "accountable"}


def saved(*many: dict[str, Any], slug: str = "trial") -> None:
    entries = [
        Record("responsibility", f"entry-{at}", {"name": f"Entry {at}", "holder": "unit", **stated})
        for at, stated in enumerate(many)
    ]
    edition = {"slug": slug, "organisation": "bob-icb", "title": "Trial", "label": "Trial"}
    with transaction.atomic():
        save(Snapshot(edition, [], [*AROUND, *entries]))


@pytest.mark.parametrize(
    "stated",
    [{"cycle": "cycle"}, {"cycle": "cycle", "part": "accountable"}, IN_MATRIX],
    ids=["in a cycle", "in a cycle with a part", "in a matrix"],
)
def test_it_stands_in_one(stated: dict[str, Any], reference: None) -> None:
    saved(stated)


@pytest.mark.parametrize(
    ("stated", "constraint"),
    [
        ({}, "of_cycle_or_matrix"),
        (IN_MATRIX | {"cycle": "cycle"}, "of_cycle_or_matrix"),
        ({"matrix": "matrix"}, "function_in_matrix"),
        ({"cycle": "cycle", "function": "function"}, "function_in_matrix"),
    ],
)
def test_anything_else_is_refused(stated: dict[str, Any], constraint: str, reference: None) -> None:
    with pytest.raises(IntegrityError, match=f"responsibility_{constraint}"):
        saved(stated)


def test_a_holder_has_a_part_in_a_function_once(reference: None) -> None:
    saved(IN_MATRIX, IN_MATRIX | {"part": "responsible"})
    with pytest.raises(IntegrityError, match="responsibility_part_once"):
        saved(IN_MATRIX, IN_MATRIX, slug="another")


def test_in_a_cycle_a_holder_may_say_several_things(reference: None) -> None:
    saved({"cycle": "cycle", "part": "responsible"}, {"cycle": "cycle", "part": "responsible"})

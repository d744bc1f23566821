"""A draft that several people changed, and what the journal has of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from directorates.models import Appointment, Directorate, Post
from opmodel.access.models import User
from opmodel.editions.actions.changing import Authored, add, change, remove
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Edition
from tests.conftest import _load


def settle() -> None:
    """Has the database journal what was written so far, as it would at the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def rows(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall() if cursor.description else []
        return found


@pytest.fixture(scope="module")
def changed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Edition]:
    """A draft of BOB ICB with changes of all sorts, for all tests of a file."""
    with django_db_blocker.unblock(), transaction.atomic():
        _load()
        yield changes()
        transaction.set_rollback(True)


def changes() -> Edition:
    bob = Edition.objects.get(slug="bob-icb-2024-09")
    olive = User.objects.create_user(username="olive", first_name="Olive", last_name="Officer")
    draft = open_draft(based_on=bob, slug="bob-icb-journal", title="Draft", label="Draft")
    for number, post in enumerate(Post.objects.in_edition(draft)[:8]):
        why = Authored(by=olive, reason=f"As the Board agreed, item {number}")
        change(element=post, values={"summary": f"Said anew {number}"}, seen=None, authored=why)
    why = Authored(by=olive, reason="The new team")
    for number in range(4):
        add(edition=draft, kind=Directorate, values={"name": f"New {number}"}, authored=why)
    last = Directorate.objects.in_edition(draft).get(key="new-3")
    remove(element=last, seen=None, authored=Authored(by=olive, reason="Not needed"))
    held = Appointment(organisation=draft.organisation, post="chair-of-art", name="Ada Example")
    held._history_user = olive  # type: ignore[attr-defined]
    held.save()
    held.name = "Bea Example"
    held.save()
    settle()
    return draft

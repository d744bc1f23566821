"""Two at a time: an adoption and an edit wait for each other, and no edit slips in or is lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from directorates.models import Directorate
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.actions.importing import import_edition
from opmodel.editions.actions.publishing import AlreadyFrozen, adopt_as_recorded
from opmodel.editions.digest import compute
from opmodel.editions.folder.faults import FolderRefused
from opmodel.editions.folder.periods import parse_moment
from opmodel.editions.kinds import kinds, links
from opmodel.editions.models import Citation, Edition, Element, Source
from tests.conftest import FolderOf


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """In place of pytest-django's, which empties every table after each test: that takes seconds,
    and BOB ICB's edition with it."""
    with django_db_blocker.unblock():
        yield
        others = Edition.objects.exclude(slug="bob-icb-2024-09")
        take_away([str(edition.pk)[:18] for edition in others])


@pytest.fixture
def draft(transactional_db: None) -> Edition:
    """A draft of BOB ICB that others at work can see too."""
    bob = Edition.objects.get(slug="bob-icb-2024-09")
    return open_draft(based_on=bob, slug="bob-icb-draft", title="Draft", label="Draft")


def take_away(heads: list[str]) -> None:
    """Deletes editions whatever their state, as only the owner of the tables can."""
    kept = (Source, Element, *kinds().values(), *links(), Citation)
    histories = [kind.history.model for kind in (Element, *kinds().values())]
    with transaction.atomic(), connection.cursor() as cursor:
        for model in (*kept, Edition):
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
        for model in (*reversed(kept), *histories, Edition):
            column = "id" if model in histories else model._meta.pk.column
            cursor.execute(
                f"DELETE FROM {model._meta.db_table} WHERE left({column}::text, 18) = ANY (%s)",
                [heads],
            )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in (*kept, Edition):
            cursor.execute(f"ALTER TABLE {model._meta.db_table} ENABLE TRIGGER USER")


class Somebody:
    """Somebody else at work, over a connection of their own."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(max_workers=1)
        self.pid = 0
        self.work: Future[object] = self.threads.submit(self._connect)
        self.work.result(timeout=10)

    def _connect(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '20s'")
            cursor.execute("SELECT pg_backend_pid()")
            self.pid = cursor.fetchone()[0]

    def _leave(self) -> None:
        connection.close()  # theirs: each thread has its own

    def starts(self, act: Callable[[], object]) -> None:
        self.work = self.threads.submit(act)

    @property
    def waits(self) -> bool:
        """Whether they have come to wait for somebody; False if they are done without."""
        for _ in range(500):
            with connection.cursor() as cursor:
                cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [self.pid])
                if cursor.fetchone() == (True,):
                    return True
            if self.work.done():
                return False
            time.sleep(0.01)
        raise AssertionError("neither done nor waiting")

    def ends(self) -> object:
        return self.work.result(timeout=20)

    def leaves(self) -> None:
        self.threads.submit(self._leave).result(timeout=10)
        self.threads.shutdown()


@pytest.fixture
def somebody(draft: Edition) -> Iterator[Somebody]:
    person = Somebody()
    yield person
    person.leaves()


def adopt(edition: Edition) -> Edition:
    return adopt_as_recorded(
        edition=edition, effective_from=date(2025, 1, 1), recorded_at=parse_moment("2025-01-02")
    )


def rename(edition: Edition, name: str) -> None:
    directorate = Directorate.objects.in_edition(edition).get(key="finance")
    directorate.name = name
    directorate.save()


def test_an_adoption_waits_for_an_edit_under_way_and_takes_it_in(
    draft: Edition, somebody: Somebody
) -> None:
    with transaction.atomic():
        rename(draft, "Medical")
        somebody.starts(lambda: adopt(draft))
        assert somebody.waits
    adopted = somebody.ends()
    assert isinstance(adopted, Edition)
    assert adopted.digest == compute(Edition.objects.get(pk=draft.pk))
    assert Element.objects.in_edition(adopted).get(key="finance").name == "Medical"


def test_an_edit_waits_for_an_adoption_under_way_and_is_refused(
    draft: Edition, somebody: Somebody
) -> None:
    with transaction.atomic():
        adopted = adopt(draft)
        somebody.starts(lambda: rename(draft, "Medical"))
        assert somebody.waits
    with pytest.raises(IntegrityError, match="bob-icb-draft is frozen"):
        somebody.ends()
    assert compute(Edition.objects.get(pk=draft.pk)) == adopted.digest


def test_an_edit_goes_through_where_the_adoption_is_called_off(
    draft: Edition, somebody: Somebody
) -> None:
    with transaction.atomic():
        adopt(draft)
        somebody.starts(lambda: rename(draft, "Medical"))
        assert somebody.waits
        transaction.set_rollback(True)
    somebody.ends()
    assert Element.objects.in_edition(draft).get(key="finance").name == "Medical"


def test_of_two_who_adopt_one_draft_the_second_is_told(draft: Edition, somebody: Somebody) -> None:
    with transaction.atomic():
        adopted = adopt(draft)
        somebody.starts(lambda: adopt(draft))
        assert somebody.waits
    with pytest.raises(AlreadyFrozen, match="is adopted already"):
        somebody.ends()
    assert Edition.objects.get(pk=draft.pk).digest == adopted.digest


def test_edits_of_different_drafts_do_not_wait(draft: Edition, somebody: Somebody) -> None:
    other = open_draft(based_on=draft, slug="other-draft", title="Other", label="Other")
    with transaction.atomic():
        rename(draft, "Mine")
        somebody.starts(lambda: rename(other, "Theirs"))
        assert not somebody.waits
    somebody.ends()


def test_of_two_who_import_one_edition_the_second_is_told(
    draft: Edition, folder: FolderOf, somebody: Somebody
) -> None:
    path = folder(directorates="directorates: [{key: a, name: A}]")
    with transaction.atomic():
        import_edition(folder=path)
        somebody.starts(lambda: import_edition(folder=path))
        assert somebody.waits
    with pytest.raises(FolderRefused, match="The database refused the edition: duplicate key"):
        somebody.ends()
    assert Element.objects.filter(edition__slug="test-edition").count() == 1

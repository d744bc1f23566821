"""Several who write at once: one chain, without a gap, in the order of commits."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from directorates.models import Directorate, Post
from opmodel.audit.models import Entry
from opmodel.audit.verifying import verify
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Edition

CHAIN = "bob-icb"


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_leave_no_gap(transactional_db: None, reference: None) -> None:
    bob = Edition.objects.get(slug="bob-icb-2024-09")
    drafts = [
        open_draft(based_on=bob, slug=f"at-once-{number}", title="Draft", label="Draft")
        for number in range(2)
    ]
    failed: list[BaseException] = []

    def write(draft: Edition) -> None:
        try:
            for _ in range(25):
                with transaction.atomic():
                    Directorate.objects.in_edition(draft)[0].save()
                    Post.objects.in_edition(draft)[0].save()
        except BaseException as error:  # noqa: BLE001 (told outside the thread)
            failed.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=[draft]) for draft in drafts]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=120)
    assert failed == []
    numbers = list(
        Entry.objects.filter(chain=CHAIN).order_by("number").values_list("number", flat=True)
    )
    assert numbers == list(range(1, len(numbers) + 1))
    written: Any = Entry.objects.filter(edition_id__in=[draft.id for draft in drafts])
    assert written.count() == 2 + 2 * 25 * 2
    assert verify().is_whole

"""What an edition's page tells of the one it is based on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from opmodel.editions.actions.publishing import adopt_as_recorded
from opmodel.editions.models import Edition, EditionState


def test_only_who_may_see_drafts_reads_that_an_edition_is_based_on_a_withdrawn_one(
    people: Any, bob: Edition, draft: Edition
) -> None:
    draft.label = "Secret reorganisation"
    draft.state = EditionState.WITHDRAWN
    draft.save()
    later = Edition.objects.create(
        slug="bob-icb-2025-01",
        organisation=bob.organisation,
        title="Our Operating Model",
        label="January 2025",
        based_on=draft,
    )
    adopt_as_recorded(
        edition=later,
        effective_from=date(2025, 1, 1),
        recorded_at=datetime(2025, 1, 1, tzinfo=UTC),
    )
    address = "/bob-icb/bob-icb-2025-01/"
    assert "Secret reorganisation" not in people.anonymous.client.get(address).content.decode()
    assert "Secret reorganisation" in people.reader.client.get(address).content.decode()

"""The editions that scenarios are tried on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.folder.reference import load_reference
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment
from opmodel.editions.viewer import MACHINE
from opmodel.scenarios.models import Scenario
from opmodel.scenarios.reports import Report
from opmodel.scenarios.running import run
from opmodel.scenarios.selectors import scenario_by_key
from tests.conftest import FIXTURES

DRAFT, PROPOSAL = "nenc-icb-2022-draft", "nenc-icb-2025-06"

Tried = Callable[..., Report]


@pytest.fixture(scope="module")
def proposals(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Edition]]:
    """The draft of 2022 and the proposal of 2025 by slug; gone after the last test of a file."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference(folder=FIXTURES / "reference")
        for slug in (DRAFT, PROPOSAL):
            import_edition(folder=FIXTURES / slug)
        found = Edition.objects.select_related("organisation").filter(slug__in=(DRAFT, PROPOSAL))
        yield {edition.slug: edition for edition in found}
        transaction.set_rollback(True)


def scenario(key: str) -> Scenario:
    """A scenario with its steps."""
    return scenario_by_key(key=key, viewer=MACHINE)


def tried(edition: Edition, key: str) -> Report:
    """What the edition answers today."""
    return run(scenario=scenario(key), edition=edition, moment=Moment.of(timezone.localdate()))

"""The number that says whether an answer given before is still right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from directorates.models import Directorate
from opmodel.editions.actions.publishing import adopt_as_recorded, publish_without_adoption
from opmodel.editions.folder.periods import parse_moment
from opmodel.editions.models import (
    Edition,
    Generation,
    Identifier,
    Organisation,
    Source,
    Succession,
)
from places.models import Level
from tests.conftest import AsApplication


def number() -> int:
    return Generation.objects.get().number


def test_it_rises_when_an_edition_is_adopted(draft: Edition) -> None:
    before = number()
    adopt_as_recorded(
        edition=draft, effective_from=date(2025, 1, 1), recorded_at=parse_moment("2025-01-01")
    )
    assert number() > before


def test_it_rises_when_a_document_is_published(draft: Edition) -> None:
    before = number()
    publish_without_adoption(edition=draft)
    assert number() > before


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize(
    "change",
    [
        lambda: Organisation.objects.create(slug="new", name="New", kind="other"),
        lambda: Organisation.objects.filter(slug="bob-icb").update(name="Renamed"),
        lambda: Identifier.objects.create(organisation_id="bob-icb", scheme="ods", value="ABC"),
        lambda: Identifier.objects.all()[0].delete(using="default"),
        lambda: Succession.objects.all()[0].delete(using="default"),
        lambda: Level.objects.filter(code="place").update(name="Locality"),
        lambda: Source.objects.create(key="new", title="New"),
        lambda: Source.objects.get(key="ods-register", edition=None).save(),
    ],
    ids=[
        *("organisation", "name", "code", "code-gone", "succession-gone", "level"),
        *("source", "source-changed"),
    ],
)
def test_it_rises_with_any_change_of_reference_data(change: Callable[[], object]) -> None:
    before = number()
    change()
    assert number() > before


def test_it_stands_while_a_draft_is_edited(draft: Edition) -> None:
    before = number()
    directorate = Directorate.objects.in_edition(draft)[0]
    directorate.name = "Another"
    directorate.save()
    Directorate.objects.create(edition=draft, key="new", name="New")
    Source.objects.create(edition=draft, key="new", title="New")
    directorate.remits.all()[0].delete()
    assert number() == before


def test_the_application_can_raise_it(bob: Edition, as_application: AsApplication) -> None:
    before = number()
    with as_application():
        Organisation.objects.filter(slug="bob-icb").update(name="Renamed")
    assert number() > before


def test_a_number_is_never_given_twice(bob: Edition) -> None:
    """Not even after the table was emptied: an old answer would come back to life."""
    before = number()
    Generation.objects.all().delete()
    Organisation.objects.filter(slug="bob-icb").update(name="Renamed")
    assert number() > before

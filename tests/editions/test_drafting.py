"""A draft begins as a copy of what it is based on."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.actions.publishing import BaseNotFrozen, publish_without_adoption
from opmodel.editions.digest import compute
from opmodel.editions.ids import head
from opmodel.editions.kinds import kinds, links
from opmodel.editions.models import Citation, Edition, Element, Source
from opmodel.editions.snapshot import take

from .making import every_kind, frozen


@pytest.fixture
def base(reference: None) -> Edition:
    """An adopted edition with two elements of every kind."""
    return frozen(every_kind())


@pytest.fixture
def copied(base: Edition) -> Edition:
    return open_draft(based_on=base, slug="copied", title="A copy", label="Copy")


def test_it_holds_what_its_base_holds(base: Edition, copied: Edition) -> None:
    before, after = take(base), take(copied)
    assert after.records == before.records
    assert after.sources == before.sources
    assert after.edition == {
        "slug": "copied",
        "organisation": "bob-icb",
        "title": "A copy",
        "label": "Copy",
        "based_on": "every-kind",
    }


@pytest.mark.parametrize(
    "model",
    [Source, Element, Citation, *kinds().values(), *links()],
    ids=lambda model: model._meta.db_table,
)
def test_its_rows_differ_from_its_bases_by_their_heads_alone(
    base: Edition, copied: Edition, model: type
) -> None:
    columns = [field.column for field in model._meta.local_concrete_fields if not field.generated]
    listed = ", ".join(f"{connection.ops.quote_name(column)}::text" for column in columns)

    def rows(edition: Edition) -> list[list[str | None]]:
        mark = str(edition.id)[:18]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {listed} FROM {model._meta.db_table}"
                f" WHERE left({model._meta.pk.column}::text, 18) = %s",
                [mark],
            )
            found = [
                [value and value.replace(mark, "HEAD") for value in row]
                for row in cursor.fetchall()
            ]
        return sorted(found, key=str)

    assert rows(copied)
    assert rows(copied) == rows(base)


def test_it_stays_a_draft_of_its_own(base: Edition, copied: Edition) -> None:
    assert (copied.state, copied.digest, copied.effective_from) == ("draft", "", None)
    assert (copied.adopted_by, copied.minute, copied.recorded_at) == ("", "", None)
    assert (copied.based_on, copied.organisation_id) == (base, base.organisation_id)
    assert head(copied.id) != head(base.id)


def test_changing_it_changes_nothing_of_its_base(base: Edition, copied: Edition) -> None:
    for kind in kinds().values():
        element = kind.objects.in_edition(copied)[0]
        element.name = "Changed"
        element.save()
    assert compute(base) == base.digest
    assert Element.objects.in_edition(base).filter(name="Changed").count() == 0


def test_several_may_stand_open_side_by_side(base: Edition, copied: Edition) -> None:
    other = open_draft(based_on=base, slug="another", title="Another", label="Another")
    assert take(other).records == take(copied).records
    third = open_draft(based_on=copied, slug="third", title="Third", label="Third")
    assert take(third).records == take(copied).records


@pytest.mark.parametrize("slug", ["bob-icb-2024-09", "Not a slug", "", "a" * 81])
def test_a_slug_that_is_taken_or_odd_is_refused_in_words(bob: Edition, slug: str) -> None:
    with pytest.raises(ValidationError, match="slug"):
        open_draft(based_on=bob, slug=slug, title="A", label="A")
    assert Edition.objects.count() == 1


def test_it_cannot_be_published_before_what_it_is_based_on(copied: Edition) -> None:
    """Its digest takes in that of its base, which a draft has none of."""
    child = open_draft(based_on=copied, slug="child", title="Child", label="Child")
    with pytest.raises(BaseNotFrozen, match="Child is based on A copy, still a draft"):
        publish_without_adoption(edition=child)
    publish_without_adoption(edition=copied)
    published = publish_without_adoption(edition=child)
    assert published.digest == compute(Edition.objects.get(pk=child.pk))

"""What search looks into is kept apart, follows publication, and answers as the elements do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from directorates.models import Function
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.actions.publishing import adopt_as_recorded, publish_without_adoption
from opmodel.editions.models import Edition, Element, Searchable, SearchableEdition
from opmodel.editions.moments import Moment
from opmodel.editions.selectors.search import find_elements, searched_edition_ids

from .test_search import keys

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


def kept() -> set[object]:
    editions = set(Searchable.objects.values_list("edition", flat=True))
    assert editions == set(SearchableEdition.objects.values_list("edition", flat=True))
    return editions


def following(base: Edition, slug: str, day: date) -> Edition:
    """An edition after another, with effect from that day."""
    after = open_draft(based_on=base, slug=slug, title=slug, label=slug)
    Function.objects.create(edition=after, key="new", name=f"Zymurgy {slug}")
    return adopt_as_recorded(edition=after, effective_from=day, recorded_at=LONG_AGO)


def test_holds_all_elements_of_a_published_edition(bob: Edition) -> None:
    assert bob.id in kept()
    rows = Searchable.objects.filter(edition=bob.id).values_list("element", flat=True)
    assert set(rows) == set(Element.objects.filter(edition=bob).values_list("id", flat=True))


def test_holds_nothing_of_a_draft_until_it_is_published(bob: Edition, draft: Edition) -> None:
    assert draft.id not in kept()
    publish_without_adoption(edition=draft)
    assert kept() >= {bob.id, draft.id}


def test_an_edition_that_follows_takes_the_place_of_the_one_before(bob: Edition) -> None:
    after = following(bob, "bob-icb-after", timezone.localdate())
    assert after.id in kept()
    assert bob.id not in kept()


def test_an_edition_with_effect_later_takes_no_place_yet(bob: Edition) -> None:
    later = following(bob, "bob-icb-later", timezone.localdate() + timedelta(days=30))
    assert kept() >= {bob.id, later.id}
    now, then = (
        Moment.of(timezone.localdate()),
        Moment.of(timezone.localdate() + timedelta(days=30)),
    )
    assert keys(ask("zymurgy", now)) == []
    assert keys(ask("zymurgy", then)) == ["new"]


def test_an_edition_recorded_after_one_that_follows_it_is_not_kept(bob: Edition) -> None:
    following(bob, "bob-icb-after", timezone.localdate())
    between = following(bob, "bob-icb-between", date(2025, 1, 1))
    assert between.id not in kept()


def ask(question: str, moment: Moment, **more: object) -> object:
    return find_elements(question=question, editions=searched_edition_ids(moment=moment), **more)


QUESTIONS = ["EPRR", "who leads finance", "committees", "safegarding", "RXQ", "place board 2024"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_day_in_the_past_is_answered_as_it_was_then(bob: Edition, question: str) -> None:
    before = ask(question, Moment.of(date(2024, 10, 1)), at_most=100)
    following(bob, "bob-icb-after", timezone.localdate())
    assert bob.id not in kept()
    after = ask(question, Moment.of(date(2024, 10, 1)), at_most=100)
    assert keys(before) == keys(after)
    assert before == after


def test_the_application_may_publish_and_so_keep(
    bob: Edition, draft: Edition, as_application
) -> None:
    with as_application() as cursor:
        cursor.execute(
            "UPDATE editions_edition SET state = 'not-adopted', digest = repeat('0', 64)"
            " WHERE id = %s",
            [draft.id],
        )
    assert draft.id in kept()


def test_an_index_finds_the_words(db: None) -> None:
    """Without it every search would read all elements."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'editions_searchable'"
            " AND indexdef LIKE '%%USING gin%%' ORDER BY indexname"
        )
        assert cursor.fetchall() == [("searchable_names",), ("searchable_words",)]

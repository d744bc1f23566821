"""Invented organisations: the same every time, adopted in sequence, and as valid as real ones."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.actions.multiplying import multiply
from opmodel.editions.folder.writing import write_folder
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Citation, Edition, Element, Organisation
from opmodel.editions.moments import Moment
from opmodel.editions.selectors.search import searched_edition_ids, searched_editions
from opmodel.editions.snapshot import take
from opmodel.editions.viewer import PUBLIC

SMALL = {"organisations": 2, "editions": 3, "elements": 100}


@pytest.fixture
def multiplied(db: None) -> list[Organisation]:
    return list(multiply(**SMALL))


def digests() -> dict[str, str]:
    return dict(Edition.objects.filter(organisation__sample=True).values_list("slug", "digest"))


def test_editions_follow_each_other_a_quarter_apart(multiplied: list[Organisation]) -> None:
    for organisation in multiplied:
        assert organisation.sample
        line = list(organisation.editions.order_by("effective_from").select_related("based_on"))
        assert [str(each.effective_from) for each in line] == [
            "2026-01-01", "2026-04-01", "2026-07-01"
        ]  # fmt: skip
        assert [each.based_on for each in line] == [None, *line[:-1]]
        assert {each.state for each in line} == {"adopted"}


def test_there_are_elements_of_every_kind_with_citations(multiplied: list[Organisation]) -> None:
    edition = Edition.objects.get(slug="sample-01-2026-07")
    assert {each.kind for each in edition.elements.all()} == set(kinds())
    assert not edition.elements.filter(citations__isnull=True).exists()
    assert Citation.objects.in_edition(edition).count() > edition.elements.count()


def test_one_element_in_twenty_changes(multiplied: list[Organisation]) -> None:
    said = [
        dict(Element.objects.filter(edition__slug=slug).values_list("key", "summary"))
        for slug in ("sample-01-2026-01", "sample-01-2026-04")
    ]
    assert said[0].keys() == said[1].keys()
    changed = [key for key in said[0] if said[0][key] != said[1][key]]
    assert len(changed) == len(said[0]) // 20


def test_the_same_numbers_invent_the_same(db: None) -> None:
    found = []
    for _ in range(2):
        with transaction.atomic():
            list(multiply(**SMALL))
            found.append(digests())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert len(found[0]) == 6


def test_what_is_there_stays(multiplied: list[Organisation]) -> None:
    assert list(multiply(**SMALL)) == []


def test_an_invented_edition_is_taken_in_from_its_files(
    multiplied: list[Organisation], tmp_path: Path
) -> None:
    snapshot = take(Edition.objects.get(slug="sample-02-2026-04"))
    snapshot.edition["slug"] = "taken-in"
    write_folder(snapshot, tmp_path)
    assert take(import_edition(folder=tmp_path)) == snapshot


@pytest.mark.parametrize("day", [(2020, 1, 1), (2026, 1, 1), (2026, 6, 30), (2030, 1, 1)])
def test_search_looks_into_the_editions_adopted_last(
    multiplied: list[Organisation], bob: Edition, day: tuple[int, int, int]
) -> None:
    moment = Moment.of(date(*day))
    editions = searched_editions(viewer=PUBLIC, moment=moment)
    assert set(searched_edition_ids(moment=moment)) == {each.id for each in editions}


def test_it_is_refused_where_it_could_hurt(db: None, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="no demo"):
        call_command("multiply", stdout=StringIO())
    call_command("multiply", organisations=1, editions=1, elements=50, yes=True, stdout=StringIO())
    assert Organisation.objects.get(slug="sample-01").sample

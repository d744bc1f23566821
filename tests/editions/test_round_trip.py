"""An edition that leaves as files comes back the same."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given, settings

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.digest import compute, digest_of
from opmodel.editions.folder.checking import read_folder
from opmodel.editions.folder.reference import load_reference
from opmodel.editions.folder.writing import write_folder
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition
from opmodel.editions.records import Record
from opmodel.editions.snapshot import Snapshot, in_file_order, take
from tests.conftest import FIXTURES, Undone

from .making import every_kind, snapshots


def empty_the_registry() -> None:
    """As if nothing but reference data had ever been loaded. Only the owner of the tables may."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE editions_edition CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert not Edition.objects.exists()
    load_reference(folder=FIXTURES / "reference")


def written(snapshot: Snapshot, path: Path) -> Path:
    write_folder(snapshot, path)
    return path


def test_the_edition_shipped_comes_back_whole_in_an_emptied_registry(
    bob: Edition, tmp_path: Path
) -> None:
    before = take(bob)
    folder = written(before, tmp_path / "bob")
    empty_the_registry()
    again = import_edition(folder=folder)
    assert take(again) == before
    assert again.digest == compute(again) == bob.digest


def test_the_commands_do_the_same(
    bob: Edition, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("export", bob.slug, str(tmp_path / "bob"))
    empty_the_registry()
    call_command("import", str(tmp_path / "bob"))
    assert Edition.objects.get().digest == bob.digest
    said = capsys.readouterr().out
    assert said.count(bob.digest) == 2


def test_exporting_twice_writes_the_same_files(bob: Edition, tmp_path: Path) -> None:
    first, second = (written(take(bob), tmp_path / name) for name in ("first", "second"))
    assert contents(first) == contents(second)


def test_what_was_imported_is_written_as_it_was_written_before(
    bob: Edition, tmp_path: Path
) -> None:
    first = written(take(bob), tmp_path / "first")
    empty_the_registry()
    second = written(take(import_edition(folder=first)), tmp_path / "second")
    assert contents(first) == contents(second)


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_a_file_of_an_app_that_has_nothing_left_is_removed(bob: Edition, tmp_path: Path) -> None:
    folder = written(take(bob), tmp_path / "bob")
    assert (folder / "places.yaml").exists()
    emptied = take(bob)
    emptied.records = []
    assert {path.name for path in written(emptied, folder).iterdir()} == {"edition.yaml"}


def test_every_kind_and_every_field_comes_back(reference: None, tmp_path: Path) -> None:
    before = every_kind()
    edition = import_edition(folder=written(before, tmp_path / "every"))
    assert take(edition) == before


def test_an_adoption_with_all_it_records_comes_back(reference: None, tmp_path: Path) -> None:
    stated = {
        "slug": "adopted",
        "organisation": "bob-icb",
        "title": "Adopted",
        "label": "2024",
        "published_on": "2024-Q3",
        "adoption": {
            "effective_from": "2024-10-01",
            "recorded_at": "2024-10-02T09:30:00+00:00",
            "adopted_by": "The Board",
            "meeting_on": "2024-09-24",
            "minute": "24/09/7",
            "note": "With one amendment.",
        },
    }
    before = Snapshot(stated, [], [])
    edition = import_edition(folder=written(before, tmp_path / "adopted"))
    assert take(edition) == before
    assert (edition.adopted_by, edition.minute) == ("The Board", "24/09/7")


def test_a_document_that_was_never_adopted_stays_so(reference: None, tmp_path: Path) -> None:
    stated = {
        "slug": "consultation",
        "organisation": "bob-icb",
        "title": "Consultation",
        "label": "2024",
        "never_adopted": True,
    }
    before = Snapshot(stated, [], [])
    edition = import_edition(folder=written(before, tmp_path / "consultation"))
    assert edition.state == "not-adopted"
    assert take(edition) == before


def test_an_edition_based_on_another_comes_back_on_the_same_base(
    bob: Edition, draft: Edition, tmp_path: Path
) -> None:
    before = take(draft)
    assert before.edition["based_on"] == bob.slug
    digest = compute(draft)
    folder = written(before, tmp_path / "draft")
    draft.delete()
    again = import_edition(folder=folder)
    assert again.based_on == bob
    assert compute(again) == digest
    assert digest_of(before, parent="") != compute(again), "the base is part of the digest"


def kind_by_kind(records: list[Record]) -> list[Record]:
    """The records in the order in which the database gives them."""
    order = list(kinds())
    return in_file_order(sorted(records, key=lambda record: order.index(record.kind)))


@pytest.mark.django_db
class TestAnyEdition:
    """The same of small editions of every shape, with text that YAML is known to mangle."""

    def test_comes_back_from_its_files(self, undone: Undone) -> None:
        @given(snapshots())
        def comes_back(before: Snapshot) -> None:
            with TemporaryDirectory() as name:
                read = read_folder(written(before, Path(name)))
            after = Snapshot(read.edition, read.sources, kind_by_kind(read.records))
            assert after == before
            assert digest_of(after, parent="") == digest_of(before, parent="")

        comes_back()

    @pytest.mark.usefixtures("reference")
    def test_comes_back_from_the_database(self, undone: Undone) -> None:
        @given(snapshots())
        @settings(max_examples=settings().max_examples // 3)
        def comes_back(before: Snapshot) -> None:
            with TemporaryDirectory() as name, undone():
                edition = import_edition(folder=written(before, Path(name)))
                assert take(edition) == before
                assert compute(edition) == digest_of(before, parent="")

        comes_back()

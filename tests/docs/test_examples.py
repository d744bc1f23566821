"""The examples are what the documents say of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.folder.reference import load_reference
from opmodel.editions.folder.writing import write_folder
from opmodel.editions.models import Edition, Organisation
from opmodel.editions.moments import Moment
from opmodel.editions.selectors.editions import in_force
from opmodel.editions.snapshot import take
from opmodel.editions.viewer import PUBLIC

from .conftest import ROOT

pytestmark = pytest.mark.django_db

MINIMAL = ROOT / "docs" / "examples" / "minimal"


@pytest.fixture
def example(reference: None) -> Edition:
    """The edition of docs/examples/minimal, with its organisation."""
    load_reference(folder=MINIMAL / "reference")
    (folder,) = {about.parent for about in MINIMAL.glob("*/edition.yaml")}
    return import_edition(folder=folder)


def test_the_minimal_edition_is_adopted_as_the_readme_shows(example: Edition) -> None:
    readme = (ROOT / "README.md").read_text()
    count = example.elements.count()
    assert f"{example.slug}: {count} elements, Adopted, digest {example.digest[:8]}…" in readme


def test_it_is_in_force_from_its_day(example: Edition) -> None:
    organisation = Organisation.objects.get(pk="exampleshire-icb")
    for day, expected in ((date(2026, 6, 30), None), (date(2026, 7, 1), example)):
        moment = Moment(on=day, known=date(2026, 12, 31))
        found = in_force(organisation=organisation, viewer=PUBLIC, moment=moment)
        assert found.edition == expected


def test_nesting_gives_the_function_its_team_and_directorate(example: Edition) -> None:
    function = example.elements.get(key="safeguarding").as_function
    assert (function.team.key, function.directorate.key) == ("safeguarding-team", "quality")


def test_its_pages_can_be_read_and_say_that_it_is_invented(
    example: Edition, client: Client
) -> None:
    for address in ("", f"{example.slug}/", f"{example.slug}/chart/", f"{example.slug}/posts/"):
        page = client.get(f"/exampleshire-icb/{address}")
        assert page.status_code == 200
    assert "Sample data" in client.get("/exampleshire-icb/").content.decode()


def test_exported_it_reads_the_same(example: Edition, tmp_path: Path) -> None:
    write_folder(take(example), tmp_path / "exported")
    text = (tmp_path / "exported" / "edition.yaml").read_text()
    again = text.replace(example.slug, "exampleshire-icb-again")
    (tmp_path / "exported" / "edition.yaml").write_text(again)
    second = import_edition(folder=tmp_path / "exported")
    assert take(second).records == take(example).records

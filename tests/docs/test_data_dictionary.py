"""The data dictionary says what the models say."""

from __future__ import annotations

from opmodel.editions.dictionary import data_dictionary
from opmodel.editions.kinds import kinds

from .conftest import ROOT


def test_it_is_current() -> None:
    """Made anew by: script/manage data_dictionary > docs/data-dictionary.md"""
    assert (ROOT / "docs" / "data-dictionary.md").read_text() == data_dictionary()


def test_it_explains_every_kind() -> None:
    written = data_dictionary()
    assert [
        kind.plural for kind in kinds().values() if f"\n## {kind.plural}\n" not in written
    ] == []
    assert [kind.plural for kind in kinds().values() if not kind.__doc__] == []


def test_loading_lists_every_section_of_every_file() -> None:
    loading = (ROOT / "docs" / "loading.md").read_text()
    assert [kind.plural for kind in kinds().values() if f"`{kind.plural}`" not in loading] == []

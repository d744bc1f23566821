"""The JSON Schema that is published is the one that folders are held to."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from django.db import transaction
from django.test import Client
from hypothesis import given

from opmodel.editions.folder.faults import FolderRefused
from opmodel.editions.folder.reading import read
from opmodel.editions.folder.reference import load_reference
from opmodel.editions.folder.schema import files, schema
from opmodel.editions.folder.writing import write_folder
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Organisation
from opmodel.editions.records import stated_fields
from opmodel.editions.snapshot import Snapshot
from tests.conftest import FIXTURES, Undone

from .making import every_kind, snapshots

EDITIONS = sorted(path.parent for path in FIXTURES.glob("*/edition.yaml"))


def whole(folder: Path) -> dict[str, Any]:
    """A folder as one document: its files by name, as the schema describes it."""
    documents = {
        name: read(folder / f"{name}.yaml").data
        for name in files()
        if (folder / f"{name}.yaml").exists()
    }
    return {name: data for name, data in documents.items() if data is not None}


@pytest.fixture(scope="module")
def validator() -> Any:
    return jsonschema_rs.Draft202012Validator(schema())


def test_it_is_a_valid_schema() -> None:
    jsonschema_rs.meta.validate(schema())


@pytest.mark.parametrize("folder", EDITIONS, ids=lambda path: path.name)
def test_every_edition_shipped_has_its_form(folder: Path, validator: Any) -> None:
    assert list(validator.iter_errors(whole(folder))) == []


@pytest.mark.django_db
def test_it_is_published_as_it_is_used() -> None:
    response = Client().get("/edition-folder.schema.json")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/schema+json"
    assert json.loads(response.content) == schema()


def test_everything_that_can_be_written_has_its_form(
    undone: Undone, validator: Any, tmp_path: Path
) -> None:
    @given(snapshots())
    def fits(snapshot: Snapshot) -> None:
        write_folder(snapshot, tmp_path)
        assert list(validator.iter_errors(whole(tmp_path))) == []

    fits()


@pytest.mark.parametrize("kind", kinds())
def test_every_field_of_every_kind_is_described(kind: str) -> None:
    described = schema()["$defs"][kind]
    assert {spec.name for spec in stated_fields(kinds()[kind])} <= set(described["properties"])
    assert described["additionalProperties"] is False


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("kind", kinds())
def test_a_field_of_the_wrong_type_does_not_have_its_form(
    kind: str, validator: Any, tmp_path: Path
) -> None:
    write_folder(every_kind(), tmp_path)
    right = whole(tmp_path)
    assert not list(validator.iter_errors(right))
    for spec in stated_fields(kinds()[kind]):
        wrong = copy.deepcopy(right)
        found = [row for row in rows_of(kinds()[kind].plural, wrong) if spec.name in row]
        if not found:  # taken over from what it is nested in
            continue
        found[0][spec.name] = {"no": "field takes this"}
        assert list(validator.iter_errors(wrong)), spec.name


def rows_of(plural: str, data: Any) -> list[dict[str, Any]]:
    """The rows of every list of this name in a document."""
    if isinstance(data, list):
        return [row for inner in data for row in rows_of(plural, inner)]
    if not isinstance(data, dict):
        return []
    mine = data.get(plural) or []
    listed = [row for row in mine if isinstance(row, dict)] if isinstance(mine, list) else []
    return listed + [row for inner in data.values() for row in rows_of(plural, inner)]


@pytest.mark.django_db
class TestReferenceData:
    """The same for what stands outside editions."""

    def test_what_is_shipped_loads_and_loads_again(self) -> None:
        assert load_reference(folder=FIXTURES / "reference") == load_reference(
            folder=FIXTURES / "reference"
        )

    @pytest.mark.parametrize(
        ("name", "text", "fault"),
        [
            ("organisations", "organisations: [{slug: a}]", "organisations[0]: “name” is missing."),
            ("organisations", "organisations: 5", "organisations: This is the number 5, not a li"),
            (
                "organisations",
                "organisations: [{slug: A, name: A, kind: icb}]",
                "organisations[0]: This was refused: ",
            ),
            (
                "organisations",
                (
                    "successions: [{predecessor: bob-icb, successor: a, kind: split,"
                    ' effective_on: "2026-01-01"}]'
                ),
                "successions[0]: This was refused: ",
            ),
            (
                "organisations",
                "organisations: [{slug: about, name: A, kind: icb}]",
                "organisations[0]: This was refused: ",
            ),
            (
                "organisations",
                'organisations: [{slug: a, name: A, kind: icb, legal_from: "2024-02-30"}]',
                "organisations[0].legal_from: There is no such day as “2024-02-30”. Check it.",
            ),
            (
                "organisations",
                "organisations: [{slug: a, name: A, kind: icb, source: nothing}]",
                "organisations[0]: This was refused: ",
            ),
            (
                "organisations",
                (
                    "organisations: [{slug: a, name: A, kind: icb,"
                    " identifiers: [{scheme: ods, value: x}]}]"
                ),
                "organisations[0]: This was refused: ",
            ),
            (
                "sources",
                'sources: [{key: a, title: A, published_on: "2024-13"}]',
                "sources[0].published_on: There is no such day as “2024-13”. Check it.",
            ),
            ("levels", "levels: [{code: a, name: A, rank: 1}]", "levels[0]: This was refused: "),
            (
                "organisations",
                "organisations: [{slug: a, name: A, kind: icb}, {slug: a, name: B, kind: icb}]",
                "organisations[1].slug: “a” stands in this file before, in line 1. Keep one of th",
            ),
            (
                "lineage",
                (
                    "lineage: [{earlier: a/b, later: c/d, kind: merged},"
                    " {earlier: a/b, later: c/d, kind: different}]"
                ),
                "lineage[1].earlier: “a/b, c/d” stands in this file before, in line 1.",
            ),
            ("other", "a: 1", "(the whole file): No reference data has this name."),
            ("levels", "levels: [{code: a, code: b}]", "levels[0].code: “code” stands here twice."),
        ],
    )
    def test_what_is_wrong_is_told_in_words(
        self, reference: None, tmp_path: Path, name: str, text: str, fault: str
    ) -> None:
        (tmp_path / f"{name}.yaml").write_text(text)
        with pytest.raises(FolderRefused) as refused, transaction.atomic():
            load_reference(folder=tmp_path)
        assert any(f"{name}.yaml:1: {fault}" in str(each) for each in refused.value.faults), str(
            refused.value
        )

    def test_whatever_order_a_file_has_what_is_referred_to_is_loaded_first(
        self, reference: None, tmp_path: Path
    ) -> None:
        succession = {"predecessor": "bob-icb", "successor": "new", "kind": "split"}
        rows = {
            "successions": [succession | {"effective_on": "2026-04-01"}],
            "organisations": [{"slug": "new", "name": "New", "kind": "icb", "source": "paper"}],
        }
        (tmp_path / "organisations.yaml").write_text(yaml.safe_dump(rows, sort_keys=False))
        (tmp_path / "sources.yaml").write_text("sources: [{key: paper, title: The paper}]")
        assert load_reference(folder=tmp_path) == 3
        assert Organisation.objects.get(slug="new").source.title == "The paper"

    def test_a_correction_replaces_what_was_said(self, reference: None, tmp_path: Path) -> None:
        rows = [{"slug": "bob-icb", "name": "Renamed", "kind": "icb"}]
        (tmp_path / "organisations.yaml").write_text(yaml.safe_dump({"organisations": rows}))
        before = Organisation.objects.count()
        load_reference(folder=tmp_path)
        assert Organisation.objects.get(slug="bob-icb").name == "Renamed"
        assert Organisation.objects.count() == before

"""A digest names what an edition states: all of it, and nothing of how it was written down."""

from __future__ import annotations

import copy
import hashlib
import random
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.digest import compute, digest_of
from opmodel.editions.folder.checking import read_folder
from opmodel.editions.folder.writing import write_folder
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition
from opmodel.editions.records import Record
from opmodel.editions.snapshot import Snapshot, take
from tests.conftest import Undone

from .making import every_kind, save, snapshots

# What every element has beside what its source states; its place among its kind is the order.
UNSTATED = {"id", "element", "edition", "key", "kind", "position", "version", "search"}


def test_an_adopted_edition_keeps_the_digest_of_its_content(bob: Edition) -> None:
    assert bob.digest == compute(bob)
    assert len(bob.digest) == 64


def test_it_is_that_of_the_canonical_json(reference: None) -> None:
    """By hand, so that anyone can check one: RFC 8785 of a small edition."""
    edition = {"slug": "a", "organisation": "bob-icb", "title": "Ä", "label": "L"}
    record = Record("figure", "f", {"name": "F", "amount": "1.5"}, [{"source": "s", "page": "3"}])
    snapshot = Snapshot(edition, [{"key": "s", "title": "S"}], [record])
    canonical = (
        '{"edition":{"label":"L","organisation":"bob-icb","slug":"a","title":"Ä"},'
        '"elements":[{"amount":"1.5","citations":[{"page":"3","source":"s"}],"key":"f",'
        '"kind":"figure","name":"F"}],"parent":"","sources":[{"key":"s","title":"S"}]}'
    )
    assert digest_of(snapshot, parent="") == hashlib.sha256(canonical.encode()).hexdigest()


@pytest.mark.parametrize("kind", kinds())
def test_a_change_of_any_field_of_any_kind_is_another_digest(undone: Undone, kind: str) -> None:
    """In the database, so that a field which the snapshot forgets is found here."""
    saved = save(every_kind())
    found = {"": compute(saved)}
    model = kinds()[kind]
    fields = [
        field
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if field.name not in UNSTATED
    ]
    assert len(fields) >= 5
    for spec in fields:
        first, second = model.objects.in_edition(saved)
        with undone():
            assert change(second, spec) or change(first, spec), spec.name
            found[spec.name] = compute(saved)
    assert len(set(found.values())) == len(found), found


def change(element: Any, spec: Any) -> bool:
    """Another value than the element has, whatever the field is; false where it may have none."""
    if spec.many_to_many:
        through = spec.remote_field.through
        through.objects.filter(**{through.ends[0]: element})[0].delete()
        return True
    value = getattr(element, spec.attname)
    setattr(element, spec.attname, None)
    if spec.null and value is not None and may_stand(element):
        new = None
    elif spec.is_relation:
        new = next(row.pk for row in candidates(element, spec) if row.pk != value)
    elif spec.choices:
        new = next(word for word, _ in spec.choices if word not in (value, spec.get_default()))
    elif isinstance(value, bool):
        new = not value
    elif isinstance(value, list):
        new = [*value, "one more"]
    else:
        new = f"{value} changed"
    setattr(element, spec.attname, new)
    if not may_stand(element):
        return False
    element.save()
    return True


def may_stand(element: Any) -> bool:
    """Whether the database takes the element as it is now."""
    try:
        element.validate_constraints(exclude={"search"})
    except ValidationError:
        return False
    return True


def candidates(element: Any, spec: Any) -> Iterator[Any]:
    model = spec.related_model
    rows = (
        model.objects.filter(edition=element.edition_id)
        if hasattr(model, "edition")
        else model.objects.all()
    )
    allowed = getattr(spec, "kinds", ())
    return (row for row in rows if not allowed or row.kind in allowed)


class TestAnyEdition:
    def test_any_other_value_is_another_digest(self, undone: Undone) -> None:
        @given(snapshots(), st.data())
        def differs(before: Snapshot, data: st.DataObject) -> None:
            after = copy.deepcopy(before)
            places = list(all_values(after))
            container, name = data.draw(st.sampled_from(places))
            container[name] = other_than(container[name])
            assert digest_of(after, parent="") != digest_of(before, parent="")

        differs()

    def test_nothing_can_be_left_out_or_change_places(self, undone: Undone) -> None:
        @given(snapshots(), st.data())
        def differs(before: Snapshot, data: st.DataObject) -> None:
            known = digest_of(before, parent="")
            for name in ("records", "sources"):
                rows = getattr(before, name)
                if rows:
                    at = data.draw(st.integers(0, len(rows) - 1))
                    without = copy.copy(before)
                    setattr(without, name, rows[:at] + rows[at + 1 :])
                    assert digest_of(without, parent="") != known
                if len(rows) > 1:
                    turned = copy.copy(before)
                    setattr(turned, name, rows[::-1])
                    assert digest_of(turned, parent="") != known
            assert digest_of(before, parent="0" * 64) != known

        differs()

    def test_the_order_and_style_of_the_yaml_do_not_matter(self, undone: Undone) -> None:
        @given(snapshots(), st.integers())
        def same(before: Snapshot, seed: int) -> None:
            with TemporaryDirectory() as name:
                folder = Path(name)
                write_folder(before, folder)
                known = folder_digest(folder)
                for file in folder.iterdir():
                    data = shuffled(yaml.safe_load(file.read_text()), random.Random(seed))
                    file.write_text(yaml.safe_dump(data, sort_keys=False, default_flow_style=True))
                assert folder_digest(folder) == known

        same()


def folder_digest(folder: Path) -> str:
    read = read_folder(folder)
    return digest_of(Snapshot(read.edition, read.sources, read.records), parent="")


def shuffled(data: Any, chance: random.Random) -> Any:
    """The same data with the names of every mapping in another order; lists keep theirs."""
    if isinstance(data, dict):
        items = [(name, shuffled(value, chance)) for name, value in data.items()]
        chance.shuffle(items)
        return dict(items)
    if isinstance(data, list):
        return [shuffled(value, chance) for value in data]
    return data


def all_values(snapshot: Snapshot) -> Iterator[tuple[dict[str, Any], str]]:
    """Every place in a snapshot where a value stands."""
    for row in [snapshot.edition, *snapshot.sources]:
        yield from ((row, name) for name in row)
    for record in snapshot.records:
        yield from ((record.values, name) for name in record.values)
        for citation in record.citations:
            yield from ((citation, name) for name in citation)
        yield from ((vars(record), name) for name in ("kind", "key"))


def other_than(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case list():
            return [*value, "one more"]
        case _:
            return f"{value}."


def test_what_is_written_as_by_default_is_as_if_unsaid(reference: None, tmp_path: Path) -> None:
    """An export leaves defaults out; a person may write them."""
    stated = {"slug": "a", "organisation": "bob-icb", "title": "A", "label": "A"}
    plain = {"key": "p", "name": "P", "parent": None}
    spelt = plain | {"standing": "in-force", "summary": "", "also_known_as": [], "statutory": None}
    digests = []
    for number, function in enumerate((plain, spelt)):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "edition.yaml").write_text(yaml.safe_dump({"edition": stated}))
        (folder / "directorates.yaml").write_text(yaml.safe_dump({"functions": [function]}))
        digests.append(folder_digest(folder))
    assert digests[0] == digests[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [("1.50", "1.5"), ("100", 100), ("100.0", "100"), ("-0.5", "-0.5000"), ("-0", "0"), ("007", 7)],
)
def test_an_amount_is_the_same_however_many_noughts_it_is_written_with(
    reference: None, tmp_path: Path, one: object, other: object
) -> None:
    digests = []
    for number, amount in enumerate((one, other)):
        folder = tmp_path / str(number)
        folder.mkdir()
        stated = {"slug": f"amount-{number}", "organisation": "bob-icb", "title": "A", "label": "A"}
        figures = [{"key": "f", "name": "F", "amount": amount}]
        (folder / "edition.yaml").write_text(yaml.safe_dump({"edition": stated}))
        (folder / "transition.yaml").write_text(yaml.safe_dump({"figures": figures}))
        before = read_folder(folder)
        imported = take(import_edition(folder=folder))
        assert imported.records == before.records
        digests.append(imported.records)
    assert digests[0] == digests[1]
    assert digests[0][0].values["amount"].startswith("-") is (float(str(one)) < 0)

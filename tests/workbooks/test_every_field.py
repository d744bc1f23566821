"""Of every kind there is, every field: one cell changed is that field changed and nothing else.

A kind or a field that is added later is asked here too, without a word.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models

from opmodel.editions.kinds import kinds, link_of
from opmodel.editions.models import Reference, Source
from opmodel.editions.records import plain
from opmodel.workbooks.base import Base, folded
from opmodel.workbooks.fields import Fields, columns, label
from opmodel.workbooks.preview import preview_of
from opmodel.workbooks.reading import At, Book, Cell, Sheet, open_book
from opmodel.workbooks.writing import write_workbook
from tests.editions.making import every_kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def every(reference: None) -> Base:
    return Base(every_kind())


@pytest.mark.parametrize("kind", kinds())
def test_one_cell_is_one_field(kind: str, every: Base) -> None:
    data = write_workbook(every, every.by_key.values(), title="Every kind")
    book = open_book("every.xlsx", data)
    record = every.by_kind[kind][0]
    tried = 0
    for spec in columns(kinds()[kind]):
        if kind == "responsibility" and spec.name in ("matrix", "function"):
            continue  # It is of a cycle; with one of them alone it would be of nothing.
        usual = plain(spec.get_default()) if spec.has_default() else None
        value = another(spec, record.values.get(spec.name, usual), every, record.key)
        if value is None:
            continue
        shown = Fields(every).shown(spec, value)
        seen = preview_of(with_cell(book, kind, record.key, label(spec), shown), every, {})
        changed = {
            (change.record.key, field.name): field.after
            for change in seen.changes
            for field in change.fields
        }
        assert changed == {(record.key, spec.name): value}, (spec.name, seen.faults)
        tried += 1
    assert tried >= 4


def another(spec: models.Field[Any, Any], value: Any, every: Base, key: str) -> Any:
    """A value that the field may have and does not have; None where there is no other."""
    match spec:
        case models.ManyToManyField():
            allowed = link_of(spec).target.allowed_kinds()
            found = [each.key for each in every.of_kinds(allowed or tuple(kinds()))]
            return next(([each] for each in found if [each] != value and each != key), None)
        case Reference() if spec.related_model is Source:
            found = [each["key"] for each in every.snapshot.sources]
        case Reference():
            found = [each.key for each in every.of_kinds(spec.allowed_kinds() or tuple(kinds()))]
        case models.ForeignKey():
            found = [str(each.pk) for each in spec.related_model._default_manager.all()[:9]]
        case models.BooleanField():
            return not value
        case ArrayField():
            return ["one", "two"]
        case models.DecimalField():
            return "12.5" if value != "12.5" else "13.5"
        case models.IntegerField():
            return 7 if value != 7 else 8
        case models.DateField():
            return "2025-05-01" if value != "2025-05-01" else "2025-05-02"
        case _ if spec.choices:
            found = [str(choice) for choice, _ in spec.flatchoices]
            usual = spec.get_default() if spec.has_default() else None
            found = [each for each in found if each != usual]
        case _ if spec.validators and spec.name not in ("name", "summary"):
            return None if getattr(spec, "max_length", None) is None else "changed"
        case _:
            return "Changed words"
    return next((each for each in found if each not in (value, key)), None)


def with_cell(book: Book, kind: str, key: str, heading: str, shown: Any) -> Book:
    """The workbook with one cell of an element's row replaced."""
    title = str(kinds()[kind]._meta.verbose_name_plural)
    sheets = []
    for sheet in book.sheets:
        if folded(sheet.name) != folded(title[:31]):
            sheets.append(sheet)
            continue
        row = next(
            row for (row, column), cell in sheet.cells.items() if column == 1 and cell.text == key
        )
        column = next(
            at for (top, at), cell in sheet.cells.items() if top == 5 and cell.text == heading
        )
        text = str(shown)
        number = None if isinstance(shown, str) else shown
        cell = Cell(At(sheet.name, row, column), text, number, raw=text)
        sheets.append(Sheet(sheet.name, {**sheet.cells, (row, column): cell}, sheet.merged))
    return Book(book.name, sheets)

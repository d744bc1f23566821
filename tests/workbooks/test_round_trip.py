"""What was written as a workbook is read back without loss; one cell changed is one field."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from governance.models import Decision, Delegation, Limit
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Edition
from opmodel.editions.snapshot import take
from opmodel.publishing.exports.lists import table_of_kind
from opmodel.publishing.exports.tables import as_csv, as_xlsx
from opmodel.workbooks import parts
from opmodel.workbooks.actions.taking import take_in
from opmodel.workbooks.base import Base
from opmodel.workbooks.preview import preview
from opmodel.workbooks.writing import sheet_title, write_workbook
from tests.editions.making import every_kind, frozen

from .conftest import Read
from .typed import saved

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def written(base: Base, django_db_blocker: object) -> bytes:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return write_workbook(base, base.by_key.values(), title="All of it")


@pytest.fixture(scope="module")
def some(base: Base, django_db_blocker: object) -> bytes:
    """Some rows of each list: what is referred to need not be among them."""
    records = [each for kind in base.by_kind for each in base.by_kind[kind][:25]]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return write_workbook(base, records, title="Some of it")


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def place(sheet: Worksheet, key: str, heading: str) -> str:
    headings = {cell.value: cell.column_letter for cell in sheet[5]}
    row = next(cell.row for cell in sheet["A"] if cell.value == key)
    return f"{headings[heading]}{row}"


def test_unchanged_it_changes_nothing(written: bytes, read: Read) -> None:
    seen = read(written)
    assert (seen.changes, seen.faults, seen.wanted) == ((), (), ())
    assert {mark.state for mark in seen.marks} == {"understood"}


def test_it_has_the_same_bytes_each_time(written: bytes, base: Base, db: None) -> None:
    assert write_workbook(base, base.by_key.values(), title="All of it") == written


def test_an_edition_of_every_kind_comes_back_whole(reference: None) -> None:
    base = Base.of(frozen(every_kind()))
    data = write_workbook(base, base.by_key.values(), title="Every kind")
    seen = preview(name="a.xlsx", data=data, base=base)
    assert (seen.changes, seen.faults) == ((), ())


EDITS = [
    ("Limits", "up_to", "Up to", "£300k", "300000"),
    ("Decisions", "name", "Name", "Adopt the standing orders", "Adopt the standing orders"),
    ("Delegations", "conditions", "Conditions", "Only on Mondays", "Only on Mondays"),
    ("Delegations", "holder", "Holder", "Chief People Officer", "chief-people-officer"),
    ("Posts", "number", "How many", 4, 4),
    ("Posts", "executive", "Member of the executive", "Yes", True),
    ("Committees", "summary", "Summary", "Two\nlines", "Two\nlines"),
    ("Decisions", "verb", "What is done", "Oversee", "oversee"),
    ("Delegations", "effective_from", "Effective from", "1 May 2025", "2025-05-01"),
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit[0]} {edit[2]}")
def test_one_cell_changed_is_one_field_changed(
    edit: tuple[str, str, str, object, object], some: bytes, read: Read
) -> None:
    sheet, field, heading, typed, meant = edit
    book = opened(some)
    row = next(
        row
        for row in range(6, 400)
        if book[sheet].cell(row, 1).value
        and book[sheet][place(book[sheet], book[sheet].cell(row, 1).value, heading)].value != typed
    )
    key = book[sheet].cell(row, 1).value
    book[sheet][place(book[sheet], key, heading)] = typed
    seen = read(book)
    assert not seen.faults
    (change,) = seen.changes
    assert (change.what, change.record.key) == ("changed", key)
    (changed,) = change.fields
    assert (changed.name, changed.after) == (field, meant)


def test_taken_in_it_changes_that_one_field_and_nothing_else(
    marlshire: Edition, undone: object, some: bytes
) -> None:
    draft = open_draft(based_on=marlshire, slug="marlshire-try", title="Try", label="Try")
    before = take(draft)
    book = opened(some)
    limits = book["Limits"]
    key = limits["A6"].value
    limits[place(limits, key, "Up to")] = 123456
    take_in(name="limits.xlsx", data=saved(book), into=draft)
    after = take(draft)
    assert after.sources == before.sources
    differ = [
        (one, other)
        for one, other in zip(before.records, after.records, strict=True)
        if one != other
    ]
    ((one, other),) = differ
    assert other.key == key
    assert other.values == {**one.values, "up_to": "123456"}
    assert other.citations == one.citations


def test_a_part_for_one_holder_changes_only_what_is_in_it(base: Base, read: Read) -> None:
    records = parts.of_holder(base, "audit-committee")
    kinds = {record.kind for record in records}
    assert {"committee", "delegation", "decision"} <= kinds
    book = opened(write_workbook(base, records, title="Audit Committee"))
    assert read(book).changes == ()
    delegations = book["Delegations"]
    delegations.delete_rows(7, 500)  # What is sent back may be less than what was sent out.
    delegations[place(delegations, delegations["A6"].value, "Conditions")] = "Twice a year"
    (change,) = read(book).changes
    assert [field.name for field in change.fields] == ["conditions"]


def test_a_part_for_a_directorate_holds_its_posts_and_their_powers(base: Base) -> None:
    key = base.by_kind["directorate"][0].key
    records = parts.of_directorate(base, key)
    assert {record.kind for record in records} >= {"directorate", "post"}
    assert len(records) < len(base.by_key)


def test_a_row_without_a_key_is_new_and_take_out_takes_out(some: bytes, read: Read) -> None:
    book = opened(some)
    limits = book["Limits"]
    limits[place(limits, limits["A6"].value, "Take out")] = "yes"
    decisions = book["Decisions"]
    decisions.append([None, "Approve a fountain"])
    seen = read(book)
    assert not seen.faults
    assert [(change.what, change.record.kind) for change in seen.changes] == [
        ("added", "decision"),
        ("removed", "limit"),
    ] or [(change.what, change.record.kind) for change in seen.changes] == [
        ("removed", "limit"),
        ("added", "decision"),
    ]


def test_what_others_refer_to_cannot_be_taken_out(some: bytes, read: Read) -> None:
    book = opened(some)
    posts = book["Posts"]
    posts[place(posts, "chief-executive", "Take out")] = "yes"
    (fault,) = read(book).faults
    assert "cannot be taken out" in fault.message


@pytest.mark.parametrize(
    ("heading", "typed", "said"),
    [
        ("Holder", "The Wizard", "Nothing that can stand here is called “The Wizard”"),
        ("What it does", "x", ""),
        ("Type", "Sort of", "is not one of the words used here"),
        ("Effective from", "soon", "is no day"),
        ("May be delegated further", "perhaps", "is neither yes nor no"),
        ("Name", None, "cannot be empty"),
        ("Key", "no-such-key", "has the key “no-such-key”"),
        ("Effective until", "2001-01-01", "cannot end before it has effect"),
        ("Limit", "x" * 300, "at most 200 fit"),
        ("Conditions", "=NOW()", "holds a formula"),
    ],
)
def test_a_fault_is_told_at_its_cell(
    heading: str, typed: object, said: str, some: bytes, read: Read
) -> None:
    book = opened(some)
    delegations = book["Delegations"]
    if not said:
        delegations.cell(5, 60).value = heading
    else:
        key = "adopt-the-standing-orders-approves-icb-board"
        delegations[place(delegations, key, heading)] = typed
    seen = read(book)
    (fault,) = seen.faults
    assert said in fault.message
    assert fault.at is not None
    assert fault.at.sheet == "Delegations"


def test_the_lists_that_pages_offer_are_read_back_too(marlshire: Edition, read: Read) -> None:
    for kind in (Decision, Delegation, Limit):
        found = kind.objects.in_edition(marlshire).prefetch_related("citations__source")
        table = table_of_kind(kind, found, marlshire, "in-force", "https://example.test")
        for name, data in (("list.xlsx", as_xlsx(table)), ("list.csv", as_csv(table))):
            seen = read(data, name)
            assert not seen.faults, seen.faults[:3]
            assert seen.changes == (), (kind, name, seen.changes[:2])


def test_the_path_of_a_file_is_no_matter(some: bytes, read: Read) -> None:
    assert read(some, str(Path("folder") / "deep" / "a.xlsx")).changes == ()


@pytest.mark.parametrize(
    ("title", "sheet"),
    [
        ("Who does what: RASCI of functions", "Who does what RASCI of"),
        ("Exactly thirty-one characters, x", "Exactly thirty-one characters"),
        ("Limits", "Limits"),
        ("x" * 40, "x" * 31),
        ("[:]", "Table"),
    ],
)
def test_the_title_of_a_sheet_is_cut_between_words(title: str, sheet: str) -> None:
    assert sheet_title(title) == sheet

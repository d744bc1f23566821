"""A matrix that was exported is read back without loss; one cell edited is one thing changed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.actions.importing import import_edition
from opmodel.editions.ids import row_id
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition
from opmodel.editions.snapshot import take
from opmodel.workbooks.actions.taking import take_in
from opmodel.workbooks.base import Base, folded
from opmodel.workbooks.fields import Fields, headings
from opmodel.workbooks.matrices.called import with_choice
from opmodel.workbooks.matrices.powers import WORDS
from opmodel.workbooks.matrices.stands import PART, REACH, Shown, limit_number
from opmodel.workbooks.preview import preview, preview_of
from opmodel.workbooks.reach import band_of
from opmodel.workbooks.reading import Book, Sheet
from opmodel.workbooks.words import Unreadable, reaches
from places.models import Partnership, PartnershipAuthority
from tests.conftest import FIXTURES

from .matrices import Written, changed, exported, names_in
from .test_every_field import another
from .typed import saved

pytestmark = pytest.mark.django_db

DOCUMENTS = (
    "bob-ccgs-2019-10",
    "bob-icb-2024-09",
    "bob-ics-sdp-2022-03",
    "nenc-icb-2022-draft",
    "nenc-icb-2025-06",
)
SAMPLES = ("marlshire-icb-2025-04", "eastmoor-icb-2025-04")
HWB = "health-and-wellbeing-board"
CYCLE = "nhs-england-commissioning-cycle"
MATRICES = (
    ("marlshire-icb-2025-04", "scheme"),
    ("marlshire-icb-2025-04", "scheme-by-holder"),
    ("marlshire-icb-2025-04", "limits"),
    ("marlshire-icb-2025-04", "function-levels"),
    ("marlshire-icb-2025-04", "collaborative-members"),
    ("marlshire-icb-2025-04", "committee-decisions"),
    ("marlshire-icb-2025-04", "place-functions"),
    ("marlshire-icb-2025-04", "commissioning-cycle"),
    ("eastmoor-icb-2025-04", "forums-by-local-authority"),
    ("nenc-icb-2022-draft", "forums-by-local-authority"),
    ("nenc-icb-2022-draft", "function-levels"),
    ("bob-ccgs-2019-10", "function-levels"),
    ("bob-ics-sdp-2022-03", "collaborative-members"),
    ("bob-icb-2024-09", CYCLE),
)


@pytest.fixture(scope="module")
def editions(samples: dict[str, Edition], django_db_blocker: Any) -> Iterator[dict[str, Edition]]:
    """The samples and the five documents, by slug."""
    with django_db_blocker.unblock(), transaction.atomic():
        for slug in DOCUMENTS:
            if not Edition.objects.filter(slug=slug).exists():
                import_edition(folder=FIXTURES / slug)
        found = Edition.objects.select_related("organisation").filter(slug__in=DOCUMENTS)
        yield samples | {edition.slug: edition for edition in found}
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def written(editions: dict[str, Edition], django_db_blocker: Any) -> Any:
    """`written(slug, matrix)`: the matrix as a workbook, made once."""

    @cache
    def of(slug: str, name: str) -> Written:
        with django_db_blocker.unblock():
            return Written.of(editions[slug], name)

    return of


@pytest.mark.parametrize("slug", [*SAMPLES, *DOCUMENTS])
def test_unchanged_it_changes_nothing(slug: str, editions: dict[str, Edition]) -> None:
    base = Base.of(editions[slug])
    names = names_in(editions[slug])
    assert names
    for name in names:
        seen = preview(name="a.xlsx", data=exported(editions[slug], name), base=base)
        assert (seen.changes, seen.faults, seen.wanted, seen.stays) == ((), (), (), ()), name
        assert {mark.state for mark in seen.marks} == {"understood"}, name
        assert seen.layouts[0][1] == "A matrix that the registry wrote"


# ---- One cell ----


@pytest.mark.parametrize(("slug", "name"), MATRICES)
@settings(max_examples=20)
@given(data=st.data())
def test_one_cell_edited_is_one_thing_changed(
    slug: str, name: str, written: Any, data: st.DataObject
) -> None:
    matrix = written(slug, name)
    shown = data.draw(st.sampled_from(matrix.shown()), label="what is edited")
    if shown.what == PART:
        check_part(matrix, shown, data.draw(st.sampled_from(sorted(WORDS)), label="word"))
    elif shown.what == REACH:
        check_reach(matrix, shown)
    elif limit_number(shown.what):
        check_limit(matrix, shown)
    else:
        check_field(matrix, shown)


def check_field(matrix: Written, shown: Shown) -> None:
    """Any other value: exactly that field of that element says it."""
    record = matrix.base.by_key[shown.key]
    spec = headings(kinds()[record.kind])[folded(shown.what)]
    value = another(spec, record.values.get(spec.name), matrix.base, record.key)
    text = str(Fields(matrix.base).shown(spec, value))
    seen = matrix.read(matrix.typed(shown, text))
    assert not seen.faults, seen.faults
    found = changed(seen)
    if spec.choices:  # A name that says what was chosen says the new choice.
        called = str(record.values["name"])
        after = with_choice(called, spec, record.values.get(spec.name, spec.get_default()), value)
        assert found.pop((shown.key, "name"), called) == after
    assert found == {(shown.key, spec.name): value}
    assert [change.what for change in seen.changes] == ["changed"]


def check_part(matrix: Written, shown: Shown, word: str) -> None:
    """Another word: the part of that power, and how it is held only where the word says that."""
    seen = matrix.read(matrix.typed(shown, word))
    record = matrix.base.by_key[shown.key]
    before = (record.values.get("part", "approves"), record.values.get("type", "delegated"))
    part, type_ = WORDS[word]
    found = changed(seen)
    assert not seen.faults, seen.faults
    assert {key for key, _ in found} <= {shown.key}
    assert {field for _, field in found} <= {"part", "type", "name"}
    after = (found.get((shown.key, "part"), before[0]), found.get((shown.key, "type"), before[1]))
    if word != (shown.value or shown.text):
        assert found
        assert after[0] == part
        if (shown.key, "name") in found:
            assert (shown.key, "part") in found
            assert found[shown.key, "name"].partition(": ")[0] in record.values["name"]
        told = {each for _, each in WORDS.values() if each} - (
            {"advisory"} if part != "approves" else set()
        )
        assert after[1] == type_ if type_ else after[1] not in told
    if before[1] in ("delegated", "sub-delegated", "own") and not type_:
        assert {field for _, field in found} <= {"part", "name"}


def check_reach(matrix: Written, shown: Shown) -> None:
    """Another amount in words: those words, the amounts behind them, and no other power's."""
    text = shown.value or shown.text
    try:
        bands = reaches(text)
    except Unreadable:
        bands = ()
    limits = matrix.base.pointing("limit", delegation=shown.key)
    new = "Up to £123,456 a year"
    seen = matrix.read(matrix.typed(shown, new))
    assert not seen.faults, seen.faults
    found = changed(seen)
    assert found[shown.key, "limit"].casefold() == new.casefold()
    touched = {key for key, _ in found}
    assert touched <= {
        shown.key,
        *(each.key for each in limits),
        *(change.record.key for change in seen.changes if change.what == "added"),
    }
    assert {field for key, field in found if key == shown.key} <= {"limit", "name"}
    if limits and bands:
        (band,) = (
            band_of(change.record)
            for change in seen.changes
            if change.record.kind == "limit" and change.what == "changed"
        )
        assert (band.above, str(band.up_to), band.basis) == (None, "123456", "yearly")


def check_limit(matrix: Written, shown: Shown) -> None:
    """Another amount: that end of that limit, and the words that say the same amount."""
    number = limit_number(shown.what)
    limits = matrix.base.pointing("limit", delegation=shown.key)
    if not limits:
        seen = matrix.read(matrix.typed(shown, "Up to £123,456"))
        assert [change.what for change in seen.changes if change.record.kind == "limit"] == [
            "added"
        ]
        return
    limit = limits[number - 1]
    before = band_of(limit)
    ends = {"above": before.above, "up_to": before.up_to}
    name, old = next(((n, v) for n, v in ends.items() if v is not None), ("", None))
    if old is None:
        return
    new = old + 1
    text = (shown.value or shown.text).replace(f"£{old:,.2f}".removesuffix(".00"), f"£{new:,}", 1)
    seen = matrix.read(matrix.typed(shown, text))
    assert not seen.faults, seen.faults
    found = changed(seen)
    words = {(limit.key, "name"), (shown.key, "limit"), (shown.key, "name")}
    assert {place: value for place, value in found.items() if place not in words} == {
        (limit.key, name): format(new.normalize(), "f")
    }
    for place in words & found.keys():
        assert f"£{new:,}".removesuffix(".00") in found[place]


def test_a_number_alone_is_a_limit(written: Any) -> None:
    matrix = written("marlshire-icb-2025-04", "limits")
    shown = next(
        each
        for each in matrix.shown("Limit number 1")
        if each.text == "Up to £50,000\neach time"
        and len(matrix.whole.cells[each.row, each.column]) == 1
    )
    found = changed(matrix.read({(shown.row, shown.column): 60000}))
    (limit,) = matrix.base.pointing("limit", delegation=shown.key)
    assert found[limit.key, "up_to"] == "60000"
    assert "60,000" in found[shown.key, "limit"]


# ---- Letters ----


@pytest.fixture(scope="module")
def lettered(editions: dict[str, Edition], django_db_blocker: Any) -> Written:
    """The first responsibility matrix of Marlshire."""
    with django_db_blocker.unblock():
        edition = editions["marlshire-icb-2025-04"]
        base = Base.of(edition)
        return Written.of(edition, base.by_kind["responsibility-matrix"][0].key)


def cell_of(matrix: Written, text: str) -> Shown:
    """What stands alone in the first cell that reads just so."""
    return next(
        each
        for each in matrix.shown()
        if each.text == text and len(matrix.whole.cells[each.row, each.column]) == 1
    )


def test_another_letter_is_another_part(lettered: Written) -> None:
    shown = cell_of(lettered, "R")
    seen = lettered.read({(shown.row, shown.column): "C"})
    assert not seen.faults
    found = changed(seen)
    assert found.pop((shown.key, "part")) == "consulted"
    before = lettered.base.name(shown.key)
    assert found == (
        {(shown.key, "name"): before.replace("responsible", "consulted")}
        if before.endswith(", responsible")
        else {}
    )


@pytest.fixture
def governance(editions: dict[str, Edition]) -> Written:
    """A matrix whose entries' names end with the part that they give."""
    slug = "marlshire-icb-2025-04"
    name = next(
        each
        for each in names_in(editions[slug])
        if any(
            shown.what == "Part" and matrix_name.endswith(", informed")
            for matrix in [Written.of(editions[slug], each)]
            for shown in matrix.shown()
            for matrix_name in [matrix.base.name(shown.key)]
        )
    )
    return Written.of(editions[slug], name)


def informed(matrix: Written) -> Shown:
    return next(
        each
        for each in matrix.shown("Part")
        if matrix.base.name(each.key).endswith(", informed")
        and len(matrix.whole.cells[each.row, each.column]) == 1
    )


def test_a_name_that_says_the_part_says_the_new_one(governance: Written) -> None:
    shown = informed(governance)
    before = governance.base.name(shown.key)
    seen = governance.read({(shown.row, shown.column): "C"})
    assert changed(seen) == {
        (shown.key, "part"): "consulted",
        (shown.key, "name"): before.removesuffix("informed") + "consulted",
    }


def test_several_letters_are_entries_that_each_say_their_own_part(governance: Written) -> None:
    shown = informed(governance)
    begins = governance.base.name(shown.key).removesuffix("informed")
    seen = governance.read({(shown.row, shown.column): "A/R"})
    assert not seen.faults
    named = {change.record.values["part"]: change.name for change in seen.changes}
    assert named == {"accountable": f"{begins}accountable", "responsible": f"{begins}responsible"}
    at = next(governance.empty())
    seen = governance.read({at: "A/R"})
    ends = {change.record.values["part"]: change.name.split(", ")[-1] for change in seen.changes}
    assert ends == {"accountable": "accountable", "responsible": "responsible"}


def test_a_power_that_became_another_part_is_called_so(written: Any) -> None:
    matrix = written("marlshire-icb-2025-04", "scheme")
    shown = next(
        each
        for each in matrix.shown(PART)
        if matrix.base.name(each.key).endswith(" recommends")
        and matrix.base.by_key[each.key].values.get("part") == "recommends"
    )
    seen = matrix.read(matrix.typed(shown, "Is consulted"))
    called = matrix.base.name(shown.key).removesuffix("recommends") + "is consulted"
    found = changed(seen)
    assert (found[shown.key, "part"], found[shown.key, "name"]) == ("consulted", called)


@pytest.mark.parametrize("typed", ["R/C", "R\nC", "c, r", "Responsible\nConsulted"])
def test_a_letter_beside_another_is_a_new_entry(typed: str, lettered: Written) -> None:
    shown = cell_of(lettered, "R")
    like = lettered.base.by_key[shown.key]
    (change,) = lettered.read({(shown.row, shown.column): typed}).changes
    assert change.what == "added"
    assert {
        name: change.record.values[name] for name in ("holder", "function", "matrix", "part")
    } == {
        **{name: like.values[name] for name in ("holder", "function", "matrix")},
        "part": "consulted",
    }


def test_a_letter_in_an_empty_cell_is_a_new_entry(lettered: Written) -> None:
    row, column = next(lettered.empty())
    seen = lettered.read({(row, column): "I"})
    assert not seen.faults
    (change,) = seen.changes
    assert change.what == "added"
    values = {name: change.record.values[name] for name in ("function", "holder", "part")}
    assert values == {
        "function": lettered.whole.rows[row].key,
        "holder": lettered.whole.columns[column].key,
        "part": "informed",
    }


def test_none_takes_a_letter_out_and_an_empty_cell_does_not(lettered: Written) -> None:
    shown = cell_of(lettered, "R")
    (change,) = lettered.read({(shown.row, shown.column): "none"}).changes
    assert (change.what, change.record.key) == ("removed", shown.key)
    seen = lettered.read({(shown.row, shown.column): None})
    assert (seen.changes, seen.faults) == ((), ())
    assert [name for _, name in seen.stays] == [lettered.base.name(shown.key)]


def test_a_letter_of_no_set_is_refused(lettered: Written) -> None:
    shown = cell_of(lettered, "R")
    (fault,) = lettered.read({(shown.row, shown.column): "Q"}).faults
    assert "is not made of the letters of this matrix" in fault.message
    assert fault.at is not None
    assert (fault.at.row, fault.at.column) == (shown.row, shown.column)


# ---- New and gone ----


def test_what_is_typed_into_an_empty_cell_of_the_scheme_is_a_new_power(written: Any) -> None:
    matrix = written("eastmoor-icb-2025-04", "scheme")
    row, column = next(matrix.empty())
    seen = matrix.read({(row, column): "Approves up to £50k"})
    assert not seen.faults
    power, limit = seen.changes
    assert (power.what, limit.what) == ("added", "added")
    assert power.record.values["decision"] == matrix.whole.rows[row].key
    assert power.record.values["holder"] == matrix.whole.columns[column].key
    assert power.record.values["limit"] == "Up to £50,000"
    assert (limit.record.values["delegation"], limit.record.values["up_to"]) == (
        power.record.key,
        "50000",
    )


@pytest.mark.parametrize(
    ("of", "typed", "kind", "values"),
    [
        ("limits", "£75,000", "delegation", {"limit": "Up to £75,000"}),
        ("function-levels", "Decision", "placement", {"part": "decision"}),
        ("collaborative-members", "Lead", "membership", {"role": "lead"}),
        ("commissioning-cycle", "Counts\nheads", "responsibility",
         {"summary": "Counts\nheads", "cycle": "commissioning-cycle"}),
    ],
)  # fmt: skip
def test_what_is_typed_into_an_empty_cell_is_new(
    of: str, typed: str, kind: str, values: dict[str, Any], written: Any
) -> None:
    matrix = written("marlshire-icb-2025-04", of)
    row, column = next(
        at
        for at in matrix.empty()
        if matrix.base.by_key[matrix.whole.rows[at[0]].key].kind != "delegation"
    )
    seen = matrix.read({(row, column): typed})
    assert not seen.faults, seen.faults
    added = next(change for change in seen.changes if change.record.kind == kind)
    assert {change.what for change in seen.changes} == {"added"}
    assert values.items() <= added.record.values.items()
    said = [*added.record.values.values()]
    assert matrix.whole.rows[row].key in said
    column_key = matrix.whole.columns[column].key
    assert column_key in said or [column_key] in said


def test_a_forum_that_is_named_for_another_authority_works_for_that_too(
    editions: dict[str, Edition],
) -> None:
    draft = open_draft(
        based_on=editions["nenc-icb-2022-draft"], slug="nenc-forums", title="Try", label="Try"
    )
    whole = Written.of(draft, "forums-by-local-authority")
    forum = next(
        each
        for each in whole.base.by_kind["partnership"]
        if len(each.values.get("local_authorities", ())) > 1
        and each.values.get("form") == "health-and-wellbeing-board"
    )
    gone = forum.values["local_authorities"][-1]
    link = PartnershipAuthority.objects.get(
        partnership__edition=draft, partnership__key=forum.key, body__key=gone
    )
    link.delete()
    matrix = Written.of(draft, "forums-by-local-authority")
    place = next(at for at in matrix.empty() if matrix.whole.rows[at[0]].key == gone)
    seen = matrix.read({place: forum.values["name"]})
    assert not seen.faults, seen.faults
    assert changed(seen) == {(forum.key, "local_authorities"): forum.values["local_authorities"]}


def test_none_takes_a_power_out_with_its_limits(written: Any) -> None:
    matrix = written("eastmoor-icb-2025-04", "scheme")
    parents = {each.values.get("parent") for each in matrix.base.by_kind["delegation"]}
    shown = next(
        each
        for each in matrix.shown(REACH)
        if len({one.key for one in matrix.whole.cells[each.row, each.column]}) == 1
        and matrix.base.pointing("limit", delegation=each.key)
        and each.key not in parents
    )
    seen = matrix.read({(shown.row, shown.column): "none"})
    assert not seen.faults, seen.faults
    assert {change.what for change in seen.changes} == {"removed"}
    assert {change.record.key for change in seen.changes} == {
        shown.key,
        *(each.key for each in matrix.base.pointing("limit", delegation=shown.key)),
    }


# ---- What cannot be edited ----


@pytest.mark.parametrize(
    ("slug", "name", "was", "said"),
    [
        ("nenc-icb-2022-draft", "function-levels", "see its parts", "only shown here"),
        ("marlshire-icb-2025-04", "scheme-by-holder", "only", "only shown here"),
        ("nenc-icb-2022-draft", "forums-by-local-authority", "For ", "only shown here"),
    ],
)
def test_what_is_only_shown_cannot_be_changed(
    slug: str, name: str, was: str, said: str, written: Any
) -> None:
    matrix = written(slug, name)
    only = [each for some in matrix.whole.cells.values() for each in some if not each.what]
    shown = next((each for each in only if was in each.text), only[0])
    lines = [
        "Something else" if each is shown else each.text
        for each in matrix.whole.cells[shown.row, shown.column]
    ]
    seen = matrix.read({(shown.row, shown.column): "\n".join(lines)})
    (fault,) = seen.faults
    assert said in fault.message
    assert "in a list" in fault.remedy
    assert seen.changes == ()


def test_a_heading_that_was_changed_is_refused_by_its_cell(written: Any) -> None:
    matrix = written("eastmoor-icb-2025-04", "scheme")
    row, column = min(matrix.whole.rows), matrix.whole.corner
    seen = matrix.read({(row, column): "Approve a fountain"})
    assert [fault.at.address for fault in seen.faults if fault.at] == [f"B{row}"]
    assert "This heading was" in seen.faults[0].message
    head = matrix.whole.heading_row, column + 1
    seen = matrix.read({head: "The Wizard"})
    assert [fault.at.address for fault in seen.faults if fault.at] == [f"C{head[0]}"]
    assert seen.changes == ()


def test_a_second_sheet_that_was_changed_is_refused(written: Any) -> None:
    matrix = written("bob-icb-2024-09", CYCLE)
    about = matrix.book.sheets[1]
    place = next(at for at in about.cells if at[1] == 4 and at[0] > 8)
    cells = {**about.cells, place: replace(about.cells[place], text="nursing")}
    book = Book("a.xlsx", [matrix.sheet, Sheet(about.name, cells)])
    (fault,) = preview_of(book, matrix.base, {}).faults
    assert "was changed" in fault.message


@pytest.mark.parametrize("slug", ["marlshire-icb-2025-04", "nenc-icb-2022-draft"])
def test_a_matrix_as_csv_is_for_reading(slug: str, editions: dict[str, Edition]) -> None:
    edition = editions[slug]
    for name in names_in(edition):
        seen = preview(name="a.csv", data=exported(edition, name, "csv"), base=Base.of(edition))
        assert seen.changes == ()
        assert "XLSX" in seen.faults[0].remedy


# ---- Moved ----


@pytest.mark.parametrize(("slug", "name"), MATRICES)
def test_rows_and_columns_may_be_moved(slug: str, name: str, written: Any) -> None:
    """Turned upside down and left to right, nothing is said otherwise; nor with rows left out."""
    matrix = written(slug, name)
    if matrix.whole.covered:
        return  # A spreadsheet does not sort what is merged.
    rows, columns = sorted(matrix.whole.rows), sorted(matrix.whole.columns)
    turned = dict(zip(rows, reversed(rows), strict=True))
    moved = dict(zip(columns, reversed(columns), strict=True))
    seen = matrix.arranged(turned, moved)
    assert (seen.changes, seen.faults) == ((), ())
    assert {mark.state for mark in seen.marks} == {"understood"}
    seen = matrix.arranged(dict.fromkeys(rows[::2], 0), dict.fromkeys(columns[-1:], 0))
    assert (seen.changes, seen.faults, seen.stays) == ((), (), ())


def test_an_edit_goes_with_its_row(written: Any) -> None:
    matrix = written("marlshire-icb-2025-04", "function-levels")
    shown = next(each for each in matrix.shown("Part") if each.text == "Decision")
    rows = sorted(matrix.whole.rows)
    down = {row: row + 3 for row in range(matrix.whole.heading_row, max(rows) + 1)}
    edited = matrix.typed(shown, "Policy")
    held = {**matrix.sheet.cells}
    ((at, text),) = edited.items()
    held[at] = replace(held[at], text=text)
    other = Written(Book("a.xlsx", [Sheet(matrix.sheet.name, held), matrix.book.sheets[1]]),
                    matrix.base)  # fmt: skip
    assert changed(other.arranged(down, {})) == {(shown.key, "part"): "policy"}


@pytest.mark.parametrize(
    ("name", "narrowed"),
    [
        ("scheme", {"part": "approves", "sort": "name", "group": "none"}),
        ("scheme", {"holder": "chief-executive", "group": "legal-basis"}),
        ("scheme", {"place": "tarnwold"}),
        ("limits", {"basis": "yearly", "group": "category"}),
        ("scheme-by-holder", {"holder": "chief-executive", "sort": "name"}),
        ("function-levels", {"level": "place"}),
        ("collaborative-members", {"role": "lead"}),
        ("commissioning-cycle", {"stage": "set-strategy"}),
    ],
)
def test_a_part_of_a_matrix_is_read_back_too(
    name: str, narrowed: dict[str, str], editions: dict[str, Edition]
) -> None:
    matrix = Written.of(editions["marlshire-icb-2025-04"], name, **narrowed)
    seen = matrix.read()
    assert (seen.changes, seen.faults, seen.stays) == ((), (), ())
    shown = matrix.shown()[0]
    text = "Recommends" if shown.what == PART else "Up to £9"
    if shown.what not in (PART, REACH) and not limit_number(shown.what):
        check_field(matrix, shown)
        return
    seen = matrix.read(matrix.typed(shown, text))
    assert not seen.faults
    assert shown.key in {key for key, _ in changed(seen)}


def test_what_a_narrowed_matrix_does_not_show_is_not_overwritten(
    editions: dict[str, Edition],
) -> None:
    matrix = Written.of(editions["marlshire-icb-2025-04"], "scheme", part="approves")
    place = next(
        (row, column)
        for row, column in matrix.empty()
        if matrix.base.pointing(
            "delegation",
            decision=matrix.whole.rows[row].key,
            holder=matrix.whole.columns[column].key,
        )
    )
    (fault,) = matrix.read({place: "Approves"}).faults
    assert "which this matrix did not show" in fault.message


def test_taken_into_a_draft_it_changes_that_one_field(editions: dict[str, Edition]) -> None:
    draft = open_draft(
        based_on=editions["nenc-icb-2022-draft"], slug="nenc-try", title="Try", label="Try"
    )
    before = take(draft)
    data = exported(editions["nenc-icb-2022-draft"], "function-levels")
    book = load_workbook(io.BytesIO(data))
    cell = next(
        each for row in book.worksheets[0].iter_rows() for each in row if each.value == "Delivery"
    )
    cell.value = "Policy"
    take_in(name="levels.xlsx", data=saved(book), into=draft)
    pairs = zip(before.records, take(draft).records, strict=True)
    ((one, other),) = [pair for pair in pairs if pair[0] != pair[1]]
    assert other.values == {**one.values, "part": "policy"}


# ---- What goes with what ----


def test_an_amount_alone_leaves_how_it_is_counted(written: Any) -> None:
    matrix = written("marlshire-icb-2025-04", "limits")
    shown = next(
        each
        for each in matrix.shown("Limit number 1")
        if each.text == "Up to £250,000\na year"
        and len(matrix.whole.cells[each.row, each.column]) == 1
    )
    seen = matrix.read({(shown.row, shown.column): "Up to £300k"})
    (limit,) = matrix.base.pointing("limit", delegation=shown.key)
    found = changed(seen)
    assert found[limit.key, "up_to"] == "300000"
    assert (limit.key, "basis") not in found
    assert found[shown.key, "limit"] == "Up to £300,000 a year"
    (mark,) = (each for each in seen.marks if each.state == "doubted")
    assert "“a year” stays" in mark.says


def test_words_that_do_not_say_the_amount_stay_and_that_is_told(
    editions: dict[str, Edition],
) -> None:
    matrix = Written.of(editions["marlshire-icb-2025-04"], "limits")
    shown = next(
        each
        for each in matrix.shown("Limit number 1")
        if each.text == "Up to £250,000\na year"
        and len(matrix.whole.cells[each.row, each.column]) == 1
    )
    matrix.base.by_key[shown.key].values["limit"] = "As the policy on gifts says, £1m a year"
    seen = matrix.read({(shown.row, shown.column): "Up to £300k a year"})
    assert (shown.key, "limit") not in changed(seen)
    assert any("stay" in each.says for each in seen.marks if each.state == "doubted")


def test_an_entry_that_stands_in_several_cells_says_so(editions: dict[str, Edition]) -> None:
    draft = open_draft(
        based_on=editions["nenc-icb-2022-draft"], slug="nenc-several", title="Try", label="Try"
    )
    boards = Partnership.objects.in_edition(draft).filter(form=HWB).order_by("position")
    first, last = boards.first(), boards.last()
    assert first
    assert last
    authority = last.local_authorities.order_by("position").last()
    PartnershipAuthority.objects.create(
        id=row_id(draft.id, "another"), partnership=first, body=authority, position=9
    )
    matrix = Written.of(draft, "forums-by-local-authority")
    cells = [each for each in matrix.shown("Name") if each.key == first.key]
    assert len(cells) == 2
    seen = matrix.read(matrix.typed(cells[0], "Board of Two"))
    assert not seen.faults
    assert changed(seen) == {(first.key, "name"): "Board of Two"}
    assert any("stands in 2 cells" in each.says for each in seen.marks)


def test_what_the_edition_says_since_is_told(editions: dict[str, Edition]) -> None:
    matrix = Written.of(editions["bob-ics-sdp-2022-03"], "collaborative-members")
    shown = next(each for each in matrix.shown("Role") if each.text.startswith("Member"))
    matrix.base.by_key[shown.key].values["role"] = "associate"
    seen = matrix.read(matrix.typed(shown, "Lead"))
    assert changed(seen) == {(shown.key, "role"): "lead"}
    assert any("The edition has “Associate” here since" in each.says for each in seen.marks)


def test_rows_of_one_name_are_told_apart_by_their_cells(written: Any) -> None:
    matrix = written("marlshire-icb-2025-04", "scheme-by-holder")
    texts: dict[str, list[int]] = {}
    for row, each in matrix.whole.rows.items():
        texts.setdefault(each.text, []).append(row)
    one, other = next(rows for rows in texts.values() if len(rows) == 2)
    assert matrix.arranged({one: other, other: one}, {}).changes == ()
    shown = next(each for each in matrix.shown("Conditions") if each.row == one)
    held = dict(matrix.sheet.cells)
    at = shown.row, shown.column
    held[at] = replace(held[at], text="Only on Mondays", raw="Only on Mondays")
    edited = Written(
        Book("a.xlsx", [Sheet(matrix.sheet.name, held), matrix.book.sheets[1]]), matrix.base
    )
    seen = edited.arranged({one: other, other: one}, {})
    assert not seen.faults, seen.faults
    assert changed(seen) == {(shown.key, "conditions"): "Only on Mondays"}

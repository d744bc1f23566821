"""A workbook is taken into a draft whole or not at all; what was chosen is remembered."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from directorates.models import Post
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Citation, Edition, Element, Source
from opmodel.editions.records import Record
from opmodel.editions.snapshot import take
from opmodel.workbooks.actions.taking import take_in
from opmodel.workbooks.base import Base
from opmodel.workbooks.choices import remembered
from opmodel.workbooks.preview import preview
from opmodel.workbooks.reading import WorkbookRefused
from opmodel.workbooks.writing import write_workbook

from . import typed
from .test_layouts import CHOICES

pytestmark = pytest.mark.django_db

BOOKS = [typed.scheme, typed.lists, typed.table, typed.limits, typed.members, typed.structure]


@pytest.fixture
def draft(marlshire: Edition, db: None) -> Edition:
    return open_draft(based_on=marlshire, slug="marlshire-try", title="Try", label="Try")


@pytest.mark.parametrize("make", BOOKS, ids=lambda make: make.__name__)
def test_taken_in_once_it_changes_nothing_a_second_time(make: object, draft: Edition) -> None:
    data = typed.saved(make())  # type: ignore[operator]
    seen = take_in(name="book.xlsx", data=data, into=draft, choices=CHOICES)
    assert seen.changes
    again = preview(name="book.xlsx", data=data, base=Base.of(draft), choices=CHOICES)
    assert again.changes == ()
    assert again.may_be_taken_in


def test_what_is_new_names_the_workbook_and_the_cell(draft: Edition) -> None:
    data = typed.saved(typed.lists())
    take_in(name="Our scheme v4.xlsx", data=data, into=draft, choices=CHOICES)
    source = Source.objects.in_edition(draft).get(key="workbook-our-scheme-v4")
    assert source.title == "Our scheme v4.xlsx"
    cited = Citation.objects.get(
        element__edition=draft, element__name="Approve the estates strategy", source=source
    )
    assert cited.heading == "Scheme, A9"


def test_choices_are_remembered_for_the_next_workbook(draft: Edition) -> None:
    data = typed.saved(typed.scheme())
    take_in(name="a.xlsx", data=data, into=draft, choices=CHOICES)
    assert remembered("marlshire-icb") == CHOICES
    again = preview(
        name="a.xlsx", data=data, base=Base.of(draft), choices=remembered("marlshire-icb")
    )
    assert again.wanted == ()


def test_a_fault_or_an_open_question_writes_nothing(draft: Edition) -> None:
    before = take(draft)
    book = typed.scheme()
    typed.sheet_of(book)["D7"] = "perhaps"
    with pytest.raises(WorkbookRefused, match="SoRD, D7"):
        take_in(name="a.xlsx", data=typed.saved(book), into=draft, choices=CHOICES)
    with pytest.raises(WorkbookRefused, match="Exec Directors"):
        take_in(name="a.xlsx", data=typed.saved(typed.scheme()), into=draft)
    assert take(draft) == before
    assert remembered("marlshire-icb") == {}


def test_a_published_edition_takes_nothing(marlshire: Edition) -> None:
    before = Element.objects.count()
    with pytest.raises(WorkbookRefused, match="is published"):
        take_in(name="a.xlsx", data=typed.saved(typed.lists()), into=marlshire, choices=CHOICES)
    assert Element.objects.count() == before


def test_a_draft_that_changed_since_the_preview_takes_nothing(draft: Edition) -> None:
    data = typed.saved(typed.lists())
    seen = preview(name="a.xlsx", data=data, base=Base.of(draft), choices=CHOICES)
    take_in(name="a.xlsx", data=data, into=draft, choices=CHOICES, as_seen=seen.token())
    with pytest.raises(WorkbookRefused, match="changed since the preview"):
        take_in(name="a.xlsx", data=data, into=draft, choices=CHOICES, as_seen=seen.token())


def test_what_is_written_leaves_its_history(draft: Edition) -> None:
    data = typed.saved(typed.structure())
    take_in(name="a.xlsx", data=data, into=draft)
    chief = Post.objects.get(edition=draft, key="chief-executive")
    assert [each.history_type for each in chief.history.all()] == ["~", "+"]
    assert [each.history_type for each in Post.history.filter(key="head-of-art")] == ["+"]


def test_the_command_shows_and_takes_in(
    draft: Edition, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "scheme.xlsx"  # type: ignore[operator]
    path.write_bytes(typed.saved(typed.scheme()))
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("read_workbook", path, into=draft.slug)
    assert "To choose: Whose column is “Exec Directors”?" in capsys.readouterr().out
    asked = ("letter:r", "holder:exec directors")
    choose = [f"{name}={CHOICES[name]}" for name in asked]
    call_command("read_workbook", path, into=draft.slug, choose=choose)
    assert "Taken into marlshire-try." in capsys.readouterr().out
    out = tmp_path / "audit.xlsx"  # type: ignore[operator]
    call_command("write_workbook", draft.slug, out, holder="audit-committee")
    call_command("read_workbook", out, against=draft.slug)
    assert "0 doubted, 0 refused" in capsys.readouterr().out


def with_quorum(draft: Edition, quorum: str) -> bytes:
    """The list of committees as it was taken away, with another quorum of the Audit Committee."""
    base = Base.of(draft)
    committees = [each for each in base.by_key.values() if each.kind == "committee"]
    book = load_workbook(io.BytesIO(write_workbook(base, committees, title="Committees")))
    sheet = book.worksheets[0]
    headings = {cell.value: cell.column for cell in sheet[5]}
    row = next(each[0].row for each in sheet.iter_rows(min_row=6) if each[0].value == AUDIT)
    sheet.cell(row, headings["Quorum"]).value = quorum
    return typed.saved(book)


AUDIT = "audit-committee"


def test_what_somebody_else_wrote_since_the_preview_is_not_written_over(draft: Edition) -> None:
    one, other = (with_quorum(draft, text) for text in ("Three members", "Five members"))
    before = preview(name="b.xlsx", data=other, base=Base.of(draft))
    take_in(name="a.xlsx", data=one, into=draft)
    with pytest.raises(WorkbookRefused, match="changed since the preview"):
        take_in(name="b.xlsx", data=other, into=draft, as_seen=before.token())
    assert Base.of(draft).by_key[AUDIT].values["quorum"] == "Three members"
    again = preview(name="b.xlsx", data=other, base=Base.of(draft))
    (field,) = (field for change in again.changes for field in change.fields)
    assert (field.before, field.after) == ("Three members", "Five members")
    take_in(name="b.xlsx", data=other, into=draft, as_seen=again.token())
    assert Base.of(draft).by_key[AUDIT].values["quorum"] == "Five members"


def scheme_with(decision: str, holder: str, cell: str) -> bytes:
    """A scheme of two decisions, with one cell of that holder."""
    rows = [
        ["Serial No", "Policy Area", "Decision", "Reserved to the Board", holder],
        [None, None, "Suspend standing orders during a meeting", "Approve", None],
        [None, None, decision, None, cell],
    ]
    return typed.saved(typed.workbook(Scheme=rows))


def limited(base: Base, **wanted: str) -> tuple[Record, Record, str]:
    """A power whose name says its one limit, that limit, and whose it is."""
    for limit in base.by_kind["limit"]:
        power = base.by_key[limit.values["delegation"]]
        alone = len(base.pointing("limit", delegation=power.key)) == 1
        alone &= power.values.get("part", "approves") == "approves"
        same = {"decision": power.values["decision"], "holder": power.values.get("holder", "")}
        alone &= len(base.pointing("delegation", **same)) == 1
        holder = base.by_key.get(same["holder"])
        says = all(limit.values.get(name) == value for name, value in wanted.items())
        if alone and says and "£" in power.values["name"] and holder and holder.kind == "post":
            return power, limit, str(holder.values["name"])
    raise LookupError(wanted)


@pytest.mark.parametrize(
    ("wanted", "typed_in", "ends"),
    [
        ({"up_to": "5000000"}, "up to £750,000", "£750,000"),
        ({"basis": "lifetime"}, "up to £123k", "£123,000 over the whole life"),
    ],
)
def test_names_and_words_that_repeat_an_amount_say_the_new_one(
    wanted: dict[str, str], typed_in: str, ends: str, draft: Edition
) -> None:
    base = Base.of(draft)
    power, limit, holder = limited(base, **wanted)
    data = scheme_with(base.name(power.values["decision"]), holder, typed_in)
    seen = take_in(name="scheme.xlsx", data=data, into=draft)
    assert not seen.faults
    after = Base.of(draft)
    begins = power.values["name"].rpartition("£")[0]
    assert after.name(power.key) == f"{begins}{ends}"
    begins = limit.values["name"].rpartition("£")[0]
    assert after.name(limit.key) == f"{begins}{ends}"
    assert ends in after.by_key[power.key].values["limit"]
    basis = after.by_key[limit.key].values.get("basis")
    assert basis == limit.values.get("basis")


@pytest.mark.parametrize(
    ("typed_in", "says"),
    [
        ("£5,000 per week", "up to £5,000 a week"),
        ("£100k per annum", "up to £100,000 a year"),
        ("up to £100k inc VAT", "up to £100,000, with VAT"),
    ],
)
def test_how_an_amount_is_counted_stands_in_preview_name_and_words(
    typed_in: str, says: str, draft: Edition
) -> None:
    data = scheme_with("Hire a crane", "Chief Executive", typed_in)
    seen = preview(name="scheme.xlsx", data=data, base=Base.of(draft))
    added = {each.record.kind: each for each in seen.changes}
    assert added["limit"].name == f"Hire a crane, Chief Executive: {says}"
    assert added["delegation"].record.values["limit"] == says[:1].upper() + says[1:]
    assert any(says in each.says for each in seen.marks)

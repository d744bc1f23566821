"""A workbook is taken into a draft whole or not at all; what was chosen is remembered."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from directorates.models import Post
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Citation, Edition, Element, Source
from opmodel.editions.snapshot import take
from opmodel.workbooks.actions.taking import take_in
from opmodel.workbooks.base import Base
from opmodel.workbooks.choices import remembered
from opmodel.workbooks.preview import preview
from opmodel.workbooks.reading import WorkbookRefused

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
    assert [each.history_type for each in chief.history.all()] == ["~"]
    assert [each.history_type for each in Post.history.filter(key="head-of-art")] == ["+"]


def test_the_command_shows_and_takes_in(
    draft: Edition, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "scheme.xlsx"  # type: ignore[operator]
    path.write_bytes(typed.saved(typed.scheme()))
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("read_workbook", path, into=draft.slug)
    assert "To choose: Whose column is “Exec Directors”?" in capsys.readouterr().out
    choose = [f"{name}={value}" for name, value in CHOICES.items()]
    call_command("read_workbook", path, into=draft.slug, choose=choose)
    assert "Taken into marlshire-try." in capsys.readouterr().out
    out = tmp_path / "audit.xlsx"  # type: ignore[operator]
    call_command("write_workbook", draft.slug, out, holder="audit-committee")
    call_command("read_workbook", out, against=draft.slug)
    assert "0 doubted, 0 refused" in capsys.readouterr().out

"""What a workbook says against the edition, or against itself, is told and never taken as it may
be meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Edition
from opmodel.editions.records import Record
from opmodel.editions.snapshot import Snapshot
from opmodel.workbooks.base import Base
from opmodel.workbooks.findings import Mark
from opmodel.workbooks.preview import Preview, preview

from . import typed
from .conftest import Read
from .test_layouts import CHOICES, fields_of

pytestmark = pytest.mark.django_db

HEAD = ["Ref", "Decision", "Board", "Audit Committee", "Chief Finance Officer"]
NEW = "Approve the purchase of a lighthouse"


def scheme(*rows: list[Any], **sheets: list[list[Any]]) -> Any:
    return typed.workbook(SoRD=[HEAD, *rows], **sheets)


def mark(seen: Preview, address: str) -> Mark:
    (found,) = (each for each in seen.marks if each.at.address == address)
    return found


def marks_of(seen: Preview) -> dict[str, str]:
    return {each.at.address: str(each.state) for each in seen.marks}


def test_the_number_of_one_decision_with_the_words_of_another_is_refused(
    read: Read, base: Base
) -> None:
    other = next(
        each
        for each in base.by_kind["decision"]
        if each.values.get("ref") not in (None, "", "1.1.1")
    )
    seen = read(
        scheme([other.values["ref"], "Adopt or amend the standing orders", None, None, "✓"])
    )
    (fault,) = seen.faults
    assert fault.at is not None
    assert fault.at.address == "B2"
    assert fault.message == (
        f"{other.values['ref']} is “{other.values['name']}” in the edition, but the words are "
        "those of 1.1.1 “Adopt or amend the standing orders”."
    )
    assert fault.remedy == "Correct one of them."
    assert mark(seen, "E2").says == "Waits until it is told which decision this is."
    assert seen.changes == ()


@pytest.mark.parametrize("sheets", [False, True])
def test_two_amounts_for_one_power_are_both_refused(sheets: bool, read: Read) -> None:
    first, second = [None, NEW, None, None, "£50,000"], [None, NEW, None, None, "£90,000"]
    book = scheme(first, More=[HEAD, second]) if sheets else scheme(first, second)
    seen = read(book)
    there, other = ("E2", "More, E2") if sheets else ("E2", "SoRD, E3")
    assert [each.at.address for each in seen.faults if each.at] == [there, other.split()[-1]]
    assert other in seen.faults[0].message
    assert "£90,000" in seen.faults[0].message
    assert "SoRD, E2" in seen.faults[1].message
    assert all(each.remedy for each in seen.faults)


def test_the_same_said_twice_is_doubted(read: Read) -> None:
    seen = read(scheme([None, NEW, None, None, "£50,000"], [None, NEW, None, None, "up to £50k"]))
    assert not seen.faults
    assert mark(seen, "E3").state == "doubted"
    assert len(fields_of(seen, "limit")) == 1


def lists(*entries: str) -> Any:
    return typed.workbook(
        Scheme=[["Our scheme"], [], ["CHIEF FINANCE OFFICER"], *([each] for each in entries)]
    )


def test_an_amount_before_a_bracket_is_read_in_a_list_as_in_a_cell(read: Read) -> None:
    seen = read(
        lists(
            "1.1 Vary a contract for lighthouses up to £400,000 (where budgeted)",
            "1.2 Vary a contract for ferries up to £300,000 (within the approved programme)",
            "1.3 Vary a contract for buoys up to £200,000 (inc VAT) by letter",
        )
    )
    assert [each["name"] for each in fields_of(seen, "decision")] == [
        "Vary a contract for lighthouses",
        "Vary a contract for ferries",
        "Vary a contract for buoys by letter",
    ]
    limits = fields_of(seen, "limit")
    assert [each["up_to"] for each in limits] == ["400000", "300000", "200000"]
    assert limits[0]["budgeted"] is True
    assert limits[2]["vat"] == "included"
    powers = fields_of(seen, "delegation")
    assert [each.get("conditions") for each in powers] == [
        None,
        "within the approved programme",
        None,
    ]


def test_a_part_of_an_entry_gives_no_power_by_itself(read: Read) -> None:
    seen = read(
        lists(
            "1. Approve the art strategy",
            "2. Sign contracts up to £5m",
            "a) health",
            "b) non-health",
            "3. Approve the ferry strategy",
        )
    )
    states = marks_of(seen)
    assert [states[each] for each in ("A4", "A5", "A6", "A7", "A8")] == [
        "understood",
        "doubted",
        "refused",
        "refused",
        "understood",
    ]
    assert "“Sign contracts: health”" in mark(seen, "A6").remedy
    assert "health" not in [each["name"] for each in fields_of(seen, "decision")]


def test_a_line_that_only_leads_in_is_no_power_and_its_parts_are_doubted(read: Read) -> None:
    seen = read(
        lists(
            "1. Decide on the following:",
            "a) Approve the art strategy",
            "b) Approve the ferry strategy",
            "2. Approve the lighthouse strategy",
        )
    )
    assert not seen.faults
    assert [each["name"] for each in fields_of(seen, "decision")] == [
        "Approve the art strategy",
        "Approve the ferry strategy",
        "Approve the lighthouse strategy",
    ]
    states = marks_of(seen)
    assert [states[each] for each in ("A4", "A5", "A6", "A7")] == [
        "understood",
        "doubted",
        "doubted",
        "understood",
    ]


def test_parts_within_one_cell_of_a_table_are_refused(read: Read) -> None:
    rows = [
        *typed.TABLE,
        ["3.4", "Chief Executive", "Sign contracts up to £5m\na) health\nb) non-health", None],
    ]
    seen = read(typed.workbook(SoRD=rows))
    assert mark(seen, "C6").state == "refused"
    assert {each["name"] for each in fields_of(seen, "decision")}.isdisjoint(
        {"health", "non-health"}
    )


@pytest.fixture
def two_limits() -> Base:
    """An edition in which one power has a limit of each change and one of all together."""
    made = [
        Record("committee", "board", {"name": "Board", "form": "board"}, []),
        Record("post", "cfo", {"name": "Chief Finance Officer"}, []),
        Record("decision", "vary", {"name": "Vary a contract", "ref": "5.1"}, []),
        Record(
            "delegation",
            "power",
            {
                "name": "Vary a contract: Chief Finance Officer approves",
                "decision": "vary",
                "holder": "cfo",
                "limit": "Up to £5m; up to £10m for all changes since award",
            },
            [],
        ),
        Record("limit", "each", {"name": "Each", "delegation": "power", "up_to": "5000000"}, []),
        Record(
            "limit",
            "all",
            {
                "name": "All",
                "delegation": "power",
                "up_to": "10000000",
                "basis": "cumulative",
            },
            [],
        ),
    ]
    return Base(Snapshot({"organisation": "icb"}, [], made))


def of_limits(base: Base, text: str) -> Preview:
    book = typed.workbook(
        SoRD=[
            ["Ref", "Decision", "Board", "Chief Finance Officer"],
            ["5.1", "Vary a contract", "✓", text],
        ]
    )
    return preview(name="a.xlsx", data=typed.saved(book), base=base)


def test_a_cell_with_one_limit_leaves_another_that_is_counted_otherwise(two_limits: Base) -> None:
    seen = of_limits(two_limits, "£500k")
    assert mark(seen, "D2").state == "doubted"
    assert "It stays as it is" in mark(seen, "D2").says
    changed = {each.record.key: each for each in seen.changes if each.what != "added"}
    assert {key: each.what for key, each in changed.items()} == {
        "each": "changed",
        "power": "changed",
    }
    assert changed["each"].record.values["up_to"] == "500000"
    limit = changed["power"].record.values["limit"]
    assert "500,000" in limit or "500k" in limit
    assert "£10m" in limit


def test_a_limit_that_fits_none_of_several_is_refused(two_limits: Base) -> None:
    seen = of_limits(two_limits, "£500k a year")
    assert [each.at.address for each in seen.faults if each.at] == ["D2"]
    assert not [each for each in seen.changes if each.record.key in ("each", "all")]


def test_any_amount_takes_limits_out_only_with_a_doubt(two_limits: Base) -> None:
    seen = of_limits(two_limits, "any amount")
    assert mark(seen, "D2").state == "doubted"
    assert "Takes out" in mark(seen, "D2").says


def test_a_name_that_does_not_fit_is_refused_and_never_cut(read: Read) -> None:
    seen = read(scheme([None, f"Approve {'a very long matter ' * 20}", None, None, "✓"]))
    (fault,) = seen.faults
    assert fault.at is not None
    assert fault.at.address == "B2"
    assert "at most 300 fit" in fault.message
    assert fields_of(seen, "decision") == []
    long = read(scheme(["1.2." + "3" * 30, NEW, None, None, "✓"]))
    assert [each.at.address for each in long.faults if each.at] == ["A2"]


def test_characters_nobody_sees_are_left_out_with_a_doubt(read: Read) -> None:
    seen = read(
        scheme([None, "Approve the \u202epurchase\u202c of a light\u200bhouse", None, None, "✓"])
    )
    (decision,) = fields_of(seen, "decision")
    assert decision["name"] == NEW
    assert mark(seen, "B2").state == "doubted"
    assert "nobody sees" in mark(seen, "B2").says
    data = (
        f"Decision,Board,Audit Committee\nAdopt or\ufeff amend the standing orders,✓,\n{NEW},✓,\n"
    )
    csv = read(data.encode(), "a.csv")
    assert mark(csv, "A2").state == "doubted"
    assert mark(csv, "A3").state == "understood"


def test_a_seat_is_not_offered_where_a_post_may_be_meant(read: Read) -> None:
    head = ["Ref", "Decision", "Board", "Chief Exec Officers"]
    seen = read(typed.workbook(SoRD=[head, [None, NEW, "✓", "✓"]]))
    (wanted,) = seen.wanted
    labels = [option.label for option in wanted.options]
    assert "Chief Executive (post)" in labels
    assert not [label for label in labels if label.endswith("(seat)")]


# ---- The command ----


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "scheme.xlsx"
    path.write_bytes(typed.saved(typed.scheme()))
    return path


def test_a_published_edition_says_why_it_takes_nothing(
    marlshire: Edition, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    choose = [f"{name}={CHOICES[name]}" for name in ("letter:r", "holder:exec directors")]
    with pytest.raises(CommandError, match=r"Nothing was written\. 1 thing stands") as refused:
        call_command("read_workbook", path, into=marlshire.slug, choose=choose)
    assert refused.value.returncode == 1
    assert "is published: nothing of it can change" in capsys.readouterr().err


def test_it_is_read_against_the_one_draft_or_an_edition_is_asked_for(
    marlshire: Edition, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    organisation = marlshire.organisation_id
    with pytest.raises(CommandError, match=r"There is no draft.*--against") as refused:
        call_command("read_workbook", path, organisation=organisation)
    assert refused.value.returncode == 2
    open_draft(based_on=marlshire, slug="marlshire-try", title="Try", label="Try")
    with pytest.raises(SystemExit) as ended:
        call_command("read_workbook", path, organisation=organisation)
    assert ended.value.code == 1
    assert "Read against Try (marlshire-try)." in capsys.readouterr().out


def test_the_command_ends_with_what_became_of_it(
    marlshire: Edition, path: Path, tmp_path: Path
) -> None:
    choose = [f"{name}={CHOICES[name]}" for name in ("letter:r", "holder:exec directors")]
    call_command("read_workbook", path, against=marlshire.slug, choose=choose)
    with pytest.raises(SystemExit) as ended:
        call_command("read_workbook", path, against=marlshire.slug)
    assert ended.value.code == 1
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(SystemExit) as ended:
        call_command("read_workbook", broken, against=marlshire.slug)
    assert ended.value.code == 2


def test_an_answer_to_what_is_not_asked_is_refused(marlshire: Edition, path: Path) -> None:
    with pytest.raises(CommandError, match=r"does not ask “nonsense”.*“letter:r”") as refused:
        call_command("read_workbook", path, against=marlshire.slug, choose=["nonsense=1"])
    assert refused.value.returncode == 2

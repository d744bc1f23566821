"""Each layout goes in as people type it, with few choices; each cell says what was made of it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from opmodel.workbooks.base import Base
from opmodel.workbooks.preview import Preview
from opmodel.workbooks.reading import open_book

from . import typed
from .conftest import Read

pytestmark = pytest.mark.django_db

DIRECTORS = {"holder:exec directors": "words", "holder:executive directors": "words"}
CHOICES = {
    **DIRECTORS,
    "letter:r": "recommends",
    "holder:heads of service": "words",
}
BOOKS = {
    "matrix": (typed.scheme, "A scheme with a column for each holder", 2),
    "lists": (typed.lists, "A scheme as numbered lists, one for each holder", 1),
    "table": (typed.table, "A scheme as a table of holders and what they decide", 0),
    "limits": (typed.limits, "A grid of financial limits", 1),
    "members": (typed.members, "A list of committees and their members", 0),
    "structure": (typed.structure, "A list of posts and whom they report to", 0),
}


def fields_of(seen: Preview, kind: str) -> list[dict[str, Any]]:
    return [change.record.values for change in seen.changes if change.record.kind == kind]


@pytest.mark.parametrize("name", BOOKS)
def test_it_goes_in_with_at_most_three_choices(name: str, read: Read) -> None:
    make, layout, most = BOOKS[name]
    first = read(make())
    assert [each for _, each in first.layouts] == [layout]
    assert len(first.wanted) == most
    assert most <= 3
    wanted = {each.name for each in first.wanted}
    assert wanted <= CHOICES.keys()
    seen = read(make(), choices={each: CHOICES[each] for each in wanted})
    assert seen.may_be_taken_in, seen.faults
    assert seen.changes


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("chosen", [False, True])
def test_every_cell_is_understood_doubted_or_refused_once(
    name: str, chosen: bool, read: Read
) -> None:
    book = BOOKS[name][0]()
    seen = read(book, choices=CHOICES if chosen else {})
    cells = Counter(
        cell.at for sheet in open_book("a.xlsx", typed.saved(book)).sheets for cell in sheet
    )
    assert Counter(mark.at for mark in seen.marks) == cells
    assert all(mark.says for mark in seen.marks)


def test_a_matrix_says_who_has_which_part_up_to_how_much(read: Read, base: Base) -> None:
    seen = read(typed.scheme(), choices=CHOICES)
    powers = {
        (each["decision"][:24], each.get("holder") or each["held_by"]): each
        for each in fields_of(seen, "delegation")
    }
    policy, reserve, digital = (
        "approve-the-policy-on-us",
        "approve-use-of-the-conti",
        "approve-a-business-case-",
    )
    assert powers[policy, "icb-board"]["type"] == "reserved"
    assert powers[policy, "icb-board"]["conditions"] == "After consultation with staff"
    assert powers[policy, "audit-committee"]["part"] == "recommends"
    assert "type" not in powers[policy, "chief-executive"]
    assert powers[reserve, "Exec Directors"]["part"] == "consulted"
    assert powers[reserve, "chief-finance-officer"]["limit"] == "Up to £250,000"
    assert (digital, "audit-committee") not in powers
    bands = {
        (each.get("above"), each.get("up_to"))
        for each in fields_of(seen, "limit")
        if each["delegation"].startswith(digital)
    }
    assert bands == {
        ("5000000", None),
        ("1000000", "5000000"),
        ("250000", "1000000"),
        (None, "250000"),
    }
    decisions = fields_of(seen, "decision")
    assert [each["category"] for each in decisions] == ["regulation", "finance", "finance"]


def test_what_the_edition_says_already_changes_nothing(read: Read) -> None:
    book = typed.workbook(A=[*typed.SCHEME[3:6], typed.SCHEME[6], typed.SCHEME[7]])
    sheet = typed.sheet_of(book)
    sheet.merge_cells("D1:J1")
    seen = read(book, choices=CHOICES)
    assert seen.changes == ()
    assert not seen.faults


def test_lists_give_each_holder_its_entries(read: Read) -> None:
    seen = read(typed.lists(), choices=CHOICES)
    held = [
        (each.get("holder") or each["held_by"], each.get("part", "approves"))
        for each in fields_of(seen, "delegation")
    ]
    assert Counter(held) == {
        ("icb-board", "approves"): 2,
        ("audit-committee", "recommends"): 1,
        ("audit-committee", "approves"): 1,
        ("finance-and-investment-committee", "approves"): 1,
        ("EXECUTIVE DIRECTORS", "approves"): 1,
        ("chief-executive", "approves"): 1,
        ("chief-executive", "signs"): 1,
    }
    limits = {each["name"]: each.get("basis") for each in fields_of(seen, "limit")}
    assert {name.rpartition(": ")[2]: basis for name, basis in limits.items()} == {
        "up to £2m": None,
        "up to £500,000": None,
        "below £100,000 a year": "yearly",
    }
    assert all("reserve" in name or "leases" in name for name in limits), limits


def test_several_entries_in_a_cell_are_several_decisions(read: Read) -> None:
    seen = read(typed.table())
    names = [each["name"] for each in fields_of(seen, "decision")]
    assert names == [
        "Approve the art strategy",
        "Approve the policy on lone working",
        "Approve art purchases",
    ]


def test_a_grid_keeps_how_amounts_are_counted(read: Read) -> None:
    seen = read(typed.limits(), choices=CHOICES)
    bases = Counter(each.get("basis") for each in fields_of(seen, "limit"))
    assert bases == {"lifetime": 5, None: 4, "yearly": 3}
    assert Counter(
        each.get("held_by") for each in fields_of(seen, "delegation") if "held_by" in each
    ) == {"Heads of service": 2}


def test_members_change_seats_that_are_there_and_add_others(read: Read) -> None:
    seen = read(typed.members())
    (clinicians,) = (each for each in fields_of(seen, "seat") if "clinicians" in each["name"])
    assert clinicians["committee"] == "audit-committee"
    assert clinicians["represents"] == "Two partner clinicians"
    assert (clinicians["voting"], clinicians["number"]) == (True, 2)


def test_a_structure_adds_posts_under_each_other(read: Read) -> None:
    seen = read(typed.structure())
    posts = {each["name"]: each for each in fields_of(seen, "post")}
    assert posts["Art Buyer"]["reports_to"] == "head-of-art"
    assert "named_holder" not in posts["Art Buyer"]
    assert posts["Head of Art"]["reports_to"] == "chief-executive"
    assert posts["Chief Executive"]["named_holder"] == "Alex Sample"


def test_an_organogram_is_read_by_its_references(read: Read) -> None:
    seen = read(typed.ORGANOGRAM.encode(), "organogram.csv")
    assert not seen.faults
    posts = {each["name"]: each for each in fields_of(seen, "post")}
    assert posts["Deputy Director of Art"]["reports_to"] == "director-of-art"
    assert posts["Deputy Director of Art"]["named_holder"] == "Jo One; Pat Two"
    assert "Director of Nothing" not in posts


def test_a_legend_of_letters_spares_the_question(read: Read) -> None:
    book = typed.scheme()
    typed.sheet_of(book)["A3"] = "Key: A = Approve; R = Recommend; C = Consult; I = Inform"
    assert [each.name for each in read(book).wanted] == ["holder:exec directors"]


def test_a_holder_spelt_nearly_so_is_doubted(read: Read) -> None:
    book = typed.table()
    typed.sheet_of(book)["B4"] = "Audit Comittee"
    seen = read(book)
    (mark,) = (each for each in seen.marks if each.text == "Audit Comittee")
    assert mark.state == "doubted"
    assert "Audit Committee" in mark.says
    assert seen.may_be_taken_in


def test_a_book_without_a_known_layout_is_refused(read: Read) -> None:
    seen = read(typed.workbook(A=[["Shopping"], ["Milk"], ["Bread"]]))
    assert "No sheet has a layout that is known" in seen.faults[0].message
    assert {mark.state for mark in seen.marks} == {"doubted"}

"""Workbooks as somebody in an ICB would type them: the two layouts of a scheme, a grid of limits,
members of committees, a structure. Against the sample's edition of April 2025."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Row = Sequence[Any]


def workbook(**sheets: Iterable[Row]) -> Workbook:
    """A workbook with these sheets; an underscore in a name stands for a space."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(book: Workbook, name: str = "") -> Worksheet:
    return book[name] if name else book.worksheets[0]


SCHEME: list[Row] = [
    ["NHS Marlshire and Tarnwold ICB"],
    ["Scheme of Reservation and Delegation (working copy, Governance, v4.1)"],
    [],
    ["Serial No", "Policy Area", "Decision", "Reserved or delegated to"],
    [None, None, None, "Reserved to the Board", "Audit Committee", "FIC", "CEO", "CFO",
     "Exec Directors", "Conditions"],
    ["1", "Regulation and control"],
    ["1.1.1", None, "Adopt or amend the standing orders", "✓", "Recommend"],
    ["1.2.1", None, "Suspend standing orders during a meeting", "✓"],
    ["1.9.1", None, "Approve the policy on use of artificial intelligence", "✓", "R", None, "A",
     None, None, "After consultation with staff"],
    ["5", "Finance"],
    ["5.9.1", None, "Approve use of the contingency reserve", None, None, "Approve up to £2m",
     "Up to £500k", "£250,000", "Consulted", "Within the approved budget"],
    ["5.9.2", None, "Approve a business case for digital investment", "Over £5m", "n/a",
     "£1m - £5m", "£250k–£1m", "up to £250k", "-"],
    [],
    ["Note: approved by the Board in private session."],
]  # fmt: skip


def scheme() -> Workbook:
    """A matrix: title, headings in two rows, policy areas as rows, ticks, words and amounts."""
    book = workbook(SoRD=SCHEME)
    sheet = sheet_of(book)
    sheet.merge_cells("D4:J4")
    for column in "ABC":
        sheet.merge_cells(f"{column}4:{column}5")
    sheet.merge_cells("A1:J1")
    return book


LISTS: list[Row] = [
    ["NHS Marlshire and Tarnwold ICB: Scheme of Reservation and Delegation"],
    [],
    ["THE BOARD"],
    ["Regulations and Control"],
    ["1. Adopt or amend the standing orders."],
    ["2. Suspend standing orders during a meeting."],
    ["3. Approve the policy on use of artificial intelligence."],
    ["Strategy and Planning"],
    ["4. Approve the estates strategy."],
    ["AUDIT COMMITTEE"],
    ["1. Recommend changes to the policy on use of artificial intelligence to the Board."],
    ["2. Review the register of gifts and hospitality."],
    ["FINANCE AND INVESTMENT COMMITTEE"],
    ["1. Approve use of the contingency reserve up to £2m."],
    ["EXECUTIVE DIRECTORS"],
    ["1. Approve leave beyond policy for staff in their directorate."],
    ["CHIEF EXECUTIVE"],
    ["1. Approve use of the contingency reserve up to £500,000."],
    ["2. Sign leases below £100k a year."],
]


def lists() -> Workbook:
    """Numbered lists, one for each holder, with headings within."""
    return workbook(Scheme=LISTS)


LIMITS: list[Row] = [
    ["Detailed financial limits"],
    ["All limits are subject to funds being available."],
    ["Transaction type", "Basis", "Board", "Finance & Investment Committee", "Chief Executive",
     "Chief Finance Officer", "Heads of service", "Budget managers", "Notes"],
    ["Award of a contract for art in health centres", "whole life", "Over £1m", "£500k–£1m",
     "£250k–£500k", "£100k - £250k", "up to £50k", "No authority", None],
    ["Non-contract invoices", "per transaction", "unlimited", None, 1000000, 500000, 50000, 10000,
     "Invoices need a purchase order"],
    ["Write-off of staff debt", "per year", None, "above £50,000", "£50,000", "£10,000", "-", "-"],
]  # fmt: skip


def limits() -> Workbook:
    """A grid of limits: amounts as words, bands and numbers."""
    return workbook(Limits=LIMITS)


TABLE: list[Row] = [
    ["Ref", "Decision taker", "Authorities / duties delegated", "Notes"],
    ["3.1", "THE BOARD", "Adopt or amend the standing orders", None],
    [None, None, "1. Approve the art strategy\n2. Approve the policy on lone working", None],
    ["3.2", "Audit Committee", "Recommend changes to the art strategy", "Each year"],
    ["3.3", "Chief Executive", "Approve art purchases up to £20,000", None],
]


def table() -> Workbook:
    """Two columns: who decides, and what; several entries in a cell."""
    return workbook(SoRD=TABLE)


MEMBERS: list[Row] = [
    ["Committee membership"],
    ["Committee", "Member", "Role", "Voting", "Term of office", "Number", "Notes"],
    ["Audit Committee", "Non-executive member (Audit)", "Chair", "Yes", "3 years", 1, None],
    [None, "Two partner clinicians", "Member", "Yes", None, 2, "When clinical matters arise"],
    [None, "Chief Finance Officer", "In attendance", "No", None, None, None],
    ["FIC", "CFO", "Member", "Y", None, 1, None],
]


def members() -> Workbook:
    """Who sits where; a committee is named once for all of its rows."""
    return workbook(Members=MEMBERS)


STRUCTURE: list[Row] = [
    ["Post", "Reports to", "Holder", "Directorate", "Headcount"],
    ["Head of Art", "CEO", "Sam Example", None, 1],
    ["Art Buyer", "Head of Art", "Vacant", None, 2],
    ["Chief Executive", "Board", "Alex Sample", None, 1],
]


def structure() -> Workbook:
    """Posts, whom they report to, and who holds them."""
    return workbook(Structure=STRUCTURE)


ORGANOGRAM = """\
Post Unique Reference,Name,Grade (or equivalent),Job Title,Job/Team Function,Parent Department,\
Organisation,Unit,Contact Phone,Contact E-mail,Reports to Senior Post,Salary Cost of Reports (£),FTE,\
Actual Pay Floor (£),Actual Pay Ceiling (£),,Professional/Occupational Group,Notes,Valid?
90001,Alex Sample,SCS3,Chief Executive,Leads the ICB,DHSC,NHS Marlshire and Tarnwold ICB,Board,,,XX,\
100000,1,150000,154999,,Other,,1
90002,Vacant,SCS2,Director of Art,Art,DHSC,NHS Marlshire and Tarnwold ICB,Art,,,90001,0,1,N/D,N/D,,Other,,1
90003,Jo One,SCS1,Deputy Director of Art,Art,DHSC,NHS Marlshire and Tarnwold ICB,Art,,,90002,0,0.5,,,,Other,,1
90003,Pat Two,SCS1,Deputy Director of Art,Art,DHSC,NHS Marlshire and Tarnwold ICB,Art,,,90002,0,0.5,,,,Other,,1
90004,Eliminated,SCS1,Director of Nothing,,DHSC,NHS Marlshire and Tarnwold ICB,Art,,,90002,0,0,,,,Other,,1
"""  # noqa: E501

"""A spreadsheet with thirty different faults gives thirty messages, each at its cell."""

from __future__ import annotations

import pytest

from opmodel.editions.models import Element
from opmodel.workbooks.base import Base

from . import typed
from .conftest import Read

pytestmark = pytest.mark.django_db

HEAD = ["Ref", "Policy area", "Decision", "Board", "Audit Committee", "FIC", "CEO", "CFO",
        "Wizards", "Executives", None, "Conditions"]  # fmt: skip
FAULTS: list[tuple[str, object, str]] = [
    ("D3", "maybe", "says neither a part nor an amount"),
    ("D4", "=A1", "holds a formula"),
    ("D5", "approve up to lots of £", "is no amount"),
    ("D6", "£5m–£1m", "The band ends at £1,000,000"),
    ("D7", "R", "means one thing in one scheme"),
    ("D8", "-£500", "less than nothing"),
    ("D9", "£1m £2m £3m", "names several amounts"),
    ("E3", "£1,00,000", "do not stand between thousands"),
    ("E4", "up to £0.001", "parts of a penny"),
    ("E5", "£99999999999999", "is more than"),
    ("E6", "up to £50k; £20k–£90k", "Two bands in the cell overlap"),
    ("F7", "£100k–£500k", ""),
    ("G7", "£400k–£900k", "overlaps that in F7"),
    ("F8", "50%", "says neither"),
    ("F9", "approve up to ££5", "says more than an amount"),
    ("G3", "TRUE or not", "says neither"),
    ("H4", "subject to tender", "says neither"),
]


def book() -> bytes:
    rows: list[list[object]] = [["Scheme"], list(HEAD)]
    rows.extend(
        [f"99.{number}", None, f"Approve matter number {number}", *[None] * 9]
        for number in range(3, 24)
    )
    made = typed.workbook(Scheme=rows)
    sheet = typed.sheet_of(made)
    sheet.merge_cells("J2:K2")  # A heading over two columns.
    for address, value, _ in FAULTS:
        sheet[address] = value
    for address, error in (("G4", "#REF!"), ("G5", "#DIV/0!")):
        sheet[address] = error
        sheet[address].data_type = "e"
    sheet["H5"], sheet["H5"].number_format = 45748, "d mmm yyyy"
    sheet["A10"], sheet["A10"].number_format = 45748, "d mmm"
    sheet["C11"] = None  # A part without a decision.
    sheet["D11"] = "x"
    sheet["C12"] = "=B1"  # The decision itself is a formula.
    sheet["L13"] = "=C13"  # And so the conditions.
    sheet["D14"] = "x" * 40_000
    sheet["D15"] = "approve"
    sheet["C16"] = "Approve " + "a very long matter " * 20
    sheet["D16"] = "x"
    sheet["I17"] = "x"
    sheet["J17"] = "x"
    sheet["B18"] = "=A18"
    sheet["A19"] = "=ROW()"
    sheet["D20"] = "between £5 and"
    sheet["D21"] = "below nothing £"
    sheet["D22"] = "£10k - £5k"
    sheet["D23"] = "=1/0"
    return typed.saved(made)


def test_each_fault_is_said_at_its_cell(read: Read) -> None:
    seen = read(book())
    said = {fault.at.address: fault for fault in seen.faults if fault.at}
    expected = {address for address, _, message in FAULTS if message} | {
        *("G4", "G5", "H5", "A10", "D11", "C12", "L13", "I2", "J2", "B18", "A19"),
        *("D20", "D21", "D22", "D23"),
    }
    assert expected <= said.keys(), sorted(expected - said.keys())
    assert len(expected) >= 30
    for address, _, message in FAULTS:
        if message:
            assert message in said[address].message, (address, said[address])
    assert all(fault.remedy for fault in seen.faults)
    assert len({(fault.message, fault.at) for fault in seen.faults}) == len(seen.faults)


def test_nothing_is_written(read: Read, base: Base) -> None:
    before = Element.objects.count()
    assert not read(book()).may_be_taken_in
    assert Element.objects.count() == before

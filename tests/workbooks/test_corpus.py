"""Some hundred good workbooks and CSV files made wrong, one way each: never an error of ours, the
fault said at its cell, in bounded time."""

from __future__ import annotations

import csv
import io
import random
import time
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from opmodel.workbooks.base import Base
from opmodel.workbooks.preview import Preview, preview

from . import packed, typed
from .test_layouts import CHOICES

pytestmark = pytest.mark.django_db

SLOWEST = 3.0
HELD = {
    # Cells that say somebody's part or limit, in a book that is right but for what is asked.
    "scheme": (typed.scheme, ("D7", "E7", "D9", "G9", "F11", "G11", "H11", "D12", "F12", "H12")),
    "limits": (typed.limits, ("C4", "D4", "E4", "F4", "G4", "C5", "E5", "F5", "H5", "D6", "E6")),
}
WRONG = {
    "a formula": "=SUM(A1:A9)",
    "words": "as the mood takes them",
    "an inverted band": "£5m–£1m",
    "less than nothing": "-£500",
    "many amounts": "£1m £2m £3m",
    "commas astray": "£1,00,000",
    "part of a penny": "£0.001",
    "too much": "£99999999999999",
    "overlapping bands": "up to £50k; £20k–£90k",
    "a share": "50%",
    "half a band": "between £5 and",
}


def cells() -> Iterator[tuple[str, str, str]]:
    for book, (_, addresses) in HELD.items():
        for address in addresses:
            for wrong in WRONG:
                yield book, address, wrong


@pytest.mark.parametrize(("book", "address", "wrong"), list(cells()))
def test_a_wrong_cell_is_told_by_its_address(
    book: str, address: str, wrong: str, base: Base
) -> None:
    made = HELD[book][0]()
    typed.sheet_of(made)[address] = WRONG[wrong]
    seen = looked_at(typed.saved(made), "a.xlsx", base)
    assert [fault.at.address for fault in seen.faults if fault.at] == [address]
    assert all(fault.message and fault.remedy for fault in seen.faults)
    assert not seen.may_be_taken_in


def looked_at(data: bytes, name: str, base: Base) -> Preview:
    begun = time.perf_counter()
    seen = preview(name=name, data=data, base=base, choices=CHOICES)
    assert time.perf_counter() - begun < SLOWEST
    return seen


def damaged() -> Iterator[tuple[str, bytes, str]]:
    chance = random.Random(5)
    good = {"scheme.xlsx": typed.saved(typed.scheme()), "organogram.csv": typed.ORGANOGRAM.encode()}
    for name, data in good.items():
        for number in range(30):
            cut = chance.randrange(len(data))
            yield f"{name} cut off {number}", data[:cut], name
        for number in range(60):
            bytes_ = bytearray(data)
            for _ in range(chance.choice((1, 1, 4, 40))):
                bytes_[chance.randrange(len(bytes_))] = chance.randrange(256)
            yield f"{name} bytes {number}", bytes(bytes_), name
    parts = packed.parts_of(good["scheme.xlsx"])
    for part, whole in sorted(parts.items()):
        others = {name: content for name, content in parts.items() if name != part}
        yield f"without {part}", packed.pack(others), "a.xlsx"
        yield f"empty {part}", packed.pack(others | {part: b""}), "a.xlsx"
        yield f"half {part}", packed.pack(others | {part: whole[: len(whole) // 2]}), "a.xlsx"
        for number in range(4):
            content = bytearray(whole)
            for _ in range(6):
                content[chance.randrange(len(content))] = chance.choice(b"<>\"'=/ 019AZ&;")
            yield f"odd {part} {number}", packed.pack(others | {part: bytes(content)}), "a.xlsx"


CORPUS = list(damaged())


@pytest.mark.parametrize(
    ("data", "name"), [each[1:] for each in CORPUS], ids=[each[0] for each in CORPUS]
)
def test_a_damaged_file_is_refused_or_read_and_never_an_error(
    data: bytes, name: str, base: Base
) -> None:
    seen = looked_at(data, name, base)
    assert seen.faults or seen.marks
    assert all(fault.message and fault.remedy for fault in seen.faults)


def shifted() -> Iterator[tuple[str, bytes]]:
    """Good tables with rows and columns put wrong, as CSV."""
    chance = random.Random(7)
    for number in range(60):
        book = load_workbook(io.BytesIO(typed.saved(typed.limits())))
        rows = [[str(cell or "") for cell in row] for row in book.active.values]
        for _ in range(3):
            match chance.randrange(5):
                case 0:
                    rows.insert(chance.randrange(len(rows)), [])
                case 1:
                    del rows[chance.randrange(len(rows))]
                case 2:
                    row = chance.choice(rows)
                    row.insert(chance.randrange(len(row) + 1), chance.choice(list(WRONG.values())))
                case 3:
                    chance.shuffle(rows)
                case _:
                    row = chance.choice(rows)
                    if row:
                        row.pop()
            rows = [row for row in rows if row is not None] or [["x"]]
        out = io.StringIO()
        csv.writer(out, delimiter=chance.choice(",;\t")).writerows(rows)
        encoding = chance.choice(("utf-8", "utf-16", "cp1252"))
        yield f"shifted {number}", out.getvalue().encode(encoding)


SHIFTED = list(shifted())


@pytest.mark.parametrize("data", [each[1] for each in SHIFTED], ids=[each[0] for each in SHIFTED])
def test_a_table_put_wrong_is_marked_cell_by_cell(data: bytes, base: Base) -> None:
    seen = looked_at(data, "limits.csv", base)
    assert seen.faults or seen.marks
    assert len({mark.at for mark in seen.marks}) == len(seen.marks)


def test_there_are_at_least_three_hundred() -> None:
    assert len(list(cells())) + len(CORPUS) + len(SHIFTED) >= 300

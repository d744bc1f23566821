"""A file is opened by what it is; what it must not be is said in words, soon, in little memory."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import pytest

from opmodel.workbooks.reading import WorkbookRefused, open_book
from opmodel.workbooks.reading.cells import letters

from . import packed, typed

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def protected() -> bytes:
    return OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def bomb() -> bytes:
    return packed.with_part(packed.good(), packed.SHEET, b"<worksheet>" + b" " * (300 * 2**20))


def entities() -> bytes:
    def declared(sheet: bytes) -> bytes:
        return b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + sheet

    return packed.changed(packed.good(), packed.SHEET, declared)


def lying() -> bytes:
    """A part that says it is small and is not."""
    data = bytearray(bomb())
    size = (300 * 2**20 + 11).to_bytes(4, "little")
    at = data.find(size)
    while at >= 0:
        data[at : at + 4] = (1000).to_bytes(4, "little")
        at = data.find(size, at + 1)
    return bytes(data)


REFUSED: list[tuple[str, str, Callable[[], bytes], str]] = [
    ("an empty file", "a.xlsx", lambda: b"", "The file is empty"),
    ("a file too large", "a.csv", lambda: b"a,b\n" * 3_000_000, "at most 10 are read"),
    ("a macro file by its name", "a.xlsm", packed.good, "can hold macros"),
    (
        "a macro file by what it holds",
        "a.xlsx",
        lambda: packed.with_part(packed.good(), "xl/vbaProject.bin", b"x"),
        "holds macros",
    ),
    ("a password-protected file", "a.xlsx", protected, "protected with a password"),
    ("an old workbook", "a.xls", lambda: OLE + "Workbook".encode("utf-16-le"), "of the old kind"),
    ("a zip bomb", "a.xlsx", bomb, "larger than the 48 MB"),
    ("a zip bomb that lies about its size", "a.xlsx", lying, ""),
    ("a bomb of entities", "a.xlsx", entities, "damaged"),
    ("a CSV file called a workbook", "a.xlsx", lambda: b"Decision,Board\nA,x\n", "plain text"),
    ("a workbook called CSV", "a.csv", packed.good, "the file is an Excel workbook"),
    ("a PDF called a workbook", "a.xlsx", lambda: b"%PDF-1.7 ...", "is a PDF"),
    ("a picture", "a.xlsx", lambda: b"\x89PNG\r\n\x1a\n", "is a picture"),
    ("a web page called .xls", "a.xls", lambda: b"<html><table>", "a web page"),
    (
        "a Word document",
        "a.docx",
        lambda: packed.pack({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}),
        "a Word document",
    ),
    (
        "an OpenDocument file",
        "a.ods",
        lambda: packed.pack({"mimetype": b"application/vnd.oasis", "content.xml": b"<a/>"}),
        "OpenDocument",
    ),
    ("an archive", "a.zip", lambda: packed.pack({"a.txt": b"a"}), "a packed archive"),
    ("half a workbook", "a.xlsx", lambda: packed.good()[:3000], "damaged"),
    ("100,000 blank rows", "a.xlsx", lambda: blank(100_000), "empty rows follow below row 1"),
    ("a file with a nought in it", "a.csv", lambda: b"Decision,Board\na\0b,x\n", "no text has"),
    (
        "quotation marks that do not close",
        "a.csv",
        lambda: b'Decision,Board\n"Approve,x\nMore,y\n',
        "do not come in pairs",
    ),
    (
        "many cells in a row",
        "a.csv",
        lambda: b"Decision" + b",x" * 1000,
        "at most 400 are read",
    ),
    ("blank lines only", "a.csv", lambda: b"\n" * 100, "Nothing stands in the file"),
    ("blank cells only", "a.xlsx", lambda: typed.saved(typed.workbook(A=[])), "Nothing stands"),
]


def blank(number: int) -> bytes:
    return packed.with_part(packed.good(), packed.SHEET, packed.rows(number, cells=8))


@pytest.mark.parametrize(
    ("name", "made", "said"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED]
)
def test_what_is_no_workbook_is_refused_in_words(
    name: str, made: Callable[[], bytes], said: str
) -> None:
    data = made()
    begun = time.perf_counter()
    with pytest.raises(WorkbookRefused) as refused:
        open_book(name, data)
    assert time.perf_counter() - begun < 3
    (fault,) = refused.value.faults
    assert said in fault.message
    assert fault.remedy


@pytest.mark.parametrize("made", [bomb, entities, lambda: blank(100_000)])
def test_a_bomb_takes_little_memory(made: Callable[[], bytes]) -> None:
    data = made()
    tracemalloc.start()
    try:
        with pytest.raises(WorkbookRefused):
            open_book("a.xlsx", data)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 64 * 2**20


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"], ids=lambda encoding: encoding
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_is_read_however_a_spreadsheet_wrote_it(encoding: str, separator: str) -> None:
    lines = [["Decision", "Board – café"], ["Buy, or lease; both", "up to £5k"], ["Sell", "x"]]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines)
    (sheet,) = open_book("a.csv", text.encode(encoding)).sheets
    assert [[cell.text for cell in row.values()] for row in sheet.rows.values()] == lines


def test_formulas_errors_dates_and_numbers_are_what_a_person_sees() -> None:
    book = typed.workbook(A=[["=SUM(B1:B2)", 250000, "1.10", 1.1, "  two\n\n lines "]])
    sheet = typed.sheet_of(book)
    sheet["F1"] = 1.1
    sheet["F1"].number_format = "0.00"
    sheet["G1"] = "#REF!"
    sheet["G1"].data_type = "e"
    sheet["H1"] = 45748
    sheet["H1"].number_format = "dd/mm/yyyy"
    (read,) = open_book("a.xlsx", typed.saved(book)).sheets
    row = read.rows[1]
    assert [cell.text for cell in list(row.values())[1:]] == [
        "250000",
        "1.10",
        "1.1",
        "two\nlines",
        "1.10",
        "#REF!",
        "2025-04-01",
    ]
    assert "formula" in row[1].flaw
    assert "#REF!" in row[7].flaw
    assert row[8].is_date


def test_columns_are_called_as_in_a_spreadsheet() -> None:
    assert [letters(number) for number in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]

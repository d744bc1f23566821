"""Opens a file by what it is, not by what its name says; what it must not be is said in words."""

from __future__ import annotations

import zipfile
from pathlib import PurePath
from typing import Final, NoReturn

from . import bounds
from .cells import Book
from .delimited import read_delimited
from .faults import Fault, WorkbookRefused
from .packing import Package
from .spreadsheet import read_spreadsheet

_SAVE: Final = "Open it in the spreadsheet program and save it as an Excel workbook (.xlsx)."
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS: Final = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document"),
    (b"\x1f\x8b", "a packed archive"),
    (b"7z\xbc\xaf", "a packed archive"),
    (b"Rar!", "a packed archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_TEXT_NAMES: Final = (".csv", ".tsv", ".txt")


def open_book(name: str, data: bytes) -> Book:
    """The cells of a workbook (.xlsx) or a CSV file. Raises WorkbookRefused."""
    if not data:
        _refuse("The file is empty.", "Send the file again.")
    if len(data) > bounds.BYTES:
        _refuse(
            f"The file has {len(data) / 2**20:,.0f} MB; at most {bounds.BYTES // 2**20} are read.",
            "Take pictures and sheets that are not needed out of it, or send it in parts.",
        )
    ending = PurePath(name).suffix.lower()
    if data.startswith(_OLE):
        _refuse_old(data)
    if data.startswith(b"PK"):
        return _workbook(name, ending, data)
    for beginning, what in _OTHERS:
        if data.startswith(beginning):
            _refuse(f"The file is {what}, not a workbook.", "Send an Excel workbook or a CSV file.")
    if _is_markup(data):
        _refuse("The file is a web page or XML, not a workbook, whatever its name says.", _SAVE)
    if ending not in ("", *_TEXT_NAMES):
        _refuse(
            f"The name ends in {ending}, but the file is plain text.",
            "If it is a table with commas, name it .csv; otherwise save it as an Excel workbook.",
        )
    return read_delimited(name, data)


def _workbook(name: str, ending: str, data: bytes) -> Book:
    if ending in (".xlsm", ".xltm", ".xlam", ".xlsb"):
        _refuse(
            f"Files that end in {ending} can hold macros, which are programs.",
            "Save it as an Excel workbook without macros (.xlsx).",
        )
    try:
        package = Package(data)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        _refuse("The file is damaged: it cannot be unpacked.", f"{_SAVE} Then send that.")
    _refuse_other_packages(package)
    if ending not in ("", ".xlsx"):
        _refuse(
            f"The name ends in {ending}, but the file is an Excel workbook.",
            "Name it .xlsx, or save it as what its name says.",
        )
    return read_spreadsheet(name, package)


def _refuse_other_packages(package: Package) -> None:
    names = package.names
    lower = {each.lower() for each in names}
    if any(each.endswith("vbaproject.bin") or "/macrosheets/" in each for each in lower):
        _refuse(
            "The workbook holds macros, which are programs.",
            "Save it as an Excel workbook without macros (.xlsx).",
        )
    if "xl/workbook.bin" in lower:
        _refuse("The file is a binary workbook (.xlsb).", _SAVE)
    if "mimetype" in lower:
        _refuse("The file is an OpenDocument file.", _SAVE)
    if any(each.startswith("word/") for each in lower):
        _refuse("The file is a Word document.", "Copy its table into a workbook and send that.")
    if any(each.startswith("ppt/") for each in lower):
        _refuse("The file is a presentation.", "Copy its table into a workbook and send that.")
    if "xl/workbook.xml" not in lower and "_rels/.rels" not in lower:
        _refuse("The file is a packed archive, not a workbook.", "Send the workbook itself.")


def _refuse_old(data: bytes) -> NoReturn:
    def mentions(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if mentions("EncryptedPackage") or mentions("EncryptionInfo"):
        _refuse(
            "The workbook is protected with a password.",
            "Take the password off (File, Info, Protect Workbook) and send it again.",
        )
    if mentions("WordDocument"):
        _refuse("The file is a Word document.", "Copy its table into a workbook and send that.")
    _refuse("The file is a workbook of the old kind (.xls), or protected.", _SAVE)


def _is_markup(data: bytes) -> bool:
    start = data[:400].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<?xml", b"<!doctype", b"<html", b"<table", b"<meta", b"<head"))


def _refuse(message: str, remedy: str) -> NoReturn:
    raise WorkbookRefused([Fault(None, message, remedy)])

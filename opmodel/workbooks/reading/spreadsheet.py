"""The cells of an Excel workbook, read as they come and no more of them than the bounds allow."""

from __future__ import annotations

import posixpath
from typing import Any, Final, NoReturn

from . import bounds
from .cells import Book, Sheet
from .faults import Fault, WorkbookRefused
from .markup import attribute, parse
from .packing import Damaged, Package
from .sheet import SheetReader, Styles

_DAMAGED: Final = "The workbook is damaged: one of its parts cannot be read."
_DAMAGED_REMEDY: Final = "Open it in the spreadsheet program, save it again and send that."


def read_spreadsheet(name: str, package: Package) -> Book:
    """The visible and hidden sheets of a workbook. Raises WorkbookRefused."""
    try:
        return _read(name, package)
    except (Damaged, KeyError, ValueError, RecursionError) as error:
        raise WorkbookRefused([Fault(None, _DAMAGED, _DAMAGED_REMEDY)]) from error


def _read(name: str, package: Package) -> Book:
    main = _main_part(package)
    folder = posixpath.dirname(main)
    parts = _relations(package, main)
    sheets, from_1904 = _sheets(package, main)
    if not sheets:
        _refuse("The workbook has no sheet.", "Send one that has.")
    if len(sheets) > bounds.SHEETS:
        _refuse(
            f"The workbook has {len(sheets)} sheets; at most {bounds.SHEETS} are read.",
            "Take out those that are not needed.",
        )
    by_type = dict(parts.values())

    def part(kind: str) -> str:
        target = by_type.get(kind, "")
        path = posixpath.normpath(posixpath.join("/", folder, target))[1:] if target else ""
        return path if path in package.names else ""

    texts = _texts(package, part("sharedStrings"))
    styles = _styles(package, part("styles"))
    left = bounds.CELLS
    read: list[Sheet] = []
    for title, relation, hidden in sheets:
        kind, target = parts[relation]
        if kind != "worksheet":
            continue  # A sheet that is only a chart or a dialogue.
        path = posixpath.normpath(posixpath.join("/", folder, target))[1:]
        reader = SheetReader(title, texts, styles, from_1904=from_1904, cells_left=left)
        parse(package.pieces(path), start=reader.start, end=reader.end, text=reader.text)
        sheet = reader.sheet()
        sheet.hidden = hidden
        left -= len(sheet.cells)
        read.append(sheet)
    if not any(sheet.cells for sheet in read):
        _refuse("Nothing stands in the workbook.", "Send it again, filled in.")
    return Book(name, read)


def _main_part(package: Package) -> str:
    found = [
        target for kind, target in _relations(package, "").values() if kind == "officeDocument"
    ]
    if not found:
        raise Damaged("no workbook")
    return found[0].lstrip("/")


def _relations(package: Package, of: str) -> dict[str, tuple[str, str]]:
    """The parts that a part refers to, by their id: what each is, and where it lies."""
    folder, name = posixpath.split(of)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = kind, attributes.get("Target", "")

    parse(package.pieces(path), start=start)
    return found


def _sheets(package: Package, main: str) -> tuple[list[tuple[str, str, bool]], bool]:
    """Name, relation and hiddenness of each sheet; whether days are counted from 1904."""
    found: list[tuple[str, str, bool]] = []
    from_1904 = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal from_1904
        if element == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            found.append((attributes.get("name", ""), attribute(attributes, "id"), hidden))
        elif element == "workbookPr":
            from_1904 = attributes.get("date1904", "0") in ("1", "true")

    parse(package.pieces(main), start=start)
    return found, from_1904


def _texts(package: Package, path: str) -> list[str]:
    """The texts that cells refer to by number, without what is only for reading them aloud."""
    found: list[str] = []
    if not path:
        return found
    parts: list[str] = []
    total = 0
    within: list[str] = []

    def start(element: str, _: dict[str, str]) -> None:
        within.append(element)
        if element == "si":
            parts.clear()

    def end(element: str) -> None:
        nonlocal total
        within.pop()
        if element == "si":
            found.append("".join(parts))
            total += len(found[-1])
            if total > bounds.TEXTS:
                _refuse("The workbook holds more text than is read.", "Send it in parts.")

    def text(piece: str) -> None:
        if within[-1:] == ["t"] and "rPh" not in within:
            parts.append(piece)

    parse(package.pieces(path), start=start, end=end, text=text)
    return found


def _styles(package: Package, path: str) -> Styles:
    """The number format of each style."""
    codes: dict[int, str] = {}
    used: list[int] = []
    if not path:
        return Styles({}, [])
    within: list[str] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif element == "xf" and "cellXfs" in within:
            used.append(int(attributes.get("numFmtId", "0")))
        within.append(element)

    def end(_: str) -> Any:
        within.pop()

    parse(package.pieces(path), start=start, end=end)
    return Styles(codes, used)


def _refuse(message: str, remedy: str) -> NoReturn:
    raise WorkbookRefused([Fault(None, message, remedy)])

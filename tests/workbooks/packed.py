"""Workbooks put wrong on purpose, part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from . import typed

SHEET = "xl/worksheets/sheet1.xml"


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def pack(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = parts_of(data)
    parts[part] = change(parts[part])
    return pack(parts)


def with_part(data: bytes, part: str, content: bytes) -> bytes:
    return pack(parts_of(data) | {part: content})


def good() -> bytes:
    return typed.saved(typed.scheme())


def rows(number: int, cells: int = 0) -> bytes:
    """A sheet of that many rows, each with empty formatted cells, below a heading."""
    empty = "".join(f'<c r="{chr(65 + at)}{{0}}" s="0"/>' for at in range(cells))
    body = "".join(f'<row r="{at}">{empty.format(at)}</row>' for at in range(2, number + 2))
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Decision</t></is></c></row>'
        f"{body}</sheetData></worksheet>"
    ).encode()

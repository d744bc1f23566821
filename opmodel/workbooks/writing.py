"""Writes elements as a workbook that people can change and send back: a sheet for each kind."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Final

import xlsxwriter

from opmodel.editions.kinds import kinds
from opmodel.editions.records import Record

from .base import Base
from .fields import Fields, columns, label
from .layouts.keyed import TAKE_OUT

MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001  (workbooks know no time zones)
"""The date inside every workbook: the day of making would make each copy differ."""
_HOW: Final = (
    "Change cells and send the workbook back. Leave the keys as they are; a row without a key "
    "is new. "
    f"Rows you delete here stay in the registry: write yes under “{TAKE_OUT}” to take something "
    f"out."
)
_NOT_IN_A_TITLE: Final = re.compile(r"[\[\]:*?/\\]")
_TITLE: Final = 31
"""Characters that the name of a sheet has room for."""
_WIDE: Final = 40
_LONGEST: Final = 32_767


def sheet_title(text: str) -> str:
    """What a sheet may be called: at most 31 characters, without some, and cut between words."""
    name = " ".join(_NOT_IN_A_TITLE.sub(" ", text).split()).strip("'")
    if len(name) > _TITLE:
        whole = name[: _TITLE + 1].rpartition(" ")[0]
        name = (whole if len(whole) > _TITLE // 2 else name[:_TITLE]).rstrip(" ,;-–—'")
    return name or "Table"


def write_workbook(base: Base, records: Iterable[Record], *, title: str, mark: str = "") -> bytes:
    """The records as a workbook that is read back without loss; the same bytes for the same.

    *mark* stands above every list, such as that it is sample data.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    properties = {"title": title, "author": "Operating-model registry", "created": MADE}
    book.set_properties(properties | ({"comments": mark} if mark else {}))
    warning = book.add_format({"bold": True, "font_color": "#B10E1E"})
    bold = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bg_color": "#005EB8", "font_color": "#FFFFFF"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    grey = book.add_format({"font_color": "#4C6272", "valign": "top"})
    fields = Fields(base)
    by_kind: dict[str, list[Record]] = {}
    for record in records:
        by_kind.setdefault(record.kind, []).append(record)
    for name, kind in kinds().items():
        if name not in by_kind:
            continue
        plural = str(kind._meta.verbose_name_plural)
        sheet = book.add_worksheet(sheet_title(plural[:1].upper() + plural[1:]))
        sheet.write_string(0, 0, plural[:1].upper() + plural[1:], bold)
        sheet.write_string(1, 0, title)
        sheet.write_string(2, 0, _HOW)
        if mark:
            sheet.write_string(3, 0, mark, warning)
        specs = columns(kind)
        for column, text in enumerate(("Key", *(label(spec) for spec in specs), TAKE_OUT)):
            sheet.write_string(4, column, text, head)
            sheet.set_column(column, column, _WIDE if column == 1 else 22)
        for row, record in enumerate(by_kind[name], start=5):
            sheet.write_string(row, 0, record.key, grey)
            for column, spec in enumerate(specs, start=1):
                shown = fields.shown(spec, record.values.get(spec.name))
                if isinstance(shown, int | Decimal):
                    sheet.write_number(row, column, shown, body)
                elif shown:
                    sheet.write_string(row, column, shown[:_LONGEST], body)
        sheet.freeze_panes(5, 2)
        sheet.autofilter(4, 0, 4 + len(by_kind[name]), len(specs) + 1)
    book.close()
    return out.getvalue()

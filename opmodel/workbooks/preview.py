"""A workbook before it is taken in: what was made of each cell, what has to be told, what would
change. Nothing is written."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import rfc8785

from .base import Base
from .changes import Change, changes_of, faults_of
from .choices import Heard
from .findings import Findings, Mark, State, Statement, Wanted
from .layouts import Around, layout_of
from .reading import At, Book, Fault, Sheet, WorkbookRefused, open_book


@dataclass(frozen=True)
class Preview:
    """What a workbook says, cell by cell, and what it would change.

    A cell that holds something has exactly one mark. `layouts` names each sheet's layout; `wanted`
    are the choices that are still to be made, `chosen` those that were made before and counted.
    `stays` names what the edition has where the workbook has an empty cell: an empty cell takes
    nothing out.
    """

    name: str
    layouts: tuple[tuple[str, str], ...] = ()
    marks: tuple[Mark, ...] = ()
    faults: tuple[Fault, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    changes: tuple[Change, ...] = ()
    stays: tuple[tuple[At, str], ...] = ()
    notes: tuple[str, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)

    @property
    def may_be_taken_in(self) -> bool:
        """Whether nothing stands against it: no fault, and nothing left to choose."""
        return not self.faults and not self.wanted

    @property
    def mended_in_the_file(self) -> tuple[Fault, ...]:
        """The faults that no choice answers. Those that one does say so in what to do."""
        return tuple(each for each in self.faults if not each.remedy.startswith("Choose "))

    def counts(self) -> dict[str, int]:
        """How many cells are understood, doubted and refused."""
        found = Counter(mark.state for mark in self.marks)
        return {str(state): found[state] for state in State}

    def token(self) -> str:
        """Names what would change, and what it would write over: the same for the same changes,
        another for any other, and another once the draft says something else in their place."""
        stated: list[Any] = [
            [
                each.what,
                each.record.canonical(),
                {field.name: field.before for field in each.fields},
            ]
            for each in self.changes
        ]
        return hashlib.sha256(rfc8785.dumps(stated)).hexdigest()


def preview(
    *, name: str, data: bytes, base: Base, choices: Mapping[str, str] | None = None
) -> Preview:
    """Reads a workbook against an edition. Never raises for what a file may hold."""
    try:
        book = open_book(name, data)
    except WorkbookRefused as refused:
        return Preview(name, faults=refused.faults)
    return preview_of(book, base, choices or {})


def preview_of(book: Book, base: Base, choices: Mapping[str, str]) -> Preview:
    """Reads a workbook that is open."""
    findings = Findings(book)
    base = base.afresh()
    heard = Heard(choices)
    around = Around(base, heard, findings)
    for sheet in book.sheets:
        _read(sheet, around)
    if not findings.layouts:
        findings.faults.insert(
            0,
            Fault(
                None,
                "No sheet has a layout that is known.",
                "Give its columns headings: a scheme has a column for the decision and one for "
                "each "
                "holder, or the holder's name above its numbered list. A matrix of the registry is "
                "read back from its XLSX, not from CSV.",
            ),
        )
    changes = list(changes_of(base, findings.statements))
    faults = [*findings.faults, *faults_of(base, changes)]
    order = {sheet.name: at for at, sheet in enumerate(book.sheets)}
    marks = sorted(
        findings.marks.values(),
        key=lambda each: (order[each.at.sheet], each.at.row, each.at.column),
    )
    return Preview(
        name=book.name,
        layouts=tuple(findings.layouts),
        marks=tuple(_with_faults(marks, faults)),
        faults=tuple(sorted(dict.fromkeys(faults), key=lambda each: _place(each, order))),
        wanted=tuple(findings.wanted.values()),
        changes=tuple(changes),
        stays=tuple(findings.stays),
        notes=book.notes,
        chosen=heard.used,
        statements=findings.statements,
    )


def _read(sheet: Sheet, around: Around) -> None:
    findings = around.findings
    if not sheet.cells:
        return
    if sheet.hidden:
        findings.pass_over(sheet, "Stands in a hidden sheet: not read.", doubt=True)
        return
    layout = layout_of(sheet, around.findings.book)
    if layout is None:
        findings.pass_over(
            sheet, "The sheet has no layout that is known: nothing is read from it.", doubt=True
        )
        return
    findings.layouts.append((sheet.name, layout.name))
    layout.read(sheet, around)
    findings.pass_over(sheet, "Not read.", doubt=True)


def _place(fault: Fault, order: dict[str, int]) -> tuple[int, int, int]:
    at = fault.at or At("")
    return order.get(at.sheet, -1), at.row, at.column


def _with_faults(marks: list[Mark], faults: list[Fault]) -> list[Mark]:
    """Cells whose value the edition could not hold are refused too."""
    by_cell = {fault.at: fault for fault in faults if fault.at is not None}
    return [
        Mark(mark.at, mark.text, State.REFUSED, by_cell[mark.at].message, by_cell[mark.at].remedy)
        if mark.at in by_cell and mark.state is not State.REFUSED
        else mark
        for mark in marks
    ]

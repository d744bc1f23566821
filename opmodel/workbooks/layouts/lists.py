"""Schemes as lists: for each holder what is reserved or given to it, numbered, or as a table of
two columns."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from governance.models import Delegation
from opmodel.workbooks.base import folded
from opmodel.workbooks.naming import Named
from opmodel.workbooks.reading import Cell, Sheet
from opmodel.workbooks.words import (
    Reach,
    Said,
    Unreadable,
    has_amount,
    is_nothing,
    part_said,
    reaches,
    reaches_beside,
)

from .around import Around, Layout
from .heading import Heading, Known, find_heading, mark_headings, words

Part, Type = Delegation.Part, Delegation.Type

_NUMBERED: Final = re.compile(
    r"\(?(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3}){0,3}|[a-z]|[ivx]{1,5})[.):]?\)?\s+(?P<text>\S.*)",
    re.DOTALL,
)
_ONLY_NUMBER: Final = re.compile(r"\(?([0-9]{1,3}(\.[0-9]{1,3}){0,3}|[a-z]|[ivx]{1,5})[.):]*\)?")
_BULLET: Final = re.compile(r"[•●▪‣◦*–-]\s+(?P<text>\S.*)", re.DOTALL)
_FEWEST: Final = 3
_KNOWN: Final[Known] = {
    "holder": words(
        "decision taker|decision maker|holder|delegated to|reserved or delegated to|committee"
        "|officer|"
        "committee or officer|committee officer|body|delegate|authority holder|who|role|the board|"
        "decision taken by|responsible|list"
    ),
    "item": words(
        "authorities|authority|authorities duties delegated|duties|duties delegated|matters|matter|"
        "decisions reserved|decisions reserved to the board|decision|decisions|powers|power|"
        "delegated authority|authorities and duties|what|authority delegated|matters delegated"
    ),
    "ref": words("no|no.|ref|ref.|reference|number|item|para|paragraph|#|sord ref"),
    "conditions": words("conditions|notes|note|comments|condition"),
    "limit": words("limit|limits|financial limit|up to|amount"),
}
_SAYS: Final = {
    "holder": "Heads the holders.",
    "item": "Heads what they may decide.",
    "ref": "Heads the numbers.",
    "conditions": "Heads the conditions.",
    "limit": "Heads the limits.",
}
_PLAIN: Final = words("how|only for|clause|source|legal basis|review date|section|category|address")
"""Headings that nothing is read below, and that name nobody."""
_RECOMMENDED: Final = re.compile(
    r"^(recommend(ation)?s?|endorse|propose|advise(\s+on)?|support)\s+(of\s+)?"
    r"((any\s+)?(changes?|amendments?)\s+(to|of|in)\s+)?",
    re.IGNORECASE,
)
_AMOUNT_PHRASE: Final = re.compile(
    r"[,;]?\s*\(?\b(?:up to|not exceeding|to a (?:limit|maximum) of|below|over|above|in excess "
    r"of|exceeding|"
    r"between|from)\s+(?:and including\s+)?£[^()]*?(?=[,;.)](?![0-9])|\s*\(|\s(?:for|of|in|on|by|to"
    r"|where)\b|$)\)?"
    r"(?:\s*(?:a|per)\s+(?:year|annum|week))?",
    re.IGNORECASE,
)
_IN_BRACKETS: Final = re.compile(r"\s*\(([^()]+)\)")


def _heading(sheet: Sheet) -> Heading | None:
    heading = find_heading(sheet, _KNOWN, (("holder",), ("item",)))
    if heading is None or heading.columns["item"] < heading.columns["holder"]:
        return None
    # More columns than these are those of holders.
    named = [cell for cell in heading.others.values() if folded(cell.text) not in _PLAIN]
    return None if named else heading


def _is_table(sheet: Sheet) -> bool:
    return _heading(sheet) is not None


def _is_lists(sheet: Sheet) -> bool:
    numbered = headed = 0
    for row in sheet.rows.values():
        texts = [cell.text for cell in row.values()]
        if _NUMBERED.fullmatch(texts[0]) or (len(texts) > 1 and _ONLY_NUMBER.fullmatch(texts[0])):
            numbered += 1
        elif len(texts) == 1:
            headed += 1
    return numbered >= _FEWEST and headed >= 1


class _Reader:
    """Reads one sheet, the holder of each entry being the one named last."""

    def __init__(self, sheet: Sheet, around: Around):
        self.sheet, self.around, self.findings = sheet, around, around.findings
        self.holder: Named | None = None
        self.waits = False
        self.category = ""
        self.part = ""
        self.bands: tuple[Reach, ...] = ()
        self.above = ""

    def limit(self, cell: Cell | None) -> bool:
        """Reads the limit that stands beside an entry; false where it cannot be read."""
        self.bands = ()
        if cell is None or is_nothing(cell.text):
            if cell is not None:
                self.findings.understood(cell, "No limit is stated.")
            return True
        if not self.findings.flawless(cell):
            return False
        try:
            bands = reaches(cell.text, cell.number)
        except Unreadable as error:
            self.findings.refused(cell, str(error), error.remedy)
            return False
        self.bands = tuple(band for band in bands if band.is_bounded)
        said = ", ".join(band.words() for band in bands)
        self.findings.understood(cell, f"{said[:1].upper()}{said[1:]}.")
        return True

    def heading(self, cell: Cell, *, surely: bool = False) -> None:
        """A line above entries: it names a holder, or what the entries are about."""
        self.above = ""
        holders = self.around.holders
        if surely or holders.knows(cell.text) or self._sounds_like_one(cell.text):
            self.holder = holders.named(cell, what="list")
            self.waits = self.holder is None
            self.category = ""
            self.part = _part_of_heading(cell.text)
            return
        code = self.around.stating.category(cell.text)
        self.category = code
        self.findings.understood(cell, "A policy area." if code else "A heading within the list.")

    def _sounds_like_one(self, text: str) -> bool:
        flat = text.strip(" :")
        return len(flat) <= 90 and not flat.endswith(".") and self.around.holders.sounds(flat)

    def numbered(
        self,
        cell: Cell,
        text: str,
        mark: str,
        ref: Cell | None = None,
        *,
        conditions: str = "",
        below: str | None = None,
    ) -> None:
        """An entry that begins with a mark: a number, a letter, or nothing for a bullet. *below*
        is the mark of the entry that follows.

        Where parts stand below an entry, neither says all of a power: the amount may stand in the
        one and the matter in the other.
        """
        above = self.above
        if mark[:1].isdigit() and not _is_part(mark, above.partition(" ")[0]):
            self.above = f"{mark} {text}"
            self._whole(cell, text, ref, conditions, has_parts=_is_part(below, mark))
        elif not above:
            self.entry(cell, text, ref, conditions)
        elif part_said(text) is None and not mark[:1].isdigit():
            self.findings.refused(
                cell,
                f"This is a part of the entry above it (“{_short(above)}”), and says no decision "
                "by itself.",
                "Write it out with a number of its own, such as "
                f"“{_short(_lead(above))}: {_short(text)}”, with its amount.",
            )
        else:
            self.entry(cell, text, ref, conditions)
            self.findings.doubted(
                cell,
                f"A part of the entry above it (“{_short(above)}”), read as a decision of its own.",
                "Write it out in full if it says less alone.",
            )

    def _whole(
        self, cell: Cell, text: str, ref: Cell | None, conditions: str, *, has_parts: bool
    ) -> None:
        if has_parts and text.rstrip().endswith(":") and not has_amount(text):
            self.findings.understood(cell, "Leads in the entries below it.")
            return
        self.entry(cell, text, ref, conditions)
        if has_parts:
            self.findings.doubted(
                cell,
                "Parts of it stand below: read as a decision of its own.",
                "End it with a colon if it only leads in what follows.",
            )

    def entry(self, cell: Cell, text: str, ref: Cell | None = None, conditions: str = "") -> None:
        """One power of the holder. A number without a point only counts the list."""
        if self.waits:
            self.findings.doubted(cell, "Waits until it is told whose list this is.")
            return
        if self.holder is None:
            self.findings.refused(
                cell, "No holder is named above this entry.", "Write whose list it is above it."
            )
            return
        if self.holder.left_out:
            self.findings.understood(cell, "Left out with its list.")
            return
        try:
            known = self.around.stating.is_called(text)
            name, read = _entry(text, self.part, conditions, known=known)
        except Unreadable as error:
            self.findings.refused(cell, str(error), error.remedy)
            return
        if self.bands and not read.bands:
            read = replace(read, bands=self.bands)
        if ref is not None and "." not in ref.text.strip("."):
            ref = None
        key = self.around.stating.decision(cell, name, ref, self.category)
        if not key:
            return
        says = read.words()
        if read.sure:
            self.findings.understood(cell, says)
        else:
            self.findings.doubted(cell, f"{says} {read.why}", "Check it.")
        self.around.stating.power(key, self.holder, read, cell)


def _mark_of(found: re.Match[str] | None) -> str | None:
    """The number or letter an entry begins with; empty for a bullet, None where there is none."""
    return None if found is None else found.groupdict().get("number") or ""


def _is_part(mark: str | None, of: str) -> bool:
    """Whether an entry with this mark is a part of the numbered one above it."""
    if mark is None or not of:
        return False
    return not mark[:1].isdigit() or mark.startswith(f"{of.rstrip('.')}.")


def _lead(above: str) -> str:
    """The entry above, without its number and what it says of amounts."""
    text = above.partition(" ")[2]
    return _AMOUNT_PHRASE.sub("", text).rstrip(" :.;,")


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:59]}…"


def _part_of_heading(text: str) -> str:
    found = part_said(
        re.sub(r"^(matters|decisions|powers)\s+", "", text.strip(), flags=re.IGNORECASE)
    )
    return found[0] if found else ""


def _entry(text: str, part: str, conditions: str, *, known: bool) -> tuple[str, Said]:
    """The decision that an entry names, and the part it gives. Raises Unreadable.

    *known*: a decision is called just that, so its verb is part of the name.
    """
    flat = " ".join(text.split()).rstrip(" .;")
    if known:
        type_ = Type.ADVISORY if part not in ("", Part.APPROVES, Part.SIGNS) else ""
        return flat, Said(part or Part.APPROVES, type_, (), conditions)
    found = part_said(flat)
    own = found[0] if found else ""
    type_ = found[1] if found else ""
    if own in ("", Part.APPROVES, Part.SIGNS) and part:
        own, type_ = part, Type.ADVISORY if part not in (Part.APPROVES, Part.SIGNS) else ""
    bands: tuple[Reach, ...] = ()
    sure, why = True, ""
    phrases = [each for each in _AMOUNT_PHRASE.finditer(flat) if has_amount(each.group())]
    if len(phrases) == 1:
        phrase = phrases[0]
        end = phrase.end()
        said = phrase.group().strip(" ,;()")
        if beside := _IN_BRACKETS.match(flat, end):
            # What stands in brackets behind an amount is said of it, as in a cell.
            end = beside.end()
            bands, more = reaches_beside(said, beside[1])
            conditions = "; ".join(filter(None, (more, conditions)))
        else:
            bands = reaches(said)
        flat = " ".join(f"{flat[: phrase.start()]} {flat[end:]}".split()).strip(" ,;")
    elif has_amount(flat):
        sure, why = False, "An amount stands in the words and is left there: no limit is set."
    if own == Part.RECOMMENDS and found:
        flat = re.sub(r"\s+to\s+the\s+[A-Z][\w &-]*$", "", flat)
        bare = _RECOMMENDED.sub("", flat)
        flat = f"{bare[:1].upper()}{bare[1:]}"
    return flat, Said(own or Part.APPROVES, type_, bands, conditions, sure, why)


def _read_table(sheet: Sheet, around: Around) -> None:
    heading = _heading(sheet)
    if heading is None:
        return
    reader = _Reader(sheet, around)
    findings = around.findings
    mark_headings(heading, sheet, findings, _SAYS)
    for number, row in sheet.rows.items():
        if number <= heading.last:
            continue
        holder = row.get(heading.columns["holder"])
        item = row.get(heading.columns["item"])
        ref = row.get(heading.column("ref"))
        if holder is not None and findings.flawless(holder):
            if item is None and len(row) == 1 and not reader.around.holders.sounds(holder.text):
                reader.heading(holder)
                continue
            reader.heading(holder, surely=True)
        conditions = _conditions(row.get(heading.column("conditions")), around)
        if item is None or not findings.flawless(item):
            continue
        if ref is not None and findings.flawless(ref):
            findings.understood(ref, "The number of the entry.")
        if reader.limit(row.get(heading.column("limit"))):
            _entries(reader, item, ref, conditions, first=ref is None)
        else:
            findings.doubted(item, "Waits until its limit can be read.")
    _rest(sheet, around, heading.first)


def _entries(
    reader: _Reader, cell: Cell, ref: Cell | None, conditions: str, *, first: bool
) -> None:
    """An entry, or several in one cell, one a line; a line without number may be a heading."""
    lines = cell.text.split("\n")
    numbered = [_NUMBERED.fullmatch(line) or _BULLET.fullmatch(line) for line in lines]
    if not any(numbered):
        _entry_alone(reader, cell, ref, conditions, first=first and len(lines) == 1)
        return
    if len(lines) == 1 and "." in (_mark_of(numbered[0]) or ""):
        ref = Cell(cell.at, _mark_of(numbered[0]) or "")
    pieces = _pieces(reader, lines, numbered)
    following = [mark for mark, _ in pieces[1:]]
    leads = reader.above.startswith("0 ")
    for (mark, piece), below in zip(pieces, [*following, None], strict=True):
        own = ref if len(pieces) == 1 else None
        reader.numbered(
            cell,
            piece,
            "" if leads else mark,
            own,
            conditions=conditions,
            below=None if leads else below,
        )
    reader.above = ""


def _entry_alone(
    reader: _Reader, cell: Cell, ref: Cell | None, conditions: str, *, first: bool
) -> None:
    """A cell without numbers: an entry, or a heading within the list."""
    if first and _is_heading_line(cell.text) and part_said(cell.text) is None:
        reader.heading(cell)
    elif ref is not None and (alone := _ONLY_NUMBER.fullmatch(ref.text)):
        if alone[1][0].isdigit():
            reader.above = ""
        reader.numbered(cell, cell.text, alone[1], ref, conditions=conditions)
    else:
        reader.entry(cell, cell.text, ref, conditions)


def _pieces(
    reader: _Reader, lines: list[str], numbered: list[re.Match[str] | None]
) -> list[tuple[str, str]]:
    """The entries of a cell, each with its mark. A line that only leads in stands `above` them."""
    pieces: list[tuple[str, str]] = []
    reader.above = ""
    for line, found in zip(lines, numbered, strict=True):
        if found:
            pieces.append((_mark_of(found) or "", found["text"]))
        elif pieces:
            mark, before = pieces[-1]
            pieces[-1] = mark, f"{before} {line}"
        elif _leads_in(line):
            # It has no number, and what follows are its parts.
            reader.above = f"0 {line}"
        elif _is_heading_line(line):
            reader.category = reader.around.stating.category(line)
        else:
            pieces.append(("0", line))
    return pieces


def _leads_in(text: str) -> bool:
    """Whether a line above numbered ones says what is done in them, or up to how much."""
    return has_amount(text) or (text.rstrip().endswith(":") and part_said(text) is not None)


def _is_heading_line(text: str) -> bool:
    flat = text.strip()
    return len(flat) <= 70 and not flat.endswith((".", ";")) and len(flat.split()) <= 8


def _conditions(cell: Cell | None, around: Around) -> str:
    if cell is None or not around.findings.flawless(cell):
        return ""
    around.findings.understood(cell, "The conditions of this entry.")
    return cell.text


def _read_lists(sheet: Sheet, around: Around) -> None:
    reader = _Reader(sheet, around)
    findings = around.findings
    begun = 0
    marks = {number: _mark_in(list(row.values())) for number, row in sheet.rows.items()}
    following = dict(zip(marks, [*list(marks.values())[1:], None], strict=True))
    for number, row in sheet.rows.items():
        cells = list(row.values())
        if not all(findings.flawless(cell) for cell in cells):
            continue
        first = cells[0]
        numbered = _NUMBERED.fullmatch(first.text) or _BULLET.fullmatch(first.text)
        apart = len(cells) > 1 and _ONLY_NUMBER.fullmatch(first.text)
        if apart:
            begun = begun or number
            findings.understood(first, "The number of the entry in its list.")
            conditions = _conditions(cells[2] if len(cells) == 3 else None, around)
            reader.numbered(
                cells[1],
                cells[1].text,
                marks[number] or "",
                conditions=conditions,
                below=following[number],
            )
        elif numbered:
            begun = begun or number
            conditions = _conditions(cells[1] if len(cells) == 2 else None, around)
            counted = numbered.groupdict().get("number") or ""
            ref = Cell(first.at, counted) if "." in counted else None
            reader.numbered(
                first,
                numbered["text"],
                counted,
                ref,
                conditions=conditions,
                below=following[number],
            )
        elif len(cells) == 1:
            if reader.holder is None and not begun and not _names_holder(first, around):
                findings.understood(first, "Stands above the lists: not read.")
                continue
            if _is_note(first.text):
                findings.doubted(
                    first, "A note: not read.", "Put it under the conditions of an entry."
                )
                continue
            reader.heading(first)
        elif {folded(cell.text) for cell in cells} <= _HEADINGS:
            for cell in cells:
                findings.understood(cell, "A heading.")
    _rest(sheet, around, begun)


def _mark_in(cells: list[Cell]) -> str | None:
    """The number or letter that a row begins with, alone in a cell or before the words."""
    text = cells[0].text
    if len(cells) > 1 and (alone := _ONLY_NUMBER.fullmatch(text)):
        return alone[1]
    return _mark_of(_NUMBERED.fullmatch(text) or _BULLET.fullmatch(text))


_HEADINGS: Final = frozenset().union(*_KNOWN.values())


def _is_note(text: str) -> bool:
    return len(text) > 120 or text.strip().startswith(("Note", "*", "NB", "†"))


def _names_holder(cell: Cell, around: Around) -> bool:
    """Whether a lone line is a holder's name and no title that mentions one."""
    flat = cell.text.strip(" :")
    if around.holders.knows(flat):
        return True
    return len(flat.split()) <= 6 and around.holders.sounds(flat) and "scheme" not in folded(flat)


def _rest(sheet: Sheet, around: Around, first: int) -> None:
    above = {number for number in sheet.rows if number < first}
    around.findings.pass_over(sheet, "Stands above the table: not read.", rows=above)
    around.findings.pass_over(sheet, "Not read.", doubt=True)


TABLE: Final = Layout("A scheme as a table of holders and what they decide", _is_table, _read_table)
LISTS: Final = Layout("A scheme as numbered lists, one for each holder", _is_lists, _read_lists)

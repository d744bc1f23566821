"""The entries of schemes as lists: what a line says that somebody may do, and up to how much."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from governance.models import Delegation
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

from .around import Around

Part, Type = Delegation.Part, Delegation.Type

NUMBERED: Final = re.compile(
    r"\(?(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3}){0,3}|[a-z]|[ivx]{1,5})[.):]?\)?\s+(?P<text>\S.*)",
    re.DOTALL,
)
ONLY_NUMBER: Final = re.compile(r"\(?([0-9]{1,3}(\.[0-9]{1,3}){0,3}|[a-z]|[ivx]{1,5})[.):]*\)?")
BULLET: Final = re.compile(r"[•●▪‣◦*–-]\s+(?P<text>\S.*)", re.DOTALL)
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


class Entries:
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
        code = self.around.stating.decisions.category(cell.text)
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
            known = self.around.stating.decisions.is_called(text)
            name, read = _entry(text, self.part, conditions, known=known)
        except Unreadable as error:
            self.findings.refused(cell, str(error), error.remedy)
            return
        if self.bands and not read.bands:
            read = replace(read, bands=self.bands)
        if ref is not None and "." not in ref.text.strip("."):
            ref = None
        key = self.around.stating.decisions.state(cell, name, ref, self.category)
        if not key:
            return
        says = read.words()
        if read.sure:
            self.findings.understood(cell, says)
        else:
            self.findings.doubted(cell, f"{says} {read.why}", "Check it.")
        self.around.stating.powers.state(key, self.holder, read, cell)


def mark_of(found: re.Match[str] | None) -> str | None:
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


def is_heading_line(text: str) -> bool:
    flat = text.strip()
    return len(flat) <= 70 and not flat.endswith((".", ";")) and len(flat.split()) <= 8


def conditions_of(cell: Cell | None, around: Around) -> str:
    if cell is None or not around.findings.flawless(cell):
        return ""
    around.findings.understood(cell, "The conditions of this entry.")
    return cell.text


def pass_over_the_rest(sheet: Sheet, around: Around, first: int) -> None:
    above = {number for number in sheet.rows if number < first}
    around.findings.pass_over(sheet, "Stands above the table: not read.", rows=above)
    around.findings.pass_over(sheet, "Not read.", doubt=True)

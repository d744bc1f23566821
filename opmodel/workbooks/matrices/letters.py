"""Letters for a part, such as R or A, as the matrix that they stand in means them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from commissioning.letters import LETTER_SETS
from commissioning.models import Responsibility
from opmodel.editions.records import Record
from opmodel.workbooks.base import Base, folded
from opmodel.workbooks.reading import Cell
from opmodel.workbooks.words import Unreadable

from .called import with_own
from .stands import Shown

if TYPE_CHECKING:
    from .edits import Edits

_IN_A_CYCLE: Final = "raci"
UNKNOWN: Final = "?"
"""What stands for a part that the letters of a matrix have no letter for."""
_BRACKETS: Final = re.compile(r"\([^()]*\)")


def letters_of(base: Base, matrix: str | None) -> dict[str, str]:
    """The part that each letter of a responsibility matrix means; of a cycle where it is none."""
    record = base.by_key.get(matrix or "")
    chosen = str(record.values.get("letters", _IN_A_CYCLE)) if record else _IN_A_CYCLE
    return {each.letter.casefold(): str(each.part) for each in LETTER_SETS[chosen].parts}


def part_of(base: Base, record: Record, field: str, text: str) -> str:
    """The part that a letter means for an element; empty where it means none."""
    if record.kind != "responsibility" or field != "part":
        return ""
    return letters_of(base, record.values.get("matrix")).get(text.strip().casefold(), "")


def parts_in(text: str, known: dict[str, str]) -> list[str]:
    """The parts that the letters of a cell mean, each once. Raises Unreadable."""
    found = [each for each in re.split(r"[\s/,;&+]+", text.strip()) if each]
    if len(found) == 1 and len(found[0]) > 1 and set(found[0].casefold()) <= known.keys():
        found = list(found[0])
    parts = []
    for each in found:
        part = known.get(each.casefold()) or _by_word(each)
        if part not in known.values():
            said = ", ".join(letter.upper() for letter in known)
            raise Unreadable(
                f"“{text[:40]}” is not made of the letters of this matrix.", f"Use {said}."
            )
        parts.append(part)
    if len(set(parts)) < len(parts):
        raise Unreadable("A letter stands here twice.", "Write it once.")
    return parts


def _by_word(text: str) -> str:
    labels = {folded(str(each.label)): str(each.value) for each in Responsibility.Part}
    return labels.get(folded(text), "")


class Lettered:
    """Cells of nothing but letters: each is an entry of its own, and may be added or go alone."""

    def __init__(self, edits: Edits):
        self.edits, self.base, self.findings = edits, edits.base, edits.findings

    def reads(self, written: list[Shown]) -> bool:
        """Whether it is such a cell."""
        return all(self._is_letter(each) for each in written)

    def _is_letter(self, shown: Shown) -> bool:
        record = self.base.by_key.get(shown.key)
        return (
            record is not None
            and record.kind == "responsibility"
            and bool(record.values.get("matrix"))
            and folded(shown.what) == "part"
        )

    def cell(self, written: list[Shown], cell: Cell) -> None:
        """States the letters of a cell: those that changed, came and went. Raises Unreadable."""
        records = [self.base.by_key[each.key] for each in written]
        known = letters_of(self.base, records[0].values.get("matrix"))
        text = _BRACKETS.sub(" ", cell.text)
        now = parts_in(text.replace(UNKNOWN, " "), known)
        strange = [each for each in records if each.values.get("part") not in known.values()]
        kept = strange[: text.count(UNKNOWN)]
        before = {str(each.values.get("part", "")) for each in records}
        gone = [
            each for each in records if each not in kept and each.values.get("part", "") not in now
        ]
        came = [part for part in now if part not in before]
        spec = Responsibility._meta.get_field("part")
        for record, part in zip(gone, came, strict=False):
            self.edits.say(record, spec, record.values.get("part"), part, cell)
        for record in gone[len(came) :]:
            self.edits.take_out(record, cell)
        for part in came[len(gone) :]:
            self._another(records[0], part, cell)
        if not gone and not came:
            self.findings.understood(cell, "As it is.")

    def _another(self, like: Record, part: str, cell: Cell) -> None:
        """A further entry beside one of the same row and column."""
        key = self.base.new_key(like.key[:90], part)
        statement = self.edits.around.findings.statement(like.kind, key, new=True)
        spec = Responsibility._meta.get_field("part")
        name = with_own(str(like.values.get("name", key)), spec, like.values.get("part"), part)
        statement.say("name", name, cell.at)
        for name in ("holder", "matrix", "function"):
            statement.say(name, like.values.get(name), cell.at)
        statement.say("part", part, cell.at)
        self.findings.understood(cell, f"New: {Responsibility.Part(part).label}.")

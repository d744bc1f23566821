"""The sets of letters that a responsibility matrix may use, and what each letter means.

**RACI**: who does the work (Responsible), who answers for it (Accountable, exactly one), who is
asked before (Consulted), who is told after (Informed). **RASCI** adds who helps with the work
(Supports). **RAPID** is about a decision: who proposes (Recommends), whose agreement is needed
(Agrees), who carries it out (Performs), who is asked (gives Input), and who decides (Decides,
exactly one).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .models import Responsibility, ResponsibilityMatrix

Part = Responsibility.Part
Letters = ResponsibilityMatrix.Letters


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter for a part, and what whoever has it does."""

    letter: str
    part: Part
    meaning: str

    @property
    def word(self) -> str:
        return str(self.part.label)


@dataclass(frozen=True, slots=True)
class LetterSet:
    """A set of letters. `answers` is the part that exactly one has in each function, and `does`
    that of those who do the work."""

    letters: Letters
    answers: Part
    does: Part
    parts: tuple[Letter, ...]

    @property
    def name(self) -> str:
        return str(self.letters.label)

    def of(self, part: str) -> Letter | None:
        """The letter for a part; none where the set has no such part."""
        return next((each for each in self.parts if each.part == part), None)


_ACCOUNTABLE: Final = Letter("A", Part.ACCOUNTABLE, "answers for it; exactly one does")
_RESPONSIBLE: Final = Letter("R", Part.RESPONSIBLE, "does the work")
_SUPPORTS: Final = Letter("S", Part.SUPPORTS, "helps those who do the work")
_CONSULTED: Final = Letter("C", Part.CONSULTED, "is asked before it is done")
_INFORMED: Final = Letter("I", Part.INFORMED, "is told of it")

LETTER_SETS: Final[dict[str, LetterSet]] = {
    each.letters.value: each
    for each in (
        LetterSet(
            Letters.RACI,
            answers=Part.ACCOUNTABLE,
            does=Part.RESPONSIBLE,
            parts=(_RESPONSIBLE, _ACCOUNTABLE, _CONSULTED, _INFORMED),
        ),
        LetterSet(
            Letters.RASCI,
            answers=Part.ACCOUNTABLE,
            does=Part.RESPONSIBLE,
            parts=(_RESPONSIBLE, _ACCOUNTABLE, _SUPPORTS, _CONSULTED, _INFORMED),
        ),
        LetterSet(
            Letters.RAPID,
            answers=Part.DECIDES,
            does=Part.PERFORMS,
            parts=(
                Letter("R", Part.RECOMMENDS, "proposes what to decide"),
                Letter("A", Part.AGREES, "must agree to what is proposed"),
                Letter("P", Part.PERFORMS, "carries out what was decided"),
                Letter("I", Part.INPUT, "is asked before it is proposed"),
                Letter("D", Part.DECIDES, "decides; exactly one does"),
            ),
        ),
    )
}
"""Every set by its code."""

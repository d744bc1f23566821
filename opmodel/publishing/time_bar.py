"""The time bar: which organisation, as of which day, as known on which day, by which edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from .words import TODAY, day

Tone = Literal["now", "other", "unsettled", "ended"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an edition or a statement stands: its word, the colour of its tag, and for the time bar
    a sentence that says what it means for the reader."""

    word: str
    colour: str
    sentence: str = ""
    tone: Tone = "now"


# By the code of an edition's status and of an element's standing alike, so that a thing has the
# same word and colour wherever it shows.
STANDINGS: Final[Mapping[str, Standing]] = MappingProxyType(
    {
        "in-force": Standing("In force", "green"),
        "agreed": Standing("Agreed", "aqua-green"),
        "delivered": Standing("Delivered", "aqua-green"),
        "proposed": Standing("Proposed", "yellow"),
        "draft": Standing(
            "Draft", "orange", "This is a draft. It has not been adopted and is not in force.",
            "unsettled",
        ),
        "in-review": Standing(
            "In review", "orange",
            "This is a draft in review. It has not been adopted and is not in force.", "unsettled",
        ),
        "work-in-progress": Standing("Work in progress", "yellow"),
        "to-be-confirmed": Standing("To be confirmed", "yellow"),
        "question": Standing("Question", "purple"),
        "not-yet-effective": Standing(
            "Not yet in force", "blue", "This edition was adopted but is not in force yet.",
            "other",
        ),
        "not-yet-recorded": Standing(
            "Not yet recorded", "blue", "This edition was recorded later than the day asked for.",
            "other",
        ),
        "superseded": Standing(
            "Superseded", "grey", "This edition is no longer in force. A later one replaced it.",
            "other",
        ),
        "not-adopted": Standing(
            "Never adopted", "orange",
            "This document was published but never adopted. It was never in force.", "unsettled",
        ),
        "withdrawn": Standing(
            "Withdrawn", "grey", "This edition was withdrawn. It is not in force.", "unsettled",
        ),
        "ended": Standing(
            "Organisation ended", "grey",
            "This organisation has ended. What it decided may have passed to its successors.",
            "ended",
        ),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """Words with an address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class TimeBar:
    """What the bar under the header says. It changes colour, and says why, when what is shown is
    not what is in force today."""

    organisation: Link
    edition: Link | None
    status: str
    today: date
    on: date | None = None
    known_at: date | None = None
    note: str = ""
    ended_on: date | None = None
    successors: tuple[Link, ...] = ()
    action: str = ""
    sample: bool = False

    @property
    def standing(self) -> Standing:
        """Where the edition stands."""
        return STANDINGS[self.status]

    @property
    def on_words(self) -> str:
        """The day as of which the page reads; only what is in force is said to be."""
        in_force = self.status == "in-force" and self.edition is not None
        if self._is_today(self.on):
            return f"{'in force' if in_force else 'as of'} {TODAY}"
        return f"{'in force on' if in_force else 'as of'} {day(self.on)}"

    @property
    def known_words(self) -> str:
        """The day up to whose knowledge the page reads."""
        return f"as known {TODAY if self._is_today(self.known_at) else f'on {day(self.known_at)}'}"

    @property
    def tone(self) -> Tone:
        """The colour of the bar."""
        if self._ended:
            return "ended"
        if self.standing.tone != "now":
            return self.standing.tone
        return "other" if self._other_dates else "now"

    @property
    def warnings(self) -> tuple[str, ...]:
        """In words, why this is not simply what is in force today."""
        sentences = []
        if self._ended:
            sentences.append(f"{self.organisation.text} ended on {day(self.ended_on)}.")
        if self.standing.sentence and not (self._ended and self.status == "ended"):
            sentences.append(self.standing.sentence)
        if self._other_dates:
            sentences.append(self._dates_sentence)
        return tuple(sentences)

    @property
    def _ended(self) -> bool:
        return self.ended_on is not None and self.ended_on < (self.on or self.today)

    def _is_today(self, value: date | None) -> bool:
        return value is None or value == self.today

    @property
    def _other_dates(self) -> bool:
        return not (self._is_today(self.on) and self._is_today(self.known_at))

    @property
    def _dates_sentence(self) -> str:
        on = TODAY if self._is_today(self.on) else day(self.on)
        if self._is_today(self.known_at):
            return f"You are looking at {on}, not at today."
        return f"You are looking at {on} as it was known on {day(self.known_at)}."

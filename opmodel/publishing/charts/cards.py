"""The cards of an organisation chart, before anybody has decided where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from .text import line_count

Look = Literal["top", "unit", "body", "post", "plain"]
"""How a card looks: the top of the chart, a unit such as a directorate, a committee or other body,
a post, or anything else. A look never says anything alone: the card's text does."""

LONG_WORD: Final = 22
SLASH: Final = re.compile(r"(?<=[^\W\d]/)(?=[^\W\d])")


@dataclass(frozen=True, slots=True)
class Card:
    """One box of a chart with everything that hangs below it.

    *key* is the element's and is unique in its chart. *lines* stand under the title (a holder, a
    band). *tag* is a word about its state ("Vacant"); *dashed* draws the same thing as a border.
    *dotted* says that it answers to its parent in part only and draws that line dotted. *more* and
    *more_url* name what has been folded away ("+ 14 below") and where it is to be found. *details*
    are for lists and tables, which have the room: the drawing has a count of them at most.
    """

    key: str
    title: str
    lines: tuple[str, ...] = ()
    url: str = ""
    tag: str = ""
    look: Look = "plain"
    dashed: bool = False
    dotted: bool = False
    more: str = ""
    more_url: str = ""
    details: tuple[str, ...] = ()
    children: tuple[Card, ...] = ()

    @property
    def bold(self) -> bool:
        """Whether its title is set in bold: all but the plainest are."""
        return self.look != "plain"

    @property
    def pieces(self) -> tuple[str, ...]:
        """The title in pieces between which a line may end: browsers break no word at a slash."""
        if max(map(len, self.title.split()), default=0) < LONG_WORD:
            return (self.title,)
        return tuple(SLASH.split(self.title))

    @property
    def height(self) -> int:
        """How many levels there are below it."""
        return max((child.height + 1 for child in self.children), default=0)

    @property
    def below(self) -> int:
        """How many cards there are below it."""
        return sum(child.below + 1 for child in self.children)

    def walk(self) -> Iterator[Card]:
        """It and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def folded(self, *, more_url: str = "") -> Card:
        """It without what is below it, and with the count of that."""
        if not self.children:
            return self
        return replace(self, children=(), more=f"+ {self.below} below", more_url=more_url)


@dataclass(frozen=True, slots=True)
class Measures:
    """The sizes of a chart, in units of which the text size of the page has sixteen.

    The stylesheet draws cards by the same numbers (`chart.css`): change both together.
    """

    width: float = 184
    narrowest: float = 136
    indent: float = 20
    gap_across: float = 16
    gap_down: float = 28
    gap_stacked: float = 8
    text: float = 14
    text_line: float = 18
    padding_across: float = 10
    padding_down: float = 7
    edge: float = 4
    gap_lines: float = 2
    tag_extra: float = 6

    def card_height(self, card: Card, width: float) -> float:
        """The height in which all of the card's text shows."""
        # One side has the thick edge of its look, the other a hairline.
        room = width - 2 * self.padding_across - self.edge - 1
        lines = line_count(card.title, self.text, room, bold=card.bold)
        blocks = 1
        for line in card.lines:
            lines += line_count(line, self.text, room)
            blocks += 1
        if card.more:
            # In print the words are followed by the page they are on.
            lines += line_count(f"{card.more}, page 000", self.text, room)
            blocks += 1
        extra = 0.0
        if card.tag:
            lines += line_count(card.tag, self.text, room - 12, bold=True)
            blocks += 1
            extra = self.tag_extra
        return (
            lines * self.text_line
            + (blocks - 1) * self.gap_lines
            + 2 * self.padding_down
            + 2
            + extra
        )

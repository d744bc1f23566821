"""How text breaks into lines, without asking a browser."""

import re
from collections.abc import Iterator
from functools import lru_cache

from .glyphs import BOLD, REGULAR, WIDEST

# Browsers round each letter's width and kern; a little room keeps the real break inside ours.
ALLOWANCE = 1.04
# Where a line may end inside a word.
BREAKS = re.compile(r"(?<=[-–—/?])(?=[^-–—/?])")


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of *text* on one line at *size*."""
    widths = BOLD if bold else REGULAR
    return sum(widths.get(letter, WIDEST) for letter in text) * size * ALLOWANCE / 1000


@lru_cache(maxsize=4096)
def line_count(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """How many lines *text* takes where a line has *room*.

    Remembered, since a chart is laid out in several ways before the best is taken.
    """
    lines, used = 1, 0.0
    space = text_width(" ", size, bold=bold)
    for word in text.split():
        width = text_width(word, size, bold=bold)
        gap = space if used else 0.0
        if used + gap + width <= room:
            used += gap + width
            continue
        # Programs differ in where they break a word that is too wide: each part may begin a line.
        parts = [word] if width <= room else BREAKS.split(word)
        for piece in (each for part in parts for each in _pieces(part, size, room, bold=bold)):
            if used:
                lines += 1
            used = text_width(piece, size, bold=bold)
    return lines


def _pieces(word: str, size: float, room: float, *, bold: bool) -> Iterator[str]:
    """The word itself, or what is left on each line where the word alone is too wide for one."""
    piece = ""
    for letter in word:
        if piece and text_width(piece + letter, size, bold=bold) > room:
            yield piece
            piece = ""
        piece += letter
    yield piece

"""How much checks found in each edition: a bar of parts for each, under what it is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .text import text_width

WIDTH = 720.0
ROW, BAR = 58.0, 24.0
SIZE = 14.0
ROOM = 8.0
"""Between a number and the ends of its part."""

# Of a part and of the number in it. Stated in the drawing itself: on paper no style sheet reaches
# into it.
LOOKS = {
    "error": ("#b10e1e", "#ffffff"),
    "warning": ("#ffb81c", "#212b32"),
    "note": ("#4c6272", "#ffffff"),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """An edition and how many there are of each sort, in the order in which they are drawn."""

    label: str
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """One sort in a bar; `number` is empty where it has no room. The table has it all the same."""

    fill: str
    ink: str
    x: float
    width: float
    number: str


@dataclass(frozen=True, slots=True)
class Bar:
    """An edition's bar; without parts where nothing was found."""

    label: str
    y: float
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class CountsChart:
    """The bars laid out, the longest as wide as the drawing."""

    bars: tuple[Bar, ...]
    height: float
    width: float = WIDTH
    bar: float = BAR


def lay_out(counted: Sequence[Counted]) -> CountsChart | None:
    """The bars in their order; None where there is nothing to compare."""
    if not counted:
        return None
    most = max(sum(each.numbers.values()) for each in counted) or 1
    bars = tuple(
        Bar(_shortened(each.label), number * ROW, tuple(_parts(each.numbers, most)))
        for number, each in enumerate(counted)
    )
    return CountsChart(bars, height=len(bars) * ROW)


def _parts(numbers: Mapping[str, int], most: int) -> list[Part]:
    found, x = [], 0.0
    for look, number in numbers.items():
        width = round(number * WIDTH / most, 1)
        words = str(number)
        fits = text_width(words, SIZE, bold=True) + 2 * ROOM <= width
        if number:
            found.append(Part(*LOOKS[look], round(x, 1), width, words if fits else ""))
        x += width
    return found


def _shortened(label: str) -> str:
    """The label, or its beginning where it is longer than the drawing is wide."""
    if text_width(label, SIZE) <= WIDTH:
        return label
    while text_width(f"{label} …", SIZE) > WIDTH:
        label = label[:-1]
    return f"{label.rstrip()} …"

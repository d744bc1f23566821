"""A chart as browser and PDF draw it: positions as a stylesheet, lines as its background.

Cards are an ordinary nested list, so that it can be read without any stylesheet; this one puts each
card in its place. Lines are a background picture because anything in the list itself would be
announced: a drawing without a description in the page, a figure without one in the PDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from .layout import Box, Layout, Line
from .succession import Course

UNITS_PER_EM: Final = 16
LINE_COLOUR: Final = "#4c6272"

# Narrower than this, and when the page itself is printed, the chart stays the list that it is.
WIDE_SCREEN: Final = "screen and (min-width: 48.0625em)"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A layout ready to be shown. *name* is its class, a different one for each chart of a page."""

    layout: Layout | Course
    name: str = "chart-drawing"
    scale: float = 1.0

    @property
    def root(self) -> Box:
        """The boxes to be shown, as the tree they form; of a course through time, the first."""
        return self.layout.boxes[0]

    @property
    def screen_css(self) -> str:
        """The positions for a page: in effect on wide screens only."""
        return f"@media {WIDE_SCREEN}{{{''.join(self._rules())}}}"

    @property
    def print_css(self) -> str:
        """The positions for a PDF."""
        return "".join(self._rules())

    def _rules(self) -> Iterator[str]:
        picture = f'url("data:image/svg+xml,{quote(self._svg(), safe=SAFE_IN_URL)}")'
        yield (
            f".{self.name}{{position:relative;font-size:{_number(self.scale)}rem;"
            f"width:{_em(self.layout.width)};height:{_em(self.layout.height)};"
            f"background:{picture} 0 0/100% 100% no-repeat}}"
            f".{self.name} ul,.{self.name} li{{margin:0;padding:0;border:0;font-size:inherit}}"
            f".{self.name} .app-card{{position:absolute}}"
        )
        for box in self.layout.boxes:
            yield (
                f".{self.name} .n{box.number}{{left:{_em(box.x)};top:{_em(box.y)};"
                f"width:{_em(box.width)};min-height:{_em(box.height)}}}"
            )

    def _svg(self) -> str:
        width, height = _number(self.layout.width), _number(self.layout.height)
        paths = "".join(_path(line) for line in self.layout.lines)
        return (
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' "
            f"width='{width}' height='{height}' preserveAspectRatio='none'>"
            f"<g fill='none' stroke='{LINE_COLOUR}' stroke-width='1.5'>{paths}</g></svg>"
        )


# Characters of a picture that may stand in a quoted URL as they are; keeps the stylesheet small.
SAFE_IN_URL: Final = " ='/:,"


def _path(line: Line) -> str:
    points = "L".join(f"{_number(x)},{_number(y)}" for x, y in line.points)
    dots = " stroke-dasharray='2 4'" if line.dotted else ""
    return f"<path d='M{points}'{dots}/>"


def _em(units: float) -> str:
    return f"{_number(units / UNITS_PER_EM)}em"


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")

"""What a PDF says, and where on its pages: read from the file itself, with no other program."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import hypot
from typing import Any

import pikepdf

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Box:
    """A rectangle on a page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, other: Box, slack: float = 0.5) -> bool:
        """Whether the other lies within this one."""
        return (
            self.left <= other.left + slack
            and self.bottom <= other.bottom + slack
            and self.right >= other.right - slack
            and self.top >= other.top - slack
        )


@dataclass(frozen=True)
class Run:
    """Text set in one go: what it says, how large, and where."""

    text: str
    size: float
    box: Box


@dataclass
class Sheet:
    """One page: its size, its text in the order of the file, its filled rectangles."""

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it, with one space wherever lines or runs meet."""
        return re.sub(r"\s+", " ", " ".join(run.text for run in self.runs)).strip()

    @property
    def letters(self) -> str:
        """All of it without spaces, so that a line may break anywhere."""
        return "".join(run.text for run in self.runs).replace(" ", "")


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def sheets_of(data: bytes) -> list[Sheet]:
    """The pages of a document."""
    return [_Reader(page).read() for page in opened(data).pages]


class _Reader:
    """Follows one page's instructions, as far as text and rectangles go."""

    def __init__(self, page: pikepdf.Page):
        self.page = page
        _, _, width, height = (float(each) for each in page.mediabox)
        self.sheet = Sheet(width, height)
        self.fonts: dict[str, _Font] = {}

    def read(self) -> Sheet:
        matrix, saved = IDENTITY, list[Matrix]()
        text, font, size = matrix, None, 0.0
        rectangles: list[Box] = []
        for instruction in pikepdf.parse_content_stream(self.page):
            given = instruction.operands
            match str(instruction.operator):
                case "q":
                    saved.append(matrix)
                case "Q":
                    matrix = saved.pop()
                case "cm":
                    matrix = _times(_numbers(given), matrix)
                case "Tm":
                    text = _times(_numbers(given), matrix)
                case "Tf":
                    font, size = self._font(str(given[0])), float(given[1])
                case "Tj" | "TJ" if font:
                    self._note(font, size, given[0], text)
                case "re":
                    rectangles.append(_box(matrix, *(float(each) for each in given)))
                case "f" | "f*":
                    self.sheet.boxes += rectangles
                    rectangles = []
                case "n" | "S":
                    rectangles = []
        return self.sheet

    def _font(self, name: str) -> _Font:
        if name not in self.fonts:
            self.fonts[name] = _Font(self.page.Resources.Font[name])
        return self.fonts[name]

    def _note(self, font: _Font, size: float, shown: Any, matrix: Matrix) -> None:
        pieces = shown if isinstance(shown, pikepdf.Array) else [shown]
        said, width = "", 0.0
        for piece in pieces:
            if isinstance(piece, pikepdf.String):
                for letter, advance in font.letters(bytes(piece)):
                    said += letter
                    width += advance
            else:
                width -= float(piece)
        if said.strip():
            box = _box(matrix, 0, -0.21 * size, width * size / 1000, 0.94 * size)
            # Also where the text is turned.
            height = hypot(matrix[2], matrix[3]) * size
            self.sheet.runs.append(Run(said, height, box))


class _Font:
    """What a font's codes stand for, and how wide they are."""

    def __init__(self, font: pikepdf.Object):
        self.meaning = dict(_meanings(font.ToUnicode.read_bytes().decode("ascii")))
        self.widths = dict(_widths(list(font.DescendantFonts[0].get("/W", []))))

    def letters(self, codes: bytes) -> Iterator[tuple[str, float]]:
        for at in range(0, len(codes), 2):
            code = int.from_bytes(codes[at : at + 2])
            yield self.meaning[code], self.widths.get(code, 1000.0)


def _meanings(cmap: str) -> Iterator[tuple[int, str]]:
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            yield int(code, 16), bytes.fromhex(text).decode("utf-16-be")


def _widths(entries: list[Any]) -> Iterator[tuple[int, float]]:
    while entries:
        first, second = int(entries.pop(0)), entries.pop(0)
        if isinstance(second, pikepdf.Array):
            yield from enumerate((float(each) for each in second), start=first)
        else:
            width = float(entries.pop(0))
            yield from ((code, width) for code in range(first, int(second) + 1))


def _numbers(values: Any) -> Matrix:
    a, b, c, d, e, f = (float(each) for each in values)
    return a, b, c, d, e, f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _box(matrix: Matrix, x: float, y: float, width: float, height: float) -> Box:
    a, b, c, d, e, f = matrix
    corners = [
        (a * u + c * v + e, b * u + d * v + f) for u in (x, x + width) for v in (y, y + height)
    ]
    across, up = zip(*corners, strict=True)
    return Box(min(across), min(up), max(across), max(up))

"""Where each card of an organisation chart stands, and the lines between them.

The upper levels stand across the page, each card centred over those it leads. From some level on
cards hang: they are stacked below their parent, joined to it by elbows, in one column or several.
That keeps a chart of six levels as wide as its directorates are many, which fits a page; a tree
laid across at every level is a hairline strip.

Everything is arithmetic on the cards: no browser, no font library, no chance. The same placing is
used by the page and by the PDF.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, combinations
from typing import TypeVar

from .cards import Card, Measures

Point = tuple[float, float]
T = TypeVar("T")

# More columns than this below one card and nobody sees whose they are.
MOST_COLUMNS = 6

# Sums of heights that ought to be equal may differ in the last bits.
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Line:
    """A connector from a card to one below it, through the points where it bends."""

    points: tuple[Point, ...]
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A card in its place. *number* counts the boxes in reading order, from 0."""

    card: Card
    number: int
    x: float
    y: float
    width: float
    height: float
    children: tuple[Box, ...] = ()

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def walk(self) -> Iterator[Box]:
        """It and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole chart: its size, its boxes as the tree they form, its lines."""

    width: float
    height: float
    root: Box
    lines: tuple[Line, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """All boxes in reading order."""
        return tuple(self.root.walk())


def place(
    root: Card,
    *,
    across: int,
    columns: int = 1,
    measures: Measures | None = None,
) -> Layout:
    """Lay out a chart with *across* levels below the root across the page and the rest hanging.

    Those that hang directly below the last level across do so in up to *columns* columns.
    """
    measures = measures or Measures()
    plan = _Plan(measures=measures, across=across, columns=columns, height=root.height)
    tree = plan.build(root)
    plan.align_rows(tree)
    plan.drop(tree)
    plan.spread(tree)
    # A connector may reach further left than any card.
    tree.shift(-min([node.x for node in tree.walk()] + [x for x, _ in _ends(tree, measures)]))
    boxes = _freeze(tree, iter(range(root.below + 1)))
    return Layout(
        width=max(box.right for box in boxes.walk()),
        height=max(box.bottom for box in boxes.walk()),
        root=boxes,
        lines=tuple(_lines(tree, measures)),
    )


def place_to_width(root: Card, width: float, *, measures: Measures | None = None) -> Layout:
    """Lay out a chart with as many levels across as *width* has room for.

    Where not even those that one card leads fit side by side, they stand in several columns.
    """
    for across in range(root.height, -1, -1):
        narrowest = place(root, across=across, measures=measures)
        if narrowest.width > width:
            continue
        for columns in range(MOST_COLUMNS, 1, -1):
            layout = place(root, across=across, columns=columns, measures=measures)
            if layout.width <= width:
                return layout
        return narrowest
    return narrowest


@dataclass(slots=True)
class _Node:
    """A card on its way to its place."""

    card: Card
    depth: int
    width: float
    height: float
    spreads: bool
    x: float = 0
    y: float = 0
    children: list[_Node] = field(default_factory=list)
    columns: list[list[_Node]] = field(default_factory=list)

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> float:
        return self.x + self.width / 2

    def walk(self) -> Iterator[_Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    def shift(self, by: float) -> None:
        for node in self.walk():
            node.x += by


@dataclass(slots=True)
class _Plan:
    """The decisions of one layout and its steps, in the order in which they are taken."""

    measures: Measures
    across: int
    columns: int
    height: int

    def build(self, card: Card, depth: int = 0, width: float | None = None) -> _Node:
        """Measure each card and settle whether its children stand across or hang."""
        width = self.measures.width if width is None else width
        node = _Node(
            card=card,
            depth=depth,
            width=width,
            height=self.measures.card_height(card, width),
            spreads=self._spreads(card, depth),
        )
        inner = self.measures.width if node.spreads else self._hanging_width(width)
        # Whatever hangs, its own children hang too.
        below = depth + 1 if node.spreads else self.height + 1
        node.children = [self.build(child, below, inner) for child in card.children]
        return node

    def _spreads(self, card: Card, depth: int) -> bool:
        """Across, unless only leaves are left while others of the chart go deeper: those hang."""
        if not card.children or depth >= self.across:
            return False
        return any(child.children for child in card.children) or depth + 1 >= self.height

    def _hanging_width(self, width: float) -> float:
        return max(width - self.measures.indent, self.measures.narrowest)

    def align_rows(self, tree: _Node) -> None:
        """Give all cards that stand in one row across the same height and the same top."""
        rows: dict[int, list[_Node]] = {}
        for node in self._across_nodes(tree):
            rows.setdefault(node.depth, []).append(node)
        top = 0.0
        for depth in sorted(rows):
            height = max(node.height for node in rows[depth])
            for node in rows[depth]:
                node.y, node.height = top, height
            top += height + self.measures.gap_down

    def _across_nodes(self, node: _Node) -> Iterator[_Node]:
        yield node
        if node.spreads:
            for child in node.children:
                yield from self._across_nodes(child)

    def drop(self, tree: _Node) -> None:
        """Stack what hangs below each of the lowest cards across."""
        for node in list(self._across_nodes(tree)):
            if node.children and not node.spreads:
                self._hang(node)

    def _hang(self, head: _Node) -> None:
        heights = [self._stack_height(child) for child in head.children]
        head.columns = _share(head.children, heights, self.columns)
        several = len(head.columns) > 1
        top = head.bottom + (self.measures.gap_down if several else self.measures.gap_stacked)
        left = head.x
        for column in head.columns:
            y = top
            for child in column:
                y = self._stack(child, left + self.measures.indent, y)
            left = max(node.right for child in column for node in child.walk())
            left += self.measures.gap_across
        if several:
            head.x = (left - self.measures.gap_across - head.x - head.width) / 2

    def _stack(self, node: _Node, x: float, y: float) -> float:
        """Place a hanging card and all below it; the next one may start at what is returned."""
        node.x, node.y = x, y
        y = node.bottom + self.measures.gap_stacked
        node.columns = [node.children] if node.children else []
        for child in node.children:
            y = self._stack(child, x + self.measures.indent, y)
        return y

    def _stack_height(self, node: _Node) -> float:
        return sum(each.height + self.measures.gap_stacked for each in node.walk())

    def spread(self, node: _Node) -> None:
        """Set the children of each card across side by side, as close as they go, and centre it."""
        if not node.spreads:
            return
        taken: list[_Span] = []
        for child in node.children:
            self.spread(child)
            spans = list(self._spans(child))
            child.shift(_clearance(taken, spans, self.measures))
            taken += self._spans(child)
        node.x = (node.children[0].centre + node.children[-1].centre - node.width) / 2

    def _spans(self, node: _Node) -> Iterator[_Span]:
        """The room that a card and all below it take, connectors included."""
        for each in node.walk():
            yield _Span(each.x, each.right, each.y, each.bottom)
            ends = [child.centre for child in each.children] if each.spreads else []
            if len(each.columns) > 1:
                ends = [each.centre] + [column[0].x for column in each.columns]
            if ends:
                bend = each.bottom + self.measures.gap_down / 2
                yield _Span(min(ends), max(ends), bend, bend)


@dataclass(frozen=True, slots=True)
class _Span:
    left: float
    right: float
    top: float
    bottom: float


def _clearance(taken: list[_Span], wanted: list[_Span], measures: Measures) -> float:
    """How far to move *wanted* to the right so that it stands clear of what is taken."""
    pushes = [
        before.right + measures.gap_across - after.left
        for before in taken
        for after in wanted
        if before.top < after.bottom + measures.gap_stacked
        and after.top < before.bottom + measures.gap_stacked
    ]
    return max(pushes, default=0.0)


def _share(nodes: list[_Node], heights: list[float], columns: int) -> list[list[_Node]]:
    """Share nodes out to columns, in their order, so that the tallest is as short as can be."""
    ends = list(accumulate(heights, initial=0.0))
    limits = sorted({end - start for start, end in combinations(ends, 2)})
    shortest = bisect_left(limits, True, key=lambda limit: _columns_at(heights, limit) <= columns)
    return _fill(nodes, heights, limits[shortest])


def _columns_at(heights: list[float], limit: float) -> int:
    """How many columns it takes to keep each within *limit*; more than there are if it can't be."""
    if max(heights) > limit + ROUNDING:
        return len(heights) + 1
    return len(_fill(heights, heights, limit))


def _fill(nodes: list[T], heights: list[float], limit: float) -> list[list[T]]:
    """The nodes in columns, each filled up to *limit* before the next is begun."""
    columns: list[list[T]] = [[]]
    used = 0.0
    for node, height in zip(nodes, heights, strict=True):
        if columns[-1] and used + height > limit + ROUNDING:
            columns.append([])
            used = 0.0
        columns[-1].append(node)
        used += height
    return columns


def _ends(tree: _Node, measures: Measures) -> Iterator[Point]:
    """Every point through which a connector goes."""
    for line in _lines(tree, measures):
        yield from line.points


def _lines(node: _Node, measures: Measures) -> Iterator[Line]:
    for child, points in _joints(node, measures):
        yield Line(points=_rounded(points), dotted=child.card.dotted)
    for child in node.children:
        yield from _lines(child, measures)


def _joints(node: _Node, measures: Measures) -> Iterator[tuple[_Node, tuple[Point, ...]]]:
    """The way from a card to each of its children."""
    bend = node.bottom + measures.gap_down / 2
    if node.spreads:
        for child in node.children:
            yield (
                child,
                (
                    (node.centre, node.bottom),
                    (node.centre, bend),
                    (child.centre, bend),
                    (child.centre, child.y),
                ),
            )
        return
    for column in node.columns:
        spine = column[0].x - measures.indent / 2
        # A single column hangs straight down from its parent; several are reached by a bar.
        start: tuple[Point, ...] = ((spine, node.bottom),)
        if len(node.columns) > 1:
            start = ((node.centre, node.bottom), (node.centre, bend), (spine, bend))
        for child in column:
            middle = child.y + child.height / 2
            yield child, (*start, (spine, middle), (child.x, middle))


def _rounded(points: tuple[Point, ...]) -> tuple[Point, ...]:
    return tuple((round(x, 2), round(y, 2)) for x, y in points)


def _freeze(node: _Node, numbers: Iterator[int]) -> Box:
    number = next(numbers)
    return Box(
        card=node.card,
        number=number,
        x=round(node.x, 2),
        y=round(node.y, 2),
        width=node.width,
        height=node.height,
        children=tuple(_freeze(child, numbers) for child in node.children),
    )

"""Figures, what was asked of them, and the table that is printed."""

from __future__ import annotations

from dataclasses import dataclass

OK, SHORT, INFORMATION = "ok", "SHORT", ""


@dataclass(frozen=True)
class Figure:
    """One thing measured. Without *asked* it is for information."""

    name: str
    measured: str
    asked: str = ""
    met: bool = True

    @property
    def verdict(self) -> str:
        if not self.asked:
            return INFORMATION
        return OK if self.met else SHORT


def at_least(name: str, value: float, least: float, unit: str = "") -> Figure:
    """A figure that should not be smaller."""
    return Figure(name, _shown(value, unit), f"at least {_shown(least, unit)}", value >= least)


def at_most(name: str, value: float, most: float, unit: str = "") -> Figure:
    """A figure that should not be larger."""
    return Figure(name, _shown(value, unit), f"at most {_shown(most, unit)}", value <= most)


def information(name: str, measured: str) -> Figure:
    """A figure that nothing is asked of."""
    return Figure(name, measured)


def _shown(value: float, unit: str) -> str:
    text = f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"
    return f"{text} {unit}".strip()


def table(title: str, figures: list[Figure]) -> str:
    """The figures under a heading, in columns."""
    rows = [(each.name, each.measured, each.asked, each.verdict) for each in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row[:3], widths, strict=True))
        + (f"  {row[3]}" if row[3] else "")
        for row in rows
    ]
    return "\n".join(["", title, "-" * len(title), *(line.rstrip() for line in lines)])

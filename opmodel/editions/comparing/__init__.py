"""Two editions beside each other: what was added, removed, changed, moved, or is not mentioned.

`reading` reads both, `matching` says which elements are one thing, `differences` what differs in
them, `comparison` puts that together. `marks` finds the words that differ in two texts.
"""

from .comparison import LISTS, Comparison, compare
from .entries import Alone, Pair, Thing, Told, Why
from .fields import Change
from .marks import Mark, marked

__all__ = [
    "LISTS",
    "Alone",
    "Change",
    "Comparison",
    "Mark",
    "Pair",
    "Thing",
    "Told",
    "Why",
    "compare",
    "marked",
]

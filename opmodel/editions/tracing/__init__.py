"""One element through time: where it came from, what it became, since when it reads as it does."""

from .ancestry import Ancestry, Relative, trace
from .blame import Since, Turn, since_when, turns

__all__ = ["Ancestry", "Relative", "Since", "Turn", "since_when", "trace", "turns"]

"""The layouts that workbooks come in. Each knows whether a sheet has it, and what its cells say."""

from .around import Around, Layout
from .registry import LAYOUTS, layout_of

__all__ = ["LAYOUTS", "Around", "Layout", "layout_of"]

"""Matrices that the registry wrote: what each cell shows, and what an edited cell means.

The workbook of a matrix has a second sheet that says which element and which field stands in which
cell. Pages write it (`stands`), and it is read here. So a cell that was changed is the change of
one thing, wherever its row or column has moved to.
"""

from .stands import Adds, Says, field_of

__all__ = ["Adds", "Says", "field_of"]

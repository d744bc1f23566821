"""From a file that somebody sends to plain cells: workbooks and CSV, opened safely.

Knows nothing of schemes or editions. What is wrong with the file as a whole is refused here; what
is wrong with a cell stays with the cell, for whoever reads it to say.
"""

from .cells import At, Book, Cell, Sheet
from .faults import Fault, WorkbookRefused
from .opening import open_book

__all__ = ["At", "Book", "Cell", "Fault", "Sheet", "WorkbookRefused", "open_book"]

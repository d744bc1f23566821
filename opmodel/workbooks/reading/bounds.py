"""How large a workbook may be: far more than a scheme needs."""

from typing import Final

BYTES: Final = 10 * 2**20
"""Of the file as it is sent."""
UNPACKED: Final = 48 * 2**20
"""Of everything that is unpacked from it, together."""
PARTS: Final = 1_000
SHEETS: Final = 60
CELLS: Final = 150_000
"""Cells that hold something, in all sheets together."""
ROWS: Final = 10_000
"""Rows that hold something, in one sheet."""
BLANK_ROWS: Final = 10_000
"""Empty rows one after the other."""
COLUMNS: Final = 400
CHARACTERS: Final = 32_767
"""In one cell: what a spreadsheet itself allows."""
MERGED: Final = 5_000
COVERED: Final = 100_000
"""Places that merged cells cover, together."""
TEXTS: Final = 16 * 2**20
"""Characters in all cells together."""

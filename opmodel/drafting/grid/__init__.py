"""Rows of a draft as cells: shown, read back, tried, and written together.

The grid, the form of rows, pasted rows and bulk edits all read and show cells here.
"""

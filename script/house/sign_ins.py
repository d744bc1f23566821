"""The demo's sign-ins, as `manage.py prepare` leaves them."""

from house.paths import VAR


def table() -> str:
    """Name, password and what it may do, in columns; empty if there are none."""
    file = VAR / "demo-sign-ins.txt"
    rows = [line.split("\t") for line in file.read_text().splitlines()] if file.exists() else []
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )

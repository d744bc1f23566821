"""On which day an edition is judged, where nobody asks for one."""

from __future__ import annotations

from governance.deciding.days import AHEAD, first_day, moment_for

__all__ = ["AHEAD", "first_day", "moment_for"]

"""What a scheme states, by what it is about."""

from __future__ import annotations

from opmodel.workbooks.base import Base
from opmodel.workbooks.findings import Findings

from .decisions import Decisions
from .limits import Limits
from .powers import Powers


class Stating:
    """Turns what was understood into statements, each field with the cell that says it."""

    def __init__(self, base: Base, findings: Findings):
        self.decisions = Decisions(base, findings)
        self.limits = Limits(base, findings, self.decisions)
        self.powers = Powers(base, findings, self.decisions, self.limits)

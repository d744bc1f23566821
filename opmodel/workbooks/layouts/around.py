"""What every layout is given, and what it offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from opmodel.workbooks.base import Base
from opmodel.workbooks.findings import Findings
from opmodel.workbooks.naming import Holders
from opmodel.workbooks.reading import Sheet
from opmodel.workbooks.stating import Stating


@dataclass
class Around:
    """The edition a sheet is read against, what was chosen, and where findings go."""

    base: Base
    choices: Mapping[str, str]
    findings: Findings

    @cached_property
    def holders(self) -> Holders:
        return Holders(self.base, self.choices, self.findings)

    @cached_property
    def stating(self) -> Stating:
        return Stating(self.base, self.findings)


@dataclass(frozen=True)
class Layout:
    """A layout: its name for people, whether a sheet has it, and how it is read."""

    name: str
    recognises: Callable[[Sheet], bool]
    read: Callable[[Sheet, Around], None]

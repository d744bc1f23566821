"""All rules there are, in the order in which they are told."""

from __future__ import annotations

from .finding import Rule
from .rules import (
    agreements,
    chains,
    committees,
    coverage,
    cycle,
    functions,
    instruments,
    law,
    organisations,
    places,
    posts,
    responsibilities,
    standing,
    transition,
)

MODULES = (
    coverage, chains, law, standing, agreements, instruments, committees, posts, functions, places,
    cycle, responsibilities, organisations, transition,
)  # fmt: skip

RULES: tuple[Rule, ...] = tuple(
    each for module in MODULES for each in vars(module).values() if isinstance(each, Rule)
)
BY_ID: dict[str, Rule] = {each.id: each for each in RULES}

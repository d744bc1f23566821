"""Which statements of an edition the words of a step fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .models import ScenarioStep
from .stated import NEAR, Stated, Statement
from .wording import said_in, words_of


class Finder:
    """The statements of an edition, to be found by words and by what they are about."""

    def __init__(self, stated: Stated):
        self.stated = stated

    def first(self, step: ScenarioStep, kinds: Sequence[str]) -> tuple[str, list[Statement]]:
        """The statements that the first fitting words find: by their names, else by what they
        say. One word alone stands in too many descriptions to mean anything there."""
        among = self.of_kinds(kinds)
        for words in step.words:
            if found := [each for each in among if said_in(words, *each.names)]:
                return words, found
        for words in step.words:
            if len(words_of(words)) < 2:
                continue
            if found := [each for each in among if said_in(words, each.text)]:
                return words, found
        return "", []

    def of_kinds(self, kinds: Sequence[str]) -> list[Statement]:
        return [each for each in self.stated.statements if each.what.kind in kinds]

    def open(self, step: ScenarioStep) -> list[Statement]:
        """What the edition itself asks about it, or means to pass on."""
        return self.first(step, NEAR)[1]

    def powers_over(self, found: Iterable[Statement]) -> list[Statement]:
        """What gives a power over one of the functions that were found."""
        of = functions_of(found)
        return [each for each in self.of_kinds(("delegation",)) if each.function in of]

    def parts_in(self, found: Iterable[Statement]) -> list[Statement]:
        """Who has which part in the functions that were found, by the responsibility matrices."""
        of = functions_of(found)
        entries = self.of_kinds(("responsibility",))
        return [each for each in entries if each.lettered and each.function in of]

    def levels_of(self, found: Iterable[Statement], step: ScenarioStep) -> list[Statement]:
        """At which levels those functions are, of those that the step asks about."""
        of = functions_of(found)
        return [
            each
            for each in self.stated.levels
            if each.function in of and step.level_id in (None, each.level)
        ]


def functions_of(found: Iterable[Statement]) -> set[str]:
    """The functions that statements are about, by their keys."""
    return {each.function for each in found if each.function}

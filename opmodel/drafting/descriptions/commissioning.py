"""How commissioning cycles, and who does what in them, are filled in."""

from typing import Final

from commissioning.models import Cycle, Responsibility, ResponsibilityMatrix, Stage

from .base import describe, group

DESCRIPTIONS: Final = (
    describe(Cycle, group("Where it comes from", ("published_by", "The body that drew it up."))),
    describe(Stage, group("Where it stands", ("cycle", "The cycle it is a stage of."))),
    describe(ResponsibilityMatrix, group("Its letters", "letters")),
    describe(
        Responsibility,
        group(
            "Whose it is",
            ("holder", "The directorate, post, committee or body that does it."),
            ("part", "What the holder does, as the letter of a matrix says."),
        ),
        group(
            "In a cycle",
            ("cycle", "The commissioning cycle. Empty where it stands in a matrix."),
            ("stages", "All stages that it spans."),
        ),
        group(
            "In a matrix",
            ("matrix", "The matrix. Empty where it stands in a cycle."),
            ("function", "The row of the matrix."),
        ),
    ),
)

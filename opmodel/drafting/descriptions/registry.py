"""How notes on the text of a source are filled in."""

from typing import Final

from opmodel.editions.models import SourceNote

from .base import describe, group

DESCRIPTIONS: Final = (
    describe(SourceNote, group("About which document", ("source", "The document it is about."))),
)

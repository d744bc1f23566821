"""Who is looking. The one thing that every gate asks for."""

from dataclasses import dataclass

UnitName = tuple[str, str, str]
"""A unit by the slug of its organisation, the kind and the key of the element that it is."""


@dataclass(frozen=True)
class Viewer:
    """What somebody may see beyond what is published.

    *drafts_of* holds the slugs of organisations whose drafts they may see; *units* those parts of
    organisations whose rows of drafts they may see, and no others; *everything* is for
    administrators and commands run on the machine itself.
    """

    drafts_of: frozenset[str] = frozenset()
    everything: bool = False
    units: frozenset[UnitName] = frozenset()

    def may_see_drafts_of(self, organisation: str) -> bool:
        return self.everything or organisation in self.drafts_of


PUBLIC = Viewer()
"""Anyone: sees what is published."""

MACHINE = Viewer(everything=True)
"""A command run by whoever runs the server."""

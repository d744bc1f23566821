"""Who is looking. The one thing that every gate asks for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Viewer:
    """What somebody may see beyond what is published.

    *drafts_of* holds the slugs of organisations whose drafts they may see; *everything* is for
    administrators and commands run on the machine itself.
    """

    drafts_of: frozenset[str] = frozenset()
    everything: bool = False

    def may_see_drafts_of(self, organisation: str) -> bool:
        return self.everything or organisation in self.drafts_of


PUBLIC = Viewer()
"""Anyone: sees what is published."""

MACHINE = Viewer(everything=True)
"""A command run by whoever runs the server."""

"""Roles: what people may be granted, in words a governance officer can read.

This is the one table of roles and rights. The page of roles and docs/roles.md are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .models import RoleName, UnitKind

VIEW_DRAFTS: Final = "editions.view_drafts"
CHANGE_DRAFTS: Final = "editions.change_drafts"
PROPOSE: Final = "editions.propose_changes"
COMMENT: Final = "editions.comment_on_drafts"
WRITE_SCENARIOS: Final = "editions.write_scenarios"
WAIVE_FINDINGS: Final = "editions.waive_findings"
CHANGE_APPOINTMENTS: Final = "editions.change_appointments"
VIEW_AUDIT: Final = "editions.view_audit"
MANAGE_GRANTS: Final = "editions.manage_grants"

RIGHTS: Final = {
    VIEW_DRAFTS: "See drafts",
    CHANGE_DRAFTS: "Open and change drafts, take workbooks in, decide proposals",
    PROPOSE: "Propose changes",
    COMMENT: "Comment on rows of drafts",
    WRITE_SCENARIOS: "Write scenarios",
    WAIVE_FINDINGS: "Decide which findings are lived with",
    CHANGE_APPOINTMENTS: "Say who holds which post",
    VIEW_AUDIT: "See who changed what, and take it away",
    MANAGE_GRANTS: "Grant and end roles",
}
"""Every right there is, in words. What is published anyone may read: that needs none."""

UNIT_RIGHTS: Final = (PROPOSE, COMMENT)
"""The rights that can be given for the rows of one unit."""


@dataclass(frozen=True)
class Role:
    """A named set of rights, and where it may be granted: for a whole organisation, or for the
    rows of one unit of it; *whole_registry*: also without an organisation, for all of them."""

    name: str
    description: str
    permissions: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    whole_registry: bool = False

    @property
    def title(self) -> str:
        """The role at the beginning of a line."""
        return self.name.capitalize()

    @property
    def on_unit(self) -> bool:
        """Whether it is granted for a unit, and never for a whole organisation."""
        return bool(self.units)

    @property
    def where(self) -> str:
        """Where it may be granted, in words."""
        if self.on_unit:
            *first, last = (UnitKind(kind).label.lower() for kind in self.units)
            return f"A {', '.join(first)} or {last}" if first else f"An {last}"
        return "An organisation" + (", or the whole registry" if self.whole_registry else "")


READER: Final = Role(
    name=RoleName.READER.value,
    description="Sees the organisation's drafts as well as everything that is published.",
    permissions=(VIEW_DRAFTS,),
)
CONTRIBUTOR: Final = Role(
    name=RoleName.CONTRIBUTOR.value,
    description="Proposes changes to the rows of one directorate, place or collaborative in open "
    "drafts, and comments on them. Sees those rows of a draft and no others.",
    permissions=(PROPOSE, COMMENT),
    units=(UnitKind.DIRECTORATE, UnitKind.PLACE, UnitKind.COLLABORATIVE),
)
EDITOR: Final = Role(
    name=RoleName.EDITOR.value,
    description="Opens drafts and changes them, takes workbooks in, accepts or declines what "
    "others propose, says who holds which post, writes scenarios, and decides which findings are "
    "lived with for a time.",
    permissions=(
        VIEW_DRAFTS,
        CHANGE_DRAFTS,
        COMMENT,
        WRITE_SCENARIOS,
        WAIVE_FINDINGS,
        CHANGE_APPOINTMENTS,
        VIEW_AUDIT,
    ),
)
REVIEWER: Final = Role(
    name=RoleName.REVIEWER.value,
    description="Reads the organisation's drafts and comments on any row of them, but changes "
    "nothing.",
    permissions=(VIEW_DRAFTS, COMMENT),
)
SECRETARY: Final = Role(
    name=RoleName.SECRETARY.value,
    description="Keeps who holds which post, reads drafts and comments on them, and sees and takes "
    "away who changed what.",
    permissions=(VIEW_DRAFTS, COMMENT, CHANGE_APPOINTMENTS, VIEW_AUDIT),
)
ADMINISTRATOR: Final = Role(
    name=RoleName.ADMINISTRATOR.value,
    description="Grants and ends roles in the organisation, sees its drafts and who changed what, "
    "but changes nothing in the model. Granted for the whole registry: may do everything, "
    "everywhere.",
    permissions=(VIEW_DRAFTS, VIEW_AUDIT, MANAGE_GRANTS),
    whole_registry=True,
)
PARTNER: Final = Role(
    name=RoleName.PARTNER.value,
    description="Somebody of an outside body: sees what is published, and proposes changes to the "
    "rows of that body in open drafts. Sees those rows of a draft and no others.",
    permissions=(PROPOSE,),
    units=(UnitKind.BODY,),
)

ROLES: Final = (READER, CONTRIBUTOR, EDITOR, REVIEWER, SECRETARY, ADMINISTRATOR, PARTNER)


def role_named(name: str) -> Role:
    """The role of that name."""
    return next(role for role in ROLES if role.name == name)

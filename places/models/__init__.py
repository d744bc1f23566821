"""Geography, partner bodies and what they form together."""

from .geography import Level, Place, Placement
from .partners import (
    Body,
    BodyPlace,
    Collaborative,
    Membership,
    Partnership,
    PartnershipAuthority,
    Priority,
)

__all__ = [
    "Body",
    "BodyPlace",
    "Collaborative",
    "Level",
    "Membership",
    "Partnership",
    "PartnershipAuthority",
    "Place",
    "Placement",
    "Priority",
]

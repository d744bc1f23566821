"""Geography, partner bodies and what they form together."""

from .geography import Level, Place
from .partners import Body, Collaborative, Membership, Partnership, Priority

__all__ = [
    "Body",
    "Collaborative",
    "Level",
    "Membership",
    "Partnership",
    "Place",
    "Priority",
]

"""Who may decide."""

from .committees import Committee, Seat
from .delegations import Delegation

__all__ = ["Committee", "Delegation", "Seat"]

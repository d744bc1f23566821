"""Who may decide."""

from .committees import Committee, Seat, SeatAlternative
from .delegations import Delegation

__all__ = ["Committee", "Delegation", "Seat", "SeatAlternative"]

"""The organisation's own structure."""

from .appointments import Appointment
from .directorates import Directorate, Remit, Team
from .functions import Function, Service
from .posts import Post
from .roles import RoleClass

__all__ = [
    "Appointment",
    "Directorate",
    "Function",
    "Post",
    "Remit",
    "RoleClass",
    "Service",
    "Team",
]

"""The organisation's own structure."""

from .directorates import Directorate, Remit, Team
from .functions import Function, Service
from .posts import Post

__all__ = ["Directorate", "Function", "Post", "Remit", "Service", "Team"]

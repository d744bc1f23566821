"""From what the rows of a scheme say to statements about decisions, delegations and limits."""

from .scheme import Stating

__all__ = ["Stating"]

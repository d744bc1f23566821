"""The way from one model to the next, and what it rests on."""

from .statements import Figure, Principle

__all__ = ["Figure", "Principle"]

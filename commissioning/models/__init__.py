"""The commissioning cycle."""

from .cycle import Cycle, Responsibility, ResponsibilityStage, Stage

__all__ = ["Cycle", "Responsibility", "ResponsibilityStage", "Stage"]

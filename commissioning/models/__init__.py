"""The commissioning cycle, and who does what."""

from .cycle import Cycle, Stage
from .responsibility import Responsibility, ResponsibilityMatrix, ResponsibilityStage

__all__ = ["Cycle", "Responsibility", "ResponsibilityMatrix", "ResponsibilityStage", "Stage"]

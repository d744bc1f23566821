"""The way from one model to the next, and what it rests on."""

from .programme import Activity, GreenPriority, Milestone, Omission, Outcome, Workstream
from .questions import Engagement, Question, ScenarioSource, SupportRequest
from .risks import Impact, Mitigation, Risk
from .statements import Figure, Principle
from .transfers import SupportItem, Transfer

__all__ = [
    "Activity",
    "Engagement",
    "Figure",
    "GreenPriority",
    "Impact",
    "Milestone",
    "Mitigation",
    "Omission",
    "Outcome",
    "Principle",
    "Question",
    "Risk",
    "ScenarioSource",
    "SupportItem",
    "SupportRequest",
    "Transfer",
    "Workstream",
]

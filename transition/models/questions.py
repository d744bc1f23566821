"""What is still open: questions, requests, who is asked, and what a model should be tried with."""

from django.db import models

from opmodel.editions.models import Dated, Kind, Reference

from .programme import CONCERNED


class Question(Kind):
    """A question that a source leaves open, or an option that it has not chosen between."""

    class Form(models.TextChoices):
        QUESTION = "question", "Question"
        OPTION = "option", "Option"
        CONSIDERATION = "consideration", "To be considered further"

    kind_name = "question"
    plural = "questions"

    form = models.CharField(max_length=20, choices=Form, default=Form.QUESTION)
    series = models.CharField(max_length=200, blank=True, verbose_name="from the list")
    concerns = Reference(
        "editions.Element",
        kinds=CONCERNED,
        null=True,
        blank=True,
        related_name="questions",
        back="Open questions",
    )

    class Meta(Kind.Meta):
        verbose_name = "question"


class SupportRequest(Kind):
    """Help that is asked of a region or a national body."""

    class Priority(models.TextChoices):
        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"

    kind_name = "support-request"
    plural = "support-requests"
    prominence = 1

    priority = models.CharField(max_length=10, choices=Priority, blank=True)
    workstream = Reference(
        "transition.Workstream",
        null=True,
        blank=True,
        related_name="support_requests",
        back="Support asked for",
    )
    asked_of = Reference(
        "editions.Element",
        kinds=("body", "post", "partnership"),
        null=True,
        blank=True,
        related_name="support_asked",
        back="Is asked for",
    )

    expects = ("priority",)

    class Meta(Kind.Meta):
        verbose_name = "support request"


class Engagement(Dated):
    """A group that is asked, an event at which it is, or a way in which it can answer."""

    class Form(models.TextChoices):
        AUDIENCE = "audience", "Group that is asked"
        EVENT = "event", "Event"
        CHANNEL = "channel", "Way to answer"

    kind_name = "engagement"
    plural = "engagements"
    prominence = 1

    form = models.CharField(max_length=20, choices=Form, default=Form.AUDIENCE)
    body = Reference(
        "editions.Element",
        kinds=("body", "partnership", "committee"),
        null=True,
        blank=True,
        related_name="engagements",
        back="Is asked",
        verbose_name="with",
    )

    class Meta(Dated.Meta):
        verbose_name = "engagement"


class ScenarioSource(Kind):
    """A situation that a source asks the model to be tried with."""

    kind_name = "scenario-source"
    plural = "scenario-sources"
    prominence = 1

    class Meta(Kind.Meta):
        verbose_name = "scenario named by a source"
        verbose_name_plural = "scenarios named by sources"

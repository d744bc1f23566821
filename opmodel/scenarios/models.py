"""A case that a model is tried with, and the steps of it. Outside editions: it runs against any."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from governance.models import Limit
from opmodel.editions.models import History, Organisation
from opmodel.editions.models.element import key_validator
from opmodel.editions.querysets import ShutQuerySet
from opmodel.editions.viewer import Viewer
from places.models import Level


class ScenarioQuerySet(ShutQuerySet["Scenario"]):
    """Scenarios, through the gate."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that are ready, and drafts of organisations whose drafts the viewer may see."""
        if viewer.everything:
            return self
        return self.filter(Q(draft=False) | Q(organisation__in=viewer.drafts_of))


class Scenario(models.Model):
    """A hard case, told in steps that ask who decides, who is responsible, or where people meet.

    Without an organisation it is for all of them. One that comes with the registry has no author
    and is changed in its file; one written here belongs to whoever wrote it down.
    """

    reference_file = "scenarios"
    reference_lists = ("steps",)
    reference_leaves_out = ("written_by", "written_at")

    key = models.SlugField(max_length=80, primary_key=True, validators=[key_validator])
    title = models.CharField(max_length=120)
    summary = models.TextField(help_text="What happens, and why it is hard, in a few sentences.")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="scenarios",
        help_text="Whose case it is. Empty: for any organisation.",
    )
    position = models.PositiveSmallIntegerField(default=100, help_text="Its order in the list.")
    draft = models.BooleanField(
        default=False, help_text="Only for those who may see the organisation's drafts."
    )
    named_in = models.CharField(
        max_length=240,
        blank=True,
        help_text="Where a source names it: the edition's slug and the element's key, with a "
        "stroke between.",
    )
    origin = models.CharField(max_length=300, blank=True, help_text="Where it comes from, in words")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="scenarios",
    )
    written_at = models.DateTimeField(null=True, blank=True)

    history = History()
    objects = ScenarioQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ("position", "title")

    def __str__(self) -> str:
        return self.title

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the registry and is changed in its file only."""
        return self.written_by_id is None


class ScenarioStep(models.Model):
    """One step: what happens, and the question that it puts to the model.

    `words` are several ways to say the same, because editions name things differently: the first
    that an edition knows counts. Amount, place and so on are for the question who decides.
    """

    class Asks(models.TextChoices):
        DECIDES = "decides", "Who may decide?"
        RESPONSIBLE = "responsible", "Who is responsible?"
        MEETS = "meets", "Which committee or forum deals with it?"

    reference_leaves_out = ("scenario", "position")

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, help_text="What happens, or has to be done.")
    asks = models.CharField(max_length=20, choices=Asks, default=Asks.DECIDES)
    words = ArrayField(
        models.CharField(max_length=120),
        help_text="What is asked about, in a few words; the first that an edition knows counts.",
    )
    decision = models.SlugField(
        max_length=120, blank=True, help_text="The key of the decision, instead of words."
    )
    amount = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=20, choices=Limit.Basis, blank=True)
    so_far = models.CharField(
        max_length=40, blank=True, help_text="All changes of the contract since its award."
    )
    place = models.CharField(max_length=120, blank=True, help_text="A place by key or name.")
    service = models.CharField(max_length=120, blank=True, help_text="A service by key or name.")
    unbudgeted = models.BooleanField(default=False)
    recurrent = models.BooleanField(null=True, blank=True, help_text="Empty: not said.")
    urgent = models.BooleanField(default=False)
    level = models.ForeignKey(
        Level,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Only what is said of this level counts.",
    )
    expected = models.CharField(
        max_length=300, blank=True, help_text="What the answer should be, where somebody knows."
    )

    history = History()
    objects = ShutQuerySet["ScenarioStep"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("scenario", "position"), name="scenario_step_position_once"
            ),
        )

    def __str__(self) -> str:
        return self.title

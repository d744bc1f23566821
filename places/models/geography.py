"""Levels at which the NHS works, and the places of one system."""

from django.db import models

from opmodel.editions.models import Kind, Reference


class Level(models.Model):
    """A level at which functions are exercised, from region to neighbourhood. Data, not code."""

    reference_file = "levels"

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=80)
    rank = models.PositiveSmallIntegerField(unique=True, help_text="1 is the widest.")
    summary = models.TextField(blank=True)

    class Meta:
        ordering = ("rank",)

    def __str__(self) -> str:
        return self.name


class Placement(Kind):
    """A level at which a function is exercised, and which part of it.

    A function may have several: its policy set above place and its delivery at place, or the whole
    of it at two levels. `part` is empty where the source names the level and no part.
    """

    class Part(models.TextChoices):
        POLICY = "policy", "Policy is set"
        DECISION = "decision", "Is decided"
        DELIVERY = "delivery", "Is delivered"

    kind_name = "placement"
    plural = "placements"
    prominence = 1
    belongs_by = ("function",)

    function = Reference("directorates.Function", related_name="placements", back="Levels")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=Part, blank=True)
    jointly_with = models.CharField(
        max_length=200, blank=True, help_text="With whom it is exercised at this level."
    )

    class Meta(Kind.Meta):
        verbose_name = "level of a function"
        verbose_name_plural = "levels of functions"


class Place(Kind):
    """A part of the system's geography with arrangements of its own.

    The executive sponsor is the member of the executive who looks after the link with the place.
    """

    kind_name = "place"
    plural = "places"
    prominence = 3
    nests_in = ("parent",)
    expects = ("executive_sponsor",)

    level = models.ForeignKey(
        Level, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    parent = Reference(
        "self",
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="part of",
        back="Made up of",
    )
    executive_sponsor = Reference(
        "directorates.Post",
        null=True,
        blank=True,
        related_name="sponsors",
        back="Sponsors the places",
    )
    led_by = Reference(
        "directorates.Post",
        null=True,
        blank=True,
        related_name="leads_places",
        back="Leads the places",
    )

    class Meta(Kind.Meta):
        verbose_name = "place"

"""Risks to a change, what they would do, and what is done about them."""

from django.db import models

from opmodel.editions.models import Kind, Reference


class Risk(Kind):
    """Something that may go wrong. Score and owner are empty where the source records none."""

    kind_name = "risk"
    plural = "risks"
    belongs_by = ("owner",)

    owner = Reference(
        "directorates.Post", null=True, blank=True, related_name="risks_owned", back="Owns"
    )
    score = models.CharField(max_length=40, blank=True, help_text="As the source scores it.")

    expects = ("owner", "score")

    class Meta(Kind.Meta):
        verbose_name = "risk"


class Impact(Kind):
    """What would follow if a risk came about."""

    kind_name = "impact"
    plural = "impacts"
    prominence = 1
    nests_in = ("risk",)

    risk = Reference(Risk, related_name="impacts", back="Impacts")

    class Meta(Kind.Meta):
        verbose_name = "impact"


class Mitigation(Kind):
    """What is done so that a risk does not come about, or does less harm."""

    kind_name = "mitigation"
    plural = "mitigations"
    prominence = 1
    nests_in = ("risk",)

    risk = Reference(Risk, related_name="mitigations", back="Mitigations")

    class Meta(Kind.Meta):
        verbose_name = "mitigation"

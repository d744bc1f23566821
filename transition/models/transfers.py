"""Functions that pass from one body to another, and support bought from outside."""

from django.db import models

from opmodel.editions.models import Dated, Reference

HOLDERS = ("body", "directorate", "team", "post", "committee", "partnership", "collaborative")
"""The kinds of element that may hold a function before or after its transfer."""


class Transfer(Dated):
    """A function that passes from one holder to another.

    `accountable_meanwhile` is who stays accountable until it has passed. The receiver is null where
    the source does not say where it goes; `to_level` is then the level it goes to, where only that
    is known.
    """

    kind_name = "transfer"
    plural = "transfers"

    function = Reference(
        "directorates.Function", null=True, blank=True, related_name="transfers", back="Transfers"
    )
    giver = Reference(
        "editions.Element",
        kinds=HOLDERS,
        null=True,
        blank=True,
        related_name="transfers_given",
        back="Passes on",
        verbose_name="passes from",
    )
    receiver = Reference(
        "editions.Element",
        kinds=HOLDERS,
        null=True,
        blank=True,
        related_name="transfers_received",
        back="Takes over",
        verbose_name="passes to",
    )
    to_level = models.ForeignKey(
        "places.Level",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="to the level",
    )
    accountable_meanwhile = Reference(
        "editions.Element",
        kinds=HOLDERS,
        null=True,
        blank=True,
        related_name="transfers_answered_for",
        back="Accountable until the transfer",
    )
    condition = models.CharField(
        max_length=200, blank=True, help_text="What must be so before it passes."
    )

    expects = ("giver", "receiver", "accountable_meanwhile", "dated")

    class Meta(Dated.Meta):
        verbose_name = "transfer"


class SupportItem(Dated):
    """Something stated about the support that a commissioning support unit (CSU) gives."""

    class Form(models.TextChoices):
        CONTEXT = "context", "As it is"
        REVIEW = "review", "Review"
        INTENTION = "intention", "Intention"

    kind_name = "support-item"
    plural = "support-items"

    provider = Reference(
        "places.Body", null=True, blank=True, related_name="support_given", back="Support given"
    )
    form = models.CharField(max_length=20, choices=Form, default=Form.CONTEXT)

    class Meta(Dated.Meta):
        verbose_name = "commissioning support item"

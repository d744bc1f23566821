"""The matters that are decided, before it is said by whom."""

from django.db import models

from opmodel.editions.models import Kind, Reference


class Category(models.Model):
    """A policy area under which a scheme groups its decisions. Data, not code."""

    reference_file = "categories"

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=120)
    rank = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ("rank",)
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


class Transaction(models.Model):
    """A family of transactions that financial limits are set for. Data, not code."""

    reference_file = "transactions"

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=120)
    rank = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ("rank",)

    def __str__(self) -> str:
        return self.name


class Decision(Kind):
    """A matter to be decided, such as "Vary a contract for health services".

    Who decides it, up to how much and where, is said by its delegations. `also_known_as` holds the
    words people use for it. `ref` is its number in the scheme.
    """

    class Verb(models.TextChoices):
        APPROVE = "approve", "Approve"
        AGREE = "agree", "Agree"
        DETERMINE = "determine", "Determine"
        ADOPT = "adopt", "Adopt"
        APPOINT = "appoint", "Appoint"
        AUTHORISE = "authorise", "Authorise"
        RECEIVE = "receive", "Receive"
        REVIEW = "review", "Review"
        OVERSEE = "oversee", "Oversee"
        SIGN = "sign", "Sign"

    kind_name = "decision"
    plural = "decisions"

    ref = models.CharField(max_length=20, blank=True, verbose_name="reference")
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    transaction = models.ForeignKey(
        Transaction,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kind of transaction",
    )
    verb = models.CharField(
        max_length=20, choices=Verb, default=Verb.APPROVE, verbose_name="what is done"
    )
    function = Reference("directorates.Function", null=True, blank=True, related_name="decisions")
    non_delegable = models.BooleanField(
        default=False, verbose_name="may not be delegated", help_text="By law, or as reserved."
    )
    legal_basis = Reference(
        "governance.LegalBasis",
        null=True,
        blank=True,
        related_name="decisions",
        back="Decisions under it",
    )

    class Meta(Kind.Meta):
        verbose_name = "decision"

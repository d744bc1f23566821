"""A change that somebody proposes to a draft, for somebody else to accept or decline."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from opmodel.access.models import User
from opmodel.editions.models import Edition, Element, History
from opmodel.editions.models.element import KEY_FORM
from opmodel.editions.querysets import ShutQuerySet
from opmodel.editions.viewer import Viewer


class What(models.TextChoices):
    """What is proposed to be done."""

    CHANGE = "change", "Change"
    ADD = "add", "Add"
    END = "end", "End"


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", "Waiting"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ProposalQuerySet(ShutQuerySet["Proposal"]):
    """Proposals, through the gate."""

    def of_draft(self, edition: Edition, viewer: Viewer, user: User) -> Self:
        """Those of an open draft that somebody may see: all of them for who sees the whole draft,
        else their own and those about rows within their reach."""
        found = self.filter(edition=edition)
        if viewer.may_see_drafts_of(edition.organisation_id):
            return found
        rows = Element.objects.within_reach_of(viewer, edition=edition)
        return found.filter(Q(by=user) | Q(key__in=rows.order_by().values("key")))

    def waiting(self) -> Self:
        """Those that nobody has decided yet."""
        return self.filter(state=ProposalState.OPEN)


class Proposal(models.Model):
    """A change that somebody proposes to a row of a draft.

    `values` are in the form of records: for a change what it is to say, field by field; for a new
    row all that is stated of it. `seen` is the version that was read. Whoever decides says why.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=40)
    key = models.CharField(
        max_length=120, blank=True, help_text="Empty for a new row until it is accepted."
    )
    name = models.CharField(max_length=300, help_text="What the row was called.")
    what = models.CharField(max_length=10, choices=What)
    values = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    seen = models.PositiveIntegerField(null=True, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals"
    )
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals_decided",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    word = models.TextField(blank=True, help_text="Why it was accepted, declined or withdrawn.")

    personal = ("reason", "word")
    history = History()
    objects = ProposalQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("edition", "state"), name="proposal_waiting"),)
        constraints = (
            models.CheckConstraint(
                name="proposal_known",
                condition=Q(what__in=What.values, state__in=ProposalState.values),
            ),
            models.CheckConstraint(
                name="proposal_has_a_reason",
                condition=Q(reason__regex=r"\S"),
                violation_error_message="Say why you propose it.",
            ),
            models.CheckConstraint(
                name="proposal_key_form",
                condition=Q(key__regex=f"^({KEY_FORM})?$"),
            ),
            models.CheckConstraint(
                name="proposal_about_something",
                condition=Q(what=What.ADD, seen=None)
                | Q(what__in=(What.CHANGE, What.END), seen__isnull=False) & ~Q(key=""),
            ),
            models.CheckConstraint(
                name="proposal_says_something",
                condition=Q(what=What.END, values={}) | ~Q(what=What.END) & ~Q(values={}),
            ),
            models.CheckConstraint(
                name="proposal_decided_by_somebody",
                condition=Q(state=ProposalState.OPEN, decided_by=None, decided_at=None, word="")
                | ~Q(state=ProposalState.OPEN)
                & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_declined_with_a_word",
                condition=~Q(state=ProposalState.DECLINED) | Q(word__regex=r"\S"),
                violation_error_message="Say why it is declined.",
            ),
        )

    def __str__(self) -> str:
        return f"{What(self.what).label}: {self.name}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody to decide."""
        return self.state == ProposalState.OPEN

"""People who sign in, the roles they were granted, and what follows from those."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from guardian.models import UserObjectPermissionBase

from opmodel.editions.models import History, Organisation
from opmodel.editions.models.element import KEY_FORM, key_validator
from opmodel.editions.querysets import ShutQuerySet


class User(AbstractUser):
    """Somebody who signs in. What they may do follows from the roles granted to them."""


class RoleName(models.TextChoices):
    """The names of the roles. What each may do: opmodel/access/roles.py."""

    READER = "reader", "Reader"
    CONTRIBUTOR = "contributor", "Contributor"
    EDITOR = "editor", "Editor"
    REVIEWER = "reviewer", "Reviewer"
    SECRETARY = "secretary", "Secretary"
    ADMINISTRATOR = "administrator", "Administrator"
    PARTNER = "partner", "Partner"


class UnitKind(models.TextChoices):
    """The kinds of element that somebody may have a role for."""

    DIRECTORATE = "directorate", "Directorate"
    PLACE = "place", "Place"
    COLLABORATIVE = "collaborative", "Collaborative"
    BODY = "body", "Outside body"


class Unit(models.Model):
    """A part of an organisation that somebody may have a role for: a directorate, a place, a
    collaborative, or an outside body that it works with.

    It is known by its key, which stays the same from edition to edition. What it is called and
    what belongs to it, each edition says for itself.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    kind = models.CharField(max_length=40, choices=UnitKind)
    key = models.CharField(max_length=120, validators=[key_validator])

    objects = ShutQuerySet.as_manager()

    class Meta:
        ordering = ("organisation_id", "kind", "key")
        base_manager_name = "objects"
        permissions = (
            ("propose_changes", "Can propose changes to the unit's rows of drafts"),
            ("comment_on_drafts", "Can comment on the unit's rows of drafts"),
        )
        constraints = (
            models.UniqueConstraint(fields=("organisation", "kind", "key"), name="unit_once"),
            # What a grant's pair of unit and organisation refers to.
            models.UniqueConstraint(fields=("id", "organisation"), name="unit_of_organisation"),
            models.CheckConstraint(name="unit_kind_known", condition=Q(kind__in=UnitKind.values)),
            models.CheckConstraint(name="unit_key_form", condition=Q(key__regex=f"^{KEY_FORM}$")),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.kind} {self.key}"


class GrantQuerySet(ShutQuerySet["Grant"]):
    """Grants, with the history's silent doors shut."""

    def running(self, on: date) -> Self:
        """Those that count on that day."""
        return self.filter(Q(until=None) | Q(until__gte=on), ended_at=None, since__lte=on)


class Grant(models.Model):
    """A role that somebody was granted: by whom, why, since when and until when.

    Without a unit it is for the whole organisation; without an organisation for the whole registry.
    It is never changed, only ended.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=RoleName)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="grants_made",
        help_text="Empty: granted by a command of whoever runs the registry.",
    )
    granted_at = models.DateTimeField()
    since = models.DateField(help_text="The first day on which it counts.")
    until = models.DateField(
        null=True, blank=True, help_text="The last day on which it counts. Empty: no end is set."
    )
    reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="Where somebody ended it before its last day."
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="grants_ended",
    )
    ended_because = models.TextField(blank=True)

    personal = ("reason", "ended_because")
    history = History()
    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ("organisation_id", "role", "user_id", "granted_at")
        base_manager_name = "objects"
        constraints = (
            models.CheckConstraint(name="grant_role_known", condition=Q(role__in=RoleName.values)),
            models.CheckConstraint(
                name="grant_where_the_role_applies",
                condition=Q(
                    role__in=(RoleName.CONTRIBUTOR, RoleName.PARTNER),
                    organisation__isnull=False,
                    unit__isnull=False,
                )
                | Q(role=RoleName.ADMINISTRATOR, unit=None)
                | Q(
                    role__in=(
                        RoleName.READER,
                        RoleName.EDITOR,
                        RoleName.REVIEWER,
                        RoleName.SECRETARY,
                    ),
                    organisation__isnull=False,
                    unit=None,
                ),
                violation_error_message="This role is granted somewhere else: see what each role "
                "is for.",
            ),
            models.CheckConstraint(
                name="grant_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="A role cannot end before it begins.",
            ),
            models.CheckConstraint(
                name="grant_ended_with_a_word_of_why",
                condition=Q(ended_at=None, ended_by=None, ended_because="")
                | Q(ended_at__isnull=False, ended_because__regex=r"\S"),
                violation_error_message="Say why the role is ended.",
            ),
            models.UniqueConstraint(
                fields=("user", "role", "organisation", "unit", "until"),
                condition=Q(ended_at=None),
                name="grant_once",
                nulls_distinct=False,
                violation_error_message="They have this role until that day already.",
            ),
        )
        indexes = (models.Index(fields=("user", "ended_at"), name="grant_of_user"),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role} of {self.unit or self.organisation_id or 'everything'}"

    def runs_on(self, day: date) -> bool:
        """Whether it counts on that day."""
        return (
            self.ended_at is None
            and self.since <= day
            and (self.until is None or day <= self.until)
        )


class OrganisationRight(UserObjectPermissionBase):
    """A right on a whole organisation that follows from a grant: kept for django-guardian."""

    content_object = models.ForeignKey(Organisation, on_delete=models.CASCADE)


class UnitRight(UserObjectPermissionBase):
    """A right on the rows of a unit that follows from a grant: kept for django-guardian."""

    content_object = models.ForeignKey(Unit, on_delete=models.CASCADE)

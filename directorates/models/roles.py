"""Classes of role, for powers that are given by grade and not by post."""

from django.db import models

from opmodel.editions.models import Kind


class RoleClass(Kind):
    """Everybody of a grade or in a kind of role, such as "Agenda for Change band 8b and above"."""

    kind_name = "role-class"
    plural = "role-classes"

    band = models.CharField(
        max_length=40, blank=True, help_text="The lowest band of it, as the scheme words it."
    )

    class Meta(Kind.Meta):
        verbose_name = "class of role"
        verbose_name_plural = "classes of role"

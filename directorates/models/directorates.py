"""The organisation's own structure: directorates, the teams in them, and what they answer for."""

from opmodel.editions.models import Kind, Reference


class Directorate(Kind):
    """A main division of the organisation, led by one post. A group of directorates is one too."""

    kind_name = "directorate"
    plural = "directorates"
    prominence = 3
    nests_in = ("parent",)
    expects = ("led_by",)

    parent = Reference(
        "self",
        null=True,
        blank=True,
        related_name="divisions",
        verbose_name="part of",
        back="Divisions",
    )
    led_by = Reference(
        "directorates.Post", null=True, blank=True, related_name="leads", back="Leads"
    )

    class Meta(Kind.Meta):
        verbose_name = "directorate"


class Team(Kind):
    """People who work together under one lead, inside a directorate or across several."""

    kind_name = "team"
    plural = "teams"
    nests_in = ("parent", "directorate")
    inherits = ("directorate",)
    expects = ("led_by",)

    directorate = Reference(Directorate, null=True, blank=True, related_name="teams")
    parent = Reference(
        "self", null=True, blank=True, related_name="teams", verbose_name="part of", back="Teams"
    )
    led_by = Reference(
        "directorates.Post",
        null=True,
        blank=True,
        related_name="leads_teams",
        back="Leads the teams",
    )

    class Meta(Kind.Meta):
        verbose_name = "team"


class Remit(Kind):
    """One of the things a directorate is stated to be responsible for."""

    kind_name = "remit"
    plural = "remits"
    prominence = 1
    nests_in = ("directorate",)

    directorate = Reference(Directorate, related_name="remits", back="Is responsible for")

    class Meta(Kind.Meta):
        verbose_name = "remit"

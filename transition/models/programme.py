"""The programme that leads from one model to the next: its work, its results and its dates."""

from django.db import models

from opmodel.editions.models import Dated, Kind, Reference

CONCERNED = (
    "workstream",
    "body",
    "place",
    "partnership",
    "collaborative",
    "committee",
    "function",
    "directorate",
    "post",
)
"""The kinds of element that a step of a programme may be about."""


class Workstream(Kind):
    """A part of a change programme with a lead of its own.

    `group` is the heading under which the source puts it. The lead is the senior responsible
    officer (SRO) where the source has one.
    """

    kind_name = "workstream"
    plural = "workstreams"

    group = models.CharField(max_length=200, blank=True)
    led_by = Reference(
        "directorates.Post",
        null=True,
        blank=True,
        related_name="leads_workstreams",
        back="Leads the workstreams",
    )
    worked_out_with = models.TextField(
        blank=True, help_text="Who was engaged in it, as the source says."
    )

    expects = ("led_by",)

    class Meta(Kind.Meta):
        verbose_name = "workstream"


class Outcome(Dated):
    """What a programme means to have achieved by a date, or a benefit that it names.

    A source may state outcomes twice, in a summary and in detail, in different words and for
    different dates: `collection` keeps the two apart.
    """

    class Collection(models.TextChoices):
        SUMMARY = "summary", "Summary"
        DETAIL = "detail", "In detail"
        BENEFIT = "benefit", "Stated benefit"
        HOPE = "hope", "Hoped for"

    kind_name = "outcome"
    plural = "outcomes"
    nests_in = ("workstream",)
    listed_flat = True

    workstream = Reference(
        Workstream, null=True, blank=True, related_name="outcomes", back="Outcomes"
    )
    collection = models.CharField(max_length=20, choices=Collection, default=Collection.DETAIL)

    class Meta(Dated.Meta):
        verbose_name = "outcome"


class Omission(Dated):
    """A cell that a source's table of outcomes has nothing in, and how that is to be read.

    A cell left blank is not *no outcome*: another page may have one.
    """

    class Form(models.TextChoices):
        BLANK = "blank", "Left blank"
        TO_BE_DEVELOPED = "to-be-developed", "To be developed"
        ELSEWHERE = "elsewhere", "Refers elsewhere"
        LOST = "lost", "Lost from the text"

    kind_name = "omission"
    plural = "omissions"
    prominence = 0
    nests_in = ("workstream",)
    listed_flat = True

    workstream = Reference(
        Workstream, null=True, blank=True, related_name="omissions", back="Outcomes left out"
    )
    collection = models.CharField(
        max_length=20, choices=Outcome.Collection, default=Outcome.Collection.DETAIL
    )
    form = models.CharField(max_length=20, choices=Form, default=Form.BLANK)

    class Meta(Dated.Meta):
        verbose_name = "outcome left out"
        verbose_name_plural = "outcomes left out"


class Milestone(Dated):
    """An event that a source gives a date, or marks on a time line without one."""

    kind_name = "milestone"
    plural = "milestones"

    workstream = Reference(
        Workstream, null=True, blank=True, related_name="milestones", back="Milestones"
    )
    concerns = Reference(
        "editions.Element",
        kinds=CONCERNED,
        null=True,
        blank=True,
        related_name="milestones_about",
        back="Milestones",
    )

    expects = ("dated",)

    class Meta(Dated.Meta):
        verbose_name = "milestone"


class Activity(Dated):
    """Something done, under way, planned or proposed.

    `series` is the heading of the list in which the source has it; `progress` how far the source
    says it has come, empty where it does not say.
    """

    class Form(models.TextChoices):
        ACTIVITY = "activity", "Activity"
        NEXT_STEP = "next-step", "Next step"
        PHASE = "phase", "Phase"
        PROPOSAL = "proposal", "Proposal"
        REPORTED = "reported", "Reported progress"
        ACTION = "equality-action", "Equality, diversity and inclusion action"

    class Progress(models.TextChoices):
        DELIVERED = "delivered", "Delivered"
        ON_TRACK = "on-track", "On track"
        AT_RISK = "at-risk", "At risk"
        OUT_OF_SCOPE = "out-of-scope", "Out of scope"

    kind_name = "activity"
    plural = "activities"

    form = models.CharField(max_length=20, choices=Form, default=Form.ACTIVITY)
    series = models.CharField(max_length=200, blank=True, verbose_name="from the list")
    progress = models.CharField(max_length=20, choices=Progress, blank=True)
    workstream = Reference(
        Workstream, null=True, blank=True, related_name="activities", back="Activities"
    )

    class Meta(Dated.Meta):
        verbose_name = "activity"
        verbose_name_plural = "activities"


class GreenPriority(Kind):
    """A row of the priorities that a Green Plan sets out, the NHS's plan for net zero.

    A priority that heads others is their parent. Which body has chosen it is said in `summary`
    where it is recorded.
    """

    class SetBy(models.TextChoices):
        TRUSTS = "trusts", "Provider trusts"
        AUTHORITIES = "local-authorities", "Local authorities"

    kind_name = "green-priority"
    plural = "green-priorities"
    nests_in = ("parent",)

    set_by = models.CharField(max_length=20, choices=SetBy)
    parent = Reference(
        "self",
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="part of",
        back="Made up of",
    )

    class Meta(Kind.Meta):
        verbose_name = "Green Plan priority"
        verbose_name_plural = "Green Plan priorities"

"""Words that every part of the registry shares."""

from django.db import models


class Standing(models.TextChoices):
    """How firmly a source states a fact."""

    IN_FORCE = "in-force", "In force"
    AGREED = "agreed", "Agreed"
    PROPOSED = "proposed", "Proposed"
    DRAFT = "draft", "Draft"
    WORK_IN_PROGRESS = "work-in-progress", "Work in progress"
    TO_BE_CONFIRMED = "to-be-confirmed", "To be confirmed"
    QUESTION = "question", "Question"
    DELIVERED = "delivered", "Delivered"


class Precision(models.TextChoices):
    """How much of a date its source gives. The stored day is the first of the period."""

    DAY = "day", "Day"
    MONTH = "month", "Month"
    QUARTER = "quarter", "Quarter"
    YEAR = "year", "Year"


class OrganisationKind(models.TextChoices):
    """What an organisation is in law or in practice."""

    ICB = "icb", "Integrated Care Board"
    ICS = "ics", "Integrated Care System"
    ICP = "icp", "Integrated Care Partnership"
    CCG = "ccg", "Clinical Commissioning Group"
    TRUST = "nhs-trust", "NHS trust"
    FOUNDATION_TRUST = "nhs-foundation-trust", "NHS foundation trust"
    LOCAL_AUTHORITY = "local-authority", "Local authority"
    NATIONAL = "national-body", "National body"
    REGION = "region", "NHS England region"
    ALLIANCE = "alliance", "Alliance"
    NETWORK = "network", "Network"
    SUPPORT_UNIT = "commissioning-support-unit", "Commissioning support unit"
    VOLUNTARY = "voluntary", "Voluntary, community or social enterprise"
    INDEPENDENT = "independent", "Independent provider"
    OTHER = "other", "Other body"


class SuccessionKind(models.TextChoices):
    """What happened when functions passed from one organisation to another."""

    MERGER = "merger", "Merger"
    SPLIT = "split", "Split"
    RENAME = "rename", "Rename"
    BOUNDARY = "boundary-change", "Boundary change"
    TRANSFER = "transfer", "Functions transferred"


class LineageKind(models.TextChoices):
    """How an element came from one of an earlier edition."""

    SAME = "same", "The same under another key"
    RENAMED = "renamed", "Renamed"
    SPLIT = "split", "Split"
    MERGED = "merged", "Merged"
    MOVED = "moved", "Moved to another body"
    REPLACED = "replaced", "Gave way to"
    DIFFERENT = "different", "Same name, another thing"


class EditionState(models.TextChoices):
    """Where an edition stands in its own life. What is in force follows from dates instead."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in-review", "In review"
    ADOPTED = "adopted", "Adopted"
    NOT_ADOPTED = "not-adopted", "Published, never adopted"
    WITHDRAWN = "withdrawn", "Withdrawn"


PUBLISHED_STATES = (EditionState.ADOPTED, EditionState.NOT_ADOPTED)
FROZEN_STATES = (EditionState.ADOPTED, EditionState.NOT_ADOPTED, EditionState.WITHDRAWN)

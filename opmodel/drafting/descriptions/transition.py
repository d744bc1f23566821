"""How the way from one model to the next is filled in."""

from typing import Final

from transition.models import (
    Activity,
    Engagement,
    Figure,
    GreenPriority,
    Impact,
    Milestone,
    Mitigation,
    Omission,
    Outcome,
    Principle,
    Question,
    Risk,
    ScenarioSource,
    SupportItem,
    SupportRequest,
    Transfer,
    Workstream,
)

from .base import describe, group

WHEN: Final = group(
    "When",
    "dated",
    ("begins_on", "A day, or a month, quarter or year: then its first day."),
    ("ends_on", "A day, or a month, quarter or year: then its last day."),
)

DESCRIPTIONS: Final = (
    describe(
        Workstream,
        group(
            "Who runs it",
            ("group", "The heading under which the source lists it."),
            ("led_by", "The post at its head."),
            "worked_out_with",
        ),
    ),
    describe(
        Outcome,
        group("Where it stands", "workstream", ("collection", "The list of the source it is in.")),
        WHEN,
    ),
    describe(
        Omission,
        group(
            "Where it stands",
            "workstream",
            ("collection", "The list of the source it is in."),
            ("form", "How the empty cell is to be read."),
        ),
        WHEN,
    ),
    describe(
        Milestone,
        group("Where it stands", "workstream", ("concerns", "What it is a milestone of.")),
        WHEN,
    ),
    describe(
        Activity,
        group(
            "Where it stands",
            "workstream",
            "form",
            ("series", "The heading of the list that the source has it in."),
            ("progress", "As the source reports it."),
        ),
        WHEN,
    ),
    describe(
        GreenPriority,
        group(
            "Whose it is",
            ("set_by", "Who set it."),
            ("parent", "The wider priority it is one of."),
        ),
    ),
    describe(
        Question,
        group(
            "What it asks about",
            "form",
            ("series", "The heading of the list that the source has it in."),
            ("concerns", "What it is a question about."),
        ),
    ),
    describe(
        SupportRequest,
        group(
            "What is asked of whom",
            "priority",
            "workstream",
            ("asked_of", "The body, post or partnership that is asked."),
        ),
    ),
    describe(
        Engagement,
        group("With whom", "form", ("body", "The body, partnership or committee.")),
        WHEN,
    ),
    describe(ScenarioSource),
    describe(Risk, group("Whose it is", ("owner", "The post that answers for it."), "score")),
    describe(Impact, group("Of which risk", ("risk", "The risk that would lead to it."))),
    describe(Mitigation, group("Of which risk", ("risk", "The risk that it is done about."))),
    describe(
        Principle,
        group(
            "Which sort of principle",
            "form",
            ("series", "The heading of the list that the source has it in."),
            ("parent", "The wider one it is part of."),
        ),
    ),
    describe(
        Figure,
        group(
            "The figure",
            "form",
            "wording",
            ("amount", "As a number, where it is one."),
            ("unit", "What the number counts, such as £m or people."),
        ),
    ),
    describe(
        Transfer,
        group(
            "What passes, from whom to whom",
            "function",
            ("giver", "Who has it now."),
            ("receiver", "Who is to have it."),
            ("to_level", "The level at which it will be exercised."),
            ("accountable_meanwhile", "Who answers for it until it has passed."),
            "condition",
        ),
        WHEN,
    ),
    describe(
        SupportItem,
        group("From whom", ("provider", "The body that gives the support."), "form"),
        WHEN,
    ),
)

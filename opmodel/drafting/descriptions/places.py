"""How geography, bodies, and what they form together, are filled in."""

from typing import Final

from places.models import (
    Body,
    Collaborative,
    Membership,
    Partnership,
    Place,
    Placement,
    Priority,
)

from .base import describe, group

DESCRIPTIONS: Final = (
    describe(
        Placement,
        group(
            "Which function, where",
            ("function", "The function that is exercised."),
            ("level", "From region to neighbourhood."),
            ("part", "Setting policy, deciding, or delivering. Empty: all of it."),
            "jointly_with",
        ),
    ),
    describe(
        Place,
        group(
            "Where it stands",
            ("level", "Whether it is a place, an area or a neighbourhood."),
            ("parent", "The larger place it is one of."),
        ),
        group(
            "Who answers for it",
            ("executive_sponsor", "The member of the executive who speaks for it."),
            ("led_by", "The post at its head."),
        ),
    ),
    describe(
        Body,
        group(
            "What it is to the organisation",
            ("relation", "Whether it is the organisation itself, its system, a partner."),
            ("organisation", "The body as the registry knows it by its code."),
            ("hosted_by", "The directorate that looks after it, where it is hosted."),
            ("places", "The places it works in."),
        ),
    ),
    describe(
        Partnership,
        group(
            "What it is, and where",
            "form",
            ("place", "The place it works for. Empty: the whole system."),
            ("local_authorities", "The authorities for whose areas it works."),
        ),
    ),
    describe(
        Collaborative,
        group("How the source has it", ("form", "Whether it is listed, or only mentioned.")),
    ),
    describe(
        Membership,
        group(
            "Who is in what",
            ("of", "The collaborative or partnership."),
            ("body", "The body that takes part."),
            "role",
            ("on_behalf_of", "Whom it speaks for, where that is not itself."),
        ),
        group("From when to when", "member_from", ("member_until", "Its last day.")),
    ),
    describe(Priority, group("Whose it is", "of", "form")),
)

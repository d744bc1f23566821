"""How the organisation's own structure is filled in."""

from typing import Final

from directorates.models import Directorate, Function, Post, Remit, RoleClass, Service, Team

from .base import describe, group

DESCRIPTIONS: Final = (
    describe(
        Directorate,
        group(
            "Where it stands",
            ("parent", "The group of directorates it is one of. Usually empty."),
            ("led_by", "The post at its head."),
        ),
    ),
    describe(
        Team,
        group(
            "Where it stands",
            ("directorate", "Empty for a team that works across directorates."),
            ("parent", "The larger team it is one of."),
            ("led_by", "The post at its head."),
        ),
    ),
    describe(
        Remit,
        group("Whose it is", ("directorate", "The directorate that answers for it.")),
        name="What the directorate is responsible for, in a few words.",
    ),
    describe(
        Function,
        group(
            "Where it stands",
            ("directorate", "The directorate that does it."),
            ("team", "The team that does it, where a source says so."),
            ("parent", "The wider function it is one of."),
            ("form", "A theme gathers functions; it is not done by itself."),
        ),
        group("In law", "statutory", "non_delegable", "hosted", "delegated_in"),
    ),
    describe(
        Service, group("Where it stands", ("function", "The function that it is provided under."))
    ),
    describe(
        Post,
        group(
            "Where it stands",
            ("directorate", "Empty for a post of the organisation as a whole."),
            ("team", "The team it works in."),
            ("reports_to", "A post, a committee or a partnership."),
            ("appointed_by", "Who chooses whoever holds it, where that is somebody else."),
            "body",
        ),
        group(
            "The post itself",
            ("form", "A role that is added to another job is not a job of its own."),
            ("number", "How many people hold the post at once."),
            ("executive", "Whether it sits on the executive."),
            "optional",
            "named_holder",
        ),
        name="As the structure chart has it, such as “Director of Finance”.",
    ),
    describe(
        RoleClass,
        group("Who belongs to it", "band"),
        name="Such as “Agenda for Change band 8b and above”.",
    ),
)

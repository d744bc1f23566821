"""How committees, seats, decisions, powers and their limits are filled in."""

from typing import Final

from governance.models import Committee, Decision, Delegation, Limit, Seat

from .base import describe, group

DESCRIPTIONS: Final = (
    describe(
        Committee,
        group(
            "Where it stands",
            "form",
            ("parent", "The committee or board it reports to."),
            ("number", "How many such groups there are, where there are several alike."),
            ("terms", "The document that holds its terms of reference."),
            ("legal_basis", "The provision of law it rests on."),
            "agreement",
        ),
        group(
            "Who runs it",
            ("chaired_by", "The post that takes the chair."),
            ("deputy_chair", "The post that takes the chair in the other's absence."),
            ("secretary", "The post that keeps its papers."),
        ),
        group(
            "What it is for",
            ("purpose", "What it was set up to do."),
            "authority",
            "reporting",
            "effectiveness",
        ),
        group(
            "How it meets",
            ("frequency", "Such as “every two months”."),
            ("notice", "How long before a meeting its papers go out."),
            ("quorum", "In words, as its terms have it."),
            ("quorum_number", "The same as a number, where it is one."),
            ("voting", "How it comes to a decision where its members differ."),
            "in_public",
            ("conflicts", "What is done where a member has an interest in the matter."),
        ),
    ),
    describe(
        Seat,
        group(
            "At which table",
            "committee",
            ("role", "Whether the seat is that of the chair, a member or somebody who attends."),
            ("number", "How many such seats there are."),
        ),
        group(
            "Who sits there",
            ("post", "The post that has the seat."),
            ("body", "The body that sends somebody."),
            ("one_of", "Where the source leaves open which of several posts it is."),
            "represents",
            ("place", "Where it is a seat for one place."),
            "nominated_by",
        ),
        group(
            "On what terms",
            ("condition", "Such as “when required” or “once a year”."),
            ("term", "For how long somebody is appointed."),
            "independent",
            "voting",
            "deputy_allowed",
        ),
    ),
    describe(
        Decision,
        group(
            "What is decided",
            ("verb", "What is done in deciding it."),
            ("ref", "The number that the scheme gives it."),
            ("category", "The part of the scheme it stands in."),
            ("transaction", "Where limits are set for a family of transactions."),
            ("function", "The function it is part of."),
        ),
        group(
            "In law", "non_delegable", ("legal_basis", "The provision that says who has to decide.")
        ),
        name="The matter, beginning with what is done: “Vary a contract for health services”.",
    ),
    describe(
        Delegation,
        group(
            "Which power",
            ("decision", "The matter that may be decided."),
            ("type", "How the power came to its holder."),
            ("part", "What the holder does in the decision."),
            ("function", "Where a whole function is delegated and not one decision."),
        ),
        group(
            "Who has it, from whom",
            ("holder", "The post, committee or body that may act."),
            "held_by",
            ("giver", "Who passed it on."),
            ("parent", "The delegation that it is given under, one step up the chain."),
        ),
        group(
            "How far it reaches",
            "limit",
            ("level", "From region to neighbourhood."),
            ("place", "The place at which it is exercised."),
            ("places", "Empty: everywhere."),
            ("services", "Empty: for all services."),
            ("conditions", "What has to be so before the holder may act. One on each line."),
        ),
        group(
            "Passing it on",
            ("onward", "Whether the holder may pass it on."),
            ("deputy_rule", "Who may act while the holder is away."),
            ("deputy", "Where the rule names one."),
        ),
        group(
            "Where it is written",
            ("clause", "The provision of the scheme."),
            ("agreement", "The agreement by which it was given, where there is one."),
            ("legal_basis", "The provision of law it rests on."),
        ),
        group("From when to when", "effective_from", ("effective_until", "Its last day.")),
    ),
    describe(
        Limit,
        group("Of which power", ("delegation", "The power that reaches so far.")),
        group(
            "How much",
            ("above", "In pounds, such as £250,000 or £250k. Empty: from nothing."),
            ("includes_above", "Whether that very amount is within the limit."),
            ("up_to", "In pounds, such as £1m. Empty: without end."),
            ("includes_up_to", "Whether that very amount is within the limit."),
            ("basis", "What the amount is counted over."),
            ("vat", "Whether value added tax is counted in."),
        ),
        group(
            "Only where",
            "budgeted",
            "recurrent",
            ("signatures", "How many people have to sign."),
        ),
    ),
)

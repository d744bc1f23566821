"""How what powers rest on is filled in: instruments, clauses, the law, agreements."""

from typing import Final

from governance.models import Agreement, Clause, Instrument, LegalBasis

from .base import describe, group

DESCRIPTIONS: Final = (
    describe(
        Instrument,
        group(
            "Which document",
            "form",
            ("issue", "As the document numbers itself."),
            ("owner", "The post that keeps it up to date."),
        ),
        group(
            "How it was approved",
            ("approved_by", "The committee or board that approved it."),
            "approved_on",
            ("minute", "The number of the minute."),
            "review_on",
        ),
    ),
    describe(
        Clause,
        group(
            "Where it stands",
            ("instrument", "The document it is a provision of."),
            ("number", "As people cite it, such as 6.4.2."),
        ),
    ),
    describe(
        LegalBasis,
        group(
            "Which provision", "enactment", ("number", "Such as “section 65Z5”."), "bars_delegation"
        ),
        group("From when to when", "in_force_from", ("in_force_until", "Its last day.")),
    ),
    describe(
        Agreement,
        group(
            "Which agreement",
            "form",
            ("legal_basis", "The provision that allows it."),
            ("parties", "The bodies that signed it."),
            ("owner", "The post that looks after it."),
            ("lead", "The body that commissions for all."),
        ),
        group(
            "How it was approved",
            ("approved_by", "The committee or board that approved it."),
            "approved_on",
            ("minute", "The number of the minute."),
        ),
        group(
            "From when to when",
            "effective_from",
            ("effective_until", "Its last day."),
            "review_on",
            "notice",
        ),
        group("What it is about", "aims", "functions", "reserved", "onward"),
        group(
            "Money and means",
            ("pool_host", "The body that keeps the accounts of the pooled fund."),
            "pool_management",
            ("contributions", "Who pays how much into it."),
            "resources",
            "liability",
        ),
        group("How it is kept", "reports", "variation", "disputes"),
    ),
)

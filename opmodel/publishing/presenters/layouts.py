"""The layouts of workbooks that are read, each with a small example."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Example:
    """A layout as somebody might have it: what it is called, its headings and rows."""

    title: str
    known_by: str
    becomes: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


EXAMPLES: Final = (
    Example(
        "A scheme with a column for each holder",
        "A heading such as “Decision” or “Matter”, and at least two holders beside it.",
        "decisions, who has which part in them, and limits",
        ("Decision", "Board", "Audit Committee", "Chief Executive"),
        (
            ("Approve the annual accounts", "✓", "Recommend", ""),
            ("Approve use of the reserve", "Over £2m", "", "Up to £500k"),
        ),
    ),
    Example(
        "A scheme as numbered lists",
        "A holder's name alone in a row, and numbered entries below it.",
        "decisions, who has which part in them, and limits",
        ("Scheme of delegation",),
        (("AUDIT COMMITTEE",), ("1. Review the register of gifts.",), ("CHIEF EXECUTIVE",),
         ("1. Sign leases below £100k a year.",)),
    ),
    Example(
        "A scheme as a table",
        "A column of holders, then one of what they decide.",
        "decisions, who has which part in them, and limits",
        ("Ref", "Decision taker", "Delegated"),
        (("3.1", "Audit Committee", "Recommend changes to the policy"),
         ("3.2", "Chief Executive", "Approve purchases up to £20,000")),
    ),
    Example(
        "A grid of financial limits",
        "A heading such as “Transaction”, and cells about money.",
        "limits, with the kind of transaction",
        ("Transaction", "Basis", "Board", "Chief Finance Officer"),
        (("Invoices without a contract", "per transaction", "unlimited", "£500,000"),
         ("Write-off of a debt", "per year", "above £50k", "£10k–£50k")),
    ),
    Example(
        "Members of committees",
        "The headings “Committee” and “Member”.",
        "seats",
        ("Committee", "Member", "Role", "Voting"),
        (("Audit Committee", "Non-executive member", "Chair", "Yes"),
         ("", "Chief Finance Officer", "In attendance", "No")),
    ),
    Example(
        "A structure",
        "The headings “Post” and “Reports to”.",
        "posts",
        ("Post", "Reports to", "Holder"),
        (("Head of Estates", "Chief Finance Officer", "Vacant"),),
    ),
    Example(
        "A GOV.UK organogram",
        "The columns of its file of senior posts.",
        "posts",
        ("Post Unique Reference", "Name", "Job Title", "Reports to Senior Post"),
        (("90002", "Vacant", "Director of Estates", "90001"),),
    ),
    Example(
        "A list that the registry wrote",
        "The columns “Key” and “Name”, as in what is taken away above.",
        "whatever it is a list of",
        ("Key", "Name", "Standing", "Take out"),
        (("head-of-estates", "Head of Estates", "In force", ""),),
    ),
)  # fmt: skip

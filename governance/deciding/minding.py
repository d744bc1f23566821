"""What somebody should mind before they act on an answer, beyond what the scheme says."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .answer import Answer

PSR_CHANGE = Decimal(500_000)
"""Pounds. From here on a change of a health contract needs a notice, and is allowed without a new
procurement only below a quarter of the contract's first lifetime value (The Health Care Services
(Provider Selection Regime) Regulations 2023, SI 2023/1348, regulation 13)."""


@dataclass(frozen=True, slots=True)
class Mind:
    """One thing to mind: a code for programs, words for people, and what it rests on."""

    code: str
    words: str
    source: str = ""


def to_mind(answer: Answer) -> tuple[Mind, ...]:
    """What to mind about this answer."""
    return tuple(each for each in (*_selection_regime(answer), *_of_scheme(answer)) if each)


def _selection_regime(answer: Answer) -> tuple[Mind | None, ...]:
    if answer.matter.transaction != "health-contract-variation":
        return ()
    source = "SI 2023/1348, regulation 13"
    together = answer.question.amounts.get("cumulative")
    if together is None:
        return (
            Mind(
                "psr-cumulative",
                "The Provider Selection Regime counts all changes of the contract since its award, "
                "not this one alone. Add them up, and ask again with the sum.",
                source,
            ),
        )
    if together >= PSR_CHANGE:
        return (
            Mind(
                "psr-notice",
                f"Changes so far come to £{together:,.0f}. From £500,000 on a notice is due, and "
                "without a new procurement they must stay below a quarter of the first lifetime "
                "value, with the character of the contract unchanged.",
                source,
            ),
        )
    return (None,)


def _of_scheme(answer: Answer) -> tuple[Mind | None, ...]:
    lowest = answer.approves
    question = answer.question
    found: list[Mind | None] = []
    if answer.matter.non_delegable:
        found.append(Mind("non-delegable", "This matter may not be delegated."))
    if answer.alike:
        names = ", ".join(step.power.holder.name for step in answer.alike)
        found.append(Mind("overlap", f"The scheme gives the same power to others too: {names}."))
    if lowest is None:
        return tuple(found)
    others = {band.basis for band in lowest.power.bands} - question.amounts.keys()
    if question.amounts and others:
        limit = lowest.power.limit
        told = f": {limit[:1].lower()}{limit[1:]}" if limit else ""
        found.append(
            Mind(
                "other-basis",
                f"The power is limited in another way too, which was not asked of{told}.",
            )
        )
    if not question.amounts and any(
        band.above is not None or band.up_to is not None for band in lowest.power.bands
    ):
        found.append(Mind("no-amount", "No amount was given: the answer is the lowest holder's."))
    if lowest.band and lowest.band.vat:
        counted = "with" if lowest.band.vat == "included" else "without"
        found.append(Mind("vat", f"The limit counts amounts {counted} VAT."))
    if lowest.band and lowest.band.signatures and lowest.band.signatures > 1:
        found.append(Mind("signatures", f"It takes {lowest.band.signatures} signatures together."))
    if answer.residual:
        found.append(
            Mind(
                "residual",
                "The scheme names nobody for this: it falls to whoever holds what is not reserved "
                "or delegated elsewhere.",
            )
        )
    found.append(
        Mind(
            "conflicts",
            "Whoever has declared an interest in the matter takes no part: look in the register of "
            "interests.",
        )
    )
    return tuple(found)

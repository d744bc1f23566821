"""Who may decide."""

from .committees import Committee, Seat, SeatAlternative
from .decisions import Category, Decision, Transaction
from .delegations import Delegation, DelegationPlace, DelegationService, Limit
from .instruments import Agreement, AgreementParty, Clause, Instrument, LegalBasis

__all__ = [
    "Agreement",
    "AgreementParty",
    "Category",
    "Clause",
    "Committee",
    "Decision",
    "Delegation",
    "DelegationPlace",
    "DelegationService",
    "Instrument",
    "LegalBasis",
    "Limit",
    "Seat",
    "SeatAlternative",
    "Transaction",
]

"""What is proposed for drafts, and what is said about their rows."""

from .comment import Comment, Mention
from .proposal import Proposal, ProposalState, What

__all__ = ["Comment", "Mention", "Proposal", "ProposalState", "What"]

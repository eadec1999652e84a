"""Nouns of selection."""

from .application import Application
from .confirmation import Confirmation
from .consensus import ComparisonMember, Consensus
from .draw import Draw, DrawGroup, Witness
from .proposal import CutOff, Promotion, Proposal
from .scoring import ConflictDeclaration, MemberScore, SubmittedSheet
from .selection import Selection
from .tally import Tally

__all__ = [
    "Application",
    "ComparisonMember",
    "Confirmation",
    "ConflictDeclaration",
    "Consensus",
    "CutOff",
    "Draw",
    "DrawGroup",
    "MemberScore",
    "Promotion",
    "Proposal",
    "Selection",
    "SubmittedSheet",
    "Tally",
    "Witness",
]

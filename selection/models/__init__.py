"""Nouns of selection."""

from .application import Application
from .consensus import ComparisonMember, Consensus
from .draw import Draw, DrawGroup, Witness
from .proposal import CutOff, Promotion, Proposal
from .scoring import ConflictDeclaration, MemberScore, SubmittedSheet
from .selection import Selection

__all__ = [
    "Application",
    "ComparisonMember",
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
    "Witness",
]

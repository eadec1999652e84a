"""Nouns of inspection."""

from .assessments import Assessment, InterestDeclared, TeamMember
from .evidence import EvidenceItem, EvidenceUse, PlannedEvidence
from .frameworks import Framework
from .visits import AssessmentVisit, CalendarFeed, FollowUp, PersonMet

__all__ = [
    "Assessment",
    "AssessmentVisit",
    "CalendarFeed",
    "EvidenceItem",
    "EvidenceUse",
    "FollowUp",
    "Framework",
    "InterestDeclared",
    "PersonMet",
    "PlannedEvidence",
    "TeamMember",
]

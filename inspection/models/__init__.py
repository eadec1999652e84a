"""Nouns of inspection."""

from .assessments import Assessment, InterestDeclared, TeamMember
from .evidence import EvidenceItem, EvidenceUse, PlannedEvidence
from .frameworks import Framework
from .results import AssessmentResult, Departure, NotedLimiter
from .scores import AreaJudgement, CategoryScore, StatementScore
from .visits import AssessmentVisit, CalendarFeed, FollowUp, PersonMet

__all__ = [
    "AreaJudgement",
    "Assessment",
    "AssessmentResult",
    "AssessmentVisit",
    "CalendarFeed",
    "CategoryScore",
    "Departure",
    "EvidenceItem",
    "EvidenceUse",
    "FollowUp",
    "Framework",
    "InterestDeclared",
    "NotedLimiter",
    "PersonMet",
    "PlannedEvidence",
    "StatementScore",
    "TeamMember",
]

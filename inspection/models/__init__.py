"""Nouns of inspection."""

from .assessments import Assessment, InterestDeclared, TeamMember
from .drafts import TypedDraft
from .evidence import EvidenceItem, EvidenceUse, PlannedEvidence
from .feedback import FeedbackAnswer, FeedbackLetter, FeedbackRequest, FeedbackTalk
from .frameworks import Framework
from .materials import MaterialsComment, MaterialsUse, MaterialsVersion
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
    "FeedbackAnswer",
    "FeedbackLetter",
    "FeedbackRequest",
    "FeedbackTalk",
    "FollowUp",
    "Framework",
    "InterestDeclared",
    "MaterialsComment",
    "MaterialsUse",
    "MaterialsVersion",
    "NotedLimiter",
    "PersonMet",
    "PlannedEvidence",
    "StatementScore",
    "TeamMember",
    "TypedDraft",
]

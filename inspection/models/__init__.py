"""Nouns of inspection."""

from .assessments import Assessment, InterestDeclared, TeamMember
from .drafts import TypedDraft
from .evidence import EvidenceItem, EvidenceUse, PlannedEvidence
from .feedback import FeedbackAnswer, FeedbackLetter, FeedbackRequest, FeedbackTalk
from .frameworks import Framework
from .improvement import (
    ActionProgress,
    GoodPractice,
    ImprovementPlan,
    PlanAction,
    PlanFinding,
    ProgressReview,
)
from .journey import JourneyMove, JourneyProposal, SeriousRisk
from .materials import MaterialsComment, MaterialsUse, MaterialsVersion
from .offline import CapturedEvidence, CapturedPhoto, Device, PackTaken, SyncOperation
from .practice import SharedPractice
from .record import CapturedEntry, RecordEntry
from .reports import (
    AccuracyPoint,
    CheckNote,
    DisplayOfRating,
    EarlierText,
    Publication,
    ReportSection,
    ReviewRequest,
    SentDraft,
)
from .results import AssessmentResult, Departure, NotedLimiter
from .scores import AreaJudgement, CategoryScore, StatementScore
from .visits import AssessmentVisit, CalendarFeed, FollowUp, PersonMet

__all__ = [
    "AccuracyPoint",
    "ActionProgress",
    "AreaJudgement",
    "Assessment",
    "AssessmentResult",
    "AssessmentVisit",
    "CalendarFeed",
    "CapturedEntry",
    "CapturedEvidence",
    "CapturedPhoto",
    "CategoryScore",
    "CheckNote",
    "Departure",
    "Device",
    "DisplayOfRating",
    "EarlierText",
    "EvidenceItem",
    "EvidenceUse",
    "FeedbackAnswer",
    "FeedbackLetter",
    "FeedbackRequest",
    "FeedbackTalk",
    "FollowUp",
    "Framework",
    "GoodPractice",
    "ImprovementPlan",
    "InterestDeclared",
    "JourneyMove",
    "JourneyProposal",
    "MaterialsComment",
    "MaterialsUse",
    "MaterialsVersion",
    "NotedLimiter",
    "PackTaken",
    "PersonMet",
    "PlanAction",
    "PlanFinding",
    "PlannedEvidence",
    "ProgressReview",
    "Publication",
    "RecordEntry",
    "ReportSection",
    "ReviewRequest",
    "SentDraft",
    "SeriousRisk",
    "SharedPractice",
    "StatementScore",
    "SyncOperation",
    "TeamMember",
    "TypedDraft",
]

"""Nouns of registration."""

from .application import Attempt, ManagerApplication, RegistrationApplication, Shortcoming
from .assessment import Assessment, FitnessView, InformationRequest, ManagerInterview, ReadinessView
from .burden import BurdenRating
from .held import Change, Conversion, DutyDone, Registration
from .member import Member
from .notices import Appeal, Condition, Notice, Recommendation, Representation
from .scope import ScopeCount, ScopeRun, ScopeTree
from .visit_photo import VisitPhoto

__all__ = [
    "Appeal",
    "Assessment",
    "Attempt",
    "BurdenRating",
    "Change",
    "Condition",
    "Conversion",
    "DutyDone",
    "FitnessView",
    "InformationRequest",
    "ManagerApplication",
    "ManagerInterview",
    "Member",
    "Notice",
    "ReadinessView",
    "Recommendation",
    "Registration",
    "RegistrationApplication",
    "Representation",
    "ScopeCount",
    "ScopeRun",
    "ScopeTree",
    "Shortcoming",
    "VisitPhoto",
]

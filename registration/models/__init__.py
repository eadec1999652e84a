"""Nouns of registration."""

from .application import Attempt, ManagerApplication, RegistrationApplication, Shortcoming
from .assessment import Assessment, FitnessView, InformationRequest, ManagerInterview, ReadinessView
from .notices import Appeal, Condition, Notice, Recommendation, Representation
from .scope import ScopeCount, ScopeRun, ScopeTree
from .visit import SiteVisit

__all__ = [
    "Appeal",
    "Assessment",
    "Attempt",
    "Condition",
    "FitnessView",
    "InformationRequest",
    "ManagerApplication",
    "ManagerInterview",
    "Notice",
    "ReadinessView",
    "Recommendation",
    "RegistrationApplication",
    "Representation",
    "ScopeCount",
    "ScopeRun",
    "ScopeTree",
    "Shortcoming",
    "SiteVisit",
]

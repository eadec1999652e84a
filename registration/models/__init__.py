"""Nouns of registration."""

from .application import Attempt, ManagerApplication, RegistrationApplication, Shortcoming
from .scope import ScopeCount, ScopeRun, ScopeTree

__all__ = [
    "Attempt",
    "ManagerApplication",
    "RegistrationApplication",
    "ScopeCount",
    "ScopeRun",
    "ScopeTree",
    "Shortcoming",
]

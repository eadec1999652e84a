"""Nouns of registration."""

from .scope import ScopeCount, ScopeRun, ScopeTree

__all__ = ["ScopeCount", "ScopeRun", "ScopeTree"]

"""Promises between two columns that many models make; people keeps them too, so they are written there."""

from sandbox_portal.people.constraints import both_or_neither

__all__ = ["both_or_neither"]

"""Nouns of the register."""

from .service import Service
from .status_entry import StatusEntry

__all__ = ["Service", "StatusEntry"]

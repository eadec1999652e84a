"""Nouns of the register."""

from .edition import Edition
from .particulars import Particulars
from .service import Service
from .status_entry import StatusEntry

__all__ = ["Edition", "Particulars", "Service", "StatusEntry"]

"""The two tables of selection: one for an application, one for the selection of a round."""

from .application import APPLICATION
from .selection import SELECTION

__all__ = ["APPLICATION", "SELECTION"]

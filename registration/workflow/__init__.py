"""The two tables of steps of registration: of an application, and of a registered manager's own part."""

from .application import REGISTRATION
from .manager import MANAGER

__all__ = ["MANAGER", "REGISTRATION"]

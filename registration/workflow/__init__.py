"""The tables of steps of registration: an application, a manager's own part, what was granted, and changes of it."""

from .application import REGISTRATION
from .held import CHANGE, HELD
from .manager import MANAGER

__all__ = ["CHANGE", "HELD", "MANAGER", "REGISTRATION"]

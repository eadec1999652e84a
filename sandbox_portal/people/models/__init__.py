"""People, organisations, the ties between them, and the record of how those changed."""

from .history import PersonEvent
from .invitation import Invitation
from .link import Link, LinkUse
from .notice import Notice
from .people import Membership, Organisation, RoleGrant, User, UserManager
from .recovery import SecondStepReset

__all__ = [
    "Invitation",
    "Link",
    "LinkUse",
    "Membership",
    "Notice",
    "Organisation",
    "PersonEvent",
    "RoleGrant",
    "SecondStepReset",
    "User",
    "UserManager",
]

"""What registration hears from itself: what is granted is entered in the register in the same transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sandbox_portal.people.models import User

from .actions.granting import grant_registration
from .models import Condition, RegistrationApplication
from .signals import registered


def listen() -> None:
    """Called once, when Django starts."""
    registered.connect(enter_what_was_granted, sender=RegistrationApplication, dispatch_uid="enter_what_was_granted")


def enter_what_was_granted(
    *, application: RegistrationApplication, conditions: Iterable[Condition], by: User | None, at: datetime, **_: Any
) -> None:
    """A service that was registered stands in the register from that day, with its conditions (R-277)."""
    grant_registration(application, conditions=conditions, by=by, at=at)

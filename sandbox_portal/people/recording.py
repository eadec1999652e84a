"""Write into the record what allauth changes on an account: password, address, second step."""

from typing import Any

from allauth.account.signals import email_changed, password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed

from .choices import PersonVerb
from .clock import database_now
from .history import tell
from .models import User
from .second_factor import FACTORS


def listen() -> None:
    """Connect the receivers; called when the app starts."""
    password_changed.connect(password_was_changed)
    password_reset.connect(password_was_changed)
    email_changed.connect(email_was_changed)
    authenticator_added.connect(second_step_was_added)
    authenticator_removed.connect(second_step_was_removed)


def password_was_changed(*, user: User, **_signal: Any) -> None:
    tell(PersonVerb.PASSWORD_CHANGED, person=user, by=user, at=database_now())


def email_was_changed(*, user: User, from_email_address: Any, to_email_address: Any, **_signal: Any) -> None:
    data = {"before": getattr(from_email_address, "email", ""), "now": to_email_address.email}
    tell(PersonVerb.EMAIL_CHANGED, person=user, by=user, at=database_now(), data=data)


def second_step_was_added(*, user: User, authenticator: Any, **_signal: Any) -> None:
    if authenticator.type in FACTORS:
        tell(PersonVerb.SECOND_STEP_ADDED, person=user, by=user, at=database_now())


def second_step_was_removed(*, user: User, authenticator: Any, **_signal: Any) -> None:
    if authenticator.type in FACTORS:
        tell(PersonVerb.SECOND_STEP_REMOVED, person=user, by=user, at=database_now())

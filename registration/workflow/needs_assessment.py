"""What must be true before a step from the assessment on: each returns None, or one sentence a citizen could read.

A step whose condition is not looked at yet is refused: nothing is decided by default.
"""

from ..models import RegistrationApplication

NOT_YET = "This part of the work cannot be done in the portal yet."


def assessment_is_complete(application: RegistrationApplication) -> str | None:
    """Every key question has a view with reasons, and the manager was met (R-274, R-275)."""
    return NOT_YET


def a_request_is_open(application: RegistrationApplication) -> str | None:
    """There is a request for information to be answered."""
    return NOT_YET


def request_is_overdue(application: RegistrationApplication) -> str | None:
    """The day for the answer has passed (timer I)."""
    return NOT_YET


def recommended_as_applied(application: RegistrationApplication) -> str | None:
    """Only what was applied for is granted without a proposal (R-272)."""
    return NOT_YET


def recommended_otherwise(application: RegistrationApplication) -> str | None:
    """There is a refusal, or a condition that is not agreed, to propose (R-272)."""
    return NOT_YET


def window_for_representations_is_open(application: RegistrationApplication) -> str | None:
    """Within 28 days of the notice, or accepted late (timer R, R-273)."""
    return NOT_YET


def window_for_representations_has_ended(application: RegistrationApplication) -> str | None:
    """Nobody decides on a proposal before its 28 days are over, unless representations were made (timer R)."""
    return NOT_YET


def window_for_appeal_is_open(application: RegistrationApplication) -> str | None:
    """Within 28 days of the notice of decision (timer T)."""
    return NOT_YET


def window_for_appeal_has_ended(application: RegistrationApplication) -> str | None:
    """A refusal is final when its 28 days are over (timer T)."""
    return NOT_YET

"""What must be true before a step up to validation: each returns None, or one sentence a citizen could read."""

from sandbox_portal.questions.held import answers_to_send
from sandbox_portal.questions.noticed import hindrance_in
from sandbox_portal.questions.typed import is_confirmed_by_link

from ..choices import UNDECLARED
from ..models import ManagerApplication, RegistrationApplication
from ..queries.applications import attempts_of, managers_of


def answers_are_complete(subject: RegistrationApplication | ManagerApplication) -> str | None:
    """V-01 to V-29: the questions themselves, the rules between them, and that what was noticed has been read."""
    reading = answers_to_send(subject.case)
    return hindrance_in(reading) if reading else "Answer the questions before you go on."


def every_manager_has_declared(application: RegistrationApplication) -> str | None:
    """V-06: a manager's part is written and declared before the whole goes."""
    waiting = [each.name for each in managers_of(application) if each.case.stage in UNDECLARED]
    if not waiting:
        return None
    return f"We wait for the part of {_listed(waiting)}. Every registered manager declares their own part first."


def something_is_listed(application: RegistrationApplication) -> str | None:
    """Nothing comes back without saying what is missing (R-271)."""
    if _shortcomings(application):
        return None
    return "List what is missing or wrong first. The applicant is told each thing."


def nothing_is_listed(application: RegistrationApplication) -> str | None:
    """What is listed as missing is sent back, or taken off the list."""
    count = _shortcomings(application)
    if not count:
        return None
    things = "One thing is" if count == 1 else f"{count} things are"
    return f"{things} listed as missing. Return the application, or take them off the list."


def declaration_is_their_own(application: RegistrationApplication) -> str | None:
    """What staff typed in is assessed once the organisation has said, signed in or by link, that it is right."""
    if not application.is_typed_in or application.confirmed_at or is_confirmed_by_link(application.case):
        return None
    return f"{application.organisation.name} has still to confirm that what was typed in is right."


def _shortcomings(application: RegistrationApplication) -> int:
    return sum(each.things_listed for each in attempts_of(application) if each.number == application.attempt)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

"""What the wing's own rules noticed before a form goes: whether it hinders it, and whether it was read."""

import hashlib

from sandbox_portal.casework.models import Event
from sandbox_portal.casework.voices import speaks_for
from sandbox_portal.people.models import User

from .models import Response
from .queries import Reading, answering_refusal, completeness_of, read_response
from .sections import Scope, scope_of

READ = "what we noticed was read"
NOT_READ = "Read what we noticed under “Check your answers” before you go on."


def what_hinders(response: Response) -> str | None:
    """Why these answers cannot be sent as they stand, in one sentence; None when they can."""
    return hindrance_in(read_response(response))


def hindrance_in(reading: Reading) -> str | None:
    """The same for whoever has read them: in a step `held.answers_to_send` does."""
    completeness = completeness_of(reading)
    count = completeness.to_answer
    if count:
        return f"{count} {'answer needs' if count == 1 else 'answers need'} your attention before you can go on."
    for finding in completeness.elsewhere:
        return f"{finding.message}. {finding.what_to_do}".strip()
    return None if warnings_are_read(reading) else NOT_READ


def confirming_refusal(response: Response, by: User, *, scope: Scope | None = None) -> str | None:
    """Why this person cannot say that the warnings were read: it is for those who see all of them, and may send."""
    if speaks_for(by):
        return "Only the organisation itself can say that it has read what we noticed."
    if (scope or scope_of(response, by)).is_lent:
        return "You were given a part of this form. Whoever sends it reads what we noticed."
    return answering_refusal(response, by, scope=scope)


def digest_of_warnings(reading: Reading) -> str:
    """A name for exactly these warnings; "" when there are none."""
    told = [f"{each.rule} {each.question} {each.message}" for each in reading.warnings]
    return hashlib.sha256("\n".join(told).encode()).hexdigest() if told else ""


def warnings_are_read(reading: Reading) -> bool:
    """True when somebody of the organisation has said that they read every warning there is now."""
    digest = digest_of_warnings(reading)
    return not digest or Event.objects.filter(case=reading.response.case, verb=READ, data__digest=digest).exists()

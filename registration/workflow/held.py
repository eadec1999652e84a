"""What can happen to a registration that was granted, and to a change of one, row by row (R-277, R-281)."""

from sandbox_portal.casework.choices import NOBODY, PROVIDER
from sandbox_portal.casework.steps import Stage, Step, Workflow
from sandbox_portal.people.choices import Role
from sandbox_portal.people.permissions import may_sign_for_organisation, may_write_for_organisation
from sandbox_portal.questions.held import answers_to_send

from ..changes import KINDS, MANAGER_JOINS
from ..choices import UNDECLARED
from ..choices import ChangeStage as C
from ..choices import HeldStage as H
from ..models import Change, Registration
from ..permissions import is_registration_manager, works_in_registration
from ..queries.change_lines import is_named_by_itself
from ..queries.held import managers_joining

INSPECTOR = Role.REGISTRATION_INSPECTOR
NOT_OURS = "Registration inspectors and managers do this."


def nothing_is_open(registration: Registration) -> str | None:
    """A registration does not end while a change of it is being looked at."""
    waiting = registration.changes.filter(case__stage=C.SENT).exclude(kind="cancel").exists()
    return "A change that was sent is still open. Decide about it first." if waiting else None


def answers_are_complete(change: Change) -> str | None:
    reading = answers_to_send(change.case)
    count = len(reading.problems) if reading else 1
    if not count:
        return None
    return f"{count} {'answer needs' if count == 1 else 'answers need'} your attention before you can send this."


def joining_manager_has_declared(change: Change) -> str | None:
    """Who joins later declares the same form as in a first application, before the change goes (R-011, R-281)."""
    if change.kind != MANAGER_JOINS or is_named_by_itself(change):
        return None
    for manager in managers_joining(change):
        waits = manager.case.stage in UNDECLARED
        return f"We wait for the part of {manager.name}. They declare it before this can be sent." if waits else None
    return "Name the new manager first. They fill in a form of their own and declare it."


def registration_still_stands(change: Change) -> str | None:
    stage = change.registration.case.stage
    if stage == H.ENDED:
        return "This registration has ended, so nothing in it can change."
    effect = KINDS[change.kind].effect
    if effect == "pause" and stage == H.PAUSED:
        return "You have stopped for a time already."
    if effect == "start_again" and stage == H.ACTIVE:
        return "You have not stopped, so there is nothing to begin again."
    return None


HELD: Workflow[Registration] = Workflow(
    kind="registration_held",
    first=H.ACTIVE,
    stages=(
        Stage(H.ACTIVE, H.ACTIVE.label, PROVIDER, "tell us when something changes", None, "green"),
        Stage(H.PAUSED, H.PAUSED.label, PROVIDER, "tell us when you begin again", None, "yellow"),
        Stage(H.ENDED, H.ENDED.label, NOBODY, colour="grey"),
    ),
    steps=(
        Step(
            "pause",
            {H.ACTIVE},
            works_in_registration,
            "Note that it has stopped for a time",
            "stopped for a time",
            H.PAUSED,
            (),
            NOT_OURS,
        ),
        Step(
            "start_again",
            {H.PAUSED},
            works_in_registration,
            "Note that it has begun again",
            "begun again",
            H.ACTIVE,
            (),
            NOT_OURS,
        ),
        Step(
            "cancel",
            {H.ACTIVE, H.PAUSED},
            works_in_registration,
            "End the registration",
            "registration ended",
            H.ENDED,
            (nothing_is_open,),
            NOT_OURS,
        ),
        Step(
            "convert",
            {H.ACTIVE, H.PAUSED},
            is_registration_manager,
            "Change the kind of service",
            "kind of service changed",
            not_yours="Registration managers do this.",
        ),
        Step(
            "end_trial",
            {H.ACTIVE, H.PAUSED},
            is_registration_manager,
            "End with the trial",
            "ended with the trial",
            H.ENDED,
            not_yours="Registration managers do this.",
        ),
    ),
)

CHANGE: Workflow[Change] = Workflow(
    kind="registration_change",
    first=C.DRAFT,
    stages=(
        Stage(C.DRAFT, C.DRAFT.label, PROVIDER, "finish the answers and send the change", 21, "grey"),
        Stage(C.SENT, C.SENT.label, INSPECTOR, "accept or refuse the change", 10),
        Stage(C.ACCEPTED, C.ACCEPTED.label, NOBODY, colour="green"),
        Stage(C.REFUSED, C.REFUSED.label, NOBODY, colour="red"),
        Stage(C.TAKEN_BACK, C.TAKEN_BACK.label, NOBODY, colour="grey"),
    ),
    steps=(
        Step(
            "send",
            {C.DRAFT},
            may_sign_for_organisation,
            "Send the change",
            "sent",
            C.SENT,
            (answers_are_complete, joining_manager_has_declared, registration_still_stands),
            "An owner or signatory of the organisation sends this.",
        ),
        Step(
            "take_back",
            {C.DRAFT, C.SENT},
            may_write_for_organisation,
            "Take the change back",
            "taken back",
            C.TAKEN_BACK,
            (),
            "Only the organisation can take this back.",
        ),
        Step(
            "accept",
            {C.SENT},
            works_in_registration,
            "Accept the change",
            "change accepted",
            C.ACCEPTED,
            (registration_still_stands,),
            NOT_OURS,
        ),
        Step(
            "refuse",
            {C.SENT},
            works_in_registration,
            "Refuse the change",
            "change refused",
            C.REFUSED,
            (),
            NOT_OURS,
        ),
    ),
)

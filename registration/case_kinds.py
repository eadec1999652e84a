"""What the shared pages need to know of applications to register, and of managers' own applications."""

from django.urls import reverse

from sandbox_portal.casework.kinds import CaseKind, may_usually_message
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import may_write_for_organisation
from sandbox_portal.people.queries import organisation_places, roles_of
from sandbox_portal.questions.engine import Choice
from sandbox_portal.questions.hosts import Host
from sandbox_portal.questions.reopening import files_refusal

from .assessment_kind import ASKING, PROPOSED, may_add_papers, may_answer_what_is_asked
from .choices import ManagerStage, RegistrationStage
from .permissions import is_the_manager, typed_it_in, works_in_registration
from .queries.applications import SEES_SENT, application_in, manager_cases_of, manager_in, registration_cases_of
from .queries.change_lines import places_told
from .queries.entities import before_you_start, known_of, places_of, results_of
from .queries.found import found_in_application, found_in_manager, manager_parts
from .queries.shortcomings import to_mend
from .queries.told import told_stage
from .workflow import MANAGER, REGISTRATION

TOLD = frozenset(
    {
        "started",
        "sent",
        "check begun",
        "returned as incomplete",
        "returned because nobody answered",
        "opened again",
        "accepted for assessment",
        "given to an inspector",
        "given to another inspector",
        "assessment begun",
        "information asked for",
        "information given",
        "went on without an answer",
        "refusal proposed",
        "conditions proposed",
        "late representations accepted",
        "representations made",
        "proposal withdrawn",
        "visit planned",
        "visit moved",
        "visit agreed",
        "another day asked for",
        "visit carried out",
        "visit cancelled",
        "refusal decided",
        "conditions decided",
        "registered",
        "registered with conditions",
        "appeal made",
        "appeal ended",
        "registered after an appeal",
        "refused after an appeal",
        "refused",
        "withdrawn",
        "confirmed by the organisation",
        "manager asked",
        "manager taken out",
        "manager declared",
        "file added",
        "file replaced",
        "file removed",
        "virus found in a file",
        "receipt sent",
        "letter sent",
        "put on hold",
        "taken off hold",
    }
)
TOLD_TO_MANAGER = frozenset(
    {"asked", "begun", "declared", "opened again", "sent along", "came back", "taken out", "over"}
    | {"file added", "file removed"}
)
NOTES_TOLD = frozenset({"withdrawn", "manager asked", "manager taken out", "manager declared"})


def _stage_label(case: Case, user: User) -> str:
    if case.organisation_id in organisation_places(user):
        return told_stage(case)
    return REGISTRATION.stage(case.stage).label


def _address(case: Case, user: User) -> str:
    if case.organisation_id in organisation_places(user):
        return reverse("registration-status", args=[case.pk])
    return reverse("registration-file", args=[case.pk])


def _may_write(case: Case, user: User) -> str | None:
    if case.stage == RegistrationStage.RETURNED_INCOMPLETE:
        return "This application has come back. Open it again to change its answers."
    if case.stage == RegistrationStage.AWAITING_APPLICANT:
        return may_answer_what_is_asked(case, user)
    if case.stage != RegistrationStage.DRAFT:
        return "This application has been sent, so its answers and files are closed."
    may = may_write_for_organisation.test(user, case) or typed_it_in.test(user, application_in(case))
    return None if may else "Your place in this organisation lets you read, not write."


def _may_attach(case: Case, user: User) -> str | None:
    return may_add_papers(case, user) if case.stage in PROPOSED else _may_write(case, user)


def _may_message(case: Case, user: User) -> str | None:
    if case.organisation_id in organisation_places(user):
        if case.stage == RegistrationStage.DRAFT and not case.reference:
            return "You can write to us here once your application is sent. Until then, phone or email us."
        return may_usually_message(case, user)
    may = works_in_registration.test(user)
    return None if may else "You can read these messages. Registration inspectors and managers write to the applicant."


def _choices(case: Case) -> dict[str, tuple[Choice, ...]]:
    """The saved results of “Do you need to register?”, the newest first, and that there is none (S1.1)."""
    return {"scope_results": results_of(case)}


def _places(case: Case) -> dict[str, tuple[Choice, ...]]:
    """The places the organisation has named so far, for its managers to choose from (S13.6)."""
    manager = manager_in(case)
    if manager.change is not None:
        return {"provider_locations": places_told(manager.change, day_in_london(database_now()))}
    assert manager.application is not None
    return {"provider_locations": places_of(manager.application)}


def _facts(case: Case) -> dict[str, object]:
    """What stands above the tasks."""
    application = application_in(case)
    return before_you_start(application, manager_parts(application))


def _send_url(case: Case, user: User) -> str | None:
    return reverse("registration-send", args=[case.pk]) if case.stage == RegistrationStage.DRAFT else None


def _may_write_manager(case: Case, user: User) -> str | None:
    if not is_the_manager.test(user, manager_in(case)):
        return "Only the manager writes these answers."
    if case.stage == ManagerStage.DECLARED:
        return "You have declared these answers. Choose “Change my answers” to write in them again."
    return None if case.stage == ManagerStage.DRAFT else "These answers are closed."


def _manager_address(case: Case, user: User) -> str:
    if is_the_manager.test(user, manager_in(case)) or not SEES_SENT & roles_of(user):
        return reverse("manager-part", args=[case.pk])
    return reverse("registration-manager-read", args=[case.pk])


def _may_message_manager(case: Case, user: User) -> str | None:
    """The manager themselves, whatever their place in the team, and registration."""
    if is_the_manager.test(user, manager_in(case)) or works_in_registration.test(user):
        return None
    return "Only the manager and the registration team write to each other here."


def _declare_url(case: Case, user: User) -> str | None:
    return reverse("manager-declare", args=[case.pk]) if case.stage == ManagerStage.DRAFT else None


REGISTRATION_KIND = CaseKind(
    kind=REGISTRATION.kind,
    label="Application to register",
    team="The registration team",
    workflow=REGISTRATION,
    visible_to=registration_cases_of,
    address=_address,
    related=("registration_application",),
    shown_to_provider=TOLD,
    notes_shown_to_provider=NOTES_TOLD,
    stage_label=_stage_label,
    may_answer=_may_write,
    may_attach=_may_attach,
    may_attach_to=files_refusal,
    may_message=_may_message,
    message_role=Role.REGISTRATION_INSPECTOR,
)
REGISTRATION_HOST = Host(
    kind=REGISTRATION.kind,
    choices=_choices,
    known=lambda case: known_of(application_in(case)),
    introduction="registration/provider/_before_you_start.html",
    facts=_facts,
    send_url=_send_url,
    send_label="Continue to send",
    findings=found_in_application,
    to_mend=lambda case: to_mend(application_in(case)),
    asks_again=ASKING,
    history=lambda case, user: works_in_registration.test(user),
)
MANAGER_KIND = CaseKind(
    kind=MANAGER.kind,
    label="Application of a registered manager",
    team="The registration team",
    workflow=MANAGER,
    visible_to=manager_cases_of,
    address=_manager_address,
    related=("manager_application",),
    shown_to_provider=TOLD_TO_MANAGER,
    may_answer=_may_write_manager,
    may_attach=_may_write_manager,
    may_attach_to=files_refusal,
    may_message=_may_message_manager,
    message_role=Role.REGISTRATION_INSPECTOR,
)
MANAGER_HOST = Host(
    kind=MANAGER.kind,
    choices=_places,
    send_url=_declare_url,
    send_label="Continue to declare",
    findings=found_in_manager,
    history=lambda case, user: works_in_registration.test(user),
)

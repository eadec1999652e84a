"""The parts of registered managers: asked for by the organisation, written and declared by each alone (R-011)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.outbox import queue_mail
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.actions import invite_to_team
from sandbox_portal.people.choices import Place
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.permissions import may_write_for_organisation
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.actions import close_answers, open_response
from sandbox_portal.questions.actions.attempts import answer_anew
from sandbox_portal.questions.held import holding_answers
from sandbox_portal.questions.queries import response_of

from ..changes import MANAGER_JOINS
from ..choices import MANAGER_SET_CODE, ChangeStage, ManagerStage, RegistrationStage
from ..models import Change, ManagerApplication, RegistrationApplication
from ..permissions import is_the_manager, may_write_application
from ..queries.held import managers_joining
from ..workflow import MANAGER

MOST_MANAGERS = 20


@transaction.atomic
def ask_manager(
    application: RegistrationApplication, *, name: str, email: str, by: User, at: datetime
) -> ManagerApplication:
    """Ask somebody to apply as a registered manager: a mail with the way to a form that only they see.

    Whoever is not in the team yet is invited to it first, to read and not to write; only an owner may do that.
    """
    case = Case.objects.select_for_update().get(pk=application.pk)
    if not may_write_application.test(by, application):
        raise Refused("Your place in this organisation lets you read, not write. Ask an owner to do this.")
    if case.stage != RegistrationStage.DRAFT:
        raise Refused("Managers are named before the application is sent. It is with us now.")
    if application.managers.filter(taken_out_at=None).count() >= MOST_MANAGERS:
        raise Refused(f"An application can have {MOST_MANAGERS} managers at most.")
    return _ask(application.organisation, goes_with=case, application=application, name=name, email=email, by=by, at=at)


@transaction.atomic
def ask_joining_manager(change: Change, *, name: str, email: str, by: User, at: datetime) -> ManagerApplication:
    """The same for somebody who joins a registered service: their form is that of a first application (R-281)."""
    case = Case.objects.select_for_update().get(pk=change.pk)
    if change.kind != MANAGER_JOINS:
        raise Refused("No manager joins by this change.")
    if not may_write_for_organisation.test(by, change):
        raise Refused("Your place in this organisation lets you read, not write. Ask an owner to do this.")
    if case.stage != ChangeStage.DRAFT:
        raise Refused("The manager is named before the change is sent. It is with us now.")
    if change.managers.filter(taken_out_at=None).exists():
        raise Refused("Somebody is named already. Take them out first, then name somebody else.")
    return _ask(change.organisation, goes_with=case, change=change, name=name, email=email, by=by, at=at)


def _ask(
    organisation: Organisation, *, goes_with: Case, name: str, email: str, by: User, at: datetime, **of: Any
) -> ManagerApplication:
    manager = _open_part(organisation, name=name.strip(), email=email.strip().lower(), by=by, at=at, **of)
    if not any(person.email.lower() == manager.email for person in people_of(organisation)):
        invite_to_team(organisation, email=manager.email, place=Place.READER, by=by, at=at)
    record(goes_with, verb="manager asked", by=by, at=at, note=manager.name)
    if manager.email != by.email.lower():
        _tell(manager, by=by)
    return manager


def _open_part(
    organisation: Organisation, *, name: str, email: str, by: User, at: datetime, **of: Any
) -> ManagerApplication:
    title = f"{name}: registered manager at {organisation.name}"[:250]
    part = MANAGER.open_case(by=by, at=at, verb="asked", organisation=organisation, title=title)
    facts: dict[str, Any] = {"name": name, "email": email, "invited_at": at, "invited_by": by}
    try:
        with transaction.atomic():
            return ManagerApplication.objects.create(case=part, organisation=organisation, **facts, **of)
    except IntegrityError as error:
        if "one_manager_per_email" in str(error):
            raise Refused("Somebody with this email address is a manager of this application already.") from error
        raise


def _tell(manager: ManagerApplication, *, by: User) -> None:
    context = {
        "name": manager.name,
        "provider": manager.organisation.name,
        "asker": by.name,
        "link": f"{settings.PORTAL_URL}{reverse('manager-part', args=[manager.pk])}",
    }
    queue_mail("registration/manager_asked", to=manager.email, key=f"manager-asked:{manager.pk}", context=context)


@transaction.atomic
def begin_manager_part(manager: ManagerApplication, *, by: User, at: datetime) -> ManagerApplication:
    """Say “that is me” and begin one's own form."""
    MANAGER.take_step(manager, "begin", by=by, at=at)
    manager.person = by
    manager.save(update_fields=["person"])
    open_response(manager.case, set_code=MANAGER_SET_CODE, by=by, at=at)
    return manager


@transaction.atomic
def declare_manager_part(manager: ManagerApplication, *, by: User, at: datetime) -> ManagerApplication:
    """Declare one's own answers. They close, and go along when the organisation sends the application or the change."""
    with holding_answers():
        MANAGER.take_step(manager, "declare", by=by, at=at)
        response = response_of(manager.case)
        assert response is not None  # answers_are_complete has refused otherwise
        signed = close_answers(response, by=by, at=at).answers.get("declaration")
    manager.declared_at, manager.declared_by = at, by
    manager.declared_name = str(signed.get("name") or by.name if isinstance(signed, dict) else by.name)[:200]
    manager.save(update_fields=["declared_at", "declared_by", "declared_name"])
    record(manager.goes_with, verb="manager declared", by=by, at=at, note=manager.name)
    return manager


@transaction.atomic
def change_manager_part(manager: ManagerApplication, *, by: User, at: datetime) -> ManagerApplication:
    """Write in one's own declared answers again, before it is sent. It must be declared again."""
    return open_manager_part_again(manager, by=by, at=at)


def open_manager_part_again(manager: ManagerApplication, *, by: User | None, at: datetime) -> ManagerApplication:
    """The same, also for what came back with the application. Call it inside the action's transaction."""
    MANAGER.take_step(manager, "change_again", by=by, at=at)
    response = response_of(manager.case)
    person = manager.person
    assert response is not None  # it was declared with answers
    assert person is not None  # and by somebody
    answer_anew(response, by=person, at=at)
    manager.declared_at, manager.declared_by, manager.declared_name = None, None, ""
    manager.save(update_fields=["declared_at", "declared_by", "declared_name"])
    return manager


@transaction.atomic
def take_out_manager(manager: ManagerApplication, *, reason: str, by: User, at: datetime) -> ManagerApplication:
    """Take a manager out of what is not sent yet: by the organisation, or by the person themselves."""
    case = Case.objects.select_for_update().get(pk=manager.goes_with.pk)
    if case.stage not in {RegistrationStage.DRAFT, ChangeStage.DRAFT}:
        raise Refused(f"Managers can be taken out only before the {manager.goes_with_words} is sent.")
    if not reason.strip():
        raise Refused("Say in a few words why.")
    MANAGER.take_step(manager, "take_out", by=by, at=at, note=reason.strip())
    manager.taken_out_at, manager.taken_out_by = at, by
    manager.save(update_fields=["taken_out_at", "taken_out_by"])
    record(case, verb="manager taken out", by=by, at=at, note=manager.name)
    _tell_the_other_side(manager, by=by)
    return manager


def send_with_change(change: Change, *, by: User | None, at: datetime) -> None:
    """The joining manager's part goes with the change. Call it inside the action's transaction."""
    for manager in managers_joining(change):
        MANAGER.take_step(manager, "go_along", by=by, at=at)


def end_with_change(change: Change, *, by: User, at: datetime) -> None:
    """The change is refused or taken back: what was sent is over, and what was not is taken out, for nobody to read."""
    for manager in managers_joining(change):
        if manager.case.stage == ManagerStage.SENT:
            MANAGER.take_step(manager, "end", by=None, at=at)
        else:
            take_out_manager(manager, reason="The organisation took its change back.", by=by, at=at)


def _tell_the_other_side(manager: ManagerApplication, *, by: User) -> None:
    """Whoever did not do it reads of it: the manager, or the owners."""
    themselves = is_the_manager.test(by, manager) or by.email.lower() == manager.email.lower()
    owners = people_of(manager.organisation, Place.OWNER)
    people = [(each.email, each.name) for each in owners] if themselves else [(manager.email, manager.name)]
    for email, name in people:
        context = {"name": name, "manager": manager.name, "provider": manager.organisation.name, "by": by.name}
        context["whole"] = manager.goes_with_words
        key = f"manager-out:{manager.pk}:{email}"[:200]
        queue_mail("registration/manager_taken_out", to=email, key=key, context=context)

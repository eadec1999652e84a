"""What the shared pages need to know of granted registrations and of changes in them."""

from django.urls import reverse

from sandbox_portal.casework.kinds import CaseKind
from sandbox_portal.casework.models import Case
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import may_write_for_organisation
from sandbox_portal.questions.hosts import Host

from .choices import ChangeStage
from .permissions import works_in_registration
from .queries.held import change_cases_of, held_cases_of
from .workflow import CHANGE, HELD

TOLD_OF_HELD = frozenset(
    {
        "registered",
        "status_recorded",
        "stopped for a time",
        "begun again",
        "registration ended",
        "end of the trial planned",
        "kind of service changed",
        "ended with the trial",
        "certificate sent",
        "document withdrawn",
        "letter sent",
    }
)
TOLD_OF_CHANGE = frozenset(
    {
        "started",
        "sent",
        "taken back",
        "change accepted",
        "change refused",
        "manager asked",
        "manager taken out",
        "manager declared",
        "letter sent",
        "file added",
        "file replaced",
        "file removed",
    }
)


def _may_write(case: Case, user: User) -> str | None:
    if case.stage != ChangeStage.DRAFT:
        return "This change has been sent, so its answers and files are closed."
    return None if may_write_for_organisation.test(user, case) else "Your place lets you read, not write."


def _send_url(case: Case, user: User) -> str | None:
    return reverse("change-send", args=[case.pk]) if case.stage == ChangeStage.DRAFT else None


HELD_KIND = CaseKind(
    kind=HELD.kind,
    label="Registration",
    team="The registration team",
    workflow=HELD,
    visible_to=held_cases_of,
    address=lambda case, user: reverse("held-detail", args=[case.pk]),
    shown_to_provider=TOLD_OF_HELD,
    notes_shown_to_provider=frozenset({"status_recorded", "kind of service changed", "ended with the trial"}),
    message_role=Role.REGISTRATION_INSPECTOR,
)
CHANGE_KIND = CaseKind(
    kind=CHANGE.kind,
    label="Change to a registration",
    team="The registration team",
    workflow=CHANGE,
    visible_to=change_cases_of,
    address=lambda case, user: reverse("change-detail", args=[case.pk]),
    shown_to_provider=TOLD_OF_CHANGE,
    notes_shown_to_provider=frozenset({"change refused", "manager asked", "manager taken out", "manager declared"}),
    may_answer=_may_write,
    may_attach=_may_write,
    message_role=Role.REGISTRATION_INSPECTOR,
)
CHANGE_HOST = Host(
    kind=CHANGE.kind,
    send_url=_send_url,
    send_label="Continue to send",
    history=lambda case, user: works_in_registration.test(user),
)

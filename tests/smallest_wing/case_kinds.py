"""What the shared pages need to know of the kind."""

from django.db.models import Q
from django.urls import reverse

from sandbox_portal.casework.decision_kinds import DecisionKind
from sandbox_portal.casework.kinds import CaseKind
from sandbox_portal.casework.models import Case
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import may_write_for_organisation
from sandbox_portal.people.queries import organisation_places, roles_of
from sandbox_portal.questions.hosts import AskingAgain, Host

from .actions import carry_out
from .choices import DECISION, RequestStage
from .permissions import is_lead
from .queries import request_of, visible_cases
from .workflow import LIST_REQUEST

TOLD = frozenset({"started", "sent", "asked again", "answered again", "put on the list", "declined", "letter sent"})


def _may_write(case: Case, user: User) -> str | None:
    if case.stage not in {RequestStage.DRAFT, RequestStage.ASKED_AGAIN}:
        return "This request has been sent, so it is closed."
    return None if may_write_for_organisation.test(user, case) else "Your place lets you read, not write."


def _stage_label(case: Case, user: User) -> str:
    is_secret = case.stage == RequestStage.DECIDED and case.organisation_id in organisation_places(user)
    return LIST_REQUEST.stage(RequestStage.SENT if is_secret else case.stage).label


LIST_REQUEST_KIND = CaseKind(
    kind=LIST_REQUEST.kind,
    label="Request to join a council's list",
    workflow=LIST_REQUEST,
    visible_to=visible_cases,
    address=lambda case, user: reverse("list-request", args=[case.pk]),
    stage_label=_stage_label,
    shown_to_provider=TOLD,
    may_answer=_may_write,
    may_attach=_may_write,
    message_role=Role.PROGRAMME_LEAD,
)
LIST_REQUEST_HOST = Host(
    kind=LIST_REQUEST.kind,
    send_url=lambda case, user: reverse("list-request-send", args=[case.pk]) if case.stage == "draft" else None,
    history=lambda case, user: bool(roles_of(user)),
    asks_again=AskingAgain("ask_again", "answer_again", "go_on", ("unclear_fact",), lambda case: request_of(case.pk)),
)
LIST_DECISION = DecisionKind(
    code=DECISION,
    case_kind=LIST_REQUEST.kind,
    label="Decide on the list",
    decides=lambda user: Q() if is_lead.test(user) else Q(pk__in=[]),
    ready=lambda case: None if case.stage == RequestStage.SENT else "This request cannot be decided now.",
    carry_out=carry_out,
)

"""A tiny kind of case that carries answers, so that questions can be tested without a wing."""

from datetime import datetime
from pathlib import Path

from django.db.models import Q

from sandbox_portal.casework.kinds import CaseKind
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.steps import Stage, Step, Workflow, is_the_clock
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.permissions import has_role, may_write_for_organisation, owns_organisation
from sandbox_portal.people.queries import organisation_places, roles_of
from sandbox_portal.questions.actions import open_response
from sandbox_portal.questions.engine import Choice
from sandbox_portal.questions.hosts import AskingAgain, Host
from sandbox_portal.questions.models import Response
from sandbox_portal.questions.reopening import files_refusal

CONTENT = Path(__file__).parent / "content"
DRAFT, SENT, ASKED = "draft", "sent", "asked"

PICNICS: Workflow[Case] = Workflow(
    kind="picnic",
    first=DRAFT,
    stages=(
        Stage(DRAFT, "Being planned", "provider", "send the plan"),
        Stage(SENT, "Sent", "nobody"),
        Stage(ASKED, "Asked again", "provider", "answer what was asked again"),
    ),
    steps=(
        Step("send", {DRAFT}, owns_organisation, "Send", "sent", SENT),
        Step("ask_again", {SENT}, has_role(Role.PROGRAMME_LEAD), "Ask again", "asked again", ASKED),
        Step("answer_again", {ASKED}, owns_organisation, "Send back", "answered again", SENT),
        Step("go_on", {ASKED}, has_role(Role.PROGRAMME_LEAD) | is_the_clock, "Go on", "went on", SENT),
    ),
)


def may_answer(case: Case, user: User) -> str | None:
    if case.stage not in {DRAFT, ASKED}:
        return "The plan has been sent."
    return None if may_write_for_organisation.test(user, case) else "You may read this plan, not change it."


PICNIC = CaseKind(
    kind="picnic",
    label="Plan of a picnic",
    workflow=PICNICS,
    visible_to=lambda user: (
        Q(organisation__in=organisation_places(user))
        | (~Q(stage=DRAFT) if Role.PROGRAMME_LEAD in roles_of(user) else Q(pk__in=[]))
    ),
    address=lambda case, user: f"/picnics/{case.pk}/",
    may_answer=may_answer,
    may_attach=may_answer,
    may_attach_to=files_refusal,
)

DATES = (
    Choice("first", "28 November 2026, first outing", mandatory=True),
    Choice("second", "12 December 2026, second outing"),
)
HOST = Host(
    kind="picnic",
    choices=lambda case: {"outings": DATES},
    known=lambda case: {"host_name": case.organisation.name},
    send_url=lambda case, user: f"/picnics/{case.pk}/send/",
    send_label="Send the plan",
    history=lambda case, user: Role.PROGRAMME_LEAD in roles_of(user),
    asks_again=AskingAgain(
        ask="ask_again",
        answer="answer_again",
        go_on="go_on",
        reasons=("missing_evidence", "unclear_fact"),
        may_ask_for=lambda question: "A promise is given once." if question.key == "tidy" else None,
    ),
)


def open_picnic(organisation: Organisation, *, by: User, at: datetime) -> Case:
    return PICNICS.open_case(by=by, at=at, verb="opened", organisation=organisation, title="A picnic")


def begin_answers(organisation: Organisation, *, by: User, at: datetime, set_code: str = "picnic") -> Response:
    case = open_picnic(organisation, by=by, at=at)
    return open_response(case, set_code=set_code, by=by, at=at)

"""A tiny kind of case that carries answers, so that questions can be tested without a wing."""

from datetime import datetime
from pathlib import Path

from django.db.models import Q

from sandbox_portal.casework.kinds import CaseKind
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.steps import Stage, Step, Workflow
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.permissions import may_write_for_organisation, owns_organisation
from sandbox_portal.people.queries import organisation_places
from sandbox_portal.questions.actions import open_response
from sandbox_portal.questions.engine import Choice
from sandbox_portal.questions.hosts import Host
from sandbox_portal.questions.models import Response

CONTENT = Path(__file__).parent / "content"
DRAFT, SENT = "draft", "sent"

PICNICS: Workflow[Case] = Workflow(
    kind="picnic",
    first=DRAFT,
    stages=(Stage(DRAFT, "Being planned", "provider", "send the plan"), Stage(SENT, "Sent", "nobody")),
    steps=(Step("send", {DRAFT}, owns_organisation, "Send", "sent", SENT),),
)


def may_answer(case: Case, user: User) -> str | None:
    if case.stage != DRAFT:
        return "The plan has been sent."
    return None if may_write_for_organisation.test(user, case) else "You may read this plan, not change it."


PICNIC = CaseKind(
    kind="picnic",
    label="Plan of a picnic",
    workflow=PICNICS,
    visible_to=lambda user: Q(organisation__in=organisation_places(user)),
    address=lambda case, user: f"/picnics/{case.pk}/",
    may_answer=may_answer,
    may_attach=may_answer,
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
)


def open_picnic(organisation: Organisation, *, by: User, at: datetime) -> Case:
    return PICNICS.open_case(by=by, at=at, verb="opened", organisation=organisation, title="A picnic")


def begin_answers(organisation: Organisation, *, by: User, at: datetime, set_code: str = "picnic") -> Response:
    case = open_picnic(organisation, by=by, at=at)
    return open_response(case, set_code=set_code, by=by, at=at)

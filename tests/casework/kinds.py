"""A tiny kind of case, so that the ground can be tested without a wing: a request for a leaflet."""

from datetime import datetime

from django.db.models import Q

from sandbox_portal.casework.kinds import CaseKind
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.steps import Stage, Step, Workflow
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.permissions import has_role, owns_organisation
from sandbox_portal.people.queries import organisation_places, roles_of

DRAFT, SENT, ANSWERED = "draft", "sent", "answered"


def has_a_title(case: Case) -> str | None:
    return None if case.title != "Untitled" else "Give the request a title first."


LEAFLETS: Workflow[Case] = Workflow(
    kind="leaflet",
    first=DRAFT,
    stages=(
        Stage(DRAFT, "Being written", "provider", "send the request", usual_days=14),
        Stage(SENT, "With the programme team", Role.PROGRAMME_LEAD, "answer the request", usual_days=5),
        Stage(ANSWERED, "Answered", "nobody"),
    ),
    steps=(
        Step("send", {DRAFT}, owns_organisation, "Send", "sent", SENT, (has_a_title,), "Only an owner may send it."),
        Step("note", {SENT}, has_role(Role.PROGRAMME_LEAD), "Add a note", "noted"),
        Step("answer", {SENT}, has_role(Role.PROGRAMME_LEAD), "Answer", "answered", ANSWERED),
    ),
)


def visible_to(user: User) -> Q:
    if Role.PROGRAMME_LEAD in roles_of(user):
        return Q()
    return Q(organisation__in=organisation_places(user))


LEAFLET = CaseKind(
    kind="leaflet",
    label="Request for a leaflet",
    workflow=LEAFLETS,
    visible_to=visible_to,
    address=lambda case, user: f"/leaflets/{case.pk}/",
    shown_to_provider=frozenset({"letter sent", "opened", "sent", "answered"}),
    notes_shown_to_provider=frozenset({"answered"}),
)


def open_leaflet(
    organisation: Organisation, *, by: User, at: datetime, title: str = "Large print", reference: str | None = None
) -> Case:
    return LEAFLETS.open_case(by=by, at=at, verb="opened", organisation=organisation, title=title, reference=reference)

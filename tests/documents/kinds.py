"""A tiny kind of case that carries files and letters: a parcel somebody sends us."""

from datetime import datetime

from django.db.models import Q

from sandbox_portal.casework.kinds import CaseKind
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.steps import Stage, Step, Workflow
from sandbox_portal.documents.access import FileAccess
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.permissions import may_write_for_organisation, owns_organisation
from sandbox_portal.people.queries import organisation_places, roles_of

PACKING, SENT = "packing", "sent"
ON_THE_PANEL = "Parcel the panel has a conflict with"

PARCELS: Workflow[Case] = Workflow(
    kind="parcel",
    first=PACKING,
    stages=(Stage(PACKING, "Being packed", "provider", "send the parcel"), Stage(SENT, "Sent", "nobody")),
    steps=(Step("send", {PACKING}, owns_organisation, "Send", "sent", SENT),),
)


def may_attach(case: Case, user: User) -> str | None:
    if case.stage != PACKING:
        return "The parcel has been sent, so its files are closed."
    return None if may_write_for_organisation.test(user, case) else "You may look at these files, not change them."


def visible_to(user: User) -> Q:
    return Q() if roles_of(user) else Q(organisation__in=organisation_places(user))


def without_conflicts(user: User) -> Q:
    """A panel member may know that the case exists, and still not open its files."""
    return ~Q(case__title=ON_THE_PANEL) if Role.PANEL_MEMBER in roles_of(user) else Q()


PARCEL = CaseKind(
    kind="parcel",
    label="Parcel",
    workflow=PARCELS,
    visible_to=visible_to,
    address=lambda case, user: f"/parcels/{case.pk}/",
    may_attach=may_attach,
)
PARCEL_FILES = FileAccess(attachments=without_conflicts)


def open_parcel(organisation: Organisation, *, by: User, at: datetime, title: str = "A parcel") -> Case:
    reference = f"P-{Case.objects.count() + 1:03}"
    return PARCELS.open_case(by=by, at=at, verb="opened", organisation=organisation, title=title, reference=reference)

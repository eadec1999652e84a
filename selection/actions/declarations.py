"""A panel member says whether anything ties them to an application."""

from datetime import datetime

from django.db import IntegrityError, transaction

from sandbox_portal.casework.events import record
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..models import Application, ConflictDeclaration, MemberScore, SubmittedSheet
from ..permissions import seat_of

SCORE_IN_FLIGHT = "A score was being saved at the same moment. Please declare again."


@transaction.atomic
def declare(
    application: Application, *, has_conflict: bool, interest: str, by: User, at: datetime
) -> ConflictDeclaration:
    """Record the member's word. An interest declared late sets their scores aside; it cannot be taken back (R-161).

    The interest is on the panel's record, not on the application's own timeline, which its applicant may read.
    """
    member = seat_of(by, application.round_id)
    if member is None:
        raise Refused("Only members of this panel declare interests here.")
    if has_conflict and not interest.strip():
        raise Refused("Say in a few words what ties you to this application.")
    declared = ConflictDeclaration.objects.select_for_update().filter(member=member, application=application).first()
    if declared is not None and declared.has_conflict and not has_conflict:
        raise Refused("An interest that was declared cannot be taken back here. Ask the programme lead.")
    if has_conflict:
        _set_scores_aside(application, member.pk)
    try:
        with transaction.atomic():
            declared, _ = ConflictDeclaration.objects.update_or_create(
                member=member,
                application=application,
                defaults={"has_conflict": has_conflict, "interest": interest.strip(), "declared_at": at},
            )
    except IntegrityError as error:
        raise Refused(SCORE_IN_FLIGHT) from error
    data = {"reference": application.case.reference, "has_conflict": has_conflict}
    record(application.round.selection.case, verb="interest declared", by=by, at=at, data=data)
    return declared


@transaction.atomic
def declare_no_conflict_on_the_rest(applications: list[Application], *, by: User, at: datetime) -> int:
    """Say "no interest" on every application still waiting for the member's word; returns how many."""
    for application in applications:
        declare(application, has_conflict=False, interest="", by=by, at=at)
    return len(applications)


def _set_scores_aside(application: Application, member: object) -> None:
    SubmittedSheet.objects.filter(member=member, application=application).delete()
    MemberScore.objects.filter(member=member, application=application).delete()

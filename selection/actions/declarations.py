"""A panel member says whether anything ties them to an application."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from programme.models import PanelMember
from sandbox_portal.casework.events import record
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places

from ..models import Application, ConflictDeclaration, MemberScore, SubmittedSheet
from ..permissions import seat_of

SCORE_IN_FLIGHT = "A score was being saved at the same moment. Please declare again."
OWN_ORGANISATION = "You have a place in this organisation, so you have an interest in its application."


@transaction.atomic
def declare(
    application: Application, *, has_conflict: bool, interest: str, by: User, at: datetime
) -> ConflictDeclaration:
    """Record the member's word. An interest declared late sets their scores aside; it cannot be taken back (R-161).

    The interest is on the panel's record, not on the application's own timeline, which its applicant may read. Scores
    that are set aside stay in that record and nowhere else.
    """
    member = _declaring_member(application, by)
    if not has_conflict and application.organisation_id in organisation_places(by):
        raise Refused(OWN_ORGANISATION)
    if has_conflict and not interest.strip():
        raise Refused("Say in a few words what ties you to this application.")
    declared = ConflictDeclaration.objects.select_for_update().filter(member=member, application=application).first()
    if declared is not None and declared.has_conflict and not has_conflict:
        raise Refused("You declared an interest in this application. It stays declared.")
    data: dict[str, Any] = {"reference": application.case.reference, "has_conflict": has_conflict}
    if has_conflict:
        data["set_aside"] = _set_scores_aside(application, member)
    declared = _write(application, member, has_conflict=has_conflict, interest=interest.strip(), declared_at=at)
    record(application.round.selection.case, verb="interest declared", by=by, at=at, data=data)
    return declared


@transaction.atomic
def declare_no_conflict_on_the_rest(applications: list[Application], *, by: User, at: datetime) -> int:
    """Say "no interest" on those of these applications that still wait for the member's word; returns how many."""
    if not applications:
        return 0
    member = _declaring_member(applications[0], by)
    said = set(
        ConflictDeclaration.objects.filter(member=member, application__in=applications).values_list(
            "application_id", flat=True
        )
    )
    rest = [each for each in applications if each.pk not in said]
    if any(each.round_id != member.round_id or each.submitted_at is None for each in rest):
        raise Refused("Only applications of this panel that were sent can be declared on.")
    if {each.organisation_id for each in rest} & organisation_places(by).keys():
        raise Refused(OWN_ORGANISATION)
    ConflictDeclaration.objects.bulk_create(
        ConflictDeclaration(member=member, application=each, has_conflict=False, declared_at=at) for each in rest
    )
    if rest:
        data = {"references": [each.case.reference for each in rest], "has_conflict": False}
        record(applications[0].round.selection.case, verb="no interest declared", by=by, at=at, data=data)
    return len(rest)


@transaction.atomic
def set_declarations_aside(seat: PanelMember, *, by: User, at: datetime) -> int:
    """Take what the person on this seat declared out of the sheet, because they leave it; how much there was.

    It stays in the panel's record, under their name. Nobody who sits there later is bound or cleared by it.
    """
    said = ConflictDeclaration.objects.filter(member=seat).select_related("application__case", "application__round")
    declared = list(said.order_by("pk"))
    if not declared:
        return 0
    if MemberScore.objects.filter(member=seat).exists():
        raise Refused("This person has scored already, so their seat cannot be emptied.")
    rows = [{"reference": each.application.case.reference, "has_conflict": each.has_conflict} for each in declared]
    data = {"member": str(seat.user_id), "position": seat.position, "declared": rows}
    record(declared[0].application.round.selection.case, verb="declarations set aside", by=by, at=at, data=data)
    said.delete()
    return len(declared)


def _declaring_member(application: Application, by: User) -> PanelMember:
    """The member's seat, locked, so that two words of one person come one after the other."""
    seat = seat_of(by, application.round_id)
    if seat is None:
        raise Refused("Only members of this panel declare interests here.")
    if application.submitted_at is None:
        raise Refused("This application has not been sent.")
    member = PanelMember.objects.select_for_update(no_key=True).get(pk=seat.pk)
    if member.user_id != by.pk:  # the seat was emptied while this was on its way
        raise Refused("Only members of this panel declare interests here.")
    return member


def _write(application: Application, member: PanelMember, **said: object) -> ConflictDeclaration:
    try:
        with transaction.atomic():
            declared, _ = ConflictDeclaration.objects.update_or_create(
                member=member, application=application, defaults=said
            )
    except IntegrityError as error:
        raise Refused(SCORE_IN_FLIGHT) from error
    return declared


def _set_scores_aside(application: Application, member: PanelMember) -> dict[str, int]:
    """Take the member's scores out of the sheet, and return them for the record."""
    SubmittedSheet.objects.filter(member=member, application=application).delete()
    scores = MemberScore.objects.filter(member=member, application=application)
    kept = dict(scores.values_list("criterion", "value"))
    scores.delete()
    return kept

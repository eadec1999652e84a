"""What staff have done at the desks of the demonstration: taken a case, left a note, raised a flag, held another."""

from datetime import timedelta

from django.db import transaction

from sandbox_portal.casework.actions.assigning import take_case
from sandbox_portal.casework.actions.desk import raise_flag, write_note
from sandbox_portal.casework.actions.holds import put_on_hold
from sandbox_portal.casework.models import StaffNote
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of
from selection.choices import ApplicationStage
from selection.models import Application


@transaction.atomic
def desks() -> str:
    """The application to round 5 is taken, with a note for colleagues and a flag."""
    lead = holders_of(Role.PROGRAMME_LEAD).first()
    sent = Application.objects.select_related("case").filter(round__number=5, case__stage=ApplicationStage.SUBMITTED)
    application = sent.order_by("number").first()
    if lead is None or application is None or StaffNote.objects.exists():
        return "The desks are as they were."
    case = take_case(application.case, by=lead, at=database_now())
    asked = "They asked by telephone whether a new director changes anything. It does not. I told them so."
    write_note(case, text=asked, by=lead, at=database_now())
    raise_flag(case, code="media", reason="A local paper has asked which towns are in.", by=lead, at=database_now())
    return "Desks: one case taken, with a note and a flag."


@transaction.atomic
def hold_a_reserve(*, by: User) -> None:
    """A reserve has not answered whether it still wants a place, so its application waits."""
    waiting = Application.objects.select_related("case").filter(case__stage=ApplicationStage.ON_RESERVE_LIST)
    reserve = waiting.order_by("round__number", "number").first()
    if reserve is not None:
        put_on_hold(
            reserve.case,
            reason="waiting_for_organisation",
            until=day_in_london(database_now()) + timedelta(days=30),
            told="We have asked you whether you still want a place if one becomes free.",
            staff_reason="Two letters came back. Ring them.",
            by=by,
            at=database_now(),
        )

"""Consequences that cross from one job to another: one function each, all of them on this screen."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from inspection.actions.journey import propose_what_follows
from inspection.actions.plan_opening import open_plan_after_report
from inspection.models import Assessment
from inspection.signals import report_published
from programme.models import PanelMember, Round
from programme.signals import panel_seat_emptied, window_extended, window_opened
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.models import User
from sandbox_portal.register.actions import open_service, record_status
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.definitions import kind_tried_in
from selection.actions.confirmations import give_partners_more_time
from selection.actions.declarations import set_declarations_aside
from selection.actions.sift import open_selection
from selection.models import Application, Selection
from selection.queries.results import selected_in
from selection.signals import place_left, place_taken, results_announced


@receiver(window_opened, sender=Round)
def open_the_selection_beside_the_round(*, round_: Round, by: User | None, at: datetime, **_: Any) -> None:
    """A round whose window opens gets its selection, where the panel will work."""
    open_selection(round_, by=by, at=at)


@receiver(window_extended, sender=Round)
def let_partners_answer_longer(*, round_: Round, by: User | None, at: datetime, **_: Any) -> None:
    """A window that stays open longer gives the partners who were asked the same time."""
    give_partners_more_time(round_, by=by, at=at)


@receiver(panel_seat_emptied, sender=PanelMember)
def let_declarations_leave_with_their_person(*, seat: PanelMember, by: User, at: datetime, **_: Any) -> None:
    """Interests are declared by a person, not by a seat: whoever sits there next begins anew."""
    set_declarations_aside(seat, by=by, at=at)


@receiver(results_announced, sender=Selection)
def enter_the_participants_in_the_register(*, selection: Selection, by: User, at: datetime, **_: Any) -> None:
    """Whoever was selected takes part from the day the letters go; the public reads only names that may be named."""
    for application in selected_in(selection.round):
        _record_in_register(application, "taking_part", by=by, at=at)


@receiver(place_taken, sender=Application)
def enter_a_later_participant_in_the_register(*, application: Application, by: User, at: datetime, **_: Any) -> None:
    """A reserve that was given a free place takes part from then on."""
    _record_in_register(application, "taking_part", by=by, at=at)


@receiver(place_left, sender=Application)
def note_in_the_register_who_left(*, application: Application, by: User, at: datetime, **_: Any) -> None:
    """Whoever gives its place up left the round that day."""
    _record_in_register(application, "left", by=by, at=at)


@receiver(report_published, sender=Assessment)
def open_what_a_report_asks_for(*, assessment: Assessment, by: User, at: datetime, **_: Any) -> None:
    """A service that has to get better writes a plan; a council at serious risk is proposed for level 1."""
    open_plan_after_report(assessment, by=by, at=at)
    propose_what_follows(assessment, by=by, at=at)


def _record_in_register(application: Application, status: str, *, by: User, at: datetime) -> None:
    kind = kind_tried_in(application.round.slug)
    if kind is None:
        return
    service = open_service(
        application.organisation,
        kind=kind.code,
        summary=application.summary,
        is_listed=application.name_consent,
        by=by,
        at=at,
    )
    record_status(
        service,
        scheme=Scheme.SANDBOX,
        status=status,
        from_day=day_in_london(at),
        is_public=application.name_consent,
        reason=application.round.title,
        case=application.case,
        by=by,
        at=at,
    )

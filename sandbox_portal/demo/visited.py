"""Visits to a participant of a round: one agreed to, made and endorsed, and one by video that waits for an answer."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from inspection.actions.visit_answers import agree_to_visit
from inspection.actions.visits import VisitPlan, Written, endorse_visit, note_person_met, plan_visit, write_visit
from inspection.models import AssessmentVisit
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import WRITERS, Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.queries import holders_of
from selection.choices import ApplicationStage
from selection.models import Application

from .inspecting import at_hour, days_ago, told_in


@transaction.atomic
def visited() -> str:
    """Let one lead go, the organisation answer, and the other lead endorse what was written."""
    told = told_in("visits")
    taking_part = Application.objects.filter(round__number=told["round"], case__stage=ApplicationStage.SELECTED)
    participant = taking_part.select_related("case", "organisation").order_by("number").first()
    leads = list(holders_of(Role.PROGRAMME_LEAD).order_by("email")[:2])
    if participant is None or len(leads) < 2:
        return "Visits to participants: nobody takes part, or nobody could endorse one."
    if AssessmentVisit.objects.filter(case=participant.case).exists():
        return "Visits to participants: they are there already."
    lead, second = leads
    _made(participant, told["made"], lead=lead, second=second)
    ahead = VisitPlan(
        starts_at=at_hour(-9, 14), minutes=60, mode="video", lead=second, team=[lead], agenda=told["ahead"]["agenda"]
    )
    plan_visit(participant.case, plan=ahead, by=second, at=database_now())
    return f"Visits to participants: one to {participant.organisation} was made, one lies ahead."


def _made(participant: Application, said: dict[str, Any], *, lead: Any, second: Any) -> None:
    days = said["days_ago"]
    with days_ago(days + 7):
        plan = VisitPlan(starts_at=at_hour(-7, 11), minutes=120, mode="base", lead=lead, team=[], agenda=said["agenda"])
        visit = plan_visit(participant.case, plan=plan, by=lead, at=database_now())
    with days_ago(days + 5):
        places = participant.organisation.memberships.filter(place__in=WRITERS, ended_at=None)
        owner = places.select_related("user").order_by("pk")[0].user
        agree_to_visit(visit, words=said["suits"], by=owner, at=database_now())
    with travelled_to(visit.starts_at + timedelta(hours=3)):
        for person in said["people"]:
            note_person_met(visit, **person, by=lead, at=database_now())
        due = day_in_london(database_now()) + timedelta(days=28)
        written = Written(said["answers"], said["summary"], [(each, due) for each in said["follow_ups"]])
        write_visit(visit, written=written, by=lead, at=database_now())
    with days_ago(days - 2):
        endorse_visit(visit, note=said["endorsed"], by=second, at=database_now())

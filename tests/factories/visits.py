"""A visit to the applicant of each world, who was told of it and has not answered."""

from datetime import timedelta

from inspection.actions.visits import VisitPlan, plan_visit
from sandbox_portal.casework.models import Case
from sandbox_portal.people.clock import database_now
from selection.choices import MAY_BE_VISITED
from tests.factories.worlds import World, builds


@builds(place=59)
def build(world: World) -> None:
    applications = Case.objects.filter(organisation=world.things["organisation"], kind="sandbox_application")
    case = applications.filter(stage__in=MAY_BE_VISITED).first()
    assert case is not None, set(applications.values_list("stage", flat=True))
    lead, at = world.people["programme_lead"], database_now()
    agenda = world.canary("AssessmentVisit", "to-applicant")
    plan = VisitPlan(at + timedelta(days=6), 60, "base", lead, [], agenda=agenda)
    visit = plan_visit(case, plan=plan, by=lead, at=at)
    world.ids_of["visit-answer"] = {"case_id": case.pk, "visit_id": visit.pk}
    world.ids_of["visit-earlier-address"] = {"case_id": case.pk, "rest": f"{visit.pk}/"}

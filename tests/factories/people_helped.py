"""Typing on behalf in each world: a programme lead types in the draft of the world's organisation."""

from sandbox_portal.casework.actions.assistance import allow_typing, begin_typing, finish_typing, refuse_typing
from sandbox_portal.casework.choices import Agreement
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.worlds import World, builds


@builds(place=60)
def build(world: World) -> None:
    """One time of typing that is over, and a refusal that was taken back."""
    organisation, owner = world.things["organisation"], world.people["provider"]
    case = Case.objects.get(organisation=organisation, stage="draft")
    lead = world.people[Role.PROGRAMME_LEAD.value]
    at = database_now()
    agreed = {"agreed_by": owner, "agreed_how": Agreement.PHONE, "agreed_on": day_in_london(at)}
    assistance = begin_typing(case, **agreed, note=world.canary("Assistance", "note"), by=lead, at=at)
    finish_typing(assistance, by=lead, at=database_now())
    refuse_typing(organisation, by=owner, at=database_now())
    allow_typing(organisation, by=owner, at=database_now())
    world.ids["assistance_id"] = assistance.pk
    world.ids_of["typing-begin"] = {"case_id": case.pk}

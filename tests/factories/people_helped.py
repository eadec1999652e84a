"""Typing on behalf in each world: a programme lead types in the draft of the world's organisation."""

from datetime import timedelta
from uuid import uuid4

from sandbox_portal.casework.actions.assistance import allow_typing, begin_typing, finish_typing, refuse_typing
from sandbox_portal.casework.actions.messages import write_message
from sandbox_portal.casework.actions.more_time import ask_for_more_time
from sandbox_portal.casework.choices import Agreement
from sandbox_portal.casework.models import Case, Deadline
from sandbox_portal.casework.reminder_choices import address_to_switch_off, choice_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.actions.notices import tell_in_portal
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.worlds import World, builds


@builds(place=60)
def build(world: World) -> None:
    """One time of typing that is over, and a refusal that was taken back."""
    organisation, owner = world.things["organisation"], world.people["provider"]
    case = Case.objects.get(organisation=organisation, kind="sandbox_application", stage="draft")
    lead = world.people[Role.PROGRAMME_LEAD.value]
    at = database_now()
    agreed = {"agreed_by": owner, "agreed_how": Agreement.PHONE, "agreed_on": day_in_london(at)}
    assistance = begin_typing(case, **agreed, note=world.canary("Assistance", "note"), by=lead, at=at)
    finish_typing(assistance, by=lead, at=database_now())
    refuse_typing(organisation, by=owner, at=database_now())
    allow_typing(organisation, by=owner, at=database_now())
    make_more_time(world)
    token = address_to_switch_off(choice_of(owner.email, "M-02")).rstrip("/").rsplit("/", 1)[1]
    world.ids_of["reminder-off"] = {"token": token}
    notice = tell_in_portal(
        owner.email,
        key=f"world-{world.letter}",
        kind="a test",
        title=world.canary("Notice", "title"),
        address="/my-actions/",
        by=None,
        at=at,
    )
    world.ids["notice_id"] = notice.pk
    world.ids["assistance_id"] = assistance.pk
    world.ids_of["typing-begin"] = {"case_id": case.pk}


def make_more_time(world: World) -> None:
    """A question of the lead whose date the organisation asks to move."""
    lead, owner = world.people[Role.PROGRAMME_LEAD.value], world.people["provider"]
    applications = Case.objects.filter(
        organisation=world.things["organisation"], kind="sandbox_application", reference__isnull=False
    )
    case = applications.exclude(stage="draft").first()
    day = day_in_london(world.at) + timedelta(days=20)
    text = world.canary("Message", "for more time")
    message = write_message(case, text=text, key=uuid4(), answer_due_on=day, by=lead, at=database_now())
    deadline = Deadline.objects.get(subject=str(message.pk))
    reason = world.canary("MoreTime", "reason")
    asked = ask_for_more_time(deadline, wanted_on=day + timedelta(days=4), reason=reason, by=owner, at=database_now())
    world.ids |= {"more_time_id": asked.pk, "deadline_id": deadline.pk}
    world.ids_of["more-time-ask"] = {"case_id": case.pk, "deadline_id": deadline.pk}

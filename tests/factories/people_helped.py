"""Typing on behalf in each world: a programme lead types in the draft of the world's organisation."""

from datetime import timedelta
from uuid import uuid4

from sandbox_portal.casework.actions.assistance import allow_typing, begin_typing, finish_typing, refuse_typing
from sandbox_portal.casework.actions.messages import write_message
from sandbox_portal.casework.actions.more_time import ask_for_more_time
from sandbox_portal.casework.choices import Agreement
from sandbox_portal.casework.models import Assistance, Case, Deadline
from sandbox_portal.casework.reminder_choices import address_to_switch_off, choice_of
from sandbox_portal.casework.voices import voice_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.actions import answer_link
from sandbox_portal.people.actions.notices import tell_in_portal
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.actions.typed import ask_to_confirm
from sandbox_portal.questions.queries import response_of, versions_of
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
    make_typed_check(world, assistance, lead)
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


def make_typed_check(world: World, assistance: Assistance, lead: User) -> None:
    """An answer typed on behalf, and what its organisation says of it by a one-time link; then another letter waits."""
    response = response_of(assistance.case)
    stored = versions_of(response, ("places",)).get("places")
    save_page(
        response,
        answers={"places": world.canary("TypedAnswer", "raw")},
        versions={"places": stored.version if stored else 0},
        by=voice_of(lead, assistance),
        at=database_now(),
    )
    finish_typing(assistance, by=lead, at=database_now())
    whom = {
        "name": world.canary("Link", "name of typed check"),
        "email": f"typed-{world.letter}@people.example".lower(),
    }
    check = ask_to_confirm(assistance, **whom, by=lead, at=database_now())
    says = {"says": "wrong", "words": world.canary("TypedAnswer", "words")}
    answers = {f"{name}_{answer.pk}": value for answer in check.answers.all() for name, value in says.items()}
    answer_link(check.link, answers=answers, by=None, at=database_now())
    ask_to_confirm(assistance, **whom, by=lead, at=database_now())


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

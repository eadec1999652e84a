"""Registrations that were granted, and changes in them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings

from registration.actions.change_effects import Accepted
from registration.actions.changes import accept_change, send_change, start_change
from registration.actions.conversions import plan_conversion
from registration.actions.granting import enter_registration
from registration.actions.managers import ask_joining_manager
from registration.actions.members import add_members, ask_member
from registration.changes import MANAGER_JOINS
from registration.choices import ConversionPlan
from registration.member_sheet import MemberFacts
from registration.models import Change, ManagerApplication, Registration
from registration.queries.held import Told
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.demo.registration_walk import name_manager
from sandbox_portal.documents.content import load_letters
from sandbox_portal.documents.models import LetterTemplate
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.loading import load_question_sets
from sandbox_portal.questions.models import QuestionSet
from sandbox_portal.questions.queries import response_of
from sandbox_portal.register.actions import Facts
from sandbox_portal.register.models import Service
from tests.factories.people import make_organisation, make_staff
from tests.factories.worlds import World, builds

BASE = {"name": "Riverside base", "town": "Saltby", "postcode": "SA1 2AB"}
LEAVES = {"manager_name": "Ada Moss", "goes_or_away": "leaves", "cover": "Our other manager."}
JOINS = {"share": "Bea leads the circles in the north."}
BEA = {  # what the manager who joins says in her own part
    "manager": {
        "given_names": "Bea",
        "family_name": "Lund",
        "birth_date": ["1", "2", "1980"],
        "email": "bea@example.org",
        "telephone": "020 7946 0000",
    },
    "declaration": {"is_true": True, "is_complete": True, "will_comply": True, "name": "Bea Lund", "role": "Manager"},
}
CONTACT = {"phone": "020 7946 0123", "is_right": True}


def make_held(
    organisation: Organisation | None = None,
    *,
    kinds: tuple[str, ...] = ("umbrella_body",),
    conditions: tuple[str, ...] = (),
    is_listed: bool = True,
    **facts: Any,
) -> Registration:
    """A registration from today on, with one manager and one place unless told otherwise."""
    organisation = organisation or make_organisation()
    told = Facts(**{"reference": "", "managers": ("Ada Moss",), "locations": (BASE,), **facts})
    known = Told(kinds=kinds, name=organisation.name, town="Saltby", postcode="SA1 2AB", summary="", facts=told)
    held = enter_registration(organisation, told=known, conditions=conditions, by=None, at=database_now())
    if not is_listed:
        Service.objects.filter(registrations=held).update(is_listed=False)
    return held


def load_letters_once() -> None:
    """The letters that those who are registered get, unless this database has them."""
    if not LetterTemplate.objects.filter(code="L-26E").exists():
        load_letters(settings.CONTENT_ROOT, database_now())


def make_change(
    held: Registration, kind: str, answers: Mapping[str, Any] | None = None, *, on: date | None = None
) -> Change:
    """A draft of a change by an owner, with these answers."""
    if not QuestionSet.objects.filter(code="change-contact").exists():
        load_question_sets(settings.CONTENT_ROOT, database_now())
    load_letters_once()
    owner = owner_of(held)
    day = on or day_in_london(database_now())
    change = start_change(held, kind=kind, happens_on=day, by=owner, at=database_now())
    response = response_of(change.case)
    assert response is not None
    if answers:
        save_page(response, answers=dict(answers), versions={}, by=owner, at=database_now())
    return change


def make_sent_change(held: Registration, kind: str, answers: Mapping[str, Any], *, on: date | None = None) -> Change:
    change = make_change(held, kind, answers, on=on)
    if kind == MANAGER_JOINS:
        bea_joins(change)
    return send_change(change, by=owner_of(held), at=database_now())


def bea_joins(change: Change, *, declared: bool = True) -> ManagerApplication:
    """Bea Lund is named, and has written her part: declared it, or only begun."""
    at = database_now()
    signed = BEA["declaration"] | {"date": boxes(day_in_london(at))}
    email = f"bea-{change.pk}@example.org"
    said = {**BEA, "declaration": signed}
    return name_manager(change, name="Bea Lund", email=email, at=at, declared=declared, **said)


def boxes(day: date) -> list[str]:
    """A day as it is typed."""
    return [str(day.day), str(day.month), str(day.year)]


def accepted(change: Change, *lines: str, day: date | None = None, by: User | None = None) -> Change:
    """The change, accepted by an inspector, with these lines for the register."""
    officer = by or make_staff(Role.REGISTRATION_INSPECTOR)
    told = Accepted(day or day_in_london(database_now()), lines)
    return accept_change(change, accepted=told, by=officer, at=database_now())


def owner_of(held: Registration) -> User:
    return people_of(held.organisation, Place.OWNER)[0]


@builds(place=48)
def build(world: World) -> None:
    """A registration on trial with a plan for its end, a change that was sent and one that is a draft."""
    body = world.things["organisation"]
    facts = MemberFacts(world.canary("Member", "name"), f"member-{world.letter.lower()}@example.org", "carer", "Saltby")
    (member,) = add_members(body, facts=[facts], by=world.people["provider"], at=world.at)
    ask_member(member, by=world.people["provider"], at=world.at)
    world.ids["member_id"] = member.pk
    for name in ("list", "add", "sheet", "sheet-empty", "ask-all", "detail", "change", "ask", "take-out"):
        world.ids_of[f"body-member-{name}"] = {"organisation_id": body.pk}
    load_letters_once()
    held = make_held(body, is_listed=False)
    service = held.services.get()
    manager = world.people[Role.REGISTRATION_MANAGER.value]
    plan_conversion(
        held,
        service=service,
        plan=ConversionPlan.STANDARD,
        to_kind="",
        on=day_in_london(world.at),
        because=world.canary("Conversion", "because"),
        by=manager,
        at=world.at,
    )
    answers = {**LEAVES, "cover": world.canary("Change", "cover")}
    sent = make_sent_change(held, "manager_leaves", answers)
    draft = make_change(held, "contact")
    for name in ("held-detail", "duty-tick", "change-start"):
        world.ids_of[name] = {"case_id": held.pk, "duty": "display"}
    for name in ("conversion-plan", "conversion-carry-out"):
        world.ids_of[name] = {"case_id": held.pk, "service_id": service.pk}
    for name in ("change-detail", "change-accept", "change-refuse"):
        world.ids_of[name] = {"case_id": sent.pk}
    joins = make_change(held, "manager_joins")
    named = {"name": world.canary("ManagerApplication", "joins"), "email": f"joins-{world.letter.lower()}@example.org"}
    ask_joining_manager(joins, **named, by=world.people["provider"], at=world.at)
    for name in ("change-manager", "change-manager-take-out"):
        world.ids_of[name] = {"case_id": joins.pk}
    for name in ("change-send", "change-take-back"):
        world.ids_of[name] = {"case_id": draft.pk}

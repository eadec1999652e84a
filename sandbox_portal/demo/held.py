"""Registrations of the demonstration: one on trial with changes and members, standard ones, one that ended."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from programme.models import Round
from registration.actions.change_effects import Accepted
from registration.actions.changes import accept_change, send_change, start_change
from registration.actions.conversions import plan_conversion
from registration.actions.duties import tick_duty
from registration.actions.granting import enter_registration
from registration.actions.members import add_members, ask_member, keep_members_answer
from registration.choices import ConversionPlan
from registration.member_sheet import MemberFacts
from registration.models import Change, Member, Registration
from registration.queries.held import Told
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.queries import holders_of, people_of
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.queries import response_of
from sandbox_portal.register.actions import Facts, open_service, record_status
from sandbox_portal.register.choices import Scheme

from .registration_walk import name_manager
from .walk import organisation_named

ON_TRIAL = "Riverside Circles CIC"
STANDARD = (
    ("Dale Home Helpers", "home_care", "Harrowby", "HA3 1AB"),
    ("Millbrook Lives", "shared_lives", "Millbrook", "MB2 4CD"),
)
ENDED = ("Fernbank Visits", "home_care", "Harrowby", "HA2 7CD")
ENDS = {
    "why": "I am retiring, and nobody takes the service over.",
    "people": "All six have chosen another service, and I have handed over to it.",
    "records": "I keep them for eight years at the address you know.",
    "agreed": True,
}
LEAVES = {"manager_name": "Jo Ashby", "goes_or_away": "leaves", "cover": "Sam Orrin leads all circles from that day."}
JOINS_EMAIL = "robin.vale@riverside-circles.example"
CONTACT = {"phone": "020 7946 0123", "is_right": True}
NAMES = ("Robin Hale", "Ida Brook", "Tam Corley", "Ness Alder", "Finn Marsh", "Wren Tolley", "Kit Sorrel", "Bryn Oakes")


@transaction.atomic
def what_is_registered() -> str:
    """Enter them on their days, by the real actions; again changes nothing."""
    if Member.objects.exists():
        return "Registrations: they are there already."
    past = database_now() - timedelta(days=60)
    with travelled_to(past):
        _takes_part(ON_TRIAL, number=60)
        held = Registration.objects.filter(organisation__name=ON_TRIAL).first() or _enter(
            ON_TRIAL,
            "umbrella_body",
            "Saltby",
            "SA1 2AB",
            number=60,
            conditions=("Support at most 20 people until the first inspection.",),
        )
        for number, (name, kind, town, postcode) in enumerate(STANDARD, 61):
            _enter(name, kind, town, postcode, number=number)
        ended = _enter(*ENDED, number=63)
    _end(ended)
    owner = people_of(held.organisation)[0]
    tick_duty(held, code="display", by=owner, at=database_now())
    _changes(held)
    _plan(held)
    members = _members(held)
    count = Registration.objects.count()
    return f"Registrations: {count}, one of them on trial with {members} members, and one that ended."


def _enter(
    name: str, kind: str, town: str, postcode: str, *, number: int, conditions: tuple[str, ...] = ()
) -> Registration:
    organisation = organisation_named(name, number=number)
    place = {"name": name, "town": town, "postcode": postcode}
    managers = ("Jo Ashby", "Sam Orrin") if conditions else ("Lee Farrow",)
    facts = Facts(
        reference="",
        legal_form=organisation.get_legal_form_display(),
        activities=("Personal care",),
        managers=managers,
        nominated_individual="Amina Rowe",
        locations=(place,),
        contact={"phone": "020 7946 0100", "email": f"office{number}@demo.example"},
    )
    told = Told((kind,), name, town, postcode, "", facts)
    return enter_registration(organisation, told=told, conditions=conditions, by=None, at=database_now())


def _takes_part(name: str, *, number: int) -> None:
    """The register knows it from the round that tries its kind of service."""
    round_ = Round.objects.get(number=3)
    service = open_service(
        organisation_named(name, number=number), kind="umbrella_body", is_listed=True, by=None, at=database_now()
    )
    record_status(
        service,
        scheme=Scheme.SANDBOX,
        status="taking_part",
        from_day=day_in_london(database_now()),
        is_public=True,
        reason=round_.title,
        by=None,
        at=database_now(),
    )


def _changes(held: Registration) -> None:
    """One accepted, one sent, one still a draft, and one by which a manager joins whose part is begun."""
    officer = holders_of(Role.REGISTRATION_INSPECTOR).order_by("email")[0]
    left_on = day_in_london(database_now()) - timedelta(days=20)
    owner = people_of(held.organisation)[0]
    with travelled_to(database_now() - timedelta(days=15)):
        left = _write(
            start_change(held, kind="manager_leaves", happens_on=left_on, by=owner, at=database_now()), LEAVES
        )
        send_change(left, by=owner, at=database_now())
    accept_change(left, accepted=Accepted(left_on, ("Sam Orrin",)), by=officer, at=database_now())
    today = day_in_london(database_now())
    reach = _write(start_change(held, kind="contact", happens_on=today, by=owner, at=database_now()), CONTACT)
    send_change(reach, by=owner, at=database_now())
    start_change(held, kind="statement_of_purpose", happens_on=today, by=owner, at=database_now())
    joins = start_change(held, kind="manager_joins", happens_on=today, by=owner, at=database_now())
    name_manager(joins, name="Robin Vale", email=JOINS_EMAIL, at=database_now(), declared=False)


def _end(held: Registration) -> None:
    """Its owner asks to end it, and an officer agrees on the day itself: closed, and its certificate out of force."""
    with travelled_to(database_now() - timedelta(days=5)):
        owner = people_of(held.organisation)[0]
        today = day_in_london(database_now())
        ends = _write(start_change(held, kind="cancel", happens_on=today, by=owner, at=database_now()), ENDS)
        send_change(ends, by=owner, at=database_now())
        officer = holders_of(Role.REGISTRATION_INSPECTOR).order_by("email")[0]
        accept_change(ends, accepted=Accepted(today), by=officer, at=database_now())


def _write(change: Change, answers: Mapping[str, object]) -> Change:
    response = response_of(change.case)
    assert response is not None  # a change begins with its questions
    owner = people_of(change.organisation)[0]
    save_page(response, answers=dict(answers), versions={}, by=owner, at=database_now())
    return change


def _plan(held: Registration) -> None:
    manager = holders_of(Role.REGISTRATION_MANAGER).order_by("email")[0]
    service = held.services.get(closed_at=None)
    plan_conversion(
        held,
        service=service,
        plan=ConversionPlan.STANDARD,
        to_kind="",
        on=day_in_london(database_now()) + timedelta(days=300),
        because="If the round does not end with a new kind of service, this one becomes care at home.",
        by=manager,
        at=database_now(),
    )


def _members(held: Registration) -> int:
    """Members of every state: confirmed, something wrong, waited for, not asked."""
    owner = people_of(held.organisation)[0]
    facts = [
        MemberFacts(name, f"{name.split()[0].lower()}@demo.example", "carer", "Saltby", "SA1 2AB", number % 3)
        for number, name in enumerate(NAMES)
    ]
    members = add_members(held.organisation, facts=facts, by=owner, at=database_now())
    for member in members[:5]:
        ask_member(member, by=owner, at=database_now())
    right = {"says": "right", "checked": "this_year", "insured": "own", "words": ""}
    wrong = {"says": "wrong", "checked": "older", "insured": "body", "words": "I have moved to Harrowby."}
    for member, answers in zip(members, (right, right, wrong), strict=False):
        keep_members_answer(member.pk, answers=answers, by=None, at=database_now())
    return len(members)

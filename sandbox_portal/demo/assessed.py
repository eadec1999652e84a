"""Applications to register in the hands of inspectors and managers, so that every queue of theirs has something."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from inspection.actions.visits import VisitPlan, Written, note_person_met, plan_visit, write_visit
from inspection.choices.assessments import PersonKind, VisitMode
from inspection.models import AssessmentVisit
from registration.actions.assessing import (
    Interview,
    KeyQuestionRecord,
    begin_assessment,
    write_assessment,
    write_fitness,
    write_interview,
    write_readiness,
)
from registration.actions.notices import propose
from registration.actions.recommending import recommend
from registration.actions.representations import make_representations
from registration.actions.validation import accept_as_valid, allocate, start_validation
from registration.actions.visit_photos import Described, Taken, add_photo, describe_photos
from registration.choices import KeyQuestion, Outcome, PhotoShows, RegistrationStage
from registration.grounds import Grounds, Worded
from registration.models import RegistrationApplication
from registration.queries.applications import managers_of, registration_by_id
from registration.visit_plan import usual_agenda
from sandbox_portal.casework.calendars import england_and_wales
from sandbox_portal.casework.working_days import LONDON, add_working_days, day_in_london
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of, people_of
from sandbox_portal.questions.actions.returns import flag_answer, return_to_applicant
from sandbox_portal.questions.queries import response_of

from .applied import AT_HOME
from .pictures import cabinet, certificate
from .registration_walk import name_manager, send_whole, write_registration
from .walk import organisation_named

MOOR = "Moor Carers Co-op"
VIEWS = {
    KeyQuestion.SAFE: ("not_shown", "Two of three carers had begun before their checks were back."),
    KeyQuestion.EFFECTIVE: ("likely", "The plan for training is sound; nobody has been through it yet."),
    KeyQuestion.CARING: ("met", "Carers and families spoke of each other by name and with respect."),
    KeyQuestion.RESPONSIVE: ("likely", "Cover for Sundays is arranged for four of the five circles."),
    KeyQuestion.WELL_LED: ("not_shown", "Nobody could say which numbers are looked at each week."),
}
PHOTOGRAPHED = (
    (Described("The insurance certificate in its frame, valid until next spring", PhotoShows.NEITHER), certificate),
    (
        Described(
            "The cabinet with the papers of carers, in the spare room. The lowest drawer has no lock",
            PhotoShows.HOME,
            "The manager, who lives there, said yes before the photo was taken",
        ),
        cabinet,
    ),
)
FOUND = {
    "looked_at": "Records of carers and of people\nOriginals of insurance certificates",
    "carer_files": "3",
    "records": "Three files, two of them whole.",
    "agreed_to_talk": "C1 and C2 said yes by phone the day before.",
    "carers_said": "C1 knows whom to ring at night. C2 was not sure.",
    "insurance": "Yes",
}
REFUSE = Grounds(
    Outcome.REFUSE,
    ["recruitment_not_safe", "governance_weak"],
    "Two of three carers had begun before their checks were back, and nobody watches whether that happens again.",
)
LIMIT = "The registered provider must not provide personal care to more than 20 people at any one time."
CONDITIONS = Grounds(
    Outcome.CONDITIONS,
    ["grows_too_fast"],
    "The service is led by one person so far. It asks for 45 people in its first year.",
    [Worded("most_people", LIMIT)],
)


@transaction.atomic
def assessed() -> str:
    """Three applications: one in representations, one recommended, one that waits for its applicant."""
    if RegistrationApplication.objects.filter(organisation__name=MOOR).exists():
        return "Assessments: they are there already."
    moor = _accepted(MOOR, "07002001", number=720, days_ago=95)
    _assess(moor, days_ago=70, views=VIEWS)
    _step(moor, 45, lambda application, at: recommend(application, grounds=REFUSE, by=_inspector(), at=at))
    _step(moor, 40, lambda application, at: propose(application, grounds=REFUSE, by=_manager(), at=at))
    words = "Both carers were never alone with anybody before their checks were back. The rota of that month shows it."
    owner = people_of(moor.organisation, Place.OWNER)[0]
    _step(moor, 21, lambda application, at: make_representations(application, text=words, by=owner, at=at))
    fell = _accepted("Fell Neighbours", "07002002", number=721, days_ago=60)
    _assess(fell, days_ago=40, views=dict.fromkeys(KeyQuestion, ("met", "What was shown meets the regulations.")))
    _step(fell, 3, lambda application, at: recommend(application, grounds=CONDITIONS, by=_inspector(), at=at))
    tarn = _accepted("Tarn Homecare", "07002003", number=722, days_ago=20)
    _step(tarn, 10, _begun)
    _step(tarn, 4, _asked)
    return "Assessments: one in representations, one recommended, one that waits for its applicant."


def _accepted(name: str, company: str, *, number: int, days_ago: int) -> RegistrationApplication:
    """Sent whole, checked and accepted within its five working days."""
    with travelled_to(_morning(days_ago)):
        organisation = organisation_named(name, number=number)
        own: dict[str, Any] = {"registered_name": name, "trading_name": "", "company_number": company, **AT_HOME}
        application = write_registration(organisation, at=database_now(), **own)
        address = f"manager{number}@demo.example"
        name_manager(application, name="Ruth Fellows", email=address, at=database_now())
        application = send_whole(application, at=database_now())
    _step(application, days_ago - 2, lambda each, at: start_validation(each, by=_inspector(), at=at))
    _step(application, days_ago - 3, lambda each, at: accept_as_valid(each, by=_inspector(), at=at))
    return application


def _begun(application: RegistrationApplication, at: datetime) -> None:
    if application.case.stage == RegistrationStage.VALID:
        allocate(application, inspector=_inspector(), by=_manager(), at=at)
    begin_assessment(application, by=_inspector(), at=at)
    on = add_working_days(day_in_london(at), 11, calendar=england_and_wales())
    starts_at = datetime.combine(on, time(10), LONDON)
    plan = VisitPlan(
        starts_at, 120, VisitMode.BASE, _inspector(), [], place="2 Mill Lane", agenda="\n".join(usual_agenda()[:5])
    )
    plan_visit(application.case, plan=plan, by=_inspector(), at=at)


def _assess(application: RegistrationApplication, *, days_ago: int, views: dict[KeyQuestion, tuple[str, str]]) -> None:
    _step(application, days_ago, _begun)

    def found(each: RegistrationApplication, at: datetime) -> None:
        by: dict[str, Any] = {"by": _inspector(), "at": at}
        for key, (view, reasons) in views.items():
            content = KeyQuestionRecord(
                "The answers, three files of carers, and the talk with the manager.", "", view, reasons
            )
            write_assessment(each, key_question=key, content=content, **by)
        talk = Interview(
            day_in_london(at), "in_person", "Who can stop a carer tonight?", "The manager on call, by phone."
        )
        managers = managers_of(each)
        for manager in managers:
            manager.application = each
        write_interview(each, managers=managers, interview=talk, **by)
        for manager in managers:
            write_fitness(manager, view="fit", reasons="Knows the law and the work, and says what is not ready.", **by)
        write_readiness(each, view="ready_with_conditions", reasons="Ready for a small beginning.", **by)
        visit = each.case.visits.get()
        for about in ("Has worked here since spring", "Came from another service last month"):
            how = "Said yes by phone the day before"
            note_person_met(visit, kind=PersonKind.CARER, about=about, agreed_how=how, may_quote=True, **by)
        if views is VIEWS:
            describe_photos(visit, described=dict(_photographed(visit, **by)), **by)
        follow_up = ("Send the rota of May", day_in_london(at) + timedelta(days=14))
        summary = "A small, warm service with thin paperwork."
        write_visit(visit, written=Written(FOUND, summary, [follow_up], arrived="10:00", left="12:10"), **by)

    _step(application, days_ago - 18, found)


def _photographed(visit: AssessmentVisit, *, by: User, at: datetime) -> Iterator[tuple[int, Described]]:
    """Two photos of the visit, and what is seen on each."""
    taken = Taken(by.name, day_in_london(visit.starts_at))
    for number, (described, draw) in enumerate(PHOTOGRAPHED, start=1):
        upload = SimpleUploadedFile(f"IMG_{number:04}.jpg", draw())
        yield add_photo(visit, upload=upload, taken=taken, by=by, at=at).pk, described


def _asked(application: RegistrationApplication, at: datetime) -> None:
    response = response_of(application.case)
    assert response is not None  # an application has answers
    words = "Please say who can open the cabinet with the papers of your carers."
    flag_answer(response, key="records", reason="unclear_fact", words=words, by=_inspector(), at=at)
    return_to_applicant(response, days=10, by=_inspector(), at=at)


def _step(
    application: RegistrationApplication, days_ago: int, act: Callable[[RegistrationApplication, datetime], object]
) -> None:
    """One deed on its own day, on the application as it is then."""
    with travelled_to(_morning(days_ago)):
        found = registration_by_id(application.pk)
        assert found is not None  # it was sent some days before
        act(found, database_now())


def _inspector() -> User:
    return holders_of(Role.REGISTRATION_INSPECTOR).order_by("email")[0]


def _manager() -> User:
    return holders_of(Role.REGISTRATION_MANAGER).order_by("email")[0]


def _morning(days_ago: int) -> datetime:
    return (database_now() - timedelta(days=days_ago)).astimezone(LONDON).replace(hour=9, minute=30)

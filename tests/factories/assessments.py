"""Applications to register from the moment they were accepted: each step by the real actions.

The form itself is not filled in whole: what stands in it is no part of an assessment. The stage in which it was
accepted is set by hand, as truth tables do; from there on everybody acts for themselves.
"""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from inspection.actions.visit_answers import agree_to_visit
from inspection.actions.visits import VisitPlan, Written, plan_visit, write_visit
from inspection.models import AssessmentVisit
from registration.actions.applications import start_registration
from registration.actions.assessing import (
    Interview,
    KeyQuestionRecord,
    begin_assessment,
    write_assessment,
    write_fitness,
    write_interview,
    write_readiness,
)
from registration.actions.managers import ask_manager
from registration.actions.notices import propose
from registration.actions.recommending import recommend
from registration.actions.validation import accept_as_valid, allocate
from registration.actions.visit_photos import Described, Taken, add_photo, describe_photos
from registration.choices import KeyQuestion, ManagerStage, Outcome, RegistrationStage
from registration.grounds import Grounds, Worded
from registration.models import Attempt, ManagerApplication, Notice, RegistrationApplication, VisitPhoto
from registration.queries.assessment import standing_recommendation
from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.reason_lists import load_reasons
from sandbox_portal.casework.references import next_reference
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.content import load_letters
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.loading import load_question_sets
from sandbox_portal.questions.models import Response
from sandbox_portal.questions.queries import response_of

from .people import make_organisation, make_staff
from .worlds import World, builds

REFUSE = Grounds(Outcome.REFUSE, ["recruitment_not_safe"], "Checks on carers come after they start.")
CONDITION = "The registered provider must not provide personal care to more than 20 people at any one time."


def with_conditions(*, is_agreed: bool = False, words: str = CONDITION) -> Grounds:
    conditions = [Worded("most_people", words, is_agreed)]
    return Grounds(Outcome.CONDITIONS, ["grows_too_fast"], "It is led by one person so far.", conditions)


GRANT = Grounds(Outcome.GRANT, ["meets_the_regulations"], "What was shown meets the regulations.")


@dataclass
class Assessing:
    """An application and the people around it."""

    application: RegistrationApplication
    owner: User
    inspector: User
    manager: User
    second: User

    def again(self) -> RegistrationApplication:
        """The application as a new request reads it."""
        found = RegistrationApplication.objects.select_related("case", "organisation", "inspector")
        self.application = found.get(pk=self.application.pk)
        return self.application


def load_words() -> None:
    at = database_now()
    load_question_sets(settings.CONTENT_ROOT, at)
    load_letters(settings.CONTENT_ROOT, at)
    load_reasons(settings.CONTENT_ROOT, at)


def accepted(
    organisation: Organisation | None = None,
    *,
    inspector: User | None = None,
    manager: User | None = None,
    answers: dict[str, str] | None = None,
    name: str = "Robin Ashdown",
    at: datetime | None = None,
) -> Assessing:
    """Accepted for assessment, with one registered manager, at this moment by the database's clock."""
    organisation = organisation or make_organisation()
    owner = people_of(organisation)[0]
    inspector = inspector or make_staff(Role.REGISTRATION_INSPECTOR)
    manager = manager or make_staff(Role.REGISTRATION_MANAGER)
    at = at or database_now()
    application = start_registration(organisation, by=owner, at=at)
    response = response_of(application.case)
    save_page(response, answers=answers or {"safe": "We check everybody."}, versions={}, by=owner, at=at)
    part = ask_manager(application, name=name, email=owner.email, by=owner, at=at)
    Response.objects.filter(case=application.case_id).update(locked_at=at, locked_by=owner)
    set_by_hand(part.case, ManagerStage.SENT, by=owner, at=at)
    Attempt.objects.create(application=application, number=1, sent_at=at, sent_by=owner)
    RegistrationApplication.objects.filter(pk=application.pk).update(sent_at=at, sent_by=owner)
    set_by_hand(application.case, RegistrationStage.VALIDATING, by=inspector, at=at)
    Case.objects.filter(pk=application.pk).update(
        reference=next_reference("REG"), owner_role=Role.REGISTRATION_INSPECTOR
    )
    scene = Assessing(application, owner, inspector, manager, make_staff(Role.REGISTRATION_MANAGER))
    accept_as_valid(scene.again(), by=inspector, at=at)
    return scene


@transaction.atomic
def set_by_hand(case: Case, stage: str, *, by: User, at: datetime) -> None:
    """Put a case to a stage without the step that leads there, with the line the database asks for."""
    record(case, verb="set for a test", by=by, at=at, from_stage=case.stage, to_stage=stage)
    Case.objects.filter(pk=case.pk).update(stage=stage, stage_since=at)


def assessing(organisation: Organisation | None = None, **facts: object) -> Assessing:
    """With an inspector, who has begun."""
    scene = accepted(organisation, **facts)
    at = facts.get("at") or database_now()
    allocate(scene.application, inspector=scene.inspector, by=scene.manager, at=at)
    begin_assessment(scene.again(), by=scene.inspector, at=at)
    return scene


def managers_in(scene: Assessing) -> list[ManagerApplication]:
    return list(ManagerApplication.objects.filter(application=scene.application).select_related("application__case"))


FOUND = {"looked_at": "Nothing of these", "agreed_to_talk": "nobody", "insurance": "No"}


def visit_of(
    scene: Assessing, *, at: datetime, starts_at: datetime | None = None, **changes: object
) -> AssessmentVisit:
    plan = {
        "starts_at": starts_at or at + timedelta(days=10),
        "minutes": 60,
        "mode": "base",
        "place": "2 Mill Lane",
        "lead": scene.inspector,
        "team": [],
    }
    return plan_visit(scene.again().case, plan=VisitPlan(**{**plan, **changes}), by=scene.inspector, at=at)


def found_at(visit: AssessmentVisit, *, by: User, at: datetime, words: str = "All is there.") -> AssessmentVisit:
    """Written down and finished."""
    written = Written({**FOUND, "records": words}, words, [("Send the plan", None)])
    return write_visit(visit, written=written, by=by, at=at)


def write_everything(scene: Assessing, *, at: datetime, words: str = "It was shown.") -> Assessing:
    """Every record an assessment needs but the visit."""
    by = {"by": scene.inspector, "at": at}
    application = scene.again()
    for key in KeyQuestion:
        content = KeyQuestionRecord(evidence=words, questions="What happens at night?", view="met", reasons=words)
        write_assessment(application, key_question=key, content=content, **by)
    interview = Interview(held_on=day_in_london(at), mode="video", questions="Who covers?", notes=words)
    write_interview(application, managers=managers_in(scene), interview=interview, **by)
    for manager in managers_in(scene):
        write_fitness(manager, view="fit", reasons=words, **by)
    write_readiness(application, view="ready", reasons=words, **by)
    return scene


def begun_visit(scene: Assessing, *, at: datetime) -> AssessmentVisit:
    """A visit at short notice that was agreed to, and that has just begun."""
    visit = visit_of(scene, at=at, starts_at=at + timedelta(seconds=1))
    return agree_to_visit(visit, words="", by=scene.owner, at=at)


def photo_of(
    visit: AssessmentVisit, *, by: User, at: datetime, colour: str = "teal", name: str = "IMG_0001.jpg"
) -> VisitPhoto:
    """A photo that nobody has described; each colour is another."""
    file = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(file, "JPEG")
    upload = SimpleUploadedFile(name, file.getvalue())
    return add_photo(visit, upload=upload, taken=Taken("Ada Lowe", day_in_london(at)), by=by, at=at)


def visited(
    scene: Assessing, *, at: datetime, words: str = "The files are in order.", photo: Described | None = None
) -> AssessmentVisit:
    """A visit at short notice that was agreed to and carried out: told and agreed at `at`, done a little later."""
    visit = begun_visit(scene, at=at)
    if photo:
        described = {photo_of(visit, by=scene.inspector, at=at).pk: photo}
        describe_photos(visit, described=described, by=scene.inspector, at=at)
    return found_at(visit, words=words, by=scene.inspector, at=at + timedelta(seconds=2))


def recommended(grounds: Grounds, organisation: Organisation | None = None, **facts: object) -> Assessing:
    """With a recommendation that waits for somebody else."""
    scene = assessing(organisation, **facts)
    at = facts.get("at") or database_now()
    write_everything(scene, at=at)
    visited(scene, at=at)
    recommend(scene.again(), grounds=grounds, by=scene.inspector, at=at + timedelta(seconds=3))
    scene.again()
    return scene


def proposed(grounds: Grounds, organisation: Organisation | None = None, **facts: object) -> tuple[Assessing, Notice]:
    """With a notice of proposal, signed by the manager of the scene."""
    scene = recommended(grounds, organisation, **facts)
    at = facts.get("at") or database_now()
    notice = propose(scene.application, grounds=grounds, by=scene.manager, at=at + timedelta(seconds=4))
    scene.again()
    return scene, notice


def days_ago(days: int) -> datetime:
    return database_now() - timedelta(days=days)


PAGES = (
    "registration-assessment", "registration-assessment-begin", "registration-interview", "registration-readiness",
    "registration-no-contact", "registration-recommend",
    "registration-recommendation-back", "registration-grant", "registration-propose", "registration-proposal-withdraw",
    "registration-accept-late", "registration-decide", "registration-register", "registration-close-refused",
    "registration-appeal", "registration-appeal-end", "registration-conditions-appeal",
    "registration-conditions-appeal-end", "registration-notice", "registration-answer-notice",
    "registration-notice-paper", "registration-agree",
)  # fmt: skip
VISIT_PAGES = ("registration-visit-photos", "registration-visit-photo-words")


@builds(place=55)
def build(world: World) -> None:
    """An application whose organisation has a notice of proposal with conditions, and a visit that is planned."""
    load_words()
    mark = world.canary
    organisation = make_organisation(mark("Organisation", "assessed"), owner=world.people["provider"])
    scene = assessing(
        organisation,
        inspector=world.people["registration_inspector"],
        manager=world.people["registration_manager"],
        answers={"safe": mark("Answer", "checks")},
        name=mark("ManagerApplication", "assessed"),
    )
    at = database_now()
    write_everything(scene, at=at, words=mark("Assessment", "reasons"))
    photo = Described(mark("VisitPhoto", "seen"), "person", mark("VisitPhoto", "agreed"))
    visited(scene, at=at, words=mark("AssessmentVisit", "found before registration"), photo=photo)
    words = mark("Condition", "words")
    grounds = Grounds("conditions", ["grows_too_fast"], mark("Notice", "text"), [Worded("most_people", words)])
    recommend(scene.again(), grounds=grounds, by=scene.inspector, at=at + timedelta(seconds=3))
    propose(scene.again(), grounds=grounds, by=scene.manager, at=at + timedelta(seconds=4))
    for name in PAGES:
        world.ids_of[name] = {"case_id": scene.application.pk}
    visit = AssessmentVisit.objects.get(case=scene.application.case_id)
    for name in VISIT_PAGES:
        world.ids_of[name] = {"case_id": scene.application.pk, "visit_id": visit.pk}
    photo_ids = {"case_id": scene.application.pk, "visit_id": visit.pk, "photo_id": visit.photos.get().pk}
    for name in ("registration-visit-picture", "registration-visit-photo-remove"):
        world.ids_of[name] = photo_ids
    world.ids_of["registration-key-question"] = {"case_id": scene.application.pk, "key_question": "safe"}
    world.ids_of["registration-fitness"] = {"case_id": scene.application.pk, "manager_id": managers_in(scene)[0].pk}
    assert standing_recommendation(scene.application) is not None

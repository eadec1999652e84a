"""Assessments by the real actions, with their team, visits and evidence."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from django.conf import settings
from django.urls import reverse

from inspection.actions.assessments import (
    Plan,
    announce,
    begin_gathering,
    cancel_assessment,
    close_evidence,
    declare_interest,
    go_on_site,
    name_team,
    start_assessment,
    write_plan,
)
from inspection.actions.drafts import keep_typed
from inspection.actions.evidence import Piece, add_evidence
from inspection.actions.feeds import renew_feed
from inspection.actions.planned import plan_evidence
from inspection.actions.scores import start_scoring
from inspection.actions.visits import (
    VisitPlan,
    Written,
    endorse_visit,
    note_agreement,
    note_person_met,
    plan_visit,
    write_visit,
)
from inspection.choices.assessments import AssessmentStage
from inspection.models import Assessment, AssessmentVisit, EvidenceItem, Framework
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.content import load_letters
from sandbox_portal.documents.models import LetterTemplate
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.link_secrets import secret_of
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.loading import load_question_sets
from sandbox_portal.questions.models import QuestionSet
from sandbox_portal.register.actions import open_service, record_status
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.models import Service

from .frameworks import make_framework
from .people import make_organisation, make_staff
from .worlds import World, builds

_numbers = count(1)
LEARNING, STAFFING, DIRECTION = "safe.learning", "safe.staffing", "well_led.direction"
STATEMENTS = (LEARNING, STAFFING, DIRECTION)
TEXT = "P1 says that the same two carers come every week."
ANSWERS = {"who_explained": "C1 to P1", "agreed_to_talk": "They said yes themselves", "urgent": "No"}


@dataclass
class Scene:
    """An assessment and the people around it."""

    assessment: Assessment
    owner: User
    manager: User
    lead: User
    second: User

    def again(self) -> Assessment:
        """The assessment as a new request reads it."""
        found = Assessment.objects.select_related("case", "organisation", "service", "framework", "lead")
        self.assessment = found.get(pk=self.assessment.pk)
        return self.assessment


def page_of(scene: Scene, name: str, *more: object) -> str:
    """The address of a page below its assessment."""
    return reverse(name, args=[scene.assessment.pk, *more])


def load_words() -> None:
    if not QuestionSet.objects.filter(code="inspection-visit").exists():
        load_question_sets(settings.CONTENT_ROOT, database_now())
    if not LetterTemplate.objects.filter(code="L-27").exists():
        load_letters(settings.CONTENT_ROOT, database_now())


def a_framework(**changes: Any) -> Framework:
    number = next(_numbers)
    return make_framework(**{"slug": f"small-{number}", "code": f"SMALL-{number}", **changes})


def registered_service(organisation: Organisation, name: str = "", *, is_listed: bool = True) -> Service:
    facts = {"kind": "home_care", "name": name, "is_listed": is_listed, "by": None, "at": database_now()}
    service = open_service(organisation, **facts)
    said = {"scheme": Scheme.REGISTRATION, "status": "registered", "from_day": day_in_london(database_now())}
    record_status(service, **said, is_public=True, by=None, at=database_now())
    return service


def planned(
    organisation: Organisation | None = None,
    *,
    service: Service | None = None,
    framework: Framework | None = None,
    manager: User | None = None,
    lead: User | None = None,
    second: User | None = None,
    because: str = "It has never been assessed.",
    is_announced: bool = True,
) -> Scene:
    """With a team that has no interest, and a plan."""
    load_words()
    organisation = organisation or make_organisation()
    manager, lead = manager or make_staff(Role.INSPECTION_MANAGER), lead or make_staff(Role.INSPECTOR)
    second, at = second or make_staff(Role.INSPECTOR), database_now()
    service = service or registered_service(organisation)
    assessment = start_assessment(service, framework=framework or a_framework(), because=because, by=manager, at=at)
    scene = Scene(assessment, people_of(organisation)[0], manager, lead, second)
    name_team(scene.again(), lead=lead, members=[second], by=manager, at=at)
    for person in (lead, second):
        declare_interest(scene.again(), has_interest=False, words="", by=person, at=at)
    today = day_in_london(at)
    plan = Plan(STATEMENTS, "", is_announced, today, today + timedelta(days=20))
    write_plan(scene.again(), plan=plan, by=lead, at=at)
    scene.again()
    return scene


def gathering(organisation: Organisation | None = None, **facts: Any) -> Scene:
    """Announced, and begun."""
    scene = planned(organisation, **facts)
    announce(scene.again(), by=scene.manager, at=database_now())
    begin_gathering(scene.again(), by=scene.lead, at=database_now())
    scene.again()
    return scene


def a_visit(scene: Scene, *, is_soon: bool = False, **changes: Any) -> AssessmentVisit:
    """A visit at the base, in two days; or in the next second, so that it can be written down two seconds later."""
    at = database_now()
    values = {
        "starts_at": at + (timedelta(seconds=1) if is_soon else timedelta(days=2)),
        "minutes": 60,
        "mode": "base",
        "lead": scene.lead,
        "team": [scene.second],
        **changes,
    }
    return plan_visit(scene.again(), plan=VisitPlan(**values), by=scene.lead, at=at)


def written_down(scene: Scene, *, summary: str = "Calm and kind.", **changes: Any) -> AssessmentVisit:
    """A visit that is over: planned for the next second, and written down after it."""
    at = database_now()
    visit = a_visit(scene, is_soon=True, **changes)
    people = {"kind": "P", "about": "", "agreed_how": "said yes", "may_quote": True}
    note_person_met(visit, **people, by=scene.lead, at=at)
    follow_up = [("Send the rota", day_in_london(at) + timedelta(days=9))]
    written = Written(ANSWERS, summary, follow_up)
    return write_visit(visit, written=written, by=scene.lead, at=visit.starts_at + timedelta(seconds=1))


def endorsed(scene: Scene, **changes: Any) -> AssessmentVisit:
    visit = written_down(scene, **changes)
    return endorse_visit(visit, note="Thank you.", by=scene.manager, at=database_now() + timedelta(seconds=3))


def piece(scene: Scene, **changes: Any) -> Piece:
    """Something read, that names nobody."""
    values = {
        "category": "people",
        "kind": "person",
        "way": "feedback",
        "text": "They always say who comes.",
        "source": "A letter to us",
        "seen_at": database_now() - timedelta(days=1),
        "statements": [LEARNING],
    }
    return Piece(**{**values, **changes})


def evidence(scene: Scene, **changes: Any) -> EvidenceItem:
    by = changes.pop("by", scene.lead)
    return add_evidence(scene.again(), piece=piece(scene, **changes), by=by, at=database_now())


def at_stage(stage: str, **facts: Any) -> Scene:
    """An assessment that walked to this stage."""
    at = database_now()
    if stage == AssessmentStage.PLANNED:
        return planned(**facts)
    if stage == AssessmentStage.ANNOUNCED:
        scene = planned(**facts)
        announce(scene.again(), by=scene.manager, at=at)
    elif stage == AssessmentStage.CANCELLED:
        scene = planned(**facts)
        cancel_assessment(scene.again(), because="The service has closed.", by=scene.manager, at=at)
    else:
        scene = gathering(**facts)
        if stage == AssessmentStage.ON_SITE:
            a_visit(scene)
            go_on_site(scene.again(), by=scene.lead, at=at)
        if stage in (AssessmentStage.EVIDENCE_CLOSED, AssessmentStage.SCORING):
            evidence(scene)
            close_evidence(scene.again(), gaps_because="It is a small service.", by=scene.lead, at=at)
        if stage == AssessmentStage.SCORING:
            start_scoring(scene.again(), by=scene.manager, at=at)
    scene.again()
    return scene


def page_ids(scene: Scene) -> dict[str, dict[str, Any]]:
    """The ids of every page below an assessment that has a visit that is over, one that is planned, and evidence."""
    case = {"case_id": scene.assessment.pk}
    over, ahead = scene.assessment.case.visits.order_by("number")[:2]
    item = scene.assessment.evidence.get(number=1)
    ids = dict.fromkeys(OF_THE_ASSESSMENT, case)
    ids |= {name: {**case, "visit_id": over.pk} for name in ("visit-detail", "visit-endorse", "visit-back")}
    ids |= {name: {**case, "visit_id": ahead.pk} for name in OF_A_PLANNED_VISIT}
    follow_up = over.follow_ups.get()
    ids["visit-follow-up"] = {**case, "visit_id": over.pk, "follow_up_id": follow_up.pk}
    ids |= {name: {**case, "item_id": item.pk} for name in ("evidence-detail", "evidence-correct", "evidence-use")}
    ids["evidence-planned"] = {**case, "planned_id": scene.assessment.planned_evidence.get().pk}
    ids["assessment-step"] = {**case, "step": "cancel"}
    return ids


OF_THE_ASSESSMENT = (
    "assessment-detail", "assessment-plan", "assessment-team", "assessment-interest", "assessment-own", "visit-plan",
    "evidence-list", "evidence-add", "evidence-coverage", "evidence-coverage-sheet", "evidence-plan",
)  # fmt: skip
OF_A_PLANNED_VISIT = ("visit-move", "visit-agreed", "visit-person", "visit-write", "visit-cancel")


@builds(place=58)
def build(world: World) -> None:
    """An assessment of a service of the world, on its way: a visit to endorse, one planned, and evidence."""
    mark = world.canary
    organisation = make_organisation(mark("Organisation", "inspected"), owner=world.people["provider"])
    service = registered_service(organisation, name=mark("Service", "inspected"), is_listed=False)
    scene = gathering(
        organisation,
        service=service,
        manager=world.people["inspection_manager"],
        lead=world.people["inspector"],
        because=mark("Assessment", "because"),
    )
    written_down(scene, summary=mark("AssessmentVisit", "summary"), agenda=mark("AssessmentVisit", "agenda"))
    ahead = a_visit(scene, mode="home")
    note_agreement(ahead, how=mark("AssessmentVisit", "agreed"), by=scene.lead, at=database_now())
    evidence(scene, text=f"P1 says: {mark('EvidenceItem', 'text')}", statements=[LEARNING, STAFFING])
    what = mark("PlannedEvidence", "what")
    looked_for = {"statement": DIRECTION, "category": "staff", "what": what, "visit": ahead}
    plan_evidence(scene.again(), **looked_for, by=scene.lead, at=database_now())
    typed = {"text": [mark("TypedDraft", "typed")]}
    keep_typed(scene.again(), page="evidence-add", typed=typed, version=0, by=scene.second, at=database_now())
    feed = renew_feed(by=scene.lead, at=database_now())
    world.ids_of |= page_ids(scene)
    world.ids_of["visit-feed"] = {"secret": secret_of(feed.pk, feed.issue)}
    other = registered_service(organisation, name=mark("Service", "to-inspect"), is_listed=False)
    world.ids_of["assessment-start"] = {"service_id": other.pk}

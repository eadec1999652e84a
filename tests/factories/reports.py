"""Reports by the real actions, from the first section to the end of an assessment."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from inspection.actions import accuracy, easy_read, publication, reports
from inspection.actions.limits import note_limiter
from inspection.actions.scores import CategoryEntry, finish_scoring, score_statement
from inspection.choices.assessments import AssessmentStage as S
from inspection.models import AccuracyPoint, Publication, SentDraft
from inspection.queries.report_text import section_of, sections_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.documents.samples import docx, upload

from .inspection import LEARNING, Scene, a_framework, evidence, gathering, registered_service
from .people import make_organisation, make_staff
from .scoring import finished, in_scoring, score_everything
from .worlds import World, builds

SUMMARY = "People are safe here and know who comes."
TEXTS = {
    "summary": SUMMARY,
    "area-safe": "Carers know what to do when something goes wrong. [E1]\n\nThere are enough carers every day. [E1]",
    "area-well_led": "The manager listens to people and acts on what they say. [E1]",
    "people": "People told us that carers come on time. [E1]",
    "strengths": "People choose who comes to their home. [E1]",
    "improve": "The plan for bad weather is not written yet. [E1]",
    "breaches": "",
    "how": "We read papers and spoke with people by telephone.",
    "easy_read": "People are safe. Carers are kind.",
}


def write(scene: Scene, key: str, text: str, **changes: Any) -> None:
    """One section, by the lead, who read what is kept now."""
    section = section_of(scene.again(), key)
    facts = {"version": section.version if section else 0, "by": scene.lead, "at": database_now(), **changes}
    reports.save_section(scene.assessment, key=key, text=text, **facts)


def in_report(**facts: Any) -> Scene:
    """Scored, and in the stage in which its report is written. The framework is in use, so it gives ratings."""
    framework = facts.pop("framework", None) or a_framework(status="live")
    scene, _result = finished(framework=framework, **facts)
    return scene


def written(scene: Scene | None = None, **facts: Any) -> Scene:
    """With every section it must have; what is written already stays."""
    scene = scene or in_report(**facts)
    for section in sections_of(scene.again()):
        if not section.text:
            write(scene, section.key, TEXTS.get(section.key, "We looked at what people said. [E1]"))
    return scene


def step(action: Callable[..., Any], scene: Scene, *, by: Any, **facts: Any) -> Any:
    return action(scene.again(), by=by, at=database_now(), **facts)


def being_checked(scene: Scene | None = None, **facts: Any) -> Scene:
    scene = written(scene, **facts)
    step(reports.send_to_check, scene, by=scene.lead)
    return scene


def sent(scene: Scene | None = None, **facts: Any) -> tuple[Scene, SentDraft]:
    """The draft is with the organisation."""
    scene = being_checked(scene, **facts)
    return scene, step(accuracy.send_draft, scene, by=scene.manager)


def pointed(scene: Scene, paragraph: str = "2.1", **changes: Any) -> AccuracyPoint:
    facts = {"kind": "fact", "words": "It was in March.", "evidence": "The rota of March.", **changes}
    return step(accuracy.note_point, scene, by=facts.pop("by", scene.owner), paragraph=paragraph, **facts)


def answered(point: AccuracyPoint, *, by: Any, **changes: Any) -> AccuracyPoint:
    """Answered in part, as somebody who opens the page anew."""
    fresh = AccuracyPoint.objects.select_related("draft__assessment__case").get(pk=point.pk)
    facts = {"answer": "partly", "because": "The rota of March says so.", **changes}
    return accuracy.answer_point(fresh, **facts, by=by, at=database_now())


def replied(scene: Scene | None = None, **facts: Any) -> tuple[Scene, AccuracyPoint]:
    """With one point that waits for an answer."""
    scene, _draft = sent(scene, **facts)
    point = pointed(scene)
    step(accuracy.send_points, scene, by=scene.owner)
    return scene, point


def final(scene: Scene | None = None, **facts: Any) -> Scene:
    scene, point = replied(scene, **facts)
    answered(point, by=scene.manager)
    step(reports.finish_report, scene, by=scene.lead)
    return scene


def published(scene: Scene | None = None, **facts: Any) -> tuple[Scene, Publication]:
    scene = final(scene, **facts)
    return scene, step(publication.publish, scene, by=scene.manager)


def report_at(stage: str, scene: Scene) -> Scene:
    """An assessment whose report is written walks on to this stage before its publication."""
    walks = {S.QUALITY_CHECK: being_checked, S.FACTUAL_ACCURACY: sent, S.ANSWERING: replied, S.FINAL: final}
    if stage in walks:
        walks[S(stage)](scene)
    return scene


def public_at(stage: str, scene: Scene) -> Scene:
    """An assessment whose report is published walks on to this stage."""
    if stage == S.FOLLOW_UP:
        step(publication.begin_follow_up, scene, by=scene.manager)
    if stage in (S.REVIEW_REQUESTED, S.REVIEW_CLOSED, S.CLOSED):
        step(publication.ask_review, scene, by=scene.owner, words="Nobody rang the families.")
    if stage in (S.REVIEW_CLOSED, S.CLOSED):
        decision = {"outcome": "not_upheld", "because": "Two families were rung."}
        step(publication.decide_review, scene, by=make_staff(Role.INSPECTION_MANAGER), **decision)
    if stage == S.CLOSED:
        step(publication.close_assessment, scene, by=scene.manager, because="Nothing is open.")
    return scene


OF_THE_REPORT = (
    "report-desk", "report-preview", "report-changes", "report-points", "report-export", "report-extend",
    "report-calibrate", "report-easy-read", "report-own-draft", "report-send-points",
)  # fmt: skip
OF_THE_PUBLISHED = (
    "report-correct", "report-decide-review", "report-name-reviewer", "report-display", "report-ask-review",
    "report-own-display", "report-public", "report-public-data", "report-public-easy-read", "report-own-easy-read",
)  # fmt: skip


@builds(place=60)
def build(world: World) -> None:
    """A report with a point that waits for its answer, and one that is public: its private words are all marked."""
    mark = world.canary
    people = {"manager": world.people["inspection_manager"], "lead": world.people["inspector"]}
    organisation = make_organisation(mark("Organisation", "reported"), owner=world.people["provider"])
    service = registered_service(organisation, name=mark("Service", "reported"), is_listed=False)
    scene, _draft = sent(organisation=organisation, service=service, **people)
    point = pointed(scene, words=mark("AccuracyPoint", "words"), evidence=mark("AccuracyPoint", "evidence"))
    step(accuracy.send_points, scene, by=scene.owner)
    case = {"case_id": scene.assessment.pk}
    world.ids_of |= dict.fromkeys(OF_THE_REPORT, case)
    world.ids_of["report-section"] = {**case, "section": "summary"}
    world.ids_of["report-say-point"] = {**case, "section_number": 2, "paragraph_number": 1}
    of_point = {**case, "point_id": point.pk}
    world.ids_of |= {"report-answer": of_point, "report-take-back-point": of_point}
    shown = published_with_secrets(world)
    public = {"case_id": shown.assessment.pk}
    world.ids_of |= dict.fromkeys(OF_THE_PUBLISHED, public)


def published_with_secrets(world: World) -> Scene:
    """Every private field on the way to a publication holds a mark; what is published holds none."""
    mark = world.canary
    people = {"manager": world.people["inspection_manager"], "lead": world.people["inspector"]}
    name = f"Service {world.letter} with a report"
    framework = a_framework(status="live")
    organisation = make_organisation(f"Organisation {world.letter} with a report", owner=world.people["provider"])
    service = registered_service(organisation, name=name)
    scene = gathering(
        organisation, service=service, framework=framework, because=mark("Assessment", "reason"), **people
    )
    evidence(scene, text=mark("EvidenceItem", "reported"), source=mark("EvidenceItem", "source"))
    score_everything(in_scoring(scene))
    entries = [CategoryEntry("people", 3, reasons=mark("CategoryScore", "reported"), seen=1)]
    because = mark("CategoryScore", "changed")
    step(score_statement, scene, by=scene.lead, statement=LEARNING, categories=entries, changed_because=because)
    breach = {"code": "BREACH", "area": "safe", "regulation": "Regulation 17"}
    step(note_limiter, scene, by=scene.lead, **breach, words=mark("NotedLimiter", "reported"))
    step(finish_scoring, scene, by=scene.lead)
    write(scene, "summary", mark("EarlierText", "text"))
    write(scene, "summary", SUMMARY)
    written(scene)
    step(easy_read.add_easy_read, scene, by=scene.lead, upload=upload(docx(), "easy read.docx"))
    step(reports.send_to_check, scene, by=scene.lead)
    step(reports.note_calibration, scene, by=scene.manager, words=mark("CheckNote", "compared"))
    step(reports.return_report, scene, by=scene.manager, because=mark("CheckNote", "words"))
    step(reports.send_to_check, scene, by=scene.lead)
    draft = step(accuracy.send_draft, scene, by=scene.manager)
    longer = {"until": draft.last_day + timedelta(days=3), "because": mark("SentDraft", "extended")}
    step(accuracy.extend_reply, scene, by=scene.manager, **longer)
    point = pointed(scene, words=mark("AccuracyPoint", "said"), evidence=mark("AccuracyPoint", "shown"))
    step(accuracy.send_points, scene, by=scene.owner)
    because = mark("AccuracyPoint", "answer")
    answered(point, by=scene.manager, because=because)
    step(reports.finish_report, scene, by=scene.lead)
    step(publication.publish, scene, by=scene.manager)
    shown = {"where": mark("DisplayOfRating", "where"), "shown_on": day_in_london(database_now())}
    step(publication.note_display, scene, by=scene.owner, **shown)
    step(publication.ask_review, scene, by=scene.owner, words=mark("ReviewRequest", "words"))
    world.things["published"] = scene
    return scene

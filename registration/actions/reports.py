"""The assessment report for the registration manager (L-22): everything the recommendation stands on, printed once."""

from datetime import datetime
from typing import Any

from inspection.models import AssessmentVisit
from inspection.queries.visits import checklist_of
from sandbox_portal.casework.moments import day_in_words, in_words
from sandbox_portal.casework.reason_lists import reasons_of
from sandbox_portal.documents.actions import Paper, issue_document
from sandbox_portal.documents.choices import Audience, DocumentKind
from sandbox_portal.documents.models import IssuedDocument
from sandbox_portal.people.models import User

from ..choices import KeyQuestion
from ..models import Assessment, FitnessView, ManagerInterview, ReadinessView, Recommendation, VisitPhoto

Table = dict[str, Any]


def issue_assessment_report(recommendation: Recommendation, *, by: User | None, at: datetime) -> IssuedDocument:
    """Print what stands behind a recommendation. Slow: call it from a task."""
    application = recommendation.application
    paper = Paper(
        request_key=f"registration-report-{recommendation.pk}",
        kind=DocumentKind.RECORD,
        code="L-22",
        title=f"Assessment report {recommendation.number}",
        layout="documents/record.html",
        audience=Audience.STAFF,
        case=application.case,
        data={
            "title": f"Assessment report for {application.case.reference}: {application.organisation.name}",
            "intro": f"The inspector recommends: {recommendation.get_outcome_display().lower()}. "
            "The applicant does not get this report.",
            "facts": _facts(recommendation),
            "tables": [
                _conditions(recommendation),
                _key_questions(recommendation),
                _people(recommendation),
                _interviews(recommendation),
                _visits(recommendation),
                _photos(recommendation),
            ],
        },
    )
    return issue_document(paper, by=by, at=at)


def _facts(recommendation: Recommendation) -> list[list[str]]:
    labels = reasons_of(recommendation.reason_list)
    ready = ReadinessView.objects.filter(application=recommendation.application_id).first()
    return [
        ["Recommended", recommendation.get_outcome_display()],
        ["Why", "; ".join(labels.label_of(code) for code in recommendation.reasons)],
        ["In the inspector's words", recommendation.text],
        ["Made", f"{in_words(recommendation.made_at)}, {recommendation.made_by}"],
        ["Is the provider ready?", f"{ready.get_view_display()}: {ready.reasons}" if ready else "Not said"],
    ]


def _conditions(recommendation: Recommendation) -> Table:
    rows = [[each.words, "Yes" if each.is_agreed else "No"] for each in recommendation.conditions.all()]
    return _table("Conditions", ["Condition", "Agreed in writing"], rows)


def _key_questions(recommendation: Recommendation) -> Table:
    written = {each.key_question: each for each in Assessment.objects.filter(application=recommendation.application_id)}
    rows = [
        [str(key.label), written[key].get_view_display(), written[key].reasons, written[key].evidence]
        for key in KeyQuestion
        if key in written
    ]
    return _table("The five key questions", ["Key question", "View", "Reasons", "What was looked at"], rows)


def _people(recommendation: Recommendation) -> Table:
    views = FitnessView.objects.filter(manager__application=recommendation.application_id).select_related("manager")
    rows = [[each.manager.name, each.get_view_display(), each.reasons] for each in views]
    return _table("Is each manager fit?", ["Manager", "View", "Reasons"], rows)


def _interviews(recommendation: Recommendation) -> Table:
    held = ManagerInterview.objects.filter(application=recommendation.application_id).prefetch_related("managers")
    rows = [
        [
            day_in_words(each.held_on),
            " and ".join(manager.name for manager in each.managers.all()),
            each.get_mode_display(),
            each.notes,
        ]
        for each in held
    ]
    return _table("Interviews", ["Day", "With", "How", "Notes"], rows)


def _visits(recommendation: Recommendation) -> Table:
    made = AssessmentVisit.objects.filter(case=recommendation.application_id, done_at__isnull=False)
    rows = []
    for each in made.select_related("checklist").prefetch_related("follow_ups").order_by("starts_at", "pk"):
        asked = checklist_of(each).questions
        seen = [f"{asked[key].name}: {words}" for key, words in each.answers.items() if key in asked]
        where = f"{each.get_mode_display()}: {each.place}" if each.place else each.get_mode_display()
        follow_ups = [one.words for one in each.follow_ups.all()]
        rows.append([in_words(each.starts_at), where, each.summary, "; ".join(seen), "; ".join(follow_ups)])
    return _table("Visits", ["When", "How", "Findings", "What was seen", "To follow up"], rows)


def _photos(recommendation: Recommendation) -> Table:
    """In words: the photos themselves stand among the files of the case."""
    taken = VisitPhoto.objects.filter(
        visit__case=recommendation.application_id, visit__done_at__isnull=False, removed_at=None
    )
    rows = [
        [str(each), each.seen, each.agreed or "Nobody had to", f"{each.photographer}, {day_in_words(each.taken_on)}"]
        for each in taken.order_by("visit__starts_at", "visit", "number")
    ]
    return _table("Photos of the visits", ["Photo", "What is seen", "Who agreed", "Taken by, on"], rows)


def _table(caption: str, columns: list[str], rows: list[list[str]]) -> Table:
    return {"caption": caption, "columns": columns, "rows": rows, "first_is_heading": True, "note": ""}

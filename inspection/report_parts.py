"""What a report puts on pages that are not its own: the organisation's assessment, and the service in the register."""

from datetime import date, datetime
from typing import Any

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.working_days import end_of_day
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places
from sandbox_portal.register.models import Service

from .queries.assessments import KIND, assessment_in
from .queries.reports import displays_of, draft_of, newest_publication, publications_about, review_of
from .queries.showing import shown_report
from .workflow import ASSESSMENT


def own_report_part(case: Case, user: User, at: datetime) -> dict[str, Any] | None:
    """For people of the assessed organisation: their draft, their report, and what they can do about it."""
    if case.kind != KIND or case.organisation_id not in organisation_places(user):
        return None
    assessment = assessment_in(case)
    draft, publication = draft_of(assessment), newest_publication(assessment)
    if draft is None and publication is None:
        return None
    return {
        "case": case,
        "draft": draft,
        "publication": publication,
        "review": review_of(assessment),
        "displays": displays_of(assessment) if publication else [],
        "may_ask_review": ASSESSMENT.refusal("ask_review", assessment, user) is None,
        "may_note_display": ASSESSMENT.refusal("note_display", assessment, user) is None,
    }


def report_of_service_part(service: Service, user: Any, day: date) -> dict[str, Any] | None:
    """In the register: the newest published report of the service on a day, with the areas first (R42)."""
    publication = publications_about([service.pk], until=end_of_day(day)).get(service.pk)
    if publication is None:
        return None
    summary = [each for each in publication.snapshot["sections"] if each["key"] == "summary"]
    return {
        "publication": publication,
        "report": publication.snapshot,
        "shown": shown_report(publication.snapshot, today=day),
        "summary": summary[0]["paragraphs"] if summary else [],
        "schemes": ("rating",),
    }

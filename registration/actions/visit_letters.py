"""The letter about a visit before registration (L-21): when, where, who, and what it looks at."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from inspection.models import AssessmentVisit
from inspection.queries.visits import who_is_named
from inspection.rulebook.visit_record import lines_of
from sandbox_portal.casework.moments import day_in_words, time_in_words
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import issue_letter
from sandbox_portal.people.models import User

from ..visit_plan import usual_agenda


def write_of_visit(visit: AssessmentVisit, *, by: User, at: datetime) -> None:
    """Write to the organisation about the day that stands now. A visit without an agenda looks at what is usual."""
    how = visit.mode_told
    data = {
        "visit_on": day_in_words(day_in_london(visit.starts_at)),
        "visit_time": time_in_words(visit.starts_at),
        "visit_place": f"{how}: {visit.place}" if visit.place else how,
        "visitors": ", ".join(person.name for person in who_is_named(visit)),
        "visit_plan": lines_of(visit.agenda) or list(usual_agenda()),
        "short_notice": "yes" if visit.is_short_notice and visit.agreed_at is None else "",
        "inspector_note": visit.note,
        "link": settings.PORTAL_URL + reverse("visit-answer", args=[visit.case_id, visit.pk]),
    }
    occasion = f"visit-{visit.pk}-{at:%Y%m%d%H%M%S%f}"
    issue_letter(visit.case, code="L-21", data=data, by=by, at=at, occasion=occasion)

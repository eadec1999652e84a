"""What a round publishes of its selection: the statistics as a document, and each applicant's own scores as one."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.outbox import queue_mail
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import Paper, create_job, issue_document
from sandbox_portal.documents.choices import Audience, DocumentKind
from sandbox_portal.documents.models import IssuedDocument, Job
from sandbox_portal.documents.queries import letter_of
from sandbox_portal.people.choices import WRITERS
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.queries import response_of
from sandbox_portal.questions.returns import returns_of
from sandbox_portal.questions.showing import response_document_context

from ..models import Application, Selection
from ..queries.results import is_announced, own_scores
from ..queries.statistics import statistics_code, statistics_tables
from ..queries.told import COPY, result_is_told

SCORES_JOB = "selection.scores_pdf"
NOT_ANNOUNCED = "The results of this round have not been sent yet."
SMALL_NUMBERS = (
    "Rounds are small, so many of these numbers are small too. We never publish the scores of one organisation."
)


def issue_copy_of_answers(application: Application, *, by: User | None, at: datetime) -> IssuedDocument:
    """Make the copy of what was sent (R-152). Slow: call it from a task."""
    return issue_document(_copy(application, f"copy-{application.pk}"), by=by, at=at)


def issue_copy_of_answers_again(application: Application, *, by: User | None, at: datetime) -> IssuedDocument | None:
    """Make the next version of the copy from the answers that were asked again, and tell the applicant (R14).

    Slow: call it from a task. Once for each time that answers came back; nothing where none have.
    """
    response = response_of(application.case, set_code=application.round.question_set)
    came = [(each.number, each.answered_at) for each in returns_of(response) if each.answered_at] if response else []
    older = letter_of(application.case, COPY)
    if not came or older is None:
        return None
    number, answered_at = came[0]
    key = f"copy-{application.pk}-return-{number}"
    answered_on = day_in_words(day_in_london(answered_at))
    note = f"It holds the answers we asked again, as they were sent back on {answered_on}."
    copy = older
    if older.request_key != key:
        copy = issue_document(_copy(application, key, replaces=older, correction_note=note), by=by, at=at)
    _tell_of_copy(application, copy, note)
    return copy


def _tell_of_copy(application: Application, copy: IssuedDocument, note: str) -> None:
    for person in people_of(application.organisation, *WRITERS):
        context = {
            "name": person.name,
            "reference": application.case.reference or "",
            "number": copy.number,
            "note": note,
            "link": f"{settings.PORTAL_URL}{reverse('application-status', args=[application.pk])}",
        }
        queue_mail("selection/copy_again", to=person.email, key=f"copy-again:{copy.pk}:{person.pk}", context=context)


def _copy(application: Application, key: str, **version: Any) -> Paper:
    response = response_of(application.case, set_code=application.round.question_set)
    if response is None:
        raise Refused("There are no answers to copy.")
    snapshot = response_document_context(response)
    return Paper(
        request_key=key,
        kind=DocumentKind.RECORD,
        code=COPY,
        title=f"Copy of your application {application.case.reference}",
        layout="documents/questions/response.html",
        audience=Audience.ORGANISATION,
        case=application.case,
        data={**snapshot, "title": f"Application {application.case.reference} to {application.round.title}"},
        **version,
    )


def ask_for_scores(application: Application, *, by: User, at: datetime) -> Job:
    """Ask for one's own scores as a PDF, once the results have been told."""
    if not result_is_told(application.case):
        raise Refused(NOT_ANNOUNCED)
    title = f"Scores of {application.case.reference}"
    return create_job(SCORES_JOB, title=title, by=by, at=at, case=application.case)


def issue_scores(application: Application, *, by: User | None, at: datetime) -> IssuedDocument:
    """Make the PDF of an applicant's own scores. Slow: call it from a task."""
    if not result_is_told(application.case):
        raise Refused(NOT_ANNOUNCED)
    rows = [
        [f"{score.criterion.code} {score.criterion.title}", score.in_words, score.reason]
        for score in own_scores(application)
    ]
    data = {
        "facts": [["Organisation", application.organisation.name], ["Total", str(application.total or "–")]],
        "tables": [
            {
                "caption": "Scores and reasons",
                "columns": ["Criterion", "Score", "Reason"],
                "rows": rows,
                "first_is_heading": True,
            }
        ],
    }
    paper = Paper(
        request_key=f"scores-{application.pk}",
        kind=DocumentKind.RECORD,
        title=f"Scores of {application.case.reference}",
        layout="documents/record.html",
        audience=Audience.ORGANISATION,
        case=application.case,
        data=data,
    )
    return issue_document(paper, by=by, at=at)


def issue_statistics(selection: Selection, *, request: str, by: User | None, at: datetime) -> IssuedDocument:
    """Make the statistics of a round as a public document (R-188). Slow: call it from a task."""
    if not is_announced(selection):
        raise Refused(NOT_ANNOUNCED)
    round_ = selection.round
    paper = Paper(
        request_key=f"statistics-{request}",
        kind=DocumentKind.STATISTICS,
        code=statistics_code(selection),
        title=f"Statistics of {round_.title}",
        layout="documents/selection/statistics.html",
        audience=Audience.PUBLIC,
        data={
            "intro": SMALL_NUMBERS,
            "as_at": day_in_words(day_in_london(at)),
            "tables": [table.printed for table in statistics_tables(selection)],
        },
    )
    return issue_document(paper, by=by, at=at)

"""Publish a report, and what follows: a review, where the rating is shown, the end (R-404, R-406, R-410)."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from sandbox_portal.casework.actions.assigning import hand
from sandbox_portal.casework.calendars import england_and_wales
from sandbox_portal.casework.deadlines import finish_deadline, set_deadline
from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.outbox import queue_task
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london, end_of_day
from sandbox_portal.documents.actions import issue_letter
from sandbox_portal.people.models import User
from sandbox_portal.register.actions import record_status
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.definitions import schemes

from ..choices.reports import ReviewOutcome
from ..models import Assessment, DisplayOfRating, Publication, ReviewRequest
from ..models.reports import MOST_WORDS_OF_REVIEW
from ..permissions import manages_it
from ..queries.reports import newest_publication
from ..queries.reviews import outsiders_who_may_decide
from ..queries.snapshots import WHOLE, snapshot_of
from ..rulebook.published import PublishedRating, PublishedReport
from ..rulebook.report_clocks import DISPLAY_DAYS, REVIEW_WORKING_DAYS, display_ends, review_ends
from ..rulebook.report_text import number_of_words
from ..signals import report_published
from ..timers import display_clock, review_clock
from ..workflow import ASSESSMENT
from ..workflow.reporting import AT_REST, NOT_THE_MANAGER
from ..writing import said
from .accuracy import tell_answers

PRINT_REPORT = "inspection.print_report"
LETTER, REVIEW_LETTER = "L-30C", "L-32"


@transaction.atomic
def publish(assessment: Assessment, *, by: User, at: datetime) -> Publication:
    """Publish: ratings and scores together with the narrative, never alone (R-411). The snapshot never changes."""
    ASSESSMENT.take_step(assessment, "publish", by=by, at=at)
    report = snapshot_of(assessment)
    if not report.sections:
        raise Refused("A rating is never published without the report that explains it.")
    day = day_in_london(at)
    publication = Publication.objects.create(
        assessment=assessment,
        snapshot=report.as_data(),
        review_until=review_ends(day, calendar=england_and_wales()),
        published_at=at,
        published_by=by,
    )
    _enter_in_register(assessment, report, by=by, at=at)
    _let_clocks_run(publication, is_rated=report.is_rated, at=at)
    tell_answers(assessment, by=by, at=at)
    _tell(publication, by=by, at=at)
    queue_task(PRINT_REPORT, key=f"report-{publication.pk}", publication=str(publication.pk))
    report_published.send(Assessment, assessment=assessment, publication=publication, by=by, at=at)
    return publication


def _enter_in_register(assessment: Assessment, report: PublishedReport, *, by: User, at: datetime) -> None:
    """The ratings of this time become what the register says; what is carried over stands there already."""
    if assessment.service is None or not report.is_rated:
        return
    known = {part.code for part in schemes()[Scheme.RATING].parts}
    told = [("", report.overall), *((each.key, each) for each in report.areas if each.key in known)]
    for part, rating in told:
        if _is_new(rating):
            record_status(
                assessment.service,
                scheme=Scheme.RATING,
                part=part,
                status=rating.rating,
                from_day=day_in_london(at),
                is_public=True,
                case=assessment.case,
                by=by,
                at=at,
            )


def _is_new(rating: PublishedRating) -> bool:
    return bool(rating.rating) and (rating.key == WHOLE or not rating.is_carried_over)


def _let_clocks_run(publication: Publication, *, is_rated: bool, at: datetime) -> None:
    assessment, day = publication.assessment, day_in_london(publication.published_at)
    set_deadline(
        review_clock(assessment),
        kind="assessment_review",
        about=f"Last day to ask for a review of the report {assessment.case.reference}",
        due_at=end_of_day(publication.review_until),
        rule=f"{REVIEW_WORKING_DAYS} working days after publication",
        reminder="M-45",
        subject=str(assessment.pk),
        case=assessment.case,
        at=at,
    )
    if not is_rated or assessment.service is None:
        return
    set_deadline(
        display_clock(assessment),
        kind="assessment_display",
        about=f"Show the rating of {assessment.subject_name} to people",
        due_at=end_of_day(display_ends(day)),
        rule=f"{DISPLAY_DAYS} days after publication",
        reminder="M-46",
        subject=str(assessment.pk),
        case=assessment.case,
        at=at,
    )


def _tell(publication: Publication, *, by: User, at: datetime) -> None:
    assessment = publication.assessment
    facts = {
        "subject_name": assessment.subject_name,
        "review_until": day_in_words(publication.review_until),
        "show_by": day_in_words(display_ends(day_in_london(publication.published_at))),
        "report_link": settings.PORTAL_URL + reverse("report-public", args=[assessment.pk]),
        "link": settings.PORTAL_URL + reverse("assessment-own", args=[assessment.pk]),
    }
    issue_letter(assessment.case, code=LETTER, data=facts, by=by, at=at)


@transaction.atomic
def correct_publication(
    assessment: Assessment, *, paragraph: str, text: str, note: str, by: User, at: datetime
) -> Publication:
    """Put one paragraph of a published report right. The wrong version stays readable beside what was wrong (R-916)."""
    case = Case.objects.select_for_update().get(pk=assessment.pk)
    if not manages_it.test(by, assessment):
        raise Refused(NOT_THE_MANAGER)
    if case.stage not in AT_REST:
        raise Refused("Only a published report is corrected, and not while a review goes on.")
    before = newest_publication(assessment)
    if before is None:
        raise Refused("Nothing has been published yet.")
    snapshot, words = dict(before.snapshot), said(text, "Write the paragraph as it should be.")
    snapshot["sections"] = [
        {
            **section,
            "paragraphs": [
                {**each, "text": words} if each["number"] == paragraph else each for each in section["paragraphs"]
            ],
        }
        for section in snapshot["sections"]
    ]
    if snapshot["sections"] == before.snapshot["sections"]:
        raise Refused("Nothing would change: choose a paragraph, and write it as it should be.")
    publication = Publication.objects.create(
        assessment=assessment,
        version=before.version + 1,
        snapshot=snapshot,
        correction_note=said(note, "Say what was wrong, so that readers understand the correction."),
        review_until=before.review_until,
        published_at=at,
        published_by=by,
    )
    record(case, verb="report corrected", by=by, at=at, note=publication.correction_note)
    queue_task(PRINT_REPORT, key=f"report-{publication.pk}", publication=str(publication.pk))
    return publication


@transaction.atomic
def note_display(assessment: Assessment, *, where: str, shown_on: date, by: User, at: datetime) -> DisplayOfRating:
    """Write down where the rating is shown (R-406)."""
    ASSESSMENT.take_step(assessment, "note_display", by=by, at=at)
    if shown_on > day_in_london(at):
        raise Refused("This day is still to come. Note it when the rating is shown.")
    finish_deadline(display_clock(assessment), at=at)
    words = said(where, "Say where people can see the rating.")
    return DisplayOfRating.objects.create(
        assessment=assessment, where=words[:300], shown_on=shown_on, noted_at=at, noted_by=by
    )


@transaction.atomic
def ask_review(assessment: Assessment, *, words: str, by: User, at: datetime) -> ReviewRequest:
    """Ask for a review because the process was not followed: once, in time, in 500 words (R-404)."""
    words = said(words, "Say what part of the process was not followed.")
    count = number_of_words(words)
    if count > MOST_WORDS_OF_REVIEW:
        raise Refused(f"You wrote {count} words. Say it in {MOST_WORDS_OF_REVIEW} words or fewer.")
    ASSESSMENT.take_step(assessment, "ask_review", by=by, at=at)
    finish_deadline(review_clock(assessment), at=at)
    return ReviewRequest.objects.create(assessment=assessment, words=words, asked_at=at, asked_by=by)


@transaction.atomic
def name_reviewer(
    assessment: Assessment, *, reviewer: User, because: str, instead_of: str = "", by: User, at: datetime
) -> ReviewRequest:
    """Name somebody from outside who had no part in it to decide, and give them the case.

    `instead_of` is whoever was named when the page was read, if anybody was: nobody is replaced unseen.
    """
    reason = said(because, "Say why somebody from outside decides.")
    ASSESSMENT.take_step(assessment, "name_reviewer", by=by, at=at, note=reviewer.name)
    if reviewer not in outsiders_who_may_decide(assessment):
        raise Refused("This person had a part in the assessment, or has no role that may decide. Choose somebody else.")
    review = ReviewRequest.objects.select_for_update(of=("self",)).select_related("reviewer").get(pk=assessment.pk)
    if review.reviewer and str(review.reviewer_id) != instead_of:
        raise Refused(f"{review.reviewer.name} was named meanwhile, and has the case. Read the page again.")
    review.reviewer, review.reviewer_because = reviewer, reason
    review.reviewer_named_at, review.reviewer_named_by = at, by
    review.save(update_fields=["reviewer", "reviewer_because", "reviewer_named_at", "reviewer_named_by"])
    hand(assessment.case, to=reviewer, reason=reason, by=by, at=at, verb="given to a person")
    return review


@transaction.atomic
def decide_review(assessment: Assessment, *, outcome: str, because: str, by: User, at: datetime) -> ReviewRequest:
    """Uphold a request for a review, or not, and say why (L-32). Whoever published the report does not decide."""
    reason = said(because, "Give the reasons. The organisation reads them.")
    if outcome not in ReviewOutcome.values:
        raise Refused("Say what came of the review.")
    ASSESSMENT.take_step(assessment, "decide_review", by=by, at=at)
    publication = newest_publication(assessment)
    if publication is not None and publication.published_by_id == by.pk:
        raise Refused("You published this report. A review is decided by somebody else.")
    review = ReviewRequest.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    review.outcome, review.decided_because, review.decided_at, review.decided_by = outcome, reason, at, by
    review.save(update_fields=["outcome", "decided_because", "decided_at", "decided_by"])
    facts = {
        "subject_name": assessment.subject_name,
        "review_outcome": review.get_outcome_display(),
        "reason": reason,
    }
    issue_letter(assessment.case, code=REVIEW_LETTER, data=facts, by=by, at=at)
    return review


@transaction.atomic
def begin_follow_up(assessment: Assessment, *, by: User, at: datetime) -> Assessment:
    """See that what was found gets better."""
    return ASSESSMENT.take_step(assessment, "begin_follow_up", by=by, at=at)


@transaction.atomic
def close_assessment(assessment: Assessment, *, because: str, by: User, at: datetime) -> Assessment:
    """End the assessment. Its report stays public."""
    words = said(because, "Say why nothing more has to be done.")
    ASSESSMENT.take_step(assessment, "close", by=by, at=at, note=words)
    finish_deadline(review_clock(assessment), at=at)
    finish_deadline(display_clock(assessment), at=at)
    return assessment

"""Factual accuracy: a draft goes out, the organisation says what is wrong, somebody independent answers (R-402)."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from sandbox_portal.casework.calendars import england_and_wales
from sandbox_portal.casework.deadlines import finish_deadline, set_deadline
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.outbox import queue_task
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london, end_of_day
from sandbox_portal.documents.actions import issue_letter
from sandbox_portal.people.models import User

from ..choices.reports import CheckKind, PointAnswer, PointKind
from ..models import AccuracyPoint, Assessment, CheckNote, SentDraft
from ..queries.reports import draft_of, moment_of_answer, points_of
from ..queries.snapshots import snapshot_of
from ..rulebook.published import numbers_in
from ..rulebook.report_clocks import REPLY_WORKING_DAYS, reply_ends
from ..timers import reply_clock
from ..workflow import ASSESSMENT
from ..writing import said

DRAFT_LETTER, ANSWER_LETTER = "L-28", "L-29"
PRINT_DRAFT = "inspection.print_draft"


@transaction.atomic
def send_draft(assessment: Assessment, *, by: User, at: datetime) -> SentDraft:
    """Send the draft with numbered paragraphs; ten working days begin to run (R-402, L-28)."""
    ASSESSMENT.take_step(assessment, "send_draft", by=by, at=at)
    newest = SentDraft.objects.filter(assessment=assessment).aggregate(Max("number"))["number__max"] or 0
    draft = SentDraft.objects.create(
        assessment=assessment,
        number=newest + 1,
        content=snapshot_of(assessment).as_data(),
        sent_at=at,
        sent_by=by,
        last_day=reply_ends(day_in_london(at), calendar=england_and_wales()),
    )
    _let_reply_clock_run(draft, f"{REPLY_WORKING_DAYS} working days after the draft was sent", at=at)
    facts = {
        "subject_name": assessment.subject_name,
        "reply_until": day_in_words(draft.last_day),
        "lead_inspector": assessment.lead.name if assessment.lead else "",
        "link": settings.PORTAL_URL + reverse("report-own-draft", args=[assessment.pk]),
    }
    issue_letter(assessment.case, code=DRAFT_LETTER, data=facts, by=by, at=at, occasion=str(draft.number))
    queue_task(PRINT_DRAFT, key=f"report-draft-{draft.pk}", draft=str(draft.pk))
    return draft


def _let_reply_clock_run(draft: SentDraft, rule: str, *, at: datetime) -> None:
    assessment = draft.assessment
    set_deadline(
        reply_clock(assessment),
        kind="assessment_reply",
        about=f"Last day to say what is wrong in the draft report {assessment.case.reference}",
        due_at=end_of_day(draft.last_day),
        rule=rule,
        reminder="M-44",
        subject=str(assessment.pk),
        case=assessment.case,
        at=at,
    )


@transaction.atomic
def note_point(
    assessment: Assessment, *, paragraph: str, kind: str, words: str, evidence: str = "", by: User, at: datetime
) -> AccuracyPoint:
    """Say what is wrong in one paragraph. It can be taken back until everything is sent."""
    ASSESSMENT.take_step(assessment, "note_point", by=by, at=at)
    draft = _out(assessment)
    if paragraph not in numbers_in(draft.content):
        raise Refused("The draft has no paragraph of this number.")
    if kind not in PointKind.values:
        raise Refused("Say what kind of point it is.")
    newest = AccuracyPoint.objects.filter(draft=draft).aggregate(Max("number"))["number__max"] or 0
    return AccuracyPoint.objects.create(
        draft=draft,
        number=newest + 1,
        paragraph=paragraph,
        kind=kind,
        words=said(words, "Say what is wrong, and what it should say."),
        evidence=evidence.replace("\r\n", "\n").strip()[:10_000],
        said_at=at,
        said_by=by,
    )


@transaction.atomic
def take_back_point(point: AccuracyPoint, *, by: User, at: datetime) -> AccuracyPoint:
    """Leave a point out of the reply. It stays written down that it was there."""
    assessment = point.draft.assessment
    ASSESSMENT.take_step(assessment, "note_point", by=by, at=at)
    draft = _out(assessment)
    point = AccuracyPoint.objects.select_for_update(of=("self",)).get(pk=point.pk, draft=draft)
    if point.taken_back_at is not None:
        raise Refused("This point was taken back already.")
    point.taken_back_at, point.taken_back_by = at, by
    point.save(update_fields=["taken_back_at", "taken_back_by"])
    return point


@transaction.atomic
def send_points(assessment: Assessment, *, by: User, at: datetime) -> SentDraft:
    """The organisation has said everything, or that nothing is wrong."""
    ASSESSMENT.take_step(assessment, "send_points", by=by, at=at)
    return _end_reply(assessment, by=by, at=at)


@transaction.atomic
def go_on_without(assessment: Assessment, *, by: User | None, at: datetime) -> SentDraft:
    """The time is over: what was noted by then counts, and the report goes on (R-403). The clock does this too."""
    ASSESSMENT.take_step(assessment, "go_on_without", by=by, at=at)
    return _end_reply(assessment, by=None, at=at)


def _end_reply(assessment: Assessment, *, by: User | None, at: datetime) -> SentDraft:
    draft = _out(assessment)
    draft.replied_at, draft.replied_by = at, by
    draft.save(update_fields=["replied_at", "replied_by"])
    finish_deadline(reply_clock(assessment), at=at)
    return draft


@transaction.atomic
def extend_reply(assessment: Assessment, *, until: date, because: str, by: User, at: datetime) -> SentDraft:
    """Give more time, for an exceptional reason that is written down (R-403)."""
    words = said(because, "Say what the exceptional reason is.")
    ASSESSMENT.take_step(assessment, "extend_reply", by=by, at=at, note=words)
    draft = _out(assessment)
    if until <= draft.last_day or until <= day_in_london(at):
        raise Refused(f"Choose a day after {day_in_words(max(draft.last_day, day_in_london(at)))}.")
    draft.last_day, draft.extended_because, draft.extended_at, draft.extended_by = until, words, at, by
    draft.save(update_fields=["last_day", "extended_because", "extended_at", "extended_by"])
    _let_reply_clock_run(draft, "more time was given for an exceptional reason", at=at)
    return draft


@transaction.atomic
def answer_point(
    point: AccuracyPoint, *, answer: str, because: str, seen: str = "", by: User, at: datetime
) -> AccuracyPoint:
    """Accept a point, in part or not at all, with the reason. Whoever was ever in the team does not answer.

    `seen` is the moment of the answer that stood there; what somebody else answered since is not replaced unseen.
    """
    words = said(because, "Give the reason. The organisation reads it.")
    if answer not in PointAnswer.values:
        raise Refused("Say whether the point is accepted.")
    assessment = point.draft.assessment
    ASSESSMENT.take_step(assessment, "answer_point", by=by, at=at, note=f"Point {point.number}")
    found = AccuracyPoint.objects.select_for_update(of=("self",)).select_related("answered_by")
    point = found.get(pk=point.pk, draft__assessment=assessment)
    if point.taken_back_at is not None:
        raise Refused("The organisation took this point back.")
    if point.answered_by and point.answered_by != by and moment_of_answer(point) != seen:
        raise Refused(f"{point.answered_by.name} answered this point meanwhile. Open the page again to read it.")
    point.answer, point.answer_because, point.answered_at, point.answered_by = answer, words, at, by
    point.save(update_fields=["answer", "answer_because", "answered_at", "answered_by"])
    return point


@transaction.atomic
def reopen_scores(assessment: Assessment, *, because: str, by: User, at: datetime) -> Assessment:
    """What the organisation said may change a score (R-402)."""
    words = said(because, "Say which scores have to be looked at again, and why.")
    ASSESSMENT.take_step(assessment, "reopen_scores", by=by, at=at)
    CheckNote.objects.create(assessment=assessment, kind=CheckKind.RETURNED, words=words, written_at=at, written_by=by)
    return assessment


def tell_answers(assessment: Assessment, *, by: User, at: datetime) -> None:
    """Send what was answered to each point, with the final report (L-29). Without points there is nothing to tell."""
    draft = draft_of(assessment)
    points = points_of(draft) if draft else []
    if not points:
        return
    facts: dict[str, Any] = {
        "subject_name": assessment.subject_name,
        "accuracy_points": [
            f"Paragraph {each.paragraph}: {each.words} – {each.get_answer_display()}: {each.answer_because}"
            for each in points
        ],
    }
    issue_letter(assessment.case, code=ANSWER_LETTER, data=facts, by=by, at=at)


def _out(assessment: Assessment) -> SentDraft:
    """The draft that is with the organisation now, locked with its case."""
    Case.objects.select_for_update().get(pk=assessment.pk)
    draft = SentDraft.objects.filter(assessment=assessment, replied_at=None).first()
    if draft is None:
        raise Refused("No draft is with the organisation now.")
    draft.assessment = assessment
    return draft

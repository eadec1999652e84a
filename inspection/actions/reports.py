"""Write a report section by section, have a second person check it, and finish it (R-400, R-401)."""

from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.calendars import england_and_wales
from sandbox_portal.casework.deadlines import finish_deadline, set_deadline
from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Conflict, Refused
from sandbox_portal.casework.working_days import day_in_london, end_of_day
from sandbox_portal.people.models import User

from ..choices.reports import CheckKind
from ..models import Assessment, AssessmentVisit, CheckNote, EarlierText, ReportSection
from ..permissions import manages_it
from ..queries.report_text import SectionShown, section_of
from ..rulebook.report_clocks import DRAFT_WORKING_DAYS, draft_is_due
from ..timers import draft_clock
from ..workflow import ASSESSMENT
from ..workflow.reporting import BEFORE_PUBLICATION, NOT_THE_MANAGER
from ..writing import said

LONGEST_SECTION = 60_000
CHANGED = "Somebody saved this section after you opened it. Your text is still here, beside theirs."


@transaction.atomic
def save_section(
    assessment: Assessment,
    *,
    key: str,
    text: str,
    version: int,
    open_page: str = "",
    is_typing: bool = False,
    by: User,
    at: datetime,
) -> ReportSection:
    """Keep the text of one section. Whoever read an older version is shown both texts, and neither is lost.

    What is saved while somebody types is not told on the timeline; what another person wrote before is kept either way.
    What the same open page saved by itself while its button was on the way is no conflict.
    """
    case = Case.objects.select_for_update().get(pk=assessment.pk)
    refusal = ASSESSMENT.refusal("write_report", assessment, by)
    if refusal:
        raise Refused(refusal)
    section = section_of(assessment, key)
    if section is None:
        raise Refused("This report has no such section.")
    text = _checked(text)
    stored = section.stored
    if stored is None:
        stored = _begin(assessment, section, text, version, by=by, at=at)
    elif stored.version != version and not _is_own(stored, open_page, by):
        raise Conflict(CHANGED, theirs=stored)
    elif stored.text != text:
        _replace(stored, text, keeps=not is_typing or stored.saved_by_id != by.pk, by=by, at=at)
    stored.written_from = open_page if is_typing else ""
    stored.save(update_fields=["written_from"])
    if not is_typing:
        record(case, verb="report written", by=by, at=at, note=section.heading)
    return stored


def _is_own(stored: ReportSection, open_page: str, by: User) -> bool:
    return bool(open_page) and stored.written_from == open_page and stored.saved_by_id == by.pk


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_SECTION:
        raise Refused(f"A section can have {LONGEST_SECTION:,} characters. Move some of it to another section.")
    return text


def _begin(
    assessment: Assessment, section: SectionShown, text: str, version: int, *, by: User, at: datetime
) -> ReportSection:
    if version:
        raise Refused("This section is not written yet. Open the page again.")
    return ReportSection.objects.create(
        assessment=assessment, kind=section.kind, area=section.area, text=text, saved_at=at, saved_by=by
    )


def _replace(stored: ReportSection, text: str, *, keeps: bool, by: User, at: datetime) -> None:
    if keeps and stored.text:
        EarlierText.objects.create(
            section=stored,
            version=stored.version,
            text=stored.text,
            saved_at=stored.saved_at,
            saved_by_id=stored.saved_by_id,
        )
    stored.text, stored.version, stored.saved_at, stored.saved_by = text, stored.version + 1, at, by
    stored.save(update_fields=["text", "version", "saved_at", "saved_by"])


def let_draft_clock_run(assessment: Assessment, *, by: User, at: datetime) -> None:
    """Count from the last visit when the draft is due (M-43); asked for when the scores are finished."""
    last = AssessmentVisit.objects.filter(case=assessment.case, done_at__isnull=False).order_by("-starts_at").first()
    visited_on = day_in_london(last.starts_at if last else at)
    set_deadline(
        draft_clock(assessment),
        kind="assessment_report",
        about=f"Draft report of {assessment}",
        due_at=end_of_day(draft_is_due(visited_on, calendar=england_and_wales())),
        rule=f"{DRAFT_WORKING_DAYS} working days after the last visit",
        reminder="M-43",
        subject=str(assessment.pk),
        case=assessment.case,
        at=at,
    )


@transaction.atomic
def send_to_check(assessment: Assessment, *, by: User, at: datetime) -> Assessment:
    """Hand the draft to a second person."""
    ASSESSMENT.take_step(assessment, "send_to_check", by=by, at=at)
    finish_deadline(draft_clock(assessment), at=at)
    return assessment


@transaction.atomic
def back_to_scores(assessment: Assessment, *, because: str, by: User, at: datetime) -> Assessment:
    """The lead finds while writing that a score is wrong."""
    words = said(because, "Say what is wrong with the scores.")
    return ASSESSMENT.take_step(assessment, "back_to_scores", by=by, at=at, note=words)


@transaction.atomic
def return_report(assessment: Assessment, *, because: str, by: User, at: datetime) -> Assessment:
    """The draft goes back to whoever writes it, with what has to change."""
    return _return(assessment, "return_report", because, by=by, at=at)


@transaction.atomic
def return_scores(assessment: Assessment, *, because: str, by: User, at: datetime) -> Assessment:
    """The scores have to be looked at again before there can be a report."""
    return _return(assessment, "return_scores", because, by=by, at=at)


@transaction.atomic
def return_final(assessment: Assessment, *, because: str, by: User, at: datetime) -> Assessment:
    """The final text goes back once more before it is published."""
    return _return(assessment, "return_final", because, by=by, at=at)


def _return(assessment: Assessment, step: str, because: str, *, by: User, at: datetime) -> Assessment:
    words = said(because, "Say what has to change.")
    ASSESSMENT.take_step(assessment, step, by=by, at=at)
    CheckNote.objects.create(assessment=assessment, kind=CheckKind.RETURNED, words=words, written_at=at, written_by=by)
    return assessment


@transaction.atomic
def note_calibration(assessment: Assessment, *, words: str, by: User, at: datetime) -> CheckNote:
    """Write down how this judgement compares with others of its kind (R-405). It is never public."""
    locked = Case.objects.select_for_update().get(pk=assessment.pk)
    if not manages_it.test(by, assessment):
        raise Refused(NOT_THE_MANAGER)
    if locked.stage not in BEFORE_PUBLICATION:
        raise Refused("Judgements are compared before a report is published.")
    words = said(words, "Say what was compared, and what came of it.")
    record(locked, verb="judgement compared", by=by, at=at)
    return CheckNote.objects.create(
        assessment=assessment, kind=CheckKind.CALIBRATION, words=words, written_at=at, written_by=by
    )


@transaction.atomic
def return_to_answers(assessment: Assessment, *, by: User, at: datetime) -> Assessment:
    """The scores or the text were looked at again, and what changed does not need the organisation's word once more."""
    return ASSESSMENT.take_step(assessment, "return_to_answers", by=by, at=at)


@transaction.atomic
def finish_report(assessment: Assessment, *, by: User, at: datetime) -> Assessment:
    """Say that the text is final: every point is answered, and what was accepted is written into it."""
    return ASSESSMENT.take_step(assessment, "finish_report", by=by, at=at)

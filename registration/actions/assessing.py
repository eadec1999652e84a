"""What an inspector writes down: key questions, interviews, whether people are fit and the provider ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from sandbox_portal.casework.events import record
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.models import User

from ..choices import Fitness, KeyQuestion, Mode, Readiness, View
from ..models import (
    Assessment,
    FitnessView,
    ManagerApplication,
    ManagerInterview,
    ReadinessView,
    RegistrationApplication,
)
from ..workflow import REGISTRATION
from ..writing import LONGEST, hold_for_writing, said


@dataclass(frozen=True)
class KeyQuestionRecord:
    """The record of one key question (R-274)."""

    evidence: str
    questions: str
    view: str
    reasons: str


@dataclass(frozen=True)
class Interview:
    """A talk with one manager or several (R-275)."""

    held_on: date
    mode: str
    questions: str
    notes: str


@transaction.atomic
def begin_assessment(application: RegistrationApplication, *, by: User, at: datetime) -> RegistrationApplication:
    return REGISTRATION.take_step(application, "begin_assessment", by=by, at=at)


@transaction.atomic
def write_assessment(
    application: RegistrationApplication, *, key_question: str, content: KeyQuestionRecord, by: User, at: datetime
) -> Assessment:
    """Write the record of one key question, or write it anew."""
    hold_for_writing(application, by=by)
    if key_question not in KeyQuestion.values or content.view not in View.values:
        raise Refused("Choose one of the five key questions, and a view.")
    values = {
        "evidence": said(content.evidence, "Say what you looked at."),
        "questions": content.questions.strip()[:LONGEST],
        "view": content.view,
        "reasons": said(content.reasons, "Give your reasons."),
        "written_at": at,
        "written_by": by,
    }
    written, is_new = Assessment.objects.update_or_create(
        application=application, key_question=key_question, defaults=values
    )
    what = {"key_question": key_question, "view": content.view}
    record(
        application.case,
        verb="key question assessed" if is_new else "key question assessed again",
        by=by,
        at=at,
        data=what,
    )
    return written


@transaction.atomic
def write_fitness(manager: ManagerApplication, *, view: str, reasons: str, by: User, at: datetime) -> FitnessView:
    """Say whether one manager is fit: about the person, apart from the provider (R-284)."""
    application = manager.application
    assert application is not None  # managers who join later are looked at with their change
    hold_for_writing(application, by=by)
    if view not in Fitness.values:
        raise Refused("Choose whether the manager is fit.")
    values = {"view": view, "reasons": said(reasons, "Give your reasons."), "written_at": at, "written_by": by}
    written, _new = FitnessView.objects.update_or_create(manager=manager, defaults=values)
    record(application.case, verb="fitness assessed", by=by, at=at, note=manager.name)
    return written


@transaction.atomic
def write_readiness(
    application: RegistrationApplication, *, view: str, reasons: str, by: User, at: datetime
) -> ReadinessView:
    """Say whether the provider is ready, apart from any person (R-284)."""
    hold_for_writing(application, by=by)
    if view not in Readiness.values:
        raise Refused("Choose whether the provider is ready.")
    values = {"view": view, "reasons": said(reasons, "Give your reasons."), "written_at": at, "written_by": by}
    written, _new = ReadinessView.objects.update_or_create(application=application, defaults=values)
    record(application.case, verb="readiness assessed", by=by, at=at)
    return written


@transaction.atomic
def write_interview(
    application: RegistrationApplication,
    *,
    managers: Sequence[ManagerApplication],
    interview: Interview,
    by: User,
    at: datetime,
) -> ManagerInterview:
    """Write down a talk with one manager, or with several who share the post (R-275)."""
    hold_for_writing(application, by=by)
    if not managers or any(manager.application_id != application.pk for manager in managers):
        raise Refused("Choose who took part.")
    if interview.held_on > day_in_london(at):
        raise Refused("This interview lies ahead. Write it down when it has been held.")
    if interview.mode not in Mode.values:
        raise Refused("Choose how you met.")
    written = ManagerInterview.objects.create(
        application=application,
        held_on=interview.held_on,
        mode=interview.mode,
        questions=said(interview.questions, "Say what you asked."),
        notes=said(interview.notes, "Say what you heard."),
        written_at=at,
        written_by=by,
    )
    written.managers.set(managers)
    names = " and ".join(manager.name for manager in managers)
    record(application.case, verb="manager interviewed", by=by, at=at, note=names)
    return written

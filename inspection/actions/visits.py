"""Visits of any case: plan, move, agree, note whom one met, endorse, cancel, follow up (R-374)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from sandbox_portal.casework.deadlines import cancel_deadline, set_deadline
from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..choices.assessments import PersonKind
from ..models import Assessment, AssessmentVisit, FollowUp, PersonMet
from ..queries.visits import newest_checklist
from ..rulebook.captured import FIRST_NUMBER_OF_A_TABLET
from ..timers import host_clock, visit_clock
from ..visited import is_visited, may_be_answered, visited
from ..workflow.visit_locks import held, locked, looked_at
from ..workflow.visit_plans import VisitPlan, checked_plan
from ..writing import said, visit_told
from .record import Written, put_agreement, write_visit
from .visit_answers import tell_of_visit

__all__ = [
    "VisitPlan", "Written", "cancel_visit", "endorse_visit", "finish_follow_up", "move_visit", "note_agreement",
    "note_person_met", "plan_visit", "send_visit_back", "write_visit",
]  # fmt: skip


@transaction.atomic
def plan_visit(of: Assessment | Case, *, plan: VisitPlan, by: User, at: datetime) -> AssessmentVisit:
    """Plan a visit of a case of any kind that may be visited, in person or from afar, with the newest checklist."""
    case = Case.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=of.pk)
    if not is_visited(case):
        raise Refused("Cases of this kind are not visited.")
    rules = visited(case)
    refusal = rules.closed(case) if rules.works_on(case, by) else rules.not_yours
    if refusal:
        raise Refused(refusal)
    rules.planned(case, note=in_words(plan.starts_at), by=by, at=at)
    checklist = newest_checklist(rules.checklist)
    if checklist is None:
        raise Refused("The checklist of visits is not ready yet. Please try again later.")
    values = checked_plan(case, rules, plan, at=at)
    newest = AssessmentVisit.objects.filter(case=case).aggregate(Max("number"))["number__max"] or 0
    visit = AssessmentVisit.objects.create(
        case=case, number=newest + 1, checklist=checklist, planned_at=at, planned_by=by, **values
    )
    visit.team.set(plan.team)
    _remind(visit, at=at)
    tell_of_visit(visit, words=visit_told(visit, is_changed=False), by=by, at=at)
    return visit


@transaction.atomic
def move_visit(visit: AssessmentVisit, *, plan: VisitPlan, by: User, at: datetime) -> AssessmentVisit:
    """Give a planned visit another day, way or team. Whether it suits is asked again."""
    visit = held(visit, by=by)
    _refuse_if_it_stands(visit)
    was_told = visit.is_announced
    if was_told and not plan.is_announced and not visited(visit.case).has_pages_of_its_own:
        raise Refused("The organisation knows of this visit already. Cancel it, and plan another one.")
    for name, value in checked_plan(visit.case, visited(visit.case), plan, at=at).items():
        setattr(visit, name, value)
    visit.agreed_how, visit.agreed_at, visit.agreed_by, visit.another_day = "", None, None, ""
    visit.save()
    put_agreement(visit, how="", by=by, at=at)
    visit.team.set(plan.team)
    _remind(visit, at=at)
    record(visit.case, verb="visit moved", by=by, at=at, note=in_words(visit.starts_at))
    tell_of_visit(visit, words=visit_told(visit, is_changed=was_told), by=by, at=at)
    return visit


@transaction.atomic
def note_agreement(visit: AssessmentVisit, *, how: str, by: User, at: datetime) -> AssessmentVisit:
    """Write down that whoever is visited agreed, and how we know (R-374)."""
    visit = held(visit, by=by)
    put_agreement(visit, how=said(how, "Say how the person agreed.")[:500], by=by, at=at)
    return visit


@transaction.atomic
def note_person_met(
    visit: AssessmentVisit,
    *,
    kind: str,
    about: str,
    agreed_how: str,
    may_quote: bool,
    number: int | None = None,
    by: User,
    at: datetime,
) -> PersonMet:
    """Give somebody a code, the next one of their kind. Nobody is written down who did not agree to talk (R-372).

    A tablet without signal gave the code already, by a `number` that it alone has.
    """
    visit = held(visit, by=by, is_over_too=True)
    if kind not in PersonKind.values:
        raise Refused("Choose who it is.")
    same = PersonMet.objects.filter(case=visit.case, kind=kind)
    if number is None:
        at_desks = same.filter(number__lt=FIRST_NUMBER_OF_A_TABLET)
        number = (at_desks.aggregate(Max("number"))["number__max"] or 0) + 1
    elif same.filter(number=number).exists():
        raise Refused(f"The code {kind}{number} is given already.")
    met = PersonMet.objects.create(
        case=visit.case,
        visit=visit,
        kind=kind,
        number=number,
        about=about.strip()[:200],
        agreed_how=said(agreed_how, "Say how the person agreed to talk.")[:200],
        may_quote=may_quote,
        noted_at=at,
        noted_by=by,
    )
    record(visit.case, verb="person met", by=by, at=at, note=f"{met.code} on {str(visit).lower()}")
    return met


@transaction.atomic
def endorse_visit(visit: AssessmentVisit, *, note: str, by: User, at: datetime) -> AssessmentVisit:
    """Say, as somebody who was not there, that the record is complete. It does not change afterwards."""
    visit = looked_at(visit, by=by)
    visit.endorsed_at, visit.endorsed_by, visit.endorsed_note = at, by, note.strip()[:2000]
    visit.save(update_fields=["endorsed_at", "endorsed_by", "endorsed_note"])
    record(visit.case, verb="visit endorsed", by=by, at=at, note=f"{visit}")
    return visit


@transaction.atomic
def send_visit_back(visit: AssessmentVisit, *, because: str, by: User, at: datetime) -> AssessmentVisit:
    """Let the team complete the record. What it said until now stays in it."""
    visit = looked_at(visit, by=by)
    closed = visited(visit.case).closed(visit.case)
    if closed:
        raise Refused(f"{closed} Nobody could complete it now.")
    words = said(because, "Say what is missing.")
    visit.done_at, visit.done_by = None, None
    visit.save(update_fields=["done_at", "done_by"])
    record(visit.case, verb="visit sent back", by=by, at=at, note=f"{visit}: {words}")
    return visit


@transaction.atomic
def cancel_visit(visit: AssessmentVisit, *, because: str, by: User, at: datetime) -> AssessmentVisit:
    visit = held(visit, by=by)
    _refuse_if_it_stands(visit)
    visit.cancelled_because = said(because, "Say why the visit is cancelled.")[:500]
    visit.cancelled_at, visit.cancelled_by = at, by
    visit.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_because"])
    record(visit.case, verb="visit cancelled", by=by, at=at, note=f"{visit}: {visit.cancelled_because}")
    cancel_deadline(visit_clock(visit), at=at)
    cancel_deadline(host_clock(visit), at=at)
    words = f"Our visit of {in_words(visit.starts_at)} does not take place. {visit.cancelled_because}"
    tell_of_visit(visit, words=words, is_cancelled=True, by=by, at=at)
    return visit


@transaction.atomic
def finish_follow_up(follow_up: FollowUp, *, by: User, at: datetime) -> FollowUp:
    """Say that what had to follow is done."""
    visit, rules = locked(follow_up.visit)
    follow_up.refresh_from_db()
    if not (rules.works_on(visit.case, by) or rules.endorses(visit.case, by)):
        raise Refused(rules.not_yours)
    if follow_up.done_at is not None:
        raise Refused("This is done already.")
    follow_up.done_at, follow_up.done_by = at, by
    follow_up.save(update_fields=["done_at", "done_by"])
    record(visit.case, verb="follow-up done", by=by, at=at, note=follow_up.words)
    return follow_up


def _refuse_if_it_stands(visit: AssessmentVisit) -> None:
    refusal = visited(visit.case).terms.stands(visit)
    if refusal:
        raise Refused(refusal)


def _remind(visit: AssessmentVisit, *, at: datetime) -> None:
    """Let those who go be reminded (M-40). It is no clock of the case, whose dates the organisation reads.

    Those who were told of it have a clock of their own, which is one of the case (M-25).
    """
    set_deadline(
        visit_clock(visit),
        kind="assessment_visit",
        about=f"{visit} of {visit.case.reference}",
        due_at=visit.starts_at,
        rule="as planned",
        reminder="M-40",
        subject=str(visit.pk),
        at=at,
    )
    if may_be_answered(visit):
        set_deadline(
            host_clock(visit),
            kind="announced_visit",
            about=f"Our visit for {visit.case.reference}",
            due_at=visit.starts_at,
            rule="as planned",
            reminder="M-25",
            subject=str(visit.pk),
            case=visit.case,
            at=at,
        )
    else:
        cancel_deadline(host_clock(visit), at=at)

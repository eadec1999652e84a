"""Begin an assessment, plan it, name its team, and take it from the plan to closed evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from sandbox_portal.casework.actions.assigning import hand
from sandbox_portal.casework.deadlines import cancel_deadline
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.references import next_reference
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import issue_letter
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import place_in
from sandbox_portal.people.queries import roles_of
from sandbox_portal.register.models import Service

from ..choices.assessments import AssessmentStage
from ..models import Assessment, Framework, InterestDeclared, TeamMember
from ..permissions import is_inspection_manager
from ..queries.assessments import INSPECTS, interests_of, is_tied, team_of
from ..queries.evidence import areas_in_words, matrix_of, statements_that_count
from ..queries.services import standing_of
from ..timers import draft_clock, reply_clock, visit_clock
from ..workflow import ASSESSMENT
from ..writing import said
from .feedback_intake import take_in_feedback
from .frameworks import use_framework
from .materials import lock_materials

LETTER = "L-27"
TIED = "Something ties them to it, so an inspection manager names somebody else."
OWN_ORGANISATION = "You have a place in this organisation, so you have an interest in this assessment."


@dataclass(frozen=True)
class Plan:
    """What is looked at and why, when, and whether the organisation is told before."""

    statements: Sequence[str]
    scope_because: str
    is_announced: bool
    starts_on: date
    ends_on: date


@transaction.atomic
def start_assessment(service: Service, *, framework: Framework, because: str, by: User, at: datetime) -> Assessment:
    """Begin to plan the assessment of a service that is registered or takes part in a sandbox round (R-352)."""
    if not is_inspection_manager.test(by):
        raise Refused("Only inspection managers begin an assessment.")
    if place_in(by, service) is not None:
        raise Refused(OWN_ORGANISATION)
    Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    assessed_as = standing_of(service, day_in_london(at))
    if assessed_as is None:
        raise Refused("This service is neither registered now nor taking part in a sandbox round.")
    open_one = Assessment.objects.filter(service=service, case__closed_at=None).select_related("case").first()
    if open_one is not None:
        raise Refused(f"{open_one} of this service is still open. Finish or cancel it first.")
    assessment = Assessment(
        organisation=service.organisation, service=service, assessed_as=assessed_as, framework=framework
    )
    return begin_to_plan(assessment, because=because, by=by, at=at)


def begin_to_plan(assessment: Assessment, *, because: str, by: User, at: datetime) -> Assessment:
    """Open the case of an assessment whose subject is chosen and may be assessed; freeze its framework."""
    framework = assessment.framework
    if framework.subject_kind != assessment.subject_kind:
        raise Refused(f"{framework.code} is not for a {assessment.subject_word}. Choose another framework.")
    assessment.framework = use_framework(framework, by=by, at=at)
    assessment.because = said(because, f"Say why this {assessment.subject_word} is assessed now.")
    assessment.statements = statements_that_count(framework, assessment.service)
    reference = next_reference("INS")
    title = f"Assessment of {assessment.subject_name}"[:250]
    case = ASSESSMENT.open_case(by=by, at=at, verb="begun", organisation=assessment.organisation, title=title)
    case.reference = reference
    case.save(update_fields=["reference"])
    assessment.case = case
    assessment.save(force_insert=True)
    lock_materials(assessment, by=by, at=at)
    return assessment


@transaction.atomic
def write_plan(assessment: Assessment, *, plan: Plan, by: User, at: datetime) -> Assessment:
    """Say what is looked at, when, and whether the organisation is told. Leaving something out needs a reason."""
    ASSESSMENT.take_step(assessment, "change_plan", by=by, at=at)
    every = statements_that_count(assessment.framework, assessment.service)
    chosen = [key for key in every if key in set(plan.statements)]
    if not chosen or set(plan.statements) - set(every):
        raise Refused("Choose at least one statement of this framework.")
    if len(chosen) < len(every) and not plan.scope_because.strip():
        raise Refused("Say why the other statements are left out.")
    if plan.ends_on < plan.starts_on:
        raise Refused("The last day is before the first.")
    if assessment.case.stage == AssessmentStage.ANNOUNCED and not plan.is_announced:
        raise Refused("The organisation was told already, so this can no longer happen without notice.")
    assessment.statements, assessment.scope_because = chosen, plan.scope_because.strip()
    assessment.is_announced, assessment.starts_on, assessment.ends_on = plan.is_announced, plan.starts_on, plan.ends_on
    assessment.save(update_fields=["statements", "scope_because", "is_announced", "starts_on", "ends_on"])
    return assessment


@transaction.atomic
def name_team(assessment: Assessment, *, lead: User, members: Sequence[User], by: User, at: datetime) -> Assessment:
    """Say who assesses, and who leads. Whoever leaves keeps their evidence; nobody with an interest comes in."""
    wanted = {person.pk: person for person in (lead, *members)}
    ASSESSMENT.take_step(
        assessment, "name_team", by=by, at=at, note=", ".join(sorted(each.name for each in wanted.values()))
    )
    for person in wanted.values():
        _refuse_member(assessment, person)
    if by.pk in wanted:
        raise Refused("You cannot name yourself: the team is named, and its visits endorsed, by somebody outside it.")
    there = {each.person_id: each for each in team_of(assessment)}
    for pk, seat in there.items():
        if pk not in wanted:
            seat.left_at, seat.left_by = at, by
            seat.save(update_fields=["left_at", "left_by"])
    TeamMember.objects.bulk_create(
        TeamMember(assessment=assessment, person=person, joined_at=at, joined_by=by)
        for pk, person in wanted.items()
        if pk not in there
    )
    assessment.lead = lead
    assessment.save(update_fields=["lead"])
    if assessment.case.owner_role == Role.INSPECTOR:
        _hand_to_lead(assessment, by=by, at=at)
    return assessment


def _refuse_member(assessment: Assessment, person: User) -> None:
    if Role.INSPECTOR not in roles_of(person):
        raise Refused(f"{person.name} is not an inspector.")
    if is_tied(assessment, person):
        raise Refused(f"{person.name} has an interest in this {assessment.subject_word}, so somebody else assesses it.")


@transaction.atomic
def declare_interest(
    assessment: Assessment, *, has_interest: bool, words: str, by: User, at: datetime
) -> InterestDeclared:
    """Say whether anything ties one to it. An interest cannot be taken back, and takes one out of the team."""
    Case.objects.select_for_update().get(pk=assessment.pk)
    if not INSPECTS & roles_of(by):
        raise Refused("Only people who inspect declare interests here.")
    if not has_interest and place_in(by, assessment) is not None:
        raise Refused(OWN_ORGANISATION)
    if has_interest and not words.strip():
        raise Refused(f"Say in a few words what ties you to this {assessment.subject_word}.")
    before = interests_of(assessment).get(by.pk)
    if before is not None and before.has_interest and not has_interest:
        raise Refused(f"You declared an interest in this {assessment.subject_word}. It stays declared.")
    values = {"has_interest": has_interest, "words": words.strip(), "declared_at": at}
    declared, _is_new = InterestDeclared.objects.update_or_create(assessment=assessment, person=by, defaults=values)
    if has_interest:
        _leave(assessment, person=by, at=at)
    return declared


def _leave(assessment: Assessment, *, person: User, at: datetime) -> None:
    seats = TeamMember.objects.filter(assessment=assessment, person=person, left_at=None)
    seats.update(left_at=at, left_by=person)
    Assessment.objects.filter(pk=assessment.pk, lead=person).update(lead=None)
    case = Case.objects.get(pk=assessment.pk)
    if case.owner_id == person.pk and case.closed_at is None:
        hand(case, to=None, reason=TIED, by=person, at=at, verb="put back in the queue")


@transaction.atomic
def announce(assessment: Assessment, *, by: User, at: datetime) -> Assessment:
    """Tell the organisation (L-27), and hand the case to the lead inspector."""
    ASSESSMENT.take_step(assessment, "announce", by=by, at=at)
    _tell(assessment, at=at)
    _hand_to_lead(assessment, by=by, at=at)
    assert assessment.starts_on is not None  # the plan is complete
    assert assessment.ends_on is not None
    data = {
        "service_name": assessment.subject_name,
        "framework_title": assessment.framework.title,
        "assessment_from": day_in_words(assessment.starts_on),
        "assessment_until": day_in_words(assessment.ends_on),
        "lead_inspector": assessment.lead.name if assessment.lead else "",
        "assessed_areas": areas_in_words(assessment),
        "link": settings.PORTAL_URL + reverse("assessment-own", args=[assessment.pk]),
    }
    issue_letter(assessment.case, code=LETTER, data=data, by=by, at=at)
    return assessment


@transaction.atomic
def begin_gathering(assessment: Assessment, *, by: User, at: datetime) -> Assessment:
    """Begin to gather evidence, after the announcement or without one."""
    case = Case.objects.select_for_update().get(pk=assessment.pk)
    step = "begin_without_notice" if case.stage == AssessmentStage.PLANNED else "begin"
    ASSESSMENT.take_step(assessment, step, by=by, at=at)
    _hand_to_lead(assessment, by=by, at=at)
    return assessment


@transaction.atomic
def go_on_site(assessment: Assessment, *, by: User, at: datetime) -> Assessment:
    """Be where care is given. From now on its people know, whether it was announced or not."""
    ASSESSMENT.take_step(assessment, "go_on_site", by=by, at=at)
    _tell(assessment, at=at)
    return assessment


@transaction.atomic
def leave_site(assessment: Assessment, *, by: User, at: datetime) -> Assessment:
    return ASSESSMENT.take_step(assessment, "leave_site", by=by, at=at)


@transaction.atomic
def close_evidence(assessment: Assessment, *, gaps_because: str, by: User, at: datetime) -> Assessment:
    """Take no more evidence. Where a required kind of evidence is missing, say why that is enough (R-373)."""
    take_in_feedback(assessment, by=None, at=at)
    ASSESSMENT.take_step(assessment, "close_evidence", by=by, at=at, note=gaps_because.strip())
    missing = len(matrix_of(assessment).missing)
    if missing and not gaps_because.strip():
        places = "One place" if missing == 1 else f"{missing} places"
        raise Refused(f"{places} of the coverage table still lack evidence. Say why it is enough as it is.")
    assessment.gaps_because = gaps_because.strip()
    assessment.closed_at, assessment.closed_by = at, by
    assessment.save(update_fields=["gaps_because", "closed_at", "closed_by"])
    _tell(assessment, at=at)
    return assessment


@transaction.atomic
def reopen_evidence(assessment: Assessment, *, because: str, by: User, at: datetime) -> Assessment:
    """Let the team gather more."""
    words = said(because, "Say what is missing.")
    ASSESSMENT.take_step(assessment, "reopen", by=by, at=at, note=words)
    assessment.closed_at, assessment.closed_by = None, None
    assessment.save(update_fields=["closed_at", "closed_by"])
    _hand_to_lead(assessment, by=by, at=at)
    return assessment


@transaction.atomic
def cancel_assessment(assessment: Assessment, *, because: str, by: User, at: datetime) -> Assessment:
    """End it without a result. What was gathered stays."""
    words = said(because, "Say why the assessment is cancelled.")
    ASSESSMENT.take_step(assessment, "cancel", by=by, at=at, note=words)
    for visit in assessment.case.visits.filter(done_at=None, cancelled_at=None):
        visit.cancelled_at, visit.cancelled_by, visit.cancelled_because = at, by, "The assessment was cancelled."
        visit.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_because"])
        cancel_deadline(visit_clock(visit), at=at)
    for clock in (draft_clock(assessment), reply_clock(assessment)):
        cancel_deadline(clock, at=at)
    return assessment


def _tell(assessment: Assessment, *, at: datetime) -> None:
    if assessment.told_at is None:
        assessment.told_at = at
        assessment.save(update_fields=["told_at"])


def _hand_to_lead(assessment: Assessment, *, by: User, at: datetime) -> None:
    case, lead = assessment.case, assessment.lead
    if lead is not None and case.owner_id != lead.pk:
        hand(case, to=lead, reason="", by=by, at=at, verb="given to a person")

"""What the shared pages need to know of an assessment."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from sandbox_portal.casework.kinds import CaseKind, may_usually_message
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.prepared import Asking, asking, rows_of
from sandbox_portal.documents.access import FileAccess
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from .permissions import inspects_it, manages_it
from .queries.assessments import (
    INSPECTS,
    READS_ALL,
    STAFF_READERS,
    assessment_cases_of,
    assessment_in,
    file_cases_of,
    reads_file,
    visit_cases_of,
)
from .queries.front import open_assessments_of, told_assessments_of, waiting_for_my_word
from .queries.scores import reads_scores
from .queries.visits import who_may_visit
from .visited import Visited
from .workflow import ASSESSMENT, told_stage
from .workflow.assessment import BEFORE_EVIDENCE, NOT_IN_THE_TEAM, NOT_THE_MANAGER, WITH_EVIDENCE

OF_THE_FILE = frozenset(
    {
        "plan written",
        "visit planned",
        "visit moved",
        "visit taken along",
        "visit agreed",
        "person met",
        "visit written down",
        "visit endorsed",
        "visit sent back",
        "visit cancelled",
        "follow-up done",
        "evidence added",
        "evidence corrected",
        "use of evidence changed",
        "evidence planned",
        "planned evidence found",
        "planned evidence dropped",
        "evidence closed",
        "evidence opened again",
        "report written",
        "scores opened again",
        "draft sent to be checked",
        "draft sent back",
        "sent back to the scores",
        "judgement compared",
        "checked again",
        "more time to reply given",
        "point answered",
        "report finished",
        "easy read file added",
        "easy read file taken away",
        "report sent back",
        "looked back on",
        "record of materials closed",
        "feedback asked for",
        "feedback ended",
        "feedback came in",
        "somebody who wished to talk was met",
        "figures came in",
        "scoring begun",
        "scores finished",
    }
)
# That a statement was scored, and what was noted and departed from, is for those who read scores.
OF_THE_SCORES = frozenset(
    {
        "statement scored",
        "area judged",
        "limiter noted",
        "limiter taken back",
        "departure asked for",
        "departure signed",
        "departure ended",
    }
)
TOLD = frozenset(
    {
        "announced",
        "on site",
        "evidence closed",
        "assessment cancelled",
        "letter sent",
        "record sent",
        "draft sent to the organisation",
        "point noted",
        "reply to the draft received",
        "time to reply over",
        "report published",
        "report corrected",
        "display of rating noted",
        "review asked for",
        "reviewer named",
        "review decided",
        "follow-up begun",
        "assessment closed",
    }
)


def _address(case: Case, user: User) -> str:
    if case.organisation_id in organisation_places(user):
        return reverse("assessment-own", args=[case.pk])
    return reverse("assessment-detail", args=[case.pk])


def _stage_label(case: Case, user: User) -> str:
    if case.organisation_id in organisation_places(user):
        return told_stage(case.stage).label
    return ASSESSMENT.stage(case.stage).label


def _may_attach(case: Case, user: User) -> str | None:
    if not inspects_it.test(user, assessment_in(case)):
        return "Only inspectors of the team add files here."
    is_open = case.stage in BEFORE_EVIDENCE | WITH_EVIDENCE
    return None if is_open else "The evidence of this assessment is closed, so its files are too."


def _may_message(case: Case, user: User) -> str | None:
    if case.organisation_id in organisation_places(user):
        return may_usually_message(case, user)
    assessment = assessment_in(case)
    if inspects_it.test(user, assessment) or manages_it.test(user, assessment):
        return None
    return "Only the team and inspection managers write to the organisation here."


def _hidden(case: Case, user: User) -> frozenset[str]:
    """Until somebody has said that nothing ties them to what is assessed, they read nothing of what was found."""
    if case.organisation_id in organisation_places(user):
        return frozenset()
    if not reads_file(assessment_in(case), user):
        return OF_THE_FILE | OF_THE_SCORES
    return frozenset() if reads_scores(assessment_in(case), user) else OF_THE_SCORES


def _files(user: User) -> Q:
    """Files that inspectors add are evidence: for those who read it, and never for the organisation itself."""
    if not STAFF_READERS & roles_of(user):
        return Q(pk__in=[])
    read = Q(case__in=Case.objects.filter(file_cases_of(user)).values("pk"))
    return read & ~Q(case__organisation__in=organisation_places(user))


def _files_of_staff(user: User) -> Q:
    return _files(user) if READS_ALL & roles_of(user) else Q(pk__in=[])


def _closed(case: Case) -> str | None:
    is_open = case.stage in BEFORE_EVIDENCE | WITH_EVIDENCE
    return None if is_open else "The evidence of this assessment is closed, so its visits stay as they are."


def _not_taken(case: Case) -> str | None:
    is_open = case.stage in WITH_EVIDENCE
    return None if is_open else "Evidence is not gathered for this assessment now, so its visits are not taken along."


def inspection_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """On the front page of those who inspect: their open assessments, and where their word is asked for."""
    if not user.is_authenticated or not INSPECTS & roles_of(user):
        return None
    return {
        "assessments": [(each, ASSESSMENT.stage(each.case.stage)) for each in open_assessments_of(user)],
        "to_declare": waiting_for_my_word(user),
        "manages": Role.INSPECTION_MANAGER in roles_of(user),
    }


def your_assessments_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """On the front page of an organisation: the assessments it was told of."""
    told = rows_of(told_assessments_of, user) if user.is_authenticated and organisation_places(user) else []
    return {"assessments": [(each, told_stage(each.case.stage)) for each in told]} if told else None


def your_assessments_asked(user: Any, at: datetime) -> list[Asking]:
    """What that part asks."""
    return [asking(told_assessments_of, user)] if user.is_authenticated and organisation_places(user) else []


ASSESSMENT_KIND = CaseKind(
    kind=ASSESSMENT.kind,
    label="Assessment",
    team="The inspection team",
    workflow=ASSESSMENT,
    visible_to=assessment_cases_of,
    address=_address,
    stage_label=_stage_label,
    related=("assessment",),
    shown_to_provider=TOLD,
    hidden_from=_hidden,
    may_attach=_may_attach,
    reads_messages=file_cases_of,
    may_message=_may_message,
    message_role=Role.INSPECTION_MANAGER,
)
ASSESSMENT_VISITED = Visited(
    kind=ASSESSMENT.kind,
    goes=frozenset({Role.INSPECTOR}),
    signs=frozenset({Role.INSPECTION_MANAGER}),
    sees=STAFF_READERS,
    reads=visit_cases_of,
    works_on=lambda case, user: inspects_it.test(user, assessment_in(case)),
    endorses=lambda case, user: manages_it.test(user, assessment_in(case)),
    people=lambda case: who_may_visit(assessment_in(case)),
    closed=_closed,
    not_taken=_not_taken,
    planned=lambda case, **about: ASSESSMENT.take_step(assessment_in(case), "plan_visit", **about),
    not_yours=NOT_IN_THE_TEAM,
    not_to_endorse=NOT_THE_MANAGER,
    has_pages_of_its_own=True,
)
ASSESSMENT_FILES = FileAccess(attachments=_files, staff_documents=_files_of_staff)

"""Reports a person may read: while they are written, as a draft that was sent, and once they are published.

| who                                     | text while written | sent drafts, points, reviews | published |
|-----------------------------------------|--------------------|------------------------------|-----------|
| the team, inspection managers, auditors | yes                | yes                          | yes       |
| people of the organisation              | never              | their own                    | yes       |
| other staff, everybody else             | never              | never                        | yes       |
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from sandbox_portal.casework.deadlines import passed, running
from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.casework.models import Deadline
from sandbox_portal.documents.models import Job
from sandbox_portal.people.choices import SIGNERS
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, people_of

from ..choices.assessments import AssessmentStage as S
from ..choices.reports import CheckKind
from ..models import AccuracyPoint, Assessment, CheckNote, DisplayOfRating, Publication, ReviewRequest, SentDraft
from .scores import scored_assessments_visible_to


def reports_visible_to(user: User) -> QuerySet[Assessment]:
    """Assessments whose report the person reads while it is written: whoever reads the scores (table above)."""
    return scored_assessments_visible_to(user)


def export_refusal(job: Job, user: User) -> str | None:
    """None while the person reads the report of which the job makes a PDF; otherwise one sentence."""
    there = reports_visible_to(user).filter(pk=job.case_id).exists()
    return None if there else "You do not read this report any more."


def sent_drafts_visible_to(user: User) -> QuerySet[SentDraft]:
    """Drafts that were sent to an organisation of the person, and those of reports they read."""
    own = Q(assessment__organisation__in=organisation_places(user))
    read = Q(assessment__in=reports_visible_to(user).values("pk"))
    found = SentDraft.objects.filter(own | read)
    return found.select_related("assessment__case", "assessment__organisation", "assessment__service")


def publications_visible_to(user: Any) -> QuerySet[Publication]:
    """What was published, for everybody."""
    found = Publication.objects.select_related("assessment__case", "assessment__service")
    return found.order_by("-published_at", "-version")


def publications_of(case_id: UUID) -> list[Publication]:
    """Every version of one published report, the newest first."""
    return list(publications_visible_to(None).filter(assessment=case_id).order_by("-version"))


@once_a_look
def newest_publication(assessment: Assessment) -> Publication | None:
    return Publication.objects.filter(assessment=assessment).order_by("-version").first()


def publication_by_id(key: str) -> Publication | None:
    found = Publication.objects.select_related("assessment__case", "assessment__organisation")
    return found.filter(pk=key).first()


def publications_about(services: list[Any], *, until: datetime) -> dict[Any, Publication]:
    """The newest publication of each of these services up to a moment."""
    found = Publication.objects.filter(assessment__service__in=services, published_at__lte=until)
    newest = found.order_by("assessment__service", "-published_at", "-version").distinct("assessment__service")
    return {each.assessment.service_id: each for each in newest.select_related("assessment__case")}


@once_a_look
def draft_of(assessment: Assessment) -> SentDraft | None:
    """The draft that was sent last."""
    return SentDraft.objects.filter(assessment=assessment).order_by("-number").first()


def draft_by_id(key: str) -> SentDraft | None:
    found = SentDraft.objects.select_related("assessment__case", "assessment__organisation")
    return found.filter(pk=key).first()


def points_of(draft: SentDraft) -> list[AccuracyPoint]:
    """What was said of a draft and not taken back, in the order in which it was said."""
    found = AccuracyPoint.objects.filter(draft=draft, taken_back_at=None)
    return list(found.select_related("draft__assessment__case", "said_by", "answered_by"))


def moment_of_answer(point: AccuracyPoint) -> str:
    """By which a page says which answer it showed; nothing while there is none."""
    return point.answered_at.isoformat() if point.answered_at else ""


def unanswered(assessment: Assessment) -> int:
    """How many points wait for an answer."""
    open_points = AccuracyPoint.objects.filter(draft__assessment=assessment, taken_back_at=None, answered_at=None)
    return open_points.count()


def check_notes_of(assessment: Assessment) -> list[CheckNote]:
    """What second persons wrote, the newest first. Never for the organisation."""
    return list(CheckNote.objects.filter(assessment=assessment).select_related("written_by"))


def last_return(assessment: Assessment) -> CheckNote | None:
    return next((each for each in check_notes_of(assessment) if each.kind == CheckKind.RETURNED), None)


@once_a_look
def review_of(assessment: Assessment) -> ReviewRequest | None:
    return ReviewRequest.objects.filter(assessment=assessment).select_related("decided_by", "reviewer").first()


def displays_of(assessment: Assessment) -> list[DisplayOfRating]:
    return list(DisplayOfRating.objects.filter(assessment=assessment).select_related("noted_by"))


def past_their_reply() -> list[Assessment]:
    """Assessments whose organisation had its time and did not reply, by the database's clock."""
    over = Deadline.objects.filter(passed(), running(), kind="assessment_reply", paused_at=None)
    found = Assessment.objects.filter(case__stage=S.FACTUAL_ACCURACY, case__in=over.values("case"))
    return list(found.select_related("case", "organisation", "service", "framework", "lead"))


def signers_of_case(case_id: str) -> list[User]:
    """Who signs for the organisation whose report this is."""
    assessment = Assessment.objects.filter(pk=UUID(case_id)).select_related("organisation").first()
    return list(people_of(assessment.organisation, *SIGNERS)) if assessment else []


def lead_of_case(case_id: str) -> User | None:
    assessment = Assessment.objects.filter(pk=UUID(case_id)).select_related("lead").first()
    return assessment.lead if assessment else None

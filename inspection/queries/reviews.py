"""Who can decide about a review: somebody who was never in the team, did not publish, and has no interest (R-404)."""

from django.db.models import QuerySet

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of

from ..choices.assessments import AssessmentStage
from ..models import Assessment, InterestDeclared, Publication, TeamMember
from .assessments import READS_ALL
from .reports import review_of

# Staff who may know of an assessment and neither inspect nor audit.
OUTSIDE = READS_ALL - {Role.INSPECTION_MANAGER, Role.AUDITOR}


def managers_who_may_decide(assessment: Assessment) -> list[User]:
    """Inspection managers without any part in it."""
    return list(_without_part(holders_of(Role.INSPECTION_MANAGER), assessment))


def outsiders_who_may_decide(assessment: Assessment) -> list[User]:
    """Other staff without any part in it, who can be named for this one review."""
    found = {each.pk: each for role in OUTSIDE for each in _without_part(holders_of(role), assessment)}
    return sorted(found.values(), key=lambda each: (each.name, str(each.pk)))


def _without_part(people: QuerySet[User], assessment: Assessment) -> QuerySet[User]:
    team = TeamMember.objects.filter(assessment=assessment).values("person")
    tied = InterestDeclared.objects.filter(assessment=assessment, has_interest=True).values("person")
    published = Publication.objects.filter(assessment=assessment).values("published_by")
    members = assessment.organisation.memberships.filter(ended_at=None).values("user")
    return people.exclude(pk__in=team).exclude(pk__in=tied).exclude(pk__in=published).exclude(pk__in=members)


def is_reviewer_of(assessment: Assessment, user: User) -> bool:
    """Was named to decide about the review that is open."""
    if assessment.case.stage != AssessmentStage.REVIEW_REQUESTED:
        return False
    review = review_of(assessment)
    return review is not None and review.reviewer_id == user.pk

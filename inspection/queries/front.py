"""What waits for somebody who inspects."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from sandbox_portal.people.models import User

from ..models import Assessment, InterestDeclared, TeamMember
from .assessments import assessments_visible_to, own_assessments

MOST_SHOWN = 5


def open_assessments_of(user: User) -> list[Assessment]:
    """Open assessments the person is in the team of, the newest first."""
    seat = TeamMember.objects.filter(person=user, assessment=OuterRef("pk"), left_at=None)
    found = assessments_visible_to(user).filter(Exists(seat), case__closed_at=None)
    return list(found.order_by("-case__opened_at", "-pk")[:MOST_SHOWN])


def waiting_for_my_word(user: User) -> list[Assessment]:
    """Those of them whose service the person has not yet said to be free of."""
    said = InterestDeclared.objects.filter(person=user, assessment=OuterRef("pk"))
    seat = TeamMember.objects.filter(person=user, assessment=OuterRef("pk"), left_at=None)
    found = assessments_visible_to(user).filter(Q(Exists(seat)) & ~Q(Exists(said)), case__closed_at=None)
    return list(found.order_by("case__opened_at", "pk")[:MOST_SHOWN])


def told_assessments_of(user: User) -> QuerySet[Assessment]:
    """Open assessments of the person's organisations that they were told of."""
    return own_assessments(user).filter(case__closed_at=None).order_by("-case__opened_at", "-pk")[:MOST_SHOWN]

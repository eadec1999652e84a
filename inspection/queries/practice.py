"""Good practice that partners share, and who reads it before somebody takes it over (R-423).

| who                                                | what partners said            |
|----------------------------------------------------|-------------------------------|
| whoever reads the file of the assessment           | everything, with whose words  |
| the organisation                                   | once it is in its plan        |
| the partner, by the link                           | what they type, until sent    |
| anybody else                                       | nothing                       |
"""

from uuid import UUID

from django.db.models import Q, QuerySet

from sandbox_portal.people.models import User

from ..choices.practice import PracticeState
from ..models import Assessment, ImprovementPlan, SharedPractice
from .assessments import assessment_files_visible_to

STATES = {
    PracticeState.ASKED: Q(answered_at=None, declined_at=None),
    PracticeState.ANSWERED: Q(answered_at__isnull=False, settled_at=None),
    PracticeState.TAKEN: Q(settled_at__isnull=False, aside_because=""),
    PracticeState.ASIDE: Q(settled_at__isnull=False) & ~Q(aside_because=""),
    PracticeState.DECLINED: Q(declined_at__isnull=False),
}


def shared_practice_visible_to(user: User) -> QuerySet[SharedPractice]:
    """What partners were asked and said about assessments whose file the person reads."""
    found = SharedPractice.objects.filter(assessment__in=assessment_files_visible_to(user).values("pk"))
    return found.select_related("link", "asked_by", "settled_by", "item", "practice")


def find_practice(found: QuerySet[SharedPractice], *, words: str = "", state: str = "") -> QuerySet[SharedPractice]:
    """Those that match, the newest request first."""
    if words:
        found = found.filter(Q(partner__icontains=words) | Q(words__icontains=words))
    if state in STATES:
        found = found.filter(STATES[PracticeState(state)])
    return found.order_by("-asked_at", "pk")


def answerable_practice(subject: UUID) -> SharedPractice | None:
    """One that can still be answered."""
    found = SharedPractice.objects.select_related("assessment__service", "assessment__organisation", "link")
    return found.filter(pk=subject, answered_at=None, declined_at=None).first()


def open_plan_of(assessment: Assessment) -> ImprovementPlan | None:
    """The plan that follows from an assessment and has not ended."""
    found = ImprovementPlan.objects.select_related("case", "organisation", "assessment__case")
    return found.filter(assessment=assessment, ended_at=None).first()


def practice_to_look_at(assessment: Assessment) -> int:
    """How many answers of partners nobody has decided about."""
    return SharedPractice.objects.filter(STATES[PracticeState.ANSWERED], assessment=assessment).count()

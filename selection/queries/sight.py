"""What a person is kept from in a selection: read once, for every sentence, row and number of a page."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places

from ..choices import ApplicationStage
from ..models import Application, ConflictDeclaration, Selection
from .selections import applications_read_in

IN_RANKING = Q(total__isnull=False) & ~Q(case__stage=ApplicationStage.WITHDRAWN)
IN_REVIEW = Q(s2__isnull=False) & ~Q(
    case__stage__in=(ApplicationStage.WITHDRAWN, ApplicationStage.NOT_COMMITTED, ApplicationStage.STEP2)
)


@dataclass(frozen=True)
class LeftOut:
    """A sent application the person may not read in their office, and whether that is for an interest of theirs."""

    reference: str
    is_interest: bool
    in_ranking: bool
    in_review: bool


@once_a_look
def left_out(selection: Selection, user: User) -> list[LeftOut]:
    """The sent applications of the selection that this person may not read, in order of reference."""
    sent = Application.objects.filter(round=selection.round_id, submitted_at__isnull=False)
    rows = sent.exclude(pk__in=applications_read_in(selection, user).order_by().values("pk")).order_by("number")
    marked = rows.annotate(is_interest=_interest_of(user), in_ranking=IN_RANKING, in_review=IN_REVIEW)
    found = marked.values_list("case__reference", "is_interest", "in_ranking", "in_review")
    return [LeftOut(str(reference), *marks) for reference, *marks in found]


def applications_hidden_from(user: User) -> QuerySet[Application]:
    """Sent applications in which the person has an interest, declared or by their own organisation."""
    return Application.objects.filter(_interest_of(user), submitted_at__isnull=False)


def _interest_of(user: User) -> Q:
    declared = ConflictDeclaration.objects.filter(member__user=user, has_conflict=True).values("application")
    return Q(pk__in=declared) | Q(organisation__in=organisation_places(user))

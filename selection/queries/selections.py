"""Which selections a person works on, and the state of their scoring."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from programme.models import PanelMember, Round
from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from ..choices import ApplicationStage
from ..criteria import Criteria, criteria_from
from ..models import Application, Consensus, Selection
from .applications import SEES_ALL_SENT, applications_visible_to

MOST_NAMED = 10


def selections_visible_to(user: User) -> QuerySet[Selection]:
    """Leads, committee members and auditors see every selection; panel members those of their panels."""
    selections = Selection.objects.select_related("case", "round__case").defer("case__words", "round__case__words")
    if SEES_ALL_SENT & roles_of(user):
        return selections
    return selections.filter(round__in=PanelMember.objects.filter(user=user).values("round"))


def selection_visible_to(user: User, selection_id: UUID) -> Selection | None:
    """One selection, if the person may see it."""
    return next(iter(rows_of(_one_selection, user, selection_id=selection_id)), None)


def _one_selection(user: User, *, selection_id: UUID) -> QuerySet[Selection]:
    return selections_visible_to(user).filter(pk=selection_id)


@once_a_look
def criteria_of(round_: Round) -> Criteria:
    """The frozen criteria of a round as the rulebook knows them, in the order they are worked."""
    return criteria_from(round_.criteria)


def applications_at(selection: Selection, *stages: ApplicationStage) -> QuerySet[Application]:
    """Applications of the selection's round at any of these stages, in order of reference."""
    return (
        Application.objects.filter(round=selection.round_id, case__stage__in=stages)
        .select_related("case", "organisation")
        .order_by("number")
    )


def names_at(selection: Selection, stage: ApplicationStage) -> list[str]:
    """References of the first applications at a stage, as many as a sentence names."""
    return [str(each.case.reference) for each in rows_of(_named_at, None, stage, round_id=selection.round_id)]


def _named_at(stage: ApplicationStage, *, round_id: UUID) -> QuerySet[Application]:
    there = applications_at(Selection(round_id=round_id), stage).select_related(None).select_related("case")
    return there.only("case__reference")[:MOST_NAMED]


def undecided(selection: Selection, stage: ApplicationStage, criteria: list[str]) -> QuerySet[Application]:
    """Applications at the stage for which one of the criteria has no agreed score yet."""
    missing = Q()
    for code in criteria:
        agreed = Consensus.objects.filter(application=OuterRef("pk"), criterion=code, replaced_at=None)
        missing |= ~Q(Exists(agreed))
    return applications_at(selection, stage).filter(missing)


def applications_visible_in(selection: Selection, user: User) -> QuerySet[Application]:
    """Sent applications of one selection that the person may open, in order of reference."""
    return applications_visible_to(user).filter(round=selection.round_id, submitted_at__isnull=False).order_by("number")


def applications_read_in(selection: Selection, user: User) -> QuerySet[Application]:
    """Sent applications the person may read in their office: never those of an organisation of their own."""
    return applications_visible_in(selection, user).exclude(organisation__in=organisation_places(user))


def selection_by_id(selection_id: UUID) -> Selection | None:
    """A selection for work that nobody looks at; people reach theirs through `selections_visible_to`."""
    return Selection.objects.select_related("case", "round__case").filter(pk=selection_id).first()


def selection_of(round_: Round) -> Selection | None:
    """The selection of a round; None before its window opens."""
    return Selection.objects.select_related("case", "round").filter(round=round_).first()

"""The applications on which a panel member records what the panel agrees (R-005)."""

from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from programme.models import PanelMember
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.people.models import User

from ..models import Application, ConflictDeclaration, Consensus, Selection, SubmittedSheet
from .applications import applications_scored_by
from .in_hand import at_step, known_by_ids, own, step_of
from .scores import criteria_in_step

NONE_OTHER = UUID(int=0)


def led_by(selection: Selection, user: User, member: PanelMember) -> QuerySet[Application]:
    """Applications of the step in hand on which this member records what the panel agrees, in order."""
    step = step_of(selection)
    if step is None:
        return Application.objects.none()
    free = ConflictDeclaration.objects.filter(
        application=OuterRef("pk"), member__user__isnull=False, member__round=selection.round_id, has_conflict=False
    ).order_by("-member__is_chair", "member__position")
    return (
        applications_scored_by(user)
        .filter(at_step(selection, step), round=selection.round_id)
        .annotate(leader=Subquery(free.values("member")[:1]))
        .filter(leader=member.pk)
        .order_by("number")
    )


def to_agree(
    selection: Selection, user: User, member: PanelMember, *, besides: UUID = NONE_OTHER
) -> Application | None:
    """The first of them, besides one, that this member has scored and on which the panel has still to agree."""
    step = step_of(selection)
    if step is None:
        return None
    codes = tuple(criterion.code for criterion in criteria_in_step(selection.round, step))
    ids = {"round_id": selection.round_id, "member_id": member.pk, "besides": besides}
    return next(iter(rows_of(_to_agree, user, selection.case.stage, step, codes, **ids)), None)


def _to_agree(
    user: User, stage: str, step: int, codes: tuple[str, ...], *, round_id: UUID, member_id: UUID, besides: UUID
) -> QuerySet[Application]:
    selection, member = known_by_ids(stage, round_id, member_id)
    agreed = (
        Consensus.objects.filter(application=OuterRef("pk"), criterion__in=codes, replaced_at=None)
        .order_by()
        .values("application")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return (
        led_by(selection, user, member)
        .select_related(None)
        .select_related("case")
        .only("number", "case__reference")
        .filter(~Q(pk=besides), Exists(own(SubmittedSheet, member, step)))
        .annotate(agreed=Coalesce(Subquery(agreed, output_field=IntegerField()), 0))
        .filter(agreed__lt=len(codes))[:1]
    )

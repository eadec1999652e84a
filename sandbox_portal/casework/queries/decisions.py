"""Decisions: drafts are seen by those who decide, signed ones by staff who see the case, none by the organisation."""

from django.db.models import Q, QuerySet

from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from ..choices import DecisionState, DecisionStep
from ..decision_kinds import DecisionKind, decision_kinds
from ..models import Case, Decision, DecisionEntry
from .cases import cases_visible_to

WRITING = (DecisionStep.DRAFTED, DecisionStep.FIRST_SIGNED)


def decisions_visible_to(user: User) -> QuerySet[Decision]:
    """Decisions the person may read, with who signed them."""
    theirs = Q(pk__in=[])
    for kind in decision_kinds():
        deciding = cases_visible_to(user).filter(kind.decides(user), kind=kind.case_kind)
        theirs |= Q(reason_list__code=kind.code, case__in=deciding.values("pk"))
    signed = Q(state=DecisionState.SIGNED) if roles_of(user) else Q(pk__in=[])
    seen = Decision.objects.filter(theirs | signed, case__in=cases_visible_to(user).values("pk"))
    strange = seen.exclude(case__organisation__in=organisation_places(user))
    return strange.select_related("case__organisation", "reason_list", "drafted_by", "first_signed_by", "signed_by")


def decides(case: Case, kind: DecisionKind, user: User) -> bool:
    """True when this person is one of those who decide this on the case, and not of its organisation."""
    if case.organisation_id in organisation_places(user):
        return False
    return cases_visible_to(user).filter(kind.decides(user), pk=case.pk, kind=kind.case_kind).exists()


def open_decision(case: Case, kind: DecisionKind) -> Decision | None:
    """The decision of this kind that is being written or waits for its second signature."""
    return Decision.objects.filter(
        case=case, reason_list__code=kind.code, state__in=(DecisionState.DRAFT, DecisionState.WAITING)
    ).first()


def has_written(decision: Decision, user: User) -> bool:
    """True for everybody who wrote any version of it or signed it first."""
    return DecisionEntry.objects.filter(decision=decision, by=user, what__in=WRITING).exists()


def history_of(decision: Decision) -> QuerySet[DecisionEntry]:
    return DecisionEntry.objects.filter(decision=decision).select_related("by").order_by("pk")

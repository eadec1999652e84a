"""Keep what somebody types into a plan before they press the button, so that a phone without signal loses nothing."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import may_write_for_organisation

from ..choices.improvement import PlanStage
from ..models import ImprovementPlan, TypedDraft
from ..workflow.improvement import NOT_WRITING

LONGEST = 10_000
OPEN_TO_TYPING = frozenset({PlanStage.DRAFTING, PlanStage.UNDER_WAY})


@transaction.atomic
def keep_typed(plan: ImprovementPlan, *, page: str, typed: Mapping[str, str], by: User, at: datetime) -> TypedDraft:
    """Keep one page of one person as it stands; nobody else reads it. It is no part of the plan yet."""
    case = Case.objects.select_for_update().get(pk=plan.pk)
    if not may_write_for_organisation.test(by, plan):
        raise Refused(NOT_WRITING)
    if case.stage not in OPEN_TO_TYPING:
        raise Refused("This plan cannot be written in now.")
    kept = {name: words[:LONGEST] for name, words in typed.items()}
    place = {"assessment": plan.assessment, "person": by, "page": page}
    draft = TypedDraft.objects.select_for_update().filter(**place).first()
    if draft is None:
        return TypedDraft.objects.create(**place, typed=kept, saved_at=at)
    draft.typed, draft.version, draft.saved_at = kept, draft.version + 1, at
    draft.save(update_fields=["typed", "version", "saved_at"])
    return draft

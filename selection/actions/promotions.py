"""A reserve takes the place of a selected provider that withdrew, before the first workshop (R-177)."""

from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..choices import ApplicationStage as Stage
from ..models import Application, Promotion, Selection
from ..queries.promotions import free_places, next_in_reserve, withdrawn_after_selection
from ..queries.results import is_announced
from ..signals import place_taken
from ..workflow import APPLICATION, SELECTION
from .letters import issue_promotion_letters


@transaction.atomic
def offer_promotion(selection: Selection, *, reason: str, by: User, at: datetime) -> Promotion:
    """Ask the committee to give the free place to the next reserve in order."""
    SELECTION.take_step(selection, "offer_promotion", by=by, at=at, note=reason.strip())
    reserve = next_in_reserve(selection)
    left = withdrawn_after_selection(selection)
    if free_places(selection) < 1 or not left:
        raise Refused("No place has become free.")
    if reserve is None:
        raise Refused("Nobody is left on the reserve list.")
    return Promotion.objects.create(
        application=reserve, in_place_of=left[0], reason=reason.strip(), offered_at=at, offered_by=by
    )


@transaction.atomic
def decide_promotion(promotion: Promotion, *, approve: bool, by: User, at: datetime) -> Application:
    """Approve the promotion, which selects the reserve, or turn it down, which ends its place on the list."""
    selection = Selection.objects.select_related("case", "round").get(round=promotion.application.round_id)
    data = {"reference": promotion.application.case.reference, "approved": approve}
    SELECTION.take_step(selection, "decide_promotion", by=by, at=at, data=data)
    promotion = Promotion.objects.select_for_update(of=("self",)).get(pk=promotion.pk)
    if promotion.decided_at is not None:
        raise Refused("This promotion has been decided already.")
    if promotion.offered_by_id == by.pk:
        raise Refused("A second person must decide. You offered the promotion.")
    application = promotion.application
    APPLICATION.take_step(application, "promote" if approve else "decline", by=by, at=at)
    assert application.case.stage in {Stage.SELECTED, Stage.NOT_SELECTED}
    promotion.decided_at, promotion.decided_by, promotion.is_approved = at, by, approve
    promotion.save(update_fields=["decided_at", "decided_by", "is_approved"])
    issue_promotion_letters(application, by=by, at=at)
    if approve and is_announced(selection):
        place_taken.send(Application, application=application, by=by, at=at)
    return application

"""Set the cut-off, and place the applications once every tie is drawn."""

from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..criteria import total_range
from ..models import CutOff, Selection
from ..queries.selections import criteria_of
from ..queries.standings import cut_off_in_force, proposal_in_hand
from ..workflow import SELECTION
from .placing import place_by_ranking, take_back_placings


@transaction.atomic
def set_cut_off(selection: Selection, *, value: int, reason: str, by: User, at: datetime) -> CutOff:
    """Set or change the cut-off, with its reason, until the proposal is sent; every one is kept (R-174)."""
    allowed = total_range(criteria_of(selection.round))
    if value not in allowed:
        raise Refused(f"The cut-off must be a whole number from {allowed[0]} to {allowed[-1]}.")
    if not reason.strip():
        raise Refused("Write the reason for this cut-off. It is part of the record.")
    SELECTION.take_step(selection, "set_cut_off", by=by, at=at, note=reason.strip(), data={"cut_off": value})
    _cancel_prepared_proposal(selection, at=at)
    CutOff.objects.filter(selection=selection, replaced_at=None).update(replaced_at=at)
    cut_off = CutOff.objects.create(selection=selection, value=value, reason=reason.strip(), set_at=at, set_by=by)
    take_back_placings(selection, by=by, at=at)
    return cut_off


@transaction.atomic
def place_applications(selection: Selection, *, by: User, at: datetime) -> Selection:
    """Give places, reserve and below the cut-off by total and draw (R-175)."""
    SELECTION.take_step(selection, "place_applications", by=by, at=at)
    cut_off = cut_off_in_force(selection)
    assert cut_off is not None  # every_tie_is_drawn has refused otherwise
    place_by_ranking(selection, cut_off=cut_off.value, by=by, at=at)
    return selection


def _cancel_prepared_proposal(selection: Selection, *, at: datetime) -> None:
    prepared = proposal_in_hand(selection)
    if prepared is not None and prepared.confirmed_at is None:
        prepared.cancelled_at = at
        prepared.save(update_fields=["cancelled_at"])

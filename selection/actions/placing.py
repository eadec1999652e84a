"""Move applications between scored and placed, all of a selection at once."""

from datetime import datetime

from sandbox_portal.people.models import User

from ..criteria import Outcome
from ..models import Selection
from ..queries.selections import applications_at
from ..queries.standings import ranking_of
from ..workflow import APPLICATION
from ..workflow.application import PLACED, S

STEP_FOR = {
    Outcome.PROPOSED: "propose",
    Outcome.RESERVE: "put_in_reserve",
    Outcome.BELOW_CUTOFF: "put_below_cut_off",
}


def take_back_placings(selection: Selection, *, by: User | None, at: datetime) -> None:
    """Return every placed application to scored. Call inside the transaction of the action that unsettles places."""
    for application in applications_at(selection, *sorted(PLACED)):
        APPLICATION.take_step(application, "take_back_placing", by=by, at=at)
        application.rank = None
        application.save(update_fields=["rank"])


def place_by_ranking(selection: Selection, *, cut_off: int, by: User, at: datetime) -> None:
    """Place every scored application as the ranking says; the caller has seen that every tie is drawn."""
    ranking = ranking_of(selection, cut_off=cut_off)
    outcomes = ranking.outcomes()
    ranks = {reference: rank for rank, reference in enumerate((*ranking.proposed, *ranking.reserve), 1)}
    for application in applications_at(selection, S.SCORED):
        reference = str(application.case.reference)
        APPLICATION.take_step(application, STEP_FOR[outcomes[reference]], by=by, at=at)
        application.rank = ranks.get(reference)
        application.save(update_fields=["rank"])

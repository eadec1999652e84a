"""The steps of the sift that the panel takes together: start, finish a step, fix the order of review."""

from datetime import datetime

from django.db import transaction

from programme.actions import close_window
from programme.choices import RoundStage
from programme.models import Round
from sandbox_portal.people.models import User

from ..choices import ApplicationStage
from ..models import Selection
from ..queries.selections import applications_at
from ..queries.standings import review_order_of
from ..workflow import APPLICATION, SELECTION


@transaction.atomic
def open_selection(round_: Round, *, by: User | None, at: datetime) -> Selection:
    """Open the selection of a round beside it; opening again returns the one there is."""
    there = Selection.objects.filter(round=round_).select_related("case").first()
    if there:
        return there
    case = SELECTION.open_case(
        by=by, at=at, verb="selection opened", title=f"Selection for {round_.title}", reference=f"SEL-{round_.number}"
    )
    return Selection.objects.create(case=case, round=round_)


@transaction.atomic
def start_sift(selection: Selection, *, by: User, at: datetime) -> Selection:
    """Begin step 1 with every application that was sent (R-166)."""
    SELECTION.take_step(selection, "start_sift", by=by, at=at)
    if selection.round.case.stage == RoundStage.OPEN:
        close_window(selection.round, by=by, at=at)
    for application in applications_at(selection, ApplicationStage.SUBMITTED):
        APPLICATION.take_step(application, "start_step_1", by=by, at=at)
    return selection


@transaction.atomic
def finish_step_1(selection: Selection, *, by: User, at: datetime) -> Selection:
    """Go on to step 2 once every application has passed step 1 or ended there."""
    return SELECTION.take_step(selection, "finish_step_1", by=by, at=at)


@transaction.atomic
def finish_step_2(selection: Selection, *, by: User, at: datetime) -> Selection:
    """Go on to the order of review once every application has passed step 2 or ended there."""
    return SELECTION.take_step(selection, "finish_step_2", by=by, at=at)


@transaction.atomic
def fix_review_order(selection: Selection, *, by: User, at: datetime) -> Selection:
    """Record the order of step 3 before it begins: highest S2 first, equal ones as drawn (R-167, R-168)."""
    SELECTION.take_step(selection, "fix_review_order", by=by, at=at)
    order = {reference: position for position, reference in enumerate(review_order_of(selection), 1)}
    for application in applications_at(selection, ApplicationStage.STEP3):
        application.review_position = order[str(application.case.reference)]
        application.save(update_fields=["review_position"])
    return selection


@transaction.atomic
def finish_step_3(selection: Selection, *, by: User, at: datetime) -> Selection:
    """Go on to the cut-off once every score is in (EX-D15)."""
    return SELECTION.take_step(selection, "finish_step_3", by=by, at=at)

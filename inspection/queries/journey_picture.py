"""The journey of a council as a picture over time (R-424)."""

from collections.abc import Sequence
from datetime import date, timedelta

from sandbox_portal.govuk.charts import KeyDate, PhasePicture, Span, phase_timeline

from ..models import JourneyMove


def journey_picture(moves: Sequence[JourneyMove], *, today: date) -> PhasePicture | None:
    """A bar for each level a council was at, in the order of its moves, and the days that were agreed."""
    if not moves:
        return None
    ends = [each.moved_on - timedelta(days=1) for each in moves[1:]] + [max(today, _agreed(moves[-1]) or today)]
    bars = [
        Span(f"Level {move.to_level}", move.moved_on, max(end, move.moved_on))
        for move, end in zip(moves, ends, strict=True)
    ]
    last = moves[-1]
    days = [
        KeyDate(name, day)
        for name, day in (("The plan is due", last.plan_due_on), ("Things are to be better", last.review_on))
        if day is not None
    ]
    return phase_timeline(bars, days, (), today, name="journey")


def _agreed(move: JourneyMove) -> date | None:
    return max(filter(None, (move.plan_due_on, move.review_on)), default=None)

"""Scores as pictures: an applicant's own as one shape, and a panel's from the lowest to the highest."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sandbox_portal.govuk.comparing import Axis, Dumbbell, Pair, Radar, dumbbell_rows, radar, spread_in_words

from .. import consensus
from ..criteria import HIGHEST_SCORE, LOWEST_SCORE, Kind
from ..queries.results import OwnScore
from ..queries.scores import CriterionSpread


@dataclass(frozen=True)
class SpreadPicture:
    """What components/dumbbell_table.html shows of a panel that has scored."""

    rows: list[Dumbbell]
    finding: str


def scores_radar(scores: list[OwnScore]) -> Radar | None:
    """The shape of the scores that have a scale; nothing for an application that came to no such score."""
    scored = [score for score in scores if score.criterion.kind is not Kind.GATE]
    if not scored:
        return None
    axes = [Axis(each.criterion.code, each.criterion.title, each.criterion.highest or 0) for each in scored]
    values = [each.value for each in scored]
    return radar(axes, [(_("Your score"), values)], name="scores", title=_("Your scores"))


def spread_picture(spreads: Iterable[tuple[str, CriterionSpread]]) -> SpreadPicture | None:
    """The lowest and the highest score of each criterion on a scale, by what may be seen; nothing before any is."""
    pairs = [
        Pair(code, each.spread.lowest, each.spread.highest)
        for code, each in spreads
        if each.spread is not None and each.spread.counted > 1
    ]
    if not pairs:
        return None
    rows = dumbbell_rows(pairs, lowest=LOWEST_SCORE, highest=HIGHEST_SCORE)
    return SpreadPicture(rows, spread_in_words(pairs, distance=consensus.MODERATION_DISTANCE))

"""One member's sheet of one application, and what the panel made of a step: all a page shows, read once."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from programme.models import PanelMember
from sandbox_portal.casework.prepared import number_of, rows_of
from sandbox_portal.people.models import User

from ..comparison import AUTOMATIC_REASON, AUTOMATIC_SCORE
from ..criteria import Criteria, Criterion
from ..models import Application, Consensus, MemberScore
from .scores import (
    CriterionSpread,
    comparison_set_of,
    criteria_of_step,
    criteria_to_score,
    has_finished,
    needed_of,
    refusal_to_score,
    scores_on_sheet,
    spread_from,
    value_of,
)

DIFFERENCE = "3a"
AUTOMATIC = (AUTOMATIC_SCORE, AUTOMATIC_REASON)


@dataclass(frozen=True)
class Sheet:
    """A member's own scores of one step, what they may see of others', and what the panel has agreed."""

    step: int
    criteria: Criteria
    automatic: frozenset[str]
    own: dict[str, MemberScore]
    others: tuple[MemberScore, ...]
    agreed: dict[str, Consensus]
    is_finished: bool
    refusal: str | None
    compared_with: tuple[Application, ...]

    @property
    def to_score(self) -> Criteria:
        """What the member scores: every criterion that is not given automatically."""
        return tuple(each for each in self.criteria if each.code not in self.automatic)

    @property
    def needed(self) -> Criteria:
        """What they must have scored before they can finish (R-156)."""
        return needed_of(self.to_score, self.own, self.agreed)

    @property
    def scored(self) -> int:
        return sum(each.code in self.own for each in self.to_score)

    @property
    def progress(self) -> str:
        """2 of 3 scored."""
        return f"{self.scored} of {len(self.to_score)} scored"

    @property
    def is_left_open(self) -> bool:
        """True when it was finished at a fail that the panel has decided otherwise."""
        return self.is_finished and any(
            each.code not in self.own and each.code not in self.agreed for each in self.needed
        )

    @property
    def ended_at(self) -> Criterion | None:
        """The criterion at which this member's own scores end the assessment."""
        for each in self.to_score:
            score = self.own.get(each.code)
            if score is not None and each.fails(value_of(each, score.value)):
                return each
        return None

    def spread(self, criterion: Criterion) -> CriterionSpread:
        """The finished scores of one criterion as the member may see them."""
        return spread_from(criterion, [each for each in self.others if each.criterion == criterion.code])


def sheet_of(application: Application, member: PanelMember, user: User, step: int) -> Sheet:
    """Read a sheet. Others' scores come through `scores_visible_to`, so they are empty while the member is blind."""
    visible = scores_on_sheet(user, application, step)
    is_finished = has_finished(member, application, step)
    agreed = rows_of(_agreed, None, application_id=application.pk)
    compared = tuple(comparison_set_of(application)) if step == 3 else ()
    return Sheet(
        step=step,
        criteria=criteria_of_step(application, step),
        automatic=frozenset({DIFFERENCE}) if step == 3 and not compared else frozenset(),
        own={score.criterion: score for score in visible if score.member_id == member.pk},
        others=tuple(visible) if is_finished else (),
        agreed={each.criterion: each for each in agreed},
        is_finished=is_finished,
        refusal=refusal_to_score(application, is_finished=is_finished),
        compared_with=compared,
    )


def _agreed(*, application_id: UUID) -> QuerySet[Consensus]:
    return Consensus.objects.filter(application=application_id, replaced_at=None).select_related("decided_by")


def progress_of(application: Application, member: PanelMember) -> tuple[int, Criteria]:
    """How many of the open criteria the member has scored, without reading the whole sheet."""
    criteria = criteria_to_score(application)
    codes = tuple(criterion.code for criterion in criteria)
    return number_of(_scored, None, codes, application_id=application.pk, member_id=member.pk), criteria


def _scored(codes: tuple[str, ...], *, application_id: UUID, member_id: UUID) -> QuerySet[MemberScore]:
    return MemberScore.objects.filter(member=member_id, application=application_id, criterion__in=codes)

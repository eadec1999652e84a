"""Scores, and who may see whose.

| viewer                                        | own scores | others' scores of a step                        |
|-----------------------------------------------|------------|-------------------------------------------------|
| panel member, no conflict declared            | always     | once their own sheet of that step is in         |
| panel member who leads the discussion         | always     | the same: a chair scores blind like anybody     |
| programme lead, committee member, auditor     | –          | once the panel has agreed on the whole step     |
| anyone who declared a conflict                | never      | never                                           |
| the applicant                                 | –          | never (agreed scores only, once letters are sent) |
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from programme.models import PanelMember
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

from .. import comparison, consensus
from ..choices import ApplicationStage, SelectionStage
from ..comparison import Reviewed
from ..criteria import Criteria, Criterion, Kind
from ..models import Application, ConflictDeclaration, Consensus, MemberScore, SubmittedSheet
from ..permissions import seat_of
from .applications import SEES_ALL_SENT
from .selections import criteria_of
from .standings import EXCLUDED

STEP_AT = {ApplicationStage.STEP1: 1, ApplicationStage.STEP2: 2, ApplicationStage.STEP3: 3}
SELECTION_AT = {1: SelectionStage.STEP1, 2: SelectionStage.STEP2, 3: SelectionStage.STEP3}
REASON_NOT_NEEDED_FOR = frozenset({3})  # R16 of experience.md: a reason is asked for 1, 2 and 4; R-157 keeps gates


def scores_visible_to(user: User, application: Application, step: int) -> QuerySet[MemberScore]:
    """The scores of one step the person may see now (table above)."""
    scores = MemberScore.objects.filter(application=application, step=step).select_related("member__user")
    if ConflictDeclaration.objects.filter(application=application, member__user=user, has_conflict=True).exists():
        return scores.none()
    member = seat_of(user, application.round_id)
    if member is not None:
        if has_finished(member, application, step):
            return scores.filter(_finished_by_their_member())
        return scores.filter(member=member)
    if SEES_ALL_SENT & roles_of(user) and is_agreed(application, step):
        return scores.filter(_finished_by_their_member())
    return scores.none()


def counted_scores(application: Application, criterion: str) -> list[MemberScore]:
    """The scores that count: finished sheets of members without a conflict, in the order of the panel."""
    return list(
        MemberScore.objects.filter(application=application, criterion=criterion)
        .filter(_finished_by_their_member())
        .select_related("member__user")
        .order_by("member__position")
    )


def _finished_by_their_member() -> Q:
    sheet = SubmittedSheet.objects.filter(
        member=OuterRef("member"), application=OuterRef("application"), step=OuterRef("step")
    )
    return Q(Exists(sheet))


def has_finished(member: PanelMember, application: Application, step: int) -> bool:
    """True once the member's sheet of the step is in."""
    return SubmittedSheet.objects.filter(member=member, application=application, step=step).exists()


def step_in_hand(application: Application) -> int | None:
    """The step the application is at now; None before the sift and after the scoring."""
    return STEP_AT.get(ApplicationStage(application.case.stage))


def criteria_of_step(application: Application, step: int) -> Criteria:
    """The criteria of one step, in the order they are worked."""
    return tuple(criterion for criterion in criteria_of(application.round) if criterion.step == step)


def criteria_to_score(application: Application) -> Criteria:
    """What members score now: the criteria of the step in hand, less one that is given automatically (R-170)."""
    step = step_in_hand(application)
    if step is None:
        return ()
    criteria = criteria_of_step(application, step)
    if step == 3 and not comparison_set_of(application):
        return tuple(criterion for criterion in criteria if criterion.code != "3a")
    return criteria


def scoring_refusal(application: Application, member: PanelMember) -> str | None:
    """Why the member cannot score this application now; None when they can."""
    step = step_in_hand(application)
    if step is None or application.round.selection.case.stage != SELECTION_AT[step]:
        return "This application is not being scored now."
    if step == 3 and not is_its_turn(application):
        return "Step 3 goes in order, and it is not the turn of this application yet."
    if has_finished(member, application, step):
        return "Your scores of this step are finished and cannot be changed."
    return None


def is_its_turn(application: Application) -> bool:
    """True when every application before it in the order of review has been scored or has left (R-169)."""
    return (
        application.review_position is not None
        and not Application.objects.filter(
            round=application.round_id,
            review_position__lt=application.review_position,
            case__stage=ApplicationStage.STEP3,
        ).exists()
    )


def comparison_set_of(application: Application) -> list[Application]:
    """The applications a 3a score is compared with now, in the order of review (R-169)."""
    before = list(
        Application.objects.filter(
            round=application.round_id,
            review_position__lt=application.review_position or 0,
            total__isnull=False,
        )
        .exclude(case__stage__in=[ApplicationStage.WITHDRAWN, *EXCLUDED])
        .select_related("case", "organisation")
        .order_by("review_position")
    )
    reviewed = [Reviewed(str(each.case.reference), each.total or 0) for each in before]
    chosen = set(comparison.comparison_set(reviewed, max_places=application.round.max_places))
    return [each for each in before if each.case.reference in chosen]


def is_agreed(application: Application, step: int) -> bool:
    """True once every criterion of the step has an agreed score, or the assessment ended in it."""
    agreed = set(
        Consensus.objects.filter(application=application, replaced_at=None).values_list("criterion", flat=True)
    )
    codes = {criterion.code for criterion in criteria_of_step(application, step)}
    return codes <= agreed or application.case.stage in EXCLUDED


def reason_is_required(criterion: Criterion, value: int) -> bool:
    """A failed gate and every score but a 3 needs a short reason (R-157, R16)."""
    if criterion.kind is Kind.GATE:
        return value == 0
    return value not in REASON_NOT_NEEDED_FOR


@dataclass(frozen=True)
class CriterionSpread:
    """What the panel sees before it agrees on one criterion (R-163)."""

    criterion: Criterion
    scores: tuple[MemberScore, ...]
    spread: consensus.Spread | None
    quorum_refusal: str | None

    @property
    def is_wide(self) -> bool:
        """True when two members are two or more points apart (R19)."""
        return self.spread is not None and self.spread.highest - self.spread.lowest >= consensus.MODERATION_DISTANCE


def spread_of(application: Application, criterion: Criterion) -> CriterionSpread:
    """The counted scores of a criterion, their spread, and what stops an agreement."""
    scores = tuple(counted_scores(application, criterion.code))
    return CriterionSpread(
        criterion,
        scores,
        consensus.spread([score.value for score in scores]),
        consensus.quorum_refusal([score.member.group for score in scores]),
    )

"""Scores, and who may see whose.

| viewer                                        | own scores | others' finished scores of a step                 |
|-----------------------------------------------|------------|---------------------------------------------------|
| panel member, sheet of the step not in        | always     | never                                             |
| panel member, sheet of the step in            | always     | always                                            |
| panel member who leads the discussion         | always     | the same: a chair scores blind like anybody       |
| panel member who has not declared             | –          | never                                             |
| programme lead, committee member, auditor     | –          | once the panel has agreed on the whole step       |
| one of these three who also sits on the panel | always     | as a panel member                                 |
| anyone who declared a conflict                | never      | never                                             |
| the applicant, whatever else they are         | never      | never (agreed scores only, once letters are sent) |
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet

from programme.models import PanelMember, Round
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.prepared import number_of, rows_of
from sandbox_portal.people.models import Membership, User
from sandbox_portal.people.queries import roles_of

from .. import comparison, consensus
from ..choices import ApplicationStage, SelectionStage
from ..comparison import Reviewed
from ..criteria import Criteria, Criterion, Kind
from ..models import Application, Consensus, MemberScore, SubmittedSheet
from ..permissions import seat_of
from .applications import SEES_ALL_SENT
from .selections import criteria_of
from .standings import EXCLUDED

STEP_AT = {ApplicationStage.STEP1: 1, ApplicationStage.STEP2: 2, ApplicationStage.STEP3: 3}
SELECTION_AT = {1: SelectionStage.STEP1, 2: SelectionStage.STEP2, 3: SelectionStage.STEP3}
REASON_NOT_NEEDED_FOR = frozenset({3})  # R16 of experience.md: a reason is asked for 1, 2 and 4; R-157 keeps gates


def scores_visible_to(user: User, application: Application, step: int) -> QuerySet[MemberScore]:
    """The scores of one step the person may see now (table above)."""
    member = seat_of(user, application.round_id)
    if member is not None:
        ids = {"application_id": application.pk, "organisation_id": application.organisation_id}
        return _seen_by_member(user, step, **ids, member_id=member.pk)
    scores = _scores(user, step, application_id=application.pk, organisation_id=application.organisation_id)
    if SEES_ALL_SENT & roles_of(user) and is_agreed(application, step):
        return scores.filter(_finished())
    return scores.none()


def scores_on_sheet(user: User, application: Application, step: int) -> list[MemberScore]:
    """The same as `scores_visible_to`, in the order of the panel."""
    member = seat_of(user, application.round_id)
    if member is None:
        return list(scores_visible_to(user, application, step).order_by("member__position"))
    ids = {"application_id": application.pk, "organisation_id": application.organisation_id, "member_id": member.pk}
    return rows_of(_seen_by_member, user, step, **ids)


def _seen_by_member(
    user: User, step: int, *, application_id: UUID, organisation_id: UUID, member_id: UUID
) -> QuerySet[MemberScore]:
    # A member with an interest has neither scores nor a sheet: the database sees to that.
    own_sheet = SubmittedSheet.objects.filter(member=member_id, application=application_id, step=step)
    scores = _scores(user, step, application_id=application_id, organisation_id=organisation_id)
    seen = scores.filter(Q(member=member_id) | (_finished() & Q(Exists(own_sheet))))
    return seen.order_by("member__position")


def _scores(user: User, step: int, *, application_id: UUID, organisation_id: UUID) -> QuerySet[MemberScore]:
    own = Membership.objects.filter(user=user, organisation=organisation_id, ended_at=None)
    scores = MemberScore.objects.filter(application=application_id, step=step).select_related("member__user")
    return scores.exclude(Exists(own))


def counted_scores(application: Application, criterion: str) -> list[MemberScore]:
    """The scores that count: finished sheets of members without a conflict, in the order of the panel."""
    return list(
        MemberScore.objects.filter(application=application, criterion=criterion)
        .filter(_finished())
        .select_related("member__user")
        .order_by("member__position")
    )


def _finished() -> Q:
    sheet = SubmittedSheet.objects.filter(
        member=OuterRef("member"), application=OuterRef("application"), step=OuterRef("step")
    )
    return Q(Exists(sheet))


def has_finished(member: PanelMember, application: Application, step: int) -> bool:
    """True once the member's sheet of the step is in."""
    return number_of(_sheets, None, application_id=application.pk, member_id=member.pk, step=step) > 0


def _sheets(*, application_id: UUID, member_id: UUID, step: int) -> QuerySet[SubmittedSheet]:
    return SubmittedSheet.objects.filter(member=member_id, application=application_id, step=step)


def case_with_finished_steps(application: Application, member: PanelMember) -> Case:
    """The case as it is now, with the steps of it that this member has finished: for whoever holds a lock already."""
    (case,) = rows_of(_with_finished_steps, None, application_id=application.pk, member_id=member.pk)
    return case


def _with_finished_steps(*, application_id: UUID, member_id: UUID) -> QuerySet[Case]:
    sheets = SubmittedSheet.objects.filter(member=member_id, application=application_id).order_by("step")
    return Case.objects.filter(pk=application_id).annotate(finished_steps=ArraySubquery(sheets.values("step")))


def finished_steps(case: Any) -> Collection[int]:
    """What `case_with_finished_steps` read beside the case."""
    steps: Collection[int] = case.finished_steps
    return steps


def own_score(application: Application, member: PanelMember, criterion: str) -> MemberScore | None:
    """What this member has stored for one criterion."""
    ids = {"application_id": application.pk, "member_id": member.pk}
    return next(iter(rows_of(_own_score, None, **ids, criterion=criterion)), None)


def _own_score(*, application_id: UUID, member_id: UUID, criterion: str) -> QuerySet[MemberScore]:
    return MemberScore.objects.filter(member=member_id, application=application_id, criterion=criterion)


def step_in_hand(application: Application) -> int | None:
    """The step the application is at now; None before the sift and after the scoring."""
    return STEP_AT.get(ApplicationStage(application.case.stage))


def criteria_of_step(application: Application, step: int) -> Criteria:
    """The criteria of one step, in the order they are worked."""
    return criteria_in_step(application.round, step)


def criteria_in_step(round_: Round, step: int) -> Criteria:
    """The same, of a round."""
    return tuple(criterion for criterion in criteria_of(round_) if criterion.step == step)


def criteria_to_score(application: Application) -> Criteria:
    """What members score now: the criteria of the step in hand, less one that is given automatically (R-170)."""
    step = step_in_hand(application)
    if step is None:
        return ()
    criteria = criteria_of_step(application, step)
    if step == 3 and not comparison_set_of(application):
        return tuple(criterion for criterion in criteria if criterion.code != "3a")
    return criteria


def refusal_to_score(application: Application, *, is_finished: bool) -> str | None:
    """Why a member cannot score this application now, who has finished the step in hand or not; None when they can."""
    step = step_in_hand(application)
    if step is None or application.round.selection.case.stage != SELECTION_AT[step]:
        return "This application is not being scored now."
    if is_finished:
        return "Your scores of this step are finished and cannot be changed."
    if step == 3 and not is_its_turn(application):
        return "Step 3 goes in order, and it is not the turn of this application yet."
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
    codes = {criterion.code for criterion in criteria_of_step(application, step)}
    return application.case.stage in EXCLUDED or codes <= agreed_codes(application)


def agreed_codes(application: Application) -> frozenset[str]:
    """The criteria the panel has agreed on."""
    agreed = Consensus.objects.filter(application=application, replaced_at=None)
    return frozenset(agreed.values_list("criterion", flat=True))


def needed_of(criteria: Criteria, scores: Mapping[str, MemberScore], agreed: Collection[str]) -> Criteria:
    """What one member must score: everything up to a fail of their own that the panel has not decided otherwise."""
    for place, criterion in enumerate(criteria):
        score = scores.get(criterion.code)
        if score is not None and criterion.code not in agreed and criterion.fails(value_of(criterion, score.value)):
            return criteria[: place + 1]
    return criteria


def value_of(criterion: Criterion, stored: int) -> int | bool:
    """A stored score as the rulebook knows it: a gate is passed or failed."""
    return bool(stored) if criterion.kind is Kind.GATE else stored


def is_left_open(member: PanelMember, application: Application, step: int) -> bool:
    """True when a finished sheet stopped at a fail, and the panel has agreed to go on past it."""
    rows = MemberScore.objects.filter(member=member, application=application, step=step)
    scores = {score.criterion: score for score in rows}
    agreed = agreed_codes(application)
    needed = needed_of(criteria_to_score(application), scores, agreed)
    return any(criterion.code not in scores and criterion.code not in agreed for criterion in needed)


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
    def passed(self) -> int:
        """How many members passed a gate."""
        return sum(score.value for score in self.scores)

    @property
    def is_wide(self) -> bool:
        """True when two members are two or more points apart (R19)."""
        return self.spread is not None and self.spread.highest - self.spread.lowest >= consensus.MODERATION_DISTANCE


def spread_of(application: Application, criterion: Criterion) -> CriterionSpread:
    """The counted scores of a criterion, their spread, and what stops an agreement."""
    return spread_from(criterion, counted_scores(application, criterion.code))


def spread_from(criterion: Criterion, scores: Sequence[MemberScore]) -> CriterionSpread:
    """The same from finished scores that were read already."""
    return CriterionSpread(
        criterion,
        tuple(scores),
        consensus.spread([score.value for score in scores]),
        consensus.quorum_refusal([score.member.group for score in scores]),
    )

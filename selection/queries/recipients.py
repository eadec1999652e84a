"""Whom a reminder is for: those who still have something to do, and may know of it."""

from collections.abc import Iterator
from uuid import UUID

from programme.models import PanelMember
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of, people_of

from ..choices import ApplicationStage as Stage
from ..choices import SelectionStage
from ..models import Application, ConflictDeclaration, Selection, SubmittedSheet
from .results import ANNOUNCED

SCORING = {SelectionStage.STEP1: 1, SelectionStage.STEP2: 2, SelectionStage.STEP3: 3}
AT_STEP = {1: Stage.STEP1, 2: Stage.STEP2, 3: Stage.STEP3}


def owners_of_drafts(round_id: UUID) -> Iterator[tuple[Application, User]]:
    """Owners of organisations whose application to the round is still a draft."""
    drafts = Application.objects.filter(round=round_id, case__stage=Stage.DRAFT).select_related("organisation")
    for application in drafts.order_by("case__opened_at", "pk"):
        for owner in people_of(application.organisation, Place.OWNER):
            yield application, owner


def members_with_interests_to_declare(round_id: UUID) -> Iterator[tuple[Selection, User]]:
    """Members with at least one sent application on which they have not said a word."""
    sent = Application.objects.filter(round=round_id, submitted_at__isnull=False).exclude(case__stage=Stage.WITHDRAWN)
    wanted = set(sent.values_list("pk", flat=True))
    for selection, member in _seated(round_id):
        declared = ConflictDeclaration.objects.filter(member=member).values_list("application", flat=True)
        if wanted - set(declared):
            yield selection, _user(member)


def members_with_scores_to_give(round_id: UUID) -> Iterator[tuple[Selection, User]]:
    """Members without an interest whose sheet of the step in hand is missing for some application; before the first
    step begins, everybody on the panel."""
    for selection, member in _seated(round_id):
        stage = SelectionStage(selection.case.stage)
        if stage == SelectionStage.WAITING or (stage in SCORING and _has_scores_to_give(member, SCORING[stage])):
            yield selection, _user(member)


def committee_with_a_decision_to_take(round_id: UUID) -> Iterator[tuple[Selection, User]]:
    """Members of the committee, until the set is signed off."""
    selection = _selection(round_id)
    ended = {SelectionStage.SIGNED_OFF, *ANNOUNCED}
    if selection is not None and selection.case.stage not in ended:
        for member in holders_of(Role.COMMITTEE_MEMBER):
            yield selection, member


def workshop_guests(round_id: UUID) -> Iterator[tuple[str, User]]:
    """Owners of the selected organisations once the letters have been sent, and the programme leads."""
    selection = _selection(round_id)
    if selection is None:
        return
    if selection.case.stage in ANNOUNCED:
        chosen = Application.objects.filter(round=round_id, case__stage=Stage.SELECTED).select_related("organisation")
        for application in chosen.order_by("number"):
            for owner in people_of(application.organisation, Place.OWNER):
                yield selection.round.slug, owner
    for lead in holders_of(Role.PROGRAMME_LEAD):
        yield selection.round.slug, lead


def _has_scores_to_give(member: PanelMember, step: int) -> bool:
    done = SubmittedSheet.objects.filter(member=member, step=step).values("application")
    free = ConflictDeclaration.objects.filter(member=member, has_conflict=True).values("application")
    waiting = Application.objects.filter(round=member.round_id, case__stage=AT_STEP[step])
    return waiting.exclude(pk__in=done).exclude(pk__in=free).exists()


def _seated(round_id: UUID) -> Iterator[tuple[Selection, PanelMember]]:
    selection = _selection(round_id)
    if selection is not None:
        for member in PanelMember.objects.filter(round=round_id, user__is_active=True).select_related("user"):
            yield selection, member


def _selection(round_id: UUID) -> Selection | None:
    return Selection.objects.select_related("case", "round").filter(round=round_id).first()


def _user(member: PanelMember) -> User:
    assert member.user is not None  # _seated gives confirmed seats only
    return member.user

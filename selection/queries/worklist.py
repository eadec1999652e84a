"""The applications a panel member works through: what is mine to do, what is finished, a page at a time."""

from uuid import UUID

from django.db.models import QuerySet

from programme.models import PanelMember
from sandbox_portal.casework.prepared import number_of, rows_of
from sandbox_portal.people.models import User

from ..choices import ApplicationStage
from ..models import Application, Selection
from .in_hand import STAGE_OF, known_by_ids, step_of
from .tallies import NONE, tallies_of
from .worklist_rows import FINISHED, MOST_COUNTED, TO_DO, Page, Wanted, counted, cut, page_after, worklist
from .worklist_words import found_by_words

PAGE = 30


def next_to_score(selection: Selection, user: User, member: PanelMember, *, after: int = 0) -> Application | None:
    """The next application that waits for this member's scores: after this reference, else from the beginning."""
    ids = {"round_id": selection.round_id, "member_id": member.pk}
    for mark in (after, 0) if after else (0,):
        found = rows_of(_next, user, selection.case.stage, **ids, after=mark)
        if found:
            return found[0]
    return None


def _next(user: User, stage: str, *, round_id: UUID, member_id: UUID, after: int) -> QuerySet[Application]:
    selection, member = known_by_ids(stage, round_id, member_id)
    rows = worklist(selection, user, member, Wanted(mine=TO_DO)).select_related(None).select_related("case")
    return rows.only("number", "case__reference").filter(number__gt=after).order_by("number")[:1]


def listed_for(
    selection: Selection,
    user: User,
    member: PanelMember,
    wanted: Wanted,
    *,
    by_review: bool,
    after: int = 0,
    size: int = PAGE,
) -> tuple[Page, int]:
    """A page of the member's applications that were asked for, and how many there are, MOST_COUNTED + 1 for more."""
    shape = (selection.case.stage, wanted)
    ids = {"round_id": selection.round_id, "member_id": member.pk}
    if wanted.words.strip():
        return found_by_words(selection, user, member, wanted, by_review=by_review, after=after, size=size)
    found = rows_of(page_after, user, *shape, by_review, size, **ids, after=after)
    kept = _kept_number(selection, member, wanted)
    count = number_of(counted, user, *shape, **ids) if kept is None else min(kept, MOST_COUNTED + 1)
    return cut(found, size, by_review=by_review), count


def _kept_number(selection: Selection, member: PanelMember, wanted: Wanted) -> int | None:
    """How many of the member's applications fit, without counting them; None where no number says it."""
    step, tallies = step_of(selection), tallies_of(selection.round_id)
    if not tallies.is_closed or (wanted.mine and step is None):
        return 0
    stages = {each for each in tallies.stages(member.pk) if each == (wanted.stage or each)} - {ApplicationStage.DRAFT}
    if not wanted.mine:
        return sum(tallies.at(member.pk, each).clear for each in stages)
    if step not in (1, 2):
        return None  # at step 3 only the application whose turn it is can be scored
    here = tallies.at(member.pk, STAGE_OF[step]) if STAGE_OF[step] in stages else NONE
    return here.finished if wanted.mine == FINISHED else here.clear - here.finished

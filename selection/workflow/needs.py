"""What must be true before a step: each returns None, or one sentence a citizen could read."""

from uuid import UUID

from django.db.models import QuerySet

from programme.choices import WindowState
from programme.models import PanelMember, Round
from programme.queries import window_state
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.people.clock import DatabaseNow
from sandbox_portal.questions.held import answers_to_send

from .. import comparison
from ..choices import ApplicationStage, DrawPurpose
from ..consensus import quorum_refusal
from ..models import Application, Selection
from ..queries.selections import criteria_of, names_at, undecided
from ..queries.standings import (
    count_proposed,
    cut_off_in_force,
    first_workshop_has_begun,
    proposal_in_hand,
    ranking_of,
    recorded_draws,
    s2_of,
    stale_references,
    totals_of,
)
from ..queries.told import result_is_told
from ..ranking import review_groups


def window_is_open(application: Application) -> str | None:
    """The database's clock decides, in the transaction that sends (R-150)."""
    (round_,) = rows_of(_round_now, None, round_id=application.round_id)
    state = window_state(round_, round_.now)  # type: ignore[attr-defined]  # as annotated
    if state is WindowState.NOT_YET_OPEN:
        return "Applications to this round cannot be sent yet: its window has not opened."
    if state is WindowState.CLOSED:
        return "The window for this round has closed, so this application cannot be sent any more."
    return None


def _round_now(*, round_id: UUID) -> QuerySet[Round]:
    found = Round.objects.filter(pk=round_id).select_related("case").annotate(now=DatabaseNow())
    return found.only("opens_at", "closes_at", "case__stage")


def answers_are_complete(application: Application) -> str | None:
    reading = answers_to_send(application.case)
    count = len(reading.problems) if reading else 1
    if not count:
        return None
    return f"{count} {'answer needs' if count == 1 else 'answers need'} your attention before you can send."


def there_is_something_to_withdraw(application: Application) -> str | None:
    """An application without a place is over for its applicant only when the letter with the result has been sent."""
    has_no_place = application.case.stage in {
        ApplicationStage.OUT_OF_SCOPE,
        ApplicationStage.NOT_COMMITTED,
        ApplicationStage.NOT_SELECTED,
    }
    if has_no_place and result_is_told(application.case):
        return "You have the result of this application, so there is nothing left to withdraw."
    return None


def window_has_closed(selection: Selection) -> str | None:
    if Round.objects.filter(pk=selection.round_id, closes_at__gt=DatabaseNow()).exists():
        return "The window is still open. The sift can start when it has closed."
    return None


def panel_is_quorate(selection: Selection) -> str | None:
    groups = list(
        PanelMember.objects.filter(round=selection.round_id, user__isnull=False).values_list("group", flat=True)
    )
    if quorum_refusal(groups):
        return "The panel needs at least three confirmed members, one of them independent or an expert by experience."
    if not PanelMember.objects.filter(round=selection.round_id, is_chair=True).exists():
        return "The panel needs a chair."
    return None


def nobody_is_asked_again(selection: Selection) -> str | None:
    """The panel reads what stands: what is with an applicant comes back first, or is gone on without."""
    names = names_at(selection, ApplicationStage.ASKED_AGAIN)
    if not names:
        return None
    return f"We wait for answers on {', '.join(names)}. Go on without them, or wait until they are back."


def nobody_scores_at_step_1(selection: Selection) -> str | None:
    return _still_at(selection, ApplicationStage.STEP1)


def nobody_scores_at_step_2(selection: Selection) -> str | None:
    return _still_at(selection, ApplicationStage.STEP2)


def every_score_is_in(selection: Selection) -> str | None:
    """Names the applications with a missing score (EX-D15)."""
    there = names_at(selection, ApplicationStage.STEP3)
    if not there:
        return None
    codes = [criterion.code for criterion in criteria_of(selection.round) if criterion.step == 3]
    missing = undecided(selection, ApplicationStage.STEP3, codes).values_list("case__reference", flat=True)
    waiting = list(missing[:10]) or there
    return f"Scores of step 3 are missing for {', '.join(map(str, waiting))}."


def review_order_is_known(selection: Selection) -> str | None:
    drawn = {group.pool for group in recorded_draws(selection, DrawPurpose.REVIEW)}
    waiting = [group for group in review_groups(s2_of(selection)) if group.pool not in drawn]
    if waiting:
        return f"A draw must decide the order of {', '.join(waiting[0].pool)}, which have equal scores."
    return None


def every_tie_is_drawn(selection: Selection) -> str | None:
    cut_off = cut_off_in_force(selection)
    if cut_off is None:
        return "Set the cut-off first."
    waiting = ranking_of(selection, cut_off=cut_off.value).to_draw
    if waiting:
        return f"A draw must decide between {', '.join(waiting[0].pool)}, which have equal totals."
    return None


def no_score_is_stale(selection: Selection) -> str | None:
    """Blocks only for applications at or above the cut-off (R-172)."""
    cut_off = cut_off_in_force(selection)
    stale = stale_references(selection)
    if cut_off is None or not stale:
        return None
    blocking = comparison.blocks_sign_off(stale, totals_of(selection), cutoff=cut_off.value)
    if not blocking:
        return None
    return f"Look again at the score for difference of {', '.join(blocking)}: what it was compared with has changed."


def minimum_is_met_or_excepted(selection: Selection) -> str | None:
    """Fewer than the minimum needs a written exception (R-176)."""
    proposal = proposal_in_hand(selection)
    if proposal is None:
        return "Prepare the proposal first."
    proposed = count_proposed(selection)
    if proposed < selection.round.min_places and not proposal.exception:
        return (
            f"Only {proposed} would be proposed and the round needs {selection.round.min_places}. "
            "Lower the cut-off, advertise again, or write an exception for the committee."
        )
    return None


def first_workshop_is_ahead(subject: Application | Selection) -> str | None:
    if first_workshop_has_begun(subject.round_id):
        return "A reserve can only be promoted before the first workshop, which has begun."
    return None


def _still_at(selection: Selection, stage: ApplicationStage) -> str | None:
    names = names_at(selection, stage)
    return f"The panel has still to agree on {', '.join(names)}." if names else None

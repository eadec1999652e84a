"""The words of selection: stages of an application, stages of a selection, decisions."""

from django.db.models import TextChoices


class ApplicationStage(TextChoices):
    """Where an application is (D.8)."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Sent"
    ASKED_AGAIN = "asked_again", "Asked again"
    STEP1 = "step1", "Step 1: scope"
    STEP2 = "step2", "Step 2: willingness"
    STEP3 = "step3", "Step 3: representation"
    SCORED = "scored", "Scored"
    PROPOSED = "proposed", "Proposed"
    RESERVE = "reserve", "Reserve"
    BELOW_CUTOFF = "below_cutoff", "Below the cut-off"
    SELECTED = "selected", "Selected"
    ON_RESERVE_LIST = "on_reserve_list", "On the reserve list"
    NOT_SELECTED = "not_selected", "Not selected"
    OUT_OF_SCOPE = "out_of_scope", "Out of scope"
    NOT_COMMITTED = "not_committed", "Not able to commit"
    WITHDRAWN = "withdrawn", "Withdrawn"


# From the day it is sent on, and through the round of those who were selected; never where its way has ended.
MAY_BE_VISITED = frozenset(ApplicationStage) - {
    ApplicationStage.DRAFT,
    ApplicationStage.NOT_SELECTED,
    ApplicationStage.OUT_OF_SCOPE,
    ApplicationStage.NOT_COMMITTED,
    ApplicationStage.WITHDRAWN,
}


class SelectionStage(TextChoices):
    """Where the selection of one round is; each stage is one thing the panel does together (D.9)."""

    WAITING = "waiting", "Waiting for the window to close"
    STEP1 = "step1", "Step 1: scope"
    STEP2 = "step2", "Step 2: willingness"
    REVIEW_ORDER = "review_order", "Order for step 3"
    STEP3 = "step3", "Step 3: representation"
    CUT_OFF = "cut_off", "Cut-off"
    DRAW = "draw", "Draw"
    PROPOSAL = "proposal", "Proposal to the committee"
    WITH_COMMITTEE = "with_committee", "With the committee"
    SIGNED_OFF = "signed_off", "Signed off, letters held"
    RELEASED = "released", "Letters sent"
    ENDED = "ended", "Finished"


class DrawPurpose(TextChoices):
    """What a draw decides."""

    REVIEW = "review", "Order of review at step 3"
    PLACES = "places", "Places between equal totals"


class PartnerSays(TextChoices):
    """What a partner says of the words about them."""

    RIGHT = "right", "Yes, that is right"
    PARTLY = "partly", "Partly"
    WRONG = "wrong", "No, that is not right"


class CommitteeDecision(TextChoices):
    """What the committee may decide on a proposed set (R-185)."""

    APPROVED = "approved", "Approve"
    MODIFIED = "modified", "Approve with changes"
    REFERRED_BACK = "referred_back", "Refer back to the panel"

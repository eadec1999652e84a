"""What the panel and the committee do together, row by row (D.9)."""

from sandbox_portal.casework.choices import NOBODY
from sandbox_portal.casework.steps import Stage, Step, Workflow, is_the_clock
from sandbox_portal.people.choices import Role

from ..choices import SelectionStage as S
from ..models import Selection
from ..permissions import chairs_panel, is_committee_member, is_programme_lead, sits_on_panel
from .needs import (
    every_score_is_in,
    every_tie_is_drawn,
    first_workshop_is_ahead,
    minimum_is_met_or_excepted,
    no_score_is_stale,
    nobody_is_asked_again,
    nobody_scores_at_step_1,
    nobody_scores_at_step_2,
    panel_is_quorate,
    review_order_is_known,
    window_has_closed,
)

PANEL = Role.PANEL_MEMBER
LEAD = Role.PROGRAMME_LEAD
COMMITTEE = Role.COMMITTEE_MEMBER

STAGES = (
    Stage(S.WAITING, S.WAITING.label, LEAD, "seat the panel, then start the sift when the window has closed"),
    Stage(S.STEP1, S.STEP1.label, PANEL, "declare interests and score step 1", 7, "yellow"),
    Stage(S.STEP2, S.STEP2.label, PANEL, "score step 2", 7, "yellow"),
    Stage(S.REVIEW_ORDER, S.REVIEW_ORDER.label, PANEL, "fix the order of review for step 3", 2, "yellow"),
    Stage(S.STEP3, S.STEP3.label, PANEL, "score step 3 in order", 7, "yellow"),
    Stage(S.CUT_OFF, S.CUT_OFF.label, PANEL, "set the cut-off", 2, "yellow"),
    Stage(S.DRAW, S.DRAW.label, PANEL, "hold the draw between equal totals", 2, "orange"),
    Stage(S.PROPOSAL, S.PROPOSAL.label, PANEL, "send the proposed set to the committee", 2, "purple"),
    Stage(S.WITH_COMMITTEE, S.WITH_COMMITTEE.label, COMMITTEE, "decide on the proposed set", 14, "purple"),
    Stage(S.SIGNED_OFF, S.SIGNED_OFF.label, LEAD, "read the letters and send them", 5, "teal"),
    Stage(S.RELEASED, S.RELEASED.label, LEAD, "publish the names, and look after reserves until the first workshop"),
    Stage(S.ENDED, S.ENDED.label, NOBODY, colour="green"),
)

BEFORE_COMMITTEE = frozenset({S.CUT_OFF, S.DRAW, S.PROPOSAL})
NOT_THE_CHAIR = "Only the chair of this panel can do this."
NOT_THE_LEAD = "Only a programme lead can do this."
NOT_THE_COMMITTEE = "Only a member of the committee can do this."

STEPS = (
    Step(
        "start_sift",
        when={S.WAITING},
        then=S.STEP1,
        who=is_programme_lead | chairs_panel,
        needs=(window_has_closed, panel_is_quorate, nobody_is_asked_again),
        label="Start the sift",
        past="sift started",
        not_yours=NOT_THE_LEAD,
    ),
    Step(
        "finish_step_1",
        when={S.STEP1},
        then=S.STEP2,
        who=chairs_panel,
        needs=(nobody_scores_at_step_1,),
        label="Finish step 1",
        past="step 1 finished",
        not_yours=NOT_THE_CHAIR,
    ),
    Step(
        "finish_step_2",
        when={S.STEP2},
        then=S.REVIEW_ORDER,
        who=chairs_panel,
        needs=(nobody_scores_at_step_2,),
        label="Finish step 2",
        past="step 2 finished",
        not_yours=NOT_THE_CHAIR,
    ),
    Step(
        "fix_review_order",
        when={S.REVIEW_ORDER},
        then=S.STEP3,
        who=chairs_panel,
        needs=(review_order_is_known,),
        label="Fix the order of review",
        past="order of review fixed",
        not_yours=NOT_THE_CHAIR,
    ),
    Step(
        "finish_step_3",
        when={S.STEP3},
        then=S.CUT_OFF,
        who=chairs_panel,
        needs=(every_score_is_in,),
        label="Finish step 3",
        past="step 3 finished",
        not_yours=NOT_THE_CHAIR,
    ),
    Step(
        "set_cut_off",
        when=BEFORE_COMMITTEE,
        then=S.DRAW,
        who=chairs_panel,
        needs=(every_score_is_in,),
        label="Set the cut-off",
        past="cut-off set",
        not_yours=NOT_THE_CHAIR,
    ),
    Step(
        "freeze_draw",
        when={S.REVIEW_ORDER, S.DRAW},
        who=chairs_panel,
        label="Freeze the tied groups and commit to a secret",
        past="draw frozen",
        not_yours=NOT_THE_CHAIR,
    ),
    Step(
        "commit_as_witness",
        when={S.REVIEW_ORDER, S.DRAW},
        who=sits_on_panel | is_programme_lead | is_committee_member,
        label="Commit to a value as a witness",
        past="witness committed",
    ),
    Step(
        "enter_draw_values",
        when={S.REVIEW_ORDER, S.DRAW},
        who=chairs_panel | is_programme_lead,
        label="Enter the public values",
        past="public values entered",
        not_yours=NOT_THE_CHAIR,
    ),
    Step(
        "hold_draw",
        when={S.REVIEW_ORDER, S.DRAW},
        who=sits_on_panel | is_programme_lead,
        label="Confirm the values and draw",
        past="draw held",
    ),
    Step(
        "void_draw",
        when={S.REVIEW_ORDER, S.DRAW},
        who=chairs_panel,
        label="Void the draw",
        past="draw voided",
        not_yours=NOT_THE_CHAIR,
    ),
    Step(
        "place_applications",
        when={S.DRAW},
        then=S.PROPOSAL,
        who=chairs_panel,
        needs=(every_tie_is_drawn,),
        label="Place the applications",
        past="applications placed",
        not_yours=NOT_THE_CHAIR,
    ),
    Step(
        "prepare_proposal",
        when={S.PROPOSAL},
        who=chairs_panel,
        needs=(no_score_is_stale,),
        label="Prepare the proposal",
        past="proposal prepared",
        not_yours=NOT_THE_CHAIR,
    ),
    Step(
        "send_to_committee",
        when={S.PROPOSAL},
        then=S.WITH_COMMITTEE,
        who=sits_on_panel | is_programme_lead,
        needs=(no_score_is_stale, minimum_is_met_or_excepted),
        label="Confirm and send to the committee",
        past="proposal sent to the committee",
    ),
    Step(
        "record_decision",
        when={S.WITH_COMMITTEE},
        who=is_committee_member,
        needs=(no_score_is_stale,),
        label="Record the committee's decision",
        past="decision recorded",
        not_yours=NOT_THE_COMMITTEE,
    ),
    Step(
        "sign_off",
        when={S.WITH_COMMITTEE},
        then=S.SIGNED_OFF,
        who=is_committee_member,
        needs=(no_score_is_stale,),
        label="Second the decision and sign off",
        past="signed off",
        not_yours=NOT_THE_COMMITTEE,
    ),
    Step(
        "refer_back",
        when={S.WITH_COMMITTEE},
        then=S.CUT_OFF,
        who=is_committee_member,
        label="Second the decision and refer back",
        past="referred back to the panel",
        not_yours=NOT_THE_COMMITTEE,
    ),
    Step(
        "reopen_after_withdrawal",
        when={S.DRAW, S.PROPOSAL, S.WITH_COMMITTEE},
        then=S.CUT_OFF,
        who=is_the_clock,
        label="Reopen after a withdrawal",
        past="reopened because an application was withdrawn",
    ),
    Step(
        "release_letters",
        when={S.SIGNED_OFF},
        then=S.RELEASED,
        who=is_programme_lead,
        label="Send the letters",
        past="letters sent",
        not_yours=NOT_THE_LEAD,
    ),
    Step(
        "offer_promotion",
        when={S.SIGNED_OFF, S.RELEASED},
        who=is_programme_lead | chairs_panel,
        needs=(first_workshop_is_ahead,),
        label="Offer the place to the next reserve",
        past="promotion offered",
        not_yours=NOT_THE_LEAD,
    ),
    Step(
        "decide_promotion",
        when={S.SIGNED_OFF, S.RELEASED},
        who=is_committee_member,
        needs=(first_workshop_is_ahead,),
        label="Decide on the promotion",
        past="promotion decided",
        not_yours=NOT_THE_COMMITTEE,
    ),
    Step(
        "finish",
        when={S.RELEASED},
        then=S.ENDED,
        who=is_programme_lead | is_the_clock,
        label="Finish the selection",
        past="selection finished",
        not_yours=NOT_THE_LEAD,
    ),
)

SELECTION: Workflow[Selection] = Workflow("sandbox_selection", STAGES, STEPS, first=S.WAITING)

"""What can happen to an application, row by row (D.8)."""

from sandbox_portal.casework.choices import NOBODY, PROVIDER
from sandbox_portal.casework.steps import Stage, Step, Workflow, is_the_clock
from sandbox_portal.people.choices import Role

from ..choices import ApplicationStage as S
from ..models import Application
from ..permissions import chairs_panel, is_committee_member, is_programme_lead, leads_discussion, may_send_application
from .needs import answers_are_complete, first_workshop_is_ahead, there_is_something_to_withdraw, window_is_open

PANEL = Role.PANEL_MEMBER
LEAD = Role.PROGRAMME_LEAD
COMMITTEE = Role.COMMITTEE_MEMBER
WITH_PANEL = frozenset({S.SUBMITTED, S.STEP1, S.STEP2, S.STEP3, S.SCORED, S.PROPOSED, S.RESERVE, S.BELOW_CUTOFF})
NOT_THE_LEAD = "Only a programme lead can do this."
PLACED = frozenset({S.PROPOSED, S.RESERVE, S.BELOW_CUTOFF})
# Until the letters go, these can be withdrawn like any other: a missing button would tell the result.
ENDED_WITHOUT_A_PLACE = frozenset({S.OUT_OF_SCOPE, S.NOT_COMMITTED, S.NOT_SELECTED})

STAGES = (
    Stage(S.DRAFT, S.DRAFT.label, PROVIDER, "finish the answers and send the application", None, "grey"),
    Stage(S.SUBMITTED, S.SUBMITTED.label, LEAD, "start the sift when the window has closed", 14, "blue"),
    Stage(S.ASKED_AGAIN, S.ASKED_AGAIN.label, PROVIDER, "answer what we ask again", 10, "yellow"),
    Stage(S.STEP1, S.STEP1.label, PANEL, "score step 1", 7, "yellow"),
    Stage(S.STEP2, S.STEP2.label, PANEL, "score step 2", 7, "yellow"),
    Stage(S.STEP3, S.STEP3.label, PANEL, "score step 3", 7, "yellow"),
    Stage(S.SCORED, S.SCORED.label, PANEL, "set the cut-off", 7, "yellow"),
    Stage(S.PROPOSED, S.PROPOSED.label, PANEL, "send the proposed set to the committee", 14, "purple"),
    Stage(S.RESERVE, S.RESERVE.label, PANEL, "send the proposed set to the committee", 14, "purple"),
    Stage(S.BELOW_CUTOFF, S.BELOW_CUTOFF.label, PANEL, "send the proposed set to the committee", 14, "purple"),
    Stage(S.SELECTED, S.SELECTED.label, NOBODY, colour="green"),
    Stage(S.ON_RESERVE_LIST, S.ON_RESERVE_LIST.label, LEAD, "offer a place if one becomes free", None, "teal"),
    Stage(S.NOT_SELECTED, S.NOT_SELECTED.label, NOBODY, colour="grey"),
    Stage(S.OUT_OF_SCOPE, S.OUT_OF_SCOPE.label, NOBODY, colour="grey"),
    Stage(S.NOT_COMMITTED, S.NOT_COMMITTED.label, NOBODY, colour="grey"),
    Stage(S.WITHDRAWN, S.WITHDRAWN.label, NOBODY, colour="grey"),
)

leads_or_chairs = is_programme_lead | chairs_panel

STEPS = (
    Step(
        "submit",
        when={S.DRAFT},
        then=S.SUBMITTED,
        who=may_send_application,
        needs=(window_is_open, answers_are_complete),
        label="Send application",
        past="sent",
        not_yours="Only an owner of the organisation can send its application.",
    ),
    Step(
        "withdraw",
        when=WITH_PANEL | ENDED_WITHOUT_A_PLACE | {S.ASKED_AGAIN, S.DRAFT, S.SELECTED, S.ON_RESERVE_LIST},
        then=S.WITHDRAWN,
        who=may_send_application,
        needs=(there_is_something_to_withdraw,),
        label="Withdraw application",
        past="withdrawn",
        not_yours="Only an owner of the organisation can withdraw its application.",
    ),
    Step(
        "ask_again",
        when={S.SUBMITTED},
        then=S.ASKED_AGAIN,
        who=is_programme_lead,
        label="Ask again",
        past="asked again",
        not_yours=NOT_THE_LEAD,
    ),
    Step(
        "answer_again",
        when={S.ASKED_AGAIN},
        then=S.SUBMITTED,
        who=may_send_application,
        label="Send back",
        past="answered again",
        not_yours="Only an owner of the organisation can send this back.",
    ),
    Step(
        "go_on_without",
        when={S.ASKED_AGAIN},
        then=S.SUBMITTED,
        who=is_programme_lead | is_the_clock,
        label="Go on without an answer",
        past="went on without an answer",
        not_yours=NOT_THE_LEAD,
    ),
    Step(
        "start_step_1",
        when={S.SUBMITTED},
        then=S.STEP1,
        who=leads_or_chairs | is_the_clock,
        label="Start step 1",
        past="step 1 started",
    ),
    Step("pass_step_1", when={S.STEP1}, then=S.STEP2, who=leads_discussion, label="Pass step 1", past="passed step 1"),
    Step(
        "fail_scope",
        when={S.STEP1},
        then=S.OUT_OF_SCOPE,
        who=leads_discussion,
        label="Fail scope",
        past="found out of scope",
    ),
    Step("pass_step_2", when={S.STEP2}, then=S.STEP3, who=leads_discussion, label="Pass step 2", past="passed step 2"),
    Step(
        "fail_commitment",
        when={S.STEP2},
        then=S.NOT_COMMITTED,
        who=leads_discussion,
        label="Fail commitment",
        past="found not able to commit",
    ),
    Step("finish_scoring", when={S.STEP3}, then=S.SCORED, who=leads_discussion, label="Finish scoring", past="scored"),
    Step("propose", when={S.SCORED}, then=S.PROPOSED, who=chairs_panel, label="Propose", past="proposed"),
    Step("put_in_reserve", when={S.SCORED}, then=S.RESERVE, who=chairs_panel, label="Reserve", past="put in reserve"),
    Step(
        "put_below_cut_off",
        when={S.SCORED},
        then=S.BELOW_CUTOFF,
        who=chairs_panel,
        label="Below the cut-off",
        past="put below the cut-off",
    ),
    Step(
        "take_back_placing",
        when=PLACED,
        then=S.SCORED,
        who=chairs_panel | is_committee_member | is_the_clock,
        label="Take back",
        past="placing taken back",
    ),
    Step(
        "select",
        when={S.PROPOSED, S.RESERVE},
        then=S.SELECTED,
        who=is_committee_member,
        label="Select",
        past="selected",
    ),
    Step(
        "list_as_reserve",
        when={S.PROPOSED, S.RESERVE},
        then=S.ON_RESERVE_LIST,
        who=is_committee_member,
        label="List as reserve",
        past="put on the reserve list",
    ),
    Step(
        "decline",
        when=PLACED | {S.ON_RESERVE_LIST},
        then=S.NOT_SELECTED,
        who=is_committee_member | is_programme_lead,
        label="Decline",
        past="not selected",
    ),
    Step(
        "promote",
        when={S.ON_RESERVE_LIST},
        then=S.SELECTED,
        who=is_committee_member,
        needs=(first_workshop_is_ahead,),
        label="Promote",
        past="promoted from the reserve list",
    ),
)

APPLICATION: Workflow[Application] = Workflow("sandbox_application", STAGES, STEPS, first=S.DRAFT)

"""What can happen to an improvement plan, row by row (R-421)."""

from sandbox_portal.casework.choices import NOBODY, PROVIDER
from sandbox_portal.casework.steps import Stage, Step, Workflow
from sandbox_portal.people.choices import Role
from sandbox_portal.people.permissions import may_sign_for_organisation, may_write_for_organisation

from ..choices.improvement import PlanStage as S
from ..models import ImprovementPlan
from ..permissions import follows_plan, manages_plan
from ..queries.improvement import KIND
from .improvement_needs import (
    actions_are_complete,
    actions_are_over,
    every_finding_is_answered,
    reviews_are_held,
)

NOT_WRITING = "Only people who write for the organisation can do this."
NOT_SIGNING = "Only owners and signatories of the organisation can send its plan."
NOT_FOLLOWING = "Only inspectors and inspection managers without an interest can do this."
NOT_MANAGING = "Only an inspection manager without an interest can do this."
OPEN = frozenset({S.DRAFTING, S.CHECKING, S.UNDER_WAY})

STAGES = (
    Stage(S.DRAFTING, S.DRAFTING.label, PROVIDER, "write the plan and send it to us", 28, "light-blue"),
    Stage(
        S.CHECKING, S.CHECKING.label, Role.INSPECTOR, "read the plan and agree it, or say what is missing", 14, "yellow"
    ),
    Stage(S.UNDER_WAY, S.UNDER_WAY.label, Role.INSPECTOR, "look at the progress on the agreed days", 182, "purple"),
    Stage(S.SIGNED_OFF, S.SIGNED_OFF.label, NOBODY, colour="green"),
    Stage(S.ENDED, S.ENDED.label, NOBODY, colour="grey"),
)
WRITING = (
    Step(
        "write_action",
        when={S.DRAFTING},
        who=may_write_for_organisation,
        label="Write down what you will do",
        past="action written",
        not_yours=NOT_WRITING,
    ),
    Step(
        "send_plan",
        when={S.DRAFTING},
        then=S.CHECKING,
        who=may_sign_for_organisation,
        label="Send the plan",
        past="plan sent",
        needs=(every_finding_is_answered, actions_are_complete),
        not_yours=NOT_SIGNING,
    ),
    Step(
        "tell_progress",
        when={S.UNDER_WAY},
        who=may_write_for_organisation,
        label="Tell us how it goes",
        past="progress told",
        not_yours=NOT_WRITING,
    ),
)
READING = (
    Step(
        "send_back",
        when={S.CHECKING},
        then=S.DRAFTING,
        who=follows_plan,
        label="Send the plan back",
        past="plan sent back",
        not_yours=NOT_FOLLOWING,
    ),
    Step(
        "agree",
        when={S.CHECKING},
        then=S.UNDER_WAY,
        who=follows_plan,
        label="Agree the plan",
        past="plan agreed",
        not_yours=NOT_FOLLOWING,
    ),
    Step(
        "hold_review",
        when={S.UNDER_WAY},
        who=follows_plan,
        label="Write down a progress review",
        past="progress reviewed",
        not_yours=NOT_FOLLOWING,
    ),
    Step(
        "plan_review",
        when={S.UNDER_WAY},
        who=follows_plan,
        label="Plan another review",
        past="review planned",
        not_yours=NOT_FOLLOWING,
    ),
    Step(
        "note_practice",
        when=OPEN,
        who=follows_plan,
        label="Note good practice a partner shared",
        past="good practice noted",
        not_yours=NOT_FOLLOWING,
    ),
    Step(
        "open_again",
        when={S.UNDER_WAY},
        then=S.DRAFTING,
        who=follows_plan,
        label="Ask for changes to the plan",
        past="plan opened again",
        not_yours=NOT_FOLLOWING,
    ),
)
ENDING = (
    Step(
        "sign_off",
        when={S.UNDER_WAY},
        then=S.SIGNED_OFF,
        who=manages_plan,
        label="Sign the plan off",
        past="plan signed off",
        needs=(reviews_are_held, actions_are_over),
        not_yours=NOT_MANAGING,
    ),
    Step(
        "end",
        when=OPEN,
        then=S.ENDED,
        who=manages_plan,
        label="End the plan without sign-off",
        past="plan ended",
        not_yours=NOT_MANAGING,
    ),
)

IMPROVEMENT: Workflow[ImprovementPlan] = Workflow(
    kind=KIND, first=S.DRAFTING, stages=STAGES, steps=(*WRITING, *READING, *ENDING)
)

"""What can happen to an assessment, row by row: until its evidence is closed here, then by the noun (R-400)."""

from dataclasses import replace

from sandbox_portal.casework.choices import NOBODY
from sandbox_portal.casework.steps import Stage, Step, Workflow
from sandbox_portal.people.choices import Role

from ..choices.assessments import TOLD_STAGES
from ..choices.assessments import AssessmentStage as S
from ..models import Assessment
from ..permissions import inspects_it, leads_it, manages_it, plans_it
from ..queries.assessments import KIND
from . import reporting, scoring
from .needs import (
    a_visit_is_planned,
    is_with_notice,
    is_without_notice,
    plan_is_complete,
    something_was_found,
    team_is_ready,
    visits_are_finished,
)

INSPECTOR, MANAGER = Role.INSPECTOR, Role.INSPECTION_MANAGER
NOT_THE_LEAD = "Only the lead inspector, after saying that they have no interest in it, can do this."
NOT_IN_THE_TEAM = "Only inspectors of the team who have said that they have no interest in it can do this."
NOT_THE_MANAGER = "Only an inspection manager who is not in the team and has no interest in it can do this."
NOT_A_PLANNER = "Only the lead inspector, or an inspection manager who is not in the team, can do this."
BEFORE_EVIDENCE = frozenset({S.PLANNED, S.ANNOUNCED})
WITH_EVIDENCE = frozenset({S.GATHERING, S.ON_SITE})
OPEN = BEFORE_EVIDENCE | WITH_EVIDENCE | {S.EVIDENCE_CLOSED, S.SCORING} | reporting.BEFORE_PUBLICATION

STAGES = (
    Stage(S.PLANNED, S.PLANNED.label, MANAGER, "name the team and finish the plan", 28, "grey"),
    Stage(S.ANNOUNCED, S.ANNOUNCED.label, INSPECTOR, "begin to gather evidence", 28, "light-blue"),
    Stage(S.GATHERING, S.GATHERING.label, INSPECTOR, "gather the evidence that is planned", 42),
    Stage(S.ON_SITE, S.ON_SITE.label, INSPECTOR, "make the visits and write them down", 14, "purple"),
    Stage(S.EVIDENCE_CLOSED, S.EVIDENCE_CLOSED.label, MANAGER, "check that the evidence is enough", 14, "yellow"),
    Stage(S.CANCELLED, S.CANCELLED.label, NOBODY, colour="grey"),
)
PLANNING = (
    Step(
        "name_team",
        when=BEFORE_EVIDENCE | WITH_EVIDENCE,
        who=manages_it,
        label="Name the team",
        past="team named",
        not_yours=NOT_THE_MANAGER,
    ),
    Step(
        "change_plan",
        when=BEFORE_EVIDENCE,
        who=plans_it,
        label="Write the plan",
        past="plan written",
        not_yours=NOT_A_PLANNER,
    ),
    Step(
        "announce",
        when={S.PLANNED},
        then=S.ANNOUNCED,
        who=plans_it,
        label="Announce it to the organisation",
        past="announced",
        needs=(is_with_notice, plan_is_complete, team_is_ready),
        not_yours=NOT_A_PLANNER,
    ),
    Step(
        "begin",
        when={S.ANNOUNCED},
        then=S.GATHERING,
        who=leads_it,
        label="Begin to gather evidence",
        past="evidence gathering begun",
        needs=(team_is_ready,),
        not_yours=NOT_THE_LEAD,
    ),
    Step(
        "begin_without_notice",
        when={S.PLANNED},
        then=S.GATHERING,
        who=leads_it,
        label="Begin without notice",
        past="begun without notice",
        needs=(is_without_notice, plan_is_complete, team_is_ready),
        not_yours=NOT_THE_LEAD,
    ),
)
GATHERING = (
    Step(
        "plan_visit",
        when=BEFORE_EVIDENCE | WITH_EVIDENCE,
        who=inspects_it,
        label="Plan a visit",
        past="visit planned",
        not_yours=NOT_IN_THE_TEAM,
    ),
    Step(
        "add_evidence",
        when=WITH_EVIDENCE,
        who=inspects_it,
        label="Add evidence",
        past="evidence added",
        not_yours=NOT_IN_THE_TEAM,
    ),
    Step(
        "go_on_site",
        when={S.GATHERING},
        then=S.ON_SITE,
        who=leads_it,
        label="Go on site",
        past="on site",
        needs=(a_visit_is_planned,),
        not_yours=NOT_THE_LEAD,
    ),
    Step(
        "leave_site",
        when={S.ON_SITE},
        then=S.GATHERING,
        who=leads_it,
        label="Leave the site",
        past="back from the site",
        not_yours=NOT_THE_LEAD,
    ),
    Step(
        "close_evidence",
        when=WITH_EVIDENCE,
        then=S.EVIDENCE_CLOSED,
        who=leads_it,
        label="Close the evidence",
        past="evidence closed",
        needs=(visits_are_finished, something_was_found),
        not_yours=NOT_THE_LEAD,
    ),
)
ENDING = (
    Step(
        "reopen",
        when={S.EVIDENCE_CLOSED, S.SCORING},
        then=S.GATHERING,
        who=manages_it,
        label="Open the evidence again",
        past="evidence opened again",
        not_yours=NOT_THE_MANAGER,
    ),
    Step(
        "cancel",
        when=OPEN,
        then=S.CANCELLED,
        who=manages_it,
        label="Cancel the assessment",
        past="assessment cancelled",
        not_yours=NOT_THE_MANAGER,
    ),
)

ASSESSMENT: Workflow[Assessment] = Workflow(
    kind=KIND,
    first=S.PLANNED,
    stages=(*STAGES, *scoring.STAGES, *reporting.STAGES),
    steps=(*PLANNING, *GATHERING, *ENDING, *scoring.STEPS, *reporting.STEPS),
)


def told_stage(code: str) -> Stage:
    """A stage in words to those who are assessed."""
    stage = ASSESSMENT.stage(code)
    return replace(stage, label=TOLD_STAGES.get(S(code), stage.label))

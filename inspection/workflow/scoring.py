"""From closed evidence to the scores from which a report is written, row by row (R-391).

What must be there before scores are finished takes the whole sum to say, so it is asked when they are, and on the page
of the scores, and not on every page that offers steps (`needs.scores_are_whole`).
"""

from sandbox_portal.casework.steps import Stage, Step
from sandbox_portal.people.choices import Role

from ..choices.assessments import AssessmentStage as S
from ..permissions import inspects_it, leads_it, manages_it
from .reporting import NOT_IN_THE_TEAM, NOT_THE_LEAD, NOT_THE_MANAGER

STAGES = (Stage(S.SCORING, S.SCORING.label, Role.INSPECTOR, "score every statement that is looked at", 14, "purple"),)
STEPS = (
    Step(
        "start_scoring",
        when={S.EVIDENCE_CLOSED},
        then=S.SCORING,
        who=manages_it,
        label="Let the team score",
        past="scoring begun",
        not_yours=NOT_THE_MANAGER,
    ),
    Step(
        "set_score",
        when={S.SCORING},
        who=inspects_it,
        label="Score the statements",
        past="statement scored",
        not_yours=NOT_IN_THE_TEAM,
    ),
    Step(
        "judge_area",
        when={S.SCORING},
        who=inspects_it,
        label="Judge an area",
        past="area judged",
        not_yours=NOT_IN_THE_TEAM,
    ),
    Step(
        "note_limiter",
        when={S.SCORING},
        who=inspects_it,
        label="Note a breach, or what else limits a rating",
        past="limiter noted",
        not_yours=NOT_IN_THE_TEAM,
    ),
    Step(
        "end_limiter",
        when={S.SCORING},
        who=inspects_it,
        label="Take back what limits a rating",
        past="limiter taken back",
        not_yours=NOT_IN_THE_TEAM,
    ),
    Step(
        "ask_departure",
        when={S.SCORING},
        who=manages_it,
        label="Depart from a rating by professional judgement",
        past="departure asked for",
        not_yours=NOT_THE_MANAGER,
    ),
    Step(
        "sign_departure",
        when={S.SCORING},
        who=manages_it,
        label="Sign a departure as the second manager",
        past="departure signed",
        not_yours=NOT_THE_MANAGER,
    ),
    Step(
        "end_departure",
        when={S.SCORING},
        who=manages_it,
        label="End a departure",
        past="departure ended",
        not_yours=NOT_THE_MANAGER,
    ),
    Step(
        "finish_scoring",
        when={S.SCORING},
        then=S.DRAFT_REPORT,
        who=leads_it,
        label="Finish the scores and write the report",
        past="scores finished",
        not_yours=NOT_THE_LEAD,
    ),
)

"""From the draft of a report to the end of an assessment, row by row (R-400 to R-406)."""

from sandbox_portal.casework.choices import NOBODY, PROVIDER
from sandbox_portal.casework.steps import Stage, Step, is_the_clock
from sandbox_portal.people.choices import Role

from ..choices.assessments import AssessmentStage as S
from ..permissions import (
    inspects_it,
    is_independent_of_it,
    leads_it,
    manages_it,
    reviews_it,
    signs_for_it,
    writes_for_it,
)
from .needs_report import (
    every_point_is_answered,
    is_scored,
    reply_time_is_over,
    report_is_whole,
    review_is_possible,
    review_time_is_over,
    was_sent_before,
)

INSPECTOR, MANAGER = Role.INSPECTOR, Role.INSPECTION_MANAGER
NOT_THE_LEAD = "Only the lead inspector, after saying that nothing ties them to it, can do this."
NOT_IN_THE_TEAM = "Only inspectors of the team who have said that nothing ties them to it can do this."
NOT_THE_MANAGER = "Only an inspection manager who is not in the team and has no interest can do this."
NOT_INDEPENDENT = "Only an inspection manager who was never in the team and has no interest can do this."
NOT_THEIR_OWN = "Only people who write for the organisation can do this."
NOT_SIGNING = "Only an owner or a signatory of the organisation can do this."
BEFORE_PUBLICATION = frozenset({S.DRAFT_REPORT, S.QUALITY_CHECK, S.FACTUAL_ACCURACY, S.ANSWERING, S.FINAL})
WRITING = frozenset({S.DRAFT_REPORT, S.ANSWERING})
SENT_BACK = frozenset({S.DRAFT_REPORT, S.SCORING})
PUBLIC = frozenset({S.PUBLISHED, S.REVIEW_REQUESTED, S.REVIEW_CLOSED, S.FOLLOW_UP})
AT_REST = frozenset({S.PUBLISHED, S.REVIEW_CLOSED, S.FOLLOW_UP})

STAGES = (
    Stage(S.DRAFT_REPORT, S.DRAFT_REPORT.label, INSPECTOR, "write the report and send it to be checked", 21),
    Stage(S.QUALITY_CHECK, S.QUALITY_CHECK.label, MANAGER, "read the draft as a second person", 7, "yellow"),
    Stage(
        S.FACTUAL_ACCURACY,
        S.FACTUAL_ACCURACY.label,
        PROVIDER,
        "read the draft and say what is wrong in it",
        14,
        "light-blue",
    ),
    Stage(S.ANSWERING, S.ANSWERING.label, MANAGER, "answer each point and finish the report", 14, "purple"),
    Stage(S.FINAL, S.FINAL.label, MANAGER, "read the final report and publish it", 7, "yellow"),
    Stage(
        S.PUBLISHED, S.PUBLISHED.label, MANAGER, "follow up, or close it when no review can be asked for", 28, "green"
    ),
    Stage(S.REVIEW_REQUESTED, S.REVIEW_REQUESTED.label, MANAGER, "decide about the request for a review", 28, "orange"),
    Stage(S.REVIEW_CLOSED, S.REVIEW_CLOSED.label, MANAGER, "follow up, or close it", 14, "green"),
    Stage(S.FOLLOW_UP, S.FOLLOW_UP.label, MANAGER, "see that what was found gets better", 182, "purple"),
    Stage(S.CLOSED, S.CLOSED.label, NOBODY, colour="grey"),
)
DRAFTING = (
    Step(
        "write_report",
        when=WRITING,
        who=inspects_it,
        label="Write the report",
        past="report written",
        not_yours=NOT_IN_THE_TEAM,
    ),
    Step(
        "back_to_scores",
        when={S.DRAFT_REPORT},
        then=S.SCORING,
        who=leads_it,
        label="Go back to the scores",
        past="scores opened again",
        not_yours=NOT_THE_LEAD,
    ),
    Step(
        "send_to_check",
        when={S.DRAFT_REPORT},
        then=S.QUALITY_CHECK,
        who=leads_it,
        label="Send the draft to be checked",
        past="draft sent to be checked",
        needs=(
            is_scored,
            report_is_whole,
        ),
        not_yours=NOT_THE_LEAD,
    ),
)
CHECKING = (
    Step(
        "return_report",
        when={S.QUALITY_CHECK},
        then=S.DRAFT_REPORT,
        who=manages_it,
        label="Send the draft back",
        past="draft sent back",
        not_yours=NOT_THE_MANAGER,
    ),
    Step(
        "return_scores",
        when={S.QUALITY_CHECK},
        then=S.SCORING,
        who=manages_it,
        label="Send it back to the scores",
        past="sent back to the scores",
        not_yours=NOT_THE_MANAGER,
    ),
    Step(
        "send_draft",
        when={S.QUALITY_CHECK},
        then=S.FACTUAL_ACCURACY,
        who=manages_it,
        label="Send the draft to the organisation",
        past="draft sent to the organisation",
        needs=(
            is_scored,
            report_is_whole,
        ),
        not_yours=NOT_THE_MANAGER,
    ),
    Step(
        "return_to_answers",
        when={S.QUALITY_CHECK},
        then=S.ANSWERING,
        who=manages_it,
        label="Go on without sending it again",
        past="checked again",
        needs=(
            was_sent_before,
            report_is_whole,
        ),
        not_yours=NOT_THE_MANAGER,
    ),
)
ACCURACY = (
    Step(
        "note_point",
        when={S.FACTUAL_ACCURACY},
        who=writes_for_it,
        label="Say what is wrong in the draft",
        past="point noted",
        not_yours=NOT_THEIR_OWN,
    ),
    Step(
        "send_points",
        when={S.FACTUAL_ACCURACY},
        then=S.ANSWERING,
        who=signs_for_it,
        label="Send what you say to us",
        past="reply to the draft received",
        not_yours=NOT_SIGNING,
    ),
    Step(
        "extend_reply",
        when={S.FACTUAL_ACCURACY},
        who=manages_it,
        label="Give more time to reply",
        past="more time to reply given",
        not_yours=NOT_THE_MANAGER,
    ),
    Step(
        "go_on_without",
        when={S.FACTUAL_ACCURACY},
        then=S.ANSWERING,
        who=manages_it | is_the_clock,
        label="Go on without a reply",
        past="time to reply over",
        needs=(reply_time_is_over,),
        not_yours=NOT_THE_MANAGER,
    ),
    Step(
        "answer_point",
        when={S.ANSWERING},
        who=is_independent_of_it,
        label="Answer the points",
        past="point answered",
        not_yours=NOT_INDEPENDENT,
    ),
    Step(
        "reopen_scores",
        when={S.ANSWERING},
        then=S.SCORING,
        who=manages_it,
        label="Open the scores again",
        past="scores opened again",
        not_yours=NOT_THE_MANAGER,
    ),
    Step(
        "finish_report",
        when={S.ANSWERING},
        then=S.FINAL,
        who=leads_it,
        label="Finish the report",
        past="report finished",
        needs=(
            is_scored,
            every_point_is_answered,
            report_is_whole,
        ),
        not_yours=NOT_THE_LEAD,
    ),
)
PUBLISHING = (
    Step(
        "return_final",
        when={S.FINAL},
        then=S.ANSWERING,
        who=manages_it,
        label="Send the report back",
        past="report sent back",
        not_yours=NOT_THE_MANAGER,
    ),
    Step(
        "publish",
        when={S.FINAL},
        then=S.PUBLISHED,
        who=manages_it,
        label="Publish the report",
        past="report published",
        needs=(
            is_scored,
            report_is_whole,
        ),
        not_yours=NOT_THE_MANAGER,
    ),
    Step(
        "note_display",
        when=PUBLIC,
        who=writes_for_it | manages_it,
        label="Note where the rating is shown",
        past="display of rating noted",
        not_yours=NOT_THEIR_OWN,
    ),
    Step(
        "ask_review",
        when={S.PUBLISHED, S.FOLLOW_UP},
        then=S.REVIEW_REQUESTED,
        who=signs_for_it,
        label="Ask for a review",
        past="review asked for",
        needs=(review_is_possible,),
        not_yours=NOT_SIGNING,
    ),
    Step(
        "name_reviewer",
        when={S.REVIEW_REQUESTED},
        who=manages_it,
        label="Name somebody from outside to decide about the review",
        past="reviewer named",
        not_yours=NOT_THE_MANAGER,
    ),
    Step(
        "decide_review",
        when={S.REVIEW_REQUESTED},
        then=S.REVIEW_CLOSED,
        who=reviews_it,
        label="Decide about the review",
        past="review decided",
        not_yours=NOT_INDEPENDENT,
    ),
    Step(
        "begin_follow_up",
        when={S.PUBLISHED, S.REVIEW_CLOSED},
        then=S.FOLLOW_UP,
        who=manages_it,
        label="Begin to follow up",
        past="follow-up begun",
        not_yours=NOT_THE_MANAGER,
    ),
    Step(
        "close",
        when=AT_REST,
        then=S.CLOSED,
        who=manages_it,
        label="Close the assessment",
        past="assessment closed",
        needs=(review_time_is_over,),
        not_yours=NOT_THE_MANAGER,
    ),
)
STEPS = (*DRAFTING, *CHECKING, *ACCURACY, *PUBLISHING)

"""The tables whose changes are kept, row by row: which columns never, and which column names the case."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Watched:
    """A sensitive table. `hidden` columns are never kept; `case_column` holds the id of the case, if any does."""

    table: str
    case_column: str = ""
    hidden: tuple[str, ...] = ()


# Answers are not here: every version of one is kept already (questions.AnswerRevision), and writing is frequent.
WATCHED = (
    Watched("people_user", hidden=("password", "last_login")),
    Watched("people_organisation"),
    Watched("people_membership"),
    Watched("people_rolegrant"),
    Watched("people_invitation", hidden=("token_hash",)),
    Watched("people_secondstepreset"),
    Watched("people_link", hidden=("token_hash",)),
    Watched("casework_batch"),
    Watched("casework_flag", "case_id"),
    Watched("questions_return"),
    Watched("questions_sectionhandover"),
    Watched("register_service", hidden=("words",)),
    Watched("register_statusentry", "case_id"),
    Watched("selection_witness", hidden=("value",)),
    Watched("casework_case", "id", ("words", "due_order", "stuck_from")),
    Watched("casework_deadline", "case_id"),
    Watched("casework_hold", "case_id"),
    Watched("casework_assignment", "case_id"),
    Watched("casework_decision", "case_id"),
    Watched("questions_response", "case_id", ("given",)),
    Watched("documents_attachment", "case_id"),
    Watched("documents_issueddocument", "case_id", ("data",)),
    Watched("documents_lettertemplate"),
    Watched("programme_round", "case_id", ("document",)),
    Watched("programme_panelmember", "round_id"),
    Watched("programme_phase", "round_id"),
    Watched("programme_keydate", "round_id"),
    Watched("programme_pause", "round_id"),
    Watched("selection_application", "case_id", ("submission_key",)),
    Watched("selection_conflictdeclaration", "application_id"),
    Watched("selection_memberscore", "application_id"),
    Watched("selection_submittedsheet", "application_id"),
    Watched("selection_consensus", "application_id"),
    Watched("selection_promotion", "application_id"),
    Watched("selection_cutoff", "selection_id"),
    Watched("selection_proposal", "selection_id", ("snapshot",)),
    Watched("selection_draw", "selection_id", ("sealed_secret", "reveal", "key")),
    Watched("register_particulars", "case_id"),
    Watched("registration_registration", "case_id"),
    Watched("registration_change", "case_id"),
    Watched("registration_conversion", "registration_id"),
    Watched("registration_registrationapplication", "case_id", ("submission_key",)),
    Watched("registration_managerapplication", "case_id"),
    Watched("registration_attempt", "application_id"),
    Watched("registration_shortcoming"),
    Watched("inspection_framework", hidden=("content",)),
    Watched("inspection_assessment", "case_id"),
    Watched("inspection_teammember", "assessment_id"),
    Watched("inspection_interestdeclared", "assessment_id"),
    Watched("inspection_assessmentvisit", "case_id"),
    Watched("inspection_plannedevidence", "assessment_id"),
)
BY_TABLE = {watched.table: watched for watched in WATCHED}

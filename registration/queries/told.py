"""What an applicant is told of its application: the stage in plain words, and who has it.

| Stage                          | What the organisation reads         |
|--------------------------------|-------------------------------------|
| being assessed, recommended    | Being assessed                      |
| every other                    | the same as staff, in plainer words |

A recommendation is no decision: it is not told before a manager has signed.
"""

from sandbox_portal.casework.models import Case

from ..choices import RegistrationStage as S

WORDS: dict[str, str] = {
    S.DRAFT: "Draft",
    S.SUBMITTED: "Sent",
    S.VALIDATING: "Being checked",
    S.RETURNED_INCOMPLETE: "Returned: some things are missing",
    S.VALID: "Accepted for assessment",
    S.ALLOCATED: "With an inspector",
    S.ASSESSING: "Being assessed",
    S.AWAITING_APPLICANT: "We wait for your answer",
    S.RECOMMENDED: "Being assessed",
    S.NOP_REFUSE: "We propose to refuse",
    S.NOP_CONDITIONS: "We propose conditions",
    S.REPRESENTATIONS: "We are considering what you said",
    S.NOD_REFUSE: "We have decided to refuse",
    S.NOD_CONDITIONS: "We have decided to register you with conditions",
    S.APPEALED: "With the tribunal",
    S.REGISTERED: "Registered",
    S.REFUSED: "Refused",
    S.WITHDRAWN: "Withdrawn",
}
COLOURS: dict[str, str] = {
    S.DRAFT: "grey",
    S.RETURNED_INCOMPLETE: "orange",
    S.AWAITING_APPLICANT: "orange",
    S.NOP_REFUSE: "red",
    S.NOP_CONDITIONS: "orange",
    S.NOD_REFUSE: "red",
    S.REGISTERED: "green",
    S.REFUSED: "grey",
    S.WITHDRAWN: "grey",
}


def told_stage(case: Case) -> str:
    """The stage in the words the organisation may read."""
    return WORDS[case.stage]


def told_colour(case: Case) -> str:
    return COLOURS.get(case.stage, "blue")

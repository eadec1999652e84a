"""What can happen to an application to register, row by row (F.6)."""

from sandbox_portal.casework.choices import NOBODY, PROVIDER
from sandbox_portal.casework.steps import Stage, Workflow
from sandbox_portal.people.choices import Role

from ..choices import RegistrationStage as S
from ..models import RegistrationApplication
from .assessment import ASSESSMENT_STEPS
from .validation import VALIDATION_STEPS

INSPECTOR = Role.REGISTRATION_INSPECTOR
MANAGER = Role.REGISTRATION_MANAGER

STAGES = (
    Stage(S.DRAFT, S.DRAFT.label, PROVIDER, "finish the answers and send the application", None, "grey"),
    Stage(S.SUBMITTED, S.SUBMITTED.label, INSPECTOR, "begin to check that it is complete", 3),
    Stage(S.VALIDATING, S.VALIDATING.label, INSPECTOR, "return it or accept it", 4, "yellow"),
    Stage(S.RETURNED_INCOMPLETE, S.RETURNED_INCOMPLETE.label, PROVIDER, "mend what is listed", 60, "orange"),
    Stage(S.VALID, S.VALID.label, MANAGER, "give it to an inspector", 5, "teal"),
    Stage(S.ALLOCATED, S.ALLOCATED.label, INSPECTOR, "begin the assessment", 7, "teal"),
    Stage(S.ASSESSING, S.ASSESSING.label, INSPECTOR, "finish the assessment and recommend", 42, "yellow"),
    Stage(S.AWAITING_APPLICANT, S.AWAITING_APPLICANT.label, PROVIDER, "answer what we ask", 14, "orange"),
    Stage(S.RECOMMENDED, S.RECOMMENDED.label, MANAGER, "check the recommendation and sign", 7, "purple"),
    Stage(S.NOP_REFUSE, S.NOP_REFUSE.label, PROVIDER, "say what speaks against it, or wait", 28, "red"),
    Stage(S.NOP_CONDITIONS, S.NOP_CONDITIONS.label, PROVIDER, "agree, or say what speaks against it", 28, "orange"),
    Stage(S.REPRESENTATIONS, S.REPRESENTATIONS.label, MANAGER, "consider what was said and decide", 14, "purple"),
    Stage(S.NOD_REFUSE, S.NOD_REFUSE.label, MANAGER, "wait for an appeal, then close", 29, "red"),
    Stage(S.NOD_CONDITIONS, S.NOD_CONDITIONS.label, MANAGER, "register the service", 7, "purple"),
    Stage(S.APPEALED, S.APPEALED.label, MANAGER, "carry out what the tribunal says", None, "purple"),
    Stage(S.REGISTERED, S.REGISTERED.label, NOBODY, colour="green"),
    Stage(S.REFUSED, S.REFUSED.label, NOBODY, colour="grey"),
    Stage(S.WITHDRAWN, S.WITHDRAWN.label, NOBODY, colour="grey"),
)

REGISTRATION: Workflow[RegistrationApplication] = Workflow(
    "registration", STAGES, (*VALIDATION_STEPS, *ASSESSMENT_STEPS), first=S.DRAFT
)

"""The words of registration: stages of an application, stages of a manager's own application, how papers came."""

from django.db.models import TextChoices


class RegistrationStage(TextChoices):
    """Where an application to register is (F.6)."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Sent"
    VALIDATING = "validating", "Being checked"
    RETURNED_INCOMPLETE = "returned_incomplete", "Returned as incomplete"
    VALID = "valid", "Accepted for assessment"
    ALLOCATED = "allocated", "With an inspector"
    ASSESSING = "assessing", "Being assessed"
    AWAITING_APPLICANT = "awaiting_applicant", "Waiting for the applicant"
    RECOMMENDED = "recommended", "Recommendation made"
    NOP_REFUSE = "nop_refuse", "Proposal to refuse"
    NOP_CONDITIONS = "nop_conditions", "Proposal to register with conditions"
    REPRESENTATIONS = "representations", "Representations being considered"
    NOD_REFUSE = "nod_refuse", "Decision to refuse"
    NOD_CONDITIONS = "nod_conditions", "Decision to register with conditions"
    APPEALED = "appealed", "With the tribunal"
    REGISTERED = "registered", "Registered"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ManagerStage(TextChoices):
    """Where the application of one registered manager is (R-011)."""

    INVITED = "invited", "Asked"
    DRAFT = "draft", "Being written"
    DECLARED = "declared", "Declared"
    SENT = "sent", "Sent with the application"
    ENDED = "ended", "Over with the application"
    TAKEN_OUT = "taken_out", "Taken out"


class Received(TextChoices):
    """How an application reached us that a member of staff typed in."""

    PAPER = "paper", "On paper"
    PHONE = "phone", "By phone"
    EMAIL = "email", "By e-mail"


PREFIX = "REG"
SET_CODE = "registration-application"
MANAGER_SET_CODE = "registration-manager"

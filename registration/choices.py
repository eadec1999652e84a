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
    SENT = "sent", "Sent"
    ENDED = "ended", "Over"
    TAKEN_OUT = "taken_out", "Taken out"


UNDECLARED = frozenset({ManagerStage.INVITED, ManagerStage.DRAFT})  # the part is still to be written or declared
WITH_US = frozenset({ManagerStage.SENT, ManagerStage.ENDED})  # the part was sent, and is not being written anew


class Received(TextChoices):
    """How an application reached us that a member of staff typed in."""

    PAPER = "paper", "On paper"
    PHONE = "phone", "By phone"
    EMAIL = "email", "By email"


PREFIX = "REG"
SET_CODE = "registration-application"
MANAGER_SET_CODE = "registration-manager"


class KeyQuestion(TextChoices):
    """The five questions every assessment answers (R-274)."""

    SAFE = "safe", "Safe"
    EFFECTIVE = "effective", "Effective"
    CARING = "caring", "Caring"
    RESPONSIVE = "responsive", "Responsive"
    WELL_LED = "well_led", "Well-led"


class View(TextChoices):
    """What an inspector thinks of one key question (R-274)."""

    MET = "met", "Met"
    LIKELY = "likely", "Likely to be met"
    NOT_SHOWN = "not_shown", "Not shown"


class Fitness(TextChoices):
    """What an inspector thinks of one person (R-284)."""

    FIT = "fit", "Fit"
    FIT_WITH_SUPPORT = "fit_with_support", "Fit, with support that is arranged"
    NOT_SHOWN = "not_shown", "Not shown to be fit"


class Readiness(TextChoices):
    """What an inspector thinks of the provider as a whole (R-284)."""

    READY = "ready", "Ready"
    READY_WITH_CONDITIONS = "ready_with_conditions", "Ready, with conditions"
    NOT_SHOWN = "not_shown", "Not shown to be ready"


class RequestEnd(TextChoices):
    """How a request for information ended."""

    ANSWERED = "answered", "Answered"
    WENT_ON = "went_on", "We went on without an answer"
    NO_CONTACT = "no_contact", "Nobody answered, and the application went back"
    OVER = "over", "The application ended"


class Mode(TextChoices):
    """How people meet."""

    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "By video"
    PHONE = "phone", "By phone"


VISIT_PHOTOS = "~visit"  # where photos of visits stand among the files of a case


class PhotoShows(TextChoices):
    """What may need somebody's agreement: a photo of somebody, or of where they live."""

    NEITHER = "neither", "No person, and nobody's home"
    PERSON = "person", "A person who can be recognised"
    HOME = "home", "Somebody's home"


class Outcome(TextChoices):
    """What is recommended, proposed or decided; the codes of content/reasons/registration.yaml."""

    GRANT = "grant", "Register as applied for"
    CONDITIONS = "conditions", "Register with conditions"
    REFUSE = "refuse", "Refuse to register"


class NoticeKind(TextChoices):
    """A statutory notice: a proposal says what we mean to do, a decision what we do (R-272)."""

    PROPOSAL = "proposal", "Notice of proposal"
    DECISION = "decision", "Notice of decision"


class Considered(TextChoices):
    """What came of representations (R-273)."""

    ADOPT = "adopt", "Decide as was proposed"
    ADOPT_IN_PART = "adopt_in_part", "Decide in part as was proposed"


class Reply(TextChoices):
    """What the applicant answers to a proposal."""

    AGAINST = "against", "Representations"
    AGREES = "agrees", "Agreed in writing"


class AppealEnd(TextChoices):
    """What came of an appeal."""

    ALLOWED = "allowed", "The tribunal allowed the appeal"
    DISMISSED = "dismissed", "The tribunal dismissed the appeal"
    SETTLED = "settled", "The appeal was settled"


# Codes of content/return_reasons.yaml that an application can come back for.
RETURN_REASONS = ("missing_evidence", "not_answered", "out_of_date", "unclear_fact", "does_not_match", "other")
HELD_PREFIX = "RS"
CHANGE_PREFIX = "CH"


class HeldStage(TextChoices):
    """Where a registration that was granted is (R-277)."""

    ACTIVE = "active", "Registered"
    PAUSED = "paused", "Stopped for a time"
    ENDED = "ended", "Ended"


class ChangeStage(TextChoices):
    """Where a change after registration is (R-281)."""

    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"
    TAKEN_BACK = "taken_back", "Taken back"


class ConversionPlan(TextChoices):
    """What becomes of a service whose kind was on trial (R-145)."""

    STANDARD = "standard", "It becomes care at home, the standard kind"
    OTHER = "other", "It becomes another kind of service"
    ENDS = "ends", "It needs no registration any more"


REPRESENTATION_FILES = "representations"  # where papers that go with representations stand among the files of a case


class MemberKind(TextChoices):
    """What a member of an umbrella body is (R9)."""

    CARER = "carer", "Carer"
    TEAM = "team", "Team of carers"
    MICRO = "micro", "Micro-provider"


class MemberSays(TextChoices):
    """What a member says of what the body wrote about them."""

    RIGHT = "right", "Yes, all of it is right"
    WRONG = "wrong", "Something is wrong"
    NO_MEMBER = "no_member", "I am not a member"


class Checked(TextChoices):
    """When a member last had a criminal record check, in their own words."""

    THIS_YEAR = "this_year", "In the last twelve months"
    OLDER = "older", "Longer ago"
    NONE = "none", "I have none yet"


class Insured(TextChoices):
    """How a member is insured, in their own words."""

    OWN = "own", "Yes, I have an insurance of my own"
    THROUGH_BODY = "body", "Yes, through the organisation"
    NO = "no", "No"
    UNSURE = "unsure", "I do not know"


class MemberState(TextChoices):
    """How far a member is; worked out, never kept."""

    NOT_ASKED = "not_asked", "Not asked yet"
    ASKED = "asked", "Asked"
    CONFIRMED = "confirmed", "Confirmed"
    WRONG = "wrong", "Something is wrong"
    DECLINED = "declined", "Cannot answer"

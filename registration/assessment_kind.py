"""What the shared pages know of an assessment: how answers are asked again, who adds papers, who reads reports."""

from datetime import datetime, time
from typing import Any

from django.db.models import Q
from django.urls import reverse

from sandbox_portal.casework.looks import read_beside
from sandbox_portal.casework.models import Case
from sandbox_portal.documents.access import FileAccess
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import may_sign_for_organisation, may_write_for_organisation
from sandbox_portal.people.queries import organisation_places, roles_of
from sandbox_portal.questions.engine import Question
from sandbox_portal.questions.hosts import AskingAgain
from sandbox_portal.questions.question_types import QuestionType

from .actions.information import answers_came_back, request_sent, went_on_without
from .choices import VISIT_PHOTOS, RegistrationStage
from .clocks import INFORMATION_WORKING_DAYS, LONGEST_INFORMATION_WORKING_DAYS
from .models import RegistrationApplication
from .queries.assessment import READS_ASSESSMENTS
from .queries.visits import files_but_photos
from .workflow import REGISTRATION

REASONS = ("missing_evidence", "not_answered", "unclear_fact", "does_not_match", "other")
PROPOSED = frozenset({RegistrationStage.NOP_REFUSE, RegistrationStage.NOP_CONDITIONS})


def _may_ask_for(question: Question) -> str | None:
    if question.type in {QuestionType.DECLARATION, QuestionType.SIGNED_DECLARATION}:
        return "This is a promise, given when the application was sent. It cannot be asked again."
    return None


def _subject(case: Case) -> RegistrationApplication:
    there = read_beside(RegistrationApplication, case)
    return there or RegistrationApplication.objects.select_related("case", "organisation").get(pk=case.pk)


ASKING = AskingAgain(
    ask="ask_for_information",
    answer="give_information",
    go_on="go_on_without",
    reasons=REASONS,
    subject=_subject,
    may_ask_for=_may_ask_for,
    came_back=answers_came_back,
    went_out=request_sent,
    went_on=went_on_without,
    usual=INFORMATION_WORKING_DAYS,
    longest=LONGEST_INFORMATION_WORKING_DAYS,
    closes=time(23, 59, 59),
    reminder="M-24A",
)


def may_answer_what_is_asked(case: Case, user: User) -> str | None:
    """While the applicant is asked, those who write for it change what was asked; its inspector types for nobody."""
    if _subject(case).inspector_id == user.pk:
        return "You assess this application, so somebody else types for the organisation."
    may = may_write_for_organisation.test(user, case)
    return None if may else "Your place in this organisation lets you read, not write."


def may_add_papers(case: Case, user: User) -> str | None:
    """Papers go with representations: until they are sent, and within their time."""
    if not may_sign_for_organisation.test(user, case):
        return "Only an owner or signatory adds papers to representations."
    refusal = REGISTRATION.refusal("make_representations", _subject(case), user)
    return str(refusal) if refusal else None


def _assessment_papers(user: User) -> Q:
    """Reports on an assessment are for those who read assessments, and never of their own organisation."""
    if not READS_ASSESSMENTS & roles_of(user):
        return Q(pk__in=[])
    return ~Q(case__organisation__in=organisation_places(user))


BEFORE_ACCEPTANCE = frozenset(
    {
        RegistrationStage.DRAFT,
        RegistrationStage.SUBMITTED,
        RegistrationStage.VALIDATING,
        RegistrationStage.RETURNED_INCOMPLETE,
        RegistrationStage.VALID,
    }
)
WITH_NOTICES = frozenset(
    {
        RegistrationStage.NOP_REFUSE,
        RegistrationStage.NOP_CONDITIONS,
        RegistrationStage.REPRESENTATIONS,
        RegistrationStage.NOD_REFUSE,
        RegistrationStage.NOD_CONDITIONS,
        RegistrationStage.APPEALED,
        RegistrationStage.REGISTERED,
        RegistrationStage.REFUSED,
    }
)


def assessment_part(case: Case, user: User, at: datetime) -> dict[str, Any] | None:
    """On the page of an application: the way to its assessment for staff; to what waits for the organisation."""
    if case.kind != REGISTRATION.kind or case.stage in BEFORE_ACCEPTANCE:
        return None
    if case.organisation_id not in organisation_places(user):
        is_reader = bool(READS_ASSESSMENTS & roles_of(user))
        return {
            "links": [("See the assessment", reverse("registration-assessment", args=[case.pk]))] if is_reader else []
        }
    links = []
    if case.stage in WITH_NOTICES:
        links.append(("Read our notices to you", reverse("registration-notice", args=[case.pk])))
    return {"links": links} if links else None


ASSESSMENT_FILES = FileAccess(
    attachments=files_but_photos,
    staff_documents=_assessment_papers,
    places={VISIT_PHOTOS: "Photos of visits"},
    forgotten=frozenset({VISIT_PHOTOS}),  # a child may be seen on what was removed
)

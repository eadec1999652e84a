"""What the shared pages know of an assessment: how answers are asked again, who adds papers, who reads reports."""

from datetime import time

from django.db.models import Q

from sandbox_portal.casework.models import Case
from sandbox_portal.documents.access import FileAccess
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import may_sign_for_organisation, may_write_for_organisation
from sandbox_portal.people.queries import organisation_places, roles_of
from sandbox_portal.questions.engine import Question
from sandbox_portal.questions.hosts import AskingAgain
from sandbox_portal.questions.question_types import QuestionType

from .actions.information import answers_came_back, request_sent, went_on_without
from .choices import RegistrationStage
from .clocks import INFORMATION_WORKING_DAYS, LONGEST_INFORMATION_WORKING_DAYS
from .models import RegistrationApplication
from .queries.assessment import READS_ASSESSMENTS
from .workflow import REGISTRATION

REASONS = ("missing_evidence", "not_answered", "unclear_fact", "does_not_match", "other")
PROPOSED = frozenset({RegistrationStage.NOP_REFUSE, RegistrationStage.NOP_CONDITIONS})


def _may_ask_for(question: Question) -> str | None:
    if question.type in {QuestionType.DECLARATION, QuestionType.SIGNED_DECLARATION}:
        return "This is a promise, given when the application was sent. It cannot be asked again."
    return None


def _subject(case: Case) -> RegistrationApplication:
    return RegistrationApplication.objects.select_related("case", "organisation").get(pk=case.pk)


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
    """While the applicant is asked, those who write for it change what was asked, and nothing else."""
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


ASSESSMENT_FILES = FileAccess(staff_documents=_assessment_papers)

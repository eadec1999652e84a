"""What every record of an assessment asks before it is written: the case held, its inspector, and words."""

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from .choices import RegistrationStage
from .models import RegistrationApplication
from .permissions import is_its_inspector
from .workflow.assessment import NOT_ITS_INSPECTOR

LONGEST = 10_000
WRITING = frozenset({RegistrationStage.ASSESSING, RegistrationStage.AWAITING_APPLICANT})


def hold_for_writing(application: RegistrationApplication, *, by: User) -> None:
    """Lock the case; only its inspector writes, and only while the assessment is under way."""
    case = Case.objects.select_for_update().get(pk=application.pk)
    application.refresh_from_db()
    application.case = case
    if not is_its_inspector.test(by, application):
        raise Refused(NOT_ITS_INSPECTOR)
    if case.stage not in WRITING:
        raise Refused("This is written while the application is being assessed.")


def said(words: str, otherwise: str) -> str:
    """The words without blanks around them; refused when there are none, or far too many."""
    words = words.replace("\r\n", "\n").strip()
    if not words:
        raise Refused(otherwise)
    if len(words) > LONGEST:
        raise Refused(f"Say it in {LONGEST:,} characters or fewer.")
    return words

"""What several tests of an application look at, and what they do with it."""

from registration.models import RegistrationApplication
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.documents.models import LetterTemplate
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.actions import save_answer
from sandbox_portal.questions.queries import response_of


def again(application) -> RegistrationApplication:
    """The application as a new request reads it."""
    return RegistrationApplication.objects.select_related("case", "organisation", "inspector").get(pk=application.pk)


def asked_letters(application) -> list[str]:
    """The codes of the letters that were asked for, in order."""
    made = OutboxEntry.objects.filter(name="documents.make_letter", payload__letter__case_id=str(application.pk))

    codes = {str(each.pk): each.code for each in LetterTemplate.objects.all()}
    return [codes[each.payload["letter"]["template_id"]] for each in made.order_by("created_at", "pk")]


def mend(application, owner, words="We pay £19 and charge £21 an hour."):
    version = response_of(application.case).answers.get(question_key="funding").version
    return save_answer(
        response_of(application.case), key="funding", raw=words, version=version, by=owner, at=database_now()
    )

"""Criminal record checks in drafts that must be fresh when the draft is sent (M-28)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from sandbox_portal.questions.models import Answer, Response
from sandbox_portal.questions.queries import read_response

from ..choices import MANAGER_SET_CODE, SET_CODE, ChangeStage, ManagerStage, RegistrationStage
from ..validation.building import application_from, manager_from
from ..validation.facts import Person
from ..validation.people_checks import fresh_until, strictly_checked
from .found import counted

BEFORE_SENDING = (ManagerStage.INVITED, ManagerStage.DRAFT, ManagerStage.DECLARED)


@dataclass(frozen=True)
class AgeingCheck:
    """One check: in which case it was written, the question with its date, whose it is, and its last fresh day."""

    case: str
    question: str
    name: str
    fresh_until: date


def ageing_checks() -> Iterator[AgeingCheck]:
    """Every check in a draft, or in a manager's part of a draft, that may not be older than twelve months (V-12)."""
    for response in _responses_with_a_check():
        for person in _people_in(response):
            day = fresh_until(person.check) if person.check else None
            if person.check and day is not None:
                yield AgeingCheck(str(response.case_id), f"{person.check.at}dbs_on", person.name, day)


def _responses_with_a_check() -> QuerySet[Response]:
    """The newest answers of each, as far as they hold the date of a check."""
    drafts = Q(set_code=SET_CODE, case__stage=RegistrationStage.DRAFT)
    draft = {RegistrationStage.DRAFT, ChangeStage.DRAFT}
    with_application = Q(case__manager_application__application__case__stage__in=draft)
    parts = Q(
        with_application | Q(case__manager_application__change__case__stage__in=draft),
        set_code=MANAGER_SET_CODE,
        case__stage__in=BEFORE_SENDING,
        case__manager_application__taken_out_at=None,
    )
    dated = Answer.objects.filter(question_key__endswith="dbs_on").values("response")
    newest = Response.objects.filter(drafts | parts).order_by("case", "-attempt").distinct("case")
    return Response.objects.filter(pk__in=newest.values("pk")).filter(pk__in=dated).select_related("case")


def _people_in(response: Response) -> tuple[Person, ...]:
    answers = counted(read_response(response))
    if response.set_code == SET_CODE:
        return strictly_checked(application_from(answers, {}))
    manager = manager_from(answers).person
    return (manager,) if manager is not None else ()

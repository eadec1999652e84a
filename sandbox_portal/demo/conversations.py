"""What is written and decided in the demonstration: an open question, and a decision that wants a second name."""

from datetime import timedelta
from uuid import uuid4

from django.db import transaction

from programme.models import Round
from sandbox_portal.casework.actions.decisions import save_draft, sign_first
from sandbox_portal.casework.actions.messages import open_messages, write_message
from sandbox_portal.casework.models import Message
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of, people_of
from selection.choices import ApplicationStage
from selection.models import Application

HELLO = "We sent our application last week. Our new telephone number is 01632 960 217. Can you change it for us?"
ANSWER = "Thank you. We have noted the new number beside your application, so you need not send it again."
QUESTION = (
    "Your answers name two towns, and your summary names three. In which towns will you work during the round? "
    "Please write the names here."
)
WHY = (
    "The people who ran this round are still needed elsewhere. Nobody can say when they will be back. "
    "The organisations have waited long enough to be told."
)


@transaction.atomic
def conversations() -> str:
    """A thread on the application to round 5, and the end of round 3 signed by one of two."""
    lead = holders_of(Role.PROGRAMME_LEAD).first()
    sent = Application.objects.select_related("case", "organisation").filter(round__number=5)
    application = sent.filter(case__stage=ApplicationStage.SUBMITTED).order_by("number").first()
    if lead is None or application is None or Message.objects.exists():
        return "Messages are as they were."
    case, owner = application.case, people_of(application.organisation)[0]
    write_message(case, text=HELLO, key=uuid4(), by=owner, at=database_now())
    open_messages(case, by=lead, at=database_now())
    write_message(case, text=ANSWER, key=uuid4(), by=lead, at=database_now())
    open_messages(case, by=owner, at=database_now())
    in_ten_days = day_in_london(database_now()) + timedelta(days=10)
    write_message(case, text=QUESTION, key=uuid4(), answer_due_on=in_ten_days, by=lead, at=database_now())
    _end_of_round_three(lead)
    return "Messages: one thread with an open question; a decision waits for its second signature."


def _end_of_round_three(lead: User) -> None:
    case = Round.objects.select_related("case").get(number=3).case
    reasons = ["people_not_available"]
    draft = save_draft(
        case, kind="give_up_round", outcome="give_up", reasons=reasons, text=WHY, by=lead, at=database_now()
    )
    sign_first(draft, by=lead, at=database_now())

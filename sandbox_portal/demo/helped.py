"""Help in the demonstration: answers typed for an organisation that agreed, and a question for more time."""

from datetime import timedelta

from django.db import transaction

from sandbox_portal.casework.actions.assistance import begin_typing, finish_typing
from sandbox_portal.casework.actions.more_time import ask_for_more_time
from sandbox_portal.casework.choices import Agreement
from sandbox_portal.casework.models import Assistance, Deadline, MoreTime
from sandbox_portal.casework.voices import voice_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.actions import answer_link
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of, people_of
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.actions.typed import ask_to_confirm
from sandbox_portal.questions.queries import response_of
from selection.choices import ApplicationStage
from selection.models import Application

TYPED = {"places": "Hexham, Corbridge and the villages between them.", "people_now": "14"}
THEY_SAY = {"people_now": "We support about 20 people since September. Please write 20."}
WHY = "The person who knows the answer is in hospital and comes back next week."


@transaction.atomic
def helped() -> str:
    """A draft of round 5 with an answer that was typed on behalf, and the open question with a wish for more time."""
    lead = holders_of(Role.PROGRAMME_LEAD).first()
    if lead is None or Assistance.objects.exists() or MoreTime.objects.exists():
        return "Help is as it was."
    done = [_typed_for_a_draft(lead), _more_time()]
    return f"Help: {', '.join(each for each in done if each) or 'none, for nobody waits'}."


def _typed_for_a_draft(lead: User) -> str:
    drafts = Application.objects.select_related("case__organisation", "organisation")
    draft = drafts.filter(round__number=5, case__stage=ApplicationStage.DRAFT).order_by("case__opened_at").first()
    response = response_of(draft.case) if draft else None
    if draft is None or response is None:
        return ""
    at = database_now()
    assistance = begin_typing(
        draft.case,
        agreed_by=people_of(draft.organisation)[0],
        agreed_how=Agreement.PHONE,
        agreed_on=day_in_london(at),
        note="Where they work. They read it to us from their leaflet.",
        by=lead,
        at=at,
    )
    save_page(response, answers=TYPED, versions={}, by=voice_of(lead, assistance), at=database_now())
    finish_typing(assistance, by=lead, at=database_now())
    _confirmed_by_link(assistance, lead)
    return "answers typed on behalf, and what was said of them"


def _confirmed_by_link(assistance: Assistance, lead: User) -> None:
    """Whose words were typed says of each answer whether it is right, by the link in the letter."""
    assert assistance.agreed_by is not None
    whom = {"name": assistance.agreed_name, "email": assistance.agreed_by.email}
    check = ask_to_confirm(assistance, **whom, by=lead, at=database_now())
    answers: dict[str, str] = {}
    for answer in check.answers.all():
        words = THEY_SAY.get(answer.question_key, "")
        answers |= {f"says_{answer.pk}": "wrong" if words else "right", f"words_{answer.pk}": words}
    answer_link(check.link, answers=answers, by=None, at=database_now())


def _more_time() -> str:
    deadline = Deadline.objects.filter(kind="message_answer", done_at=None, cancelled_at=None).order_by("pk").first()
    if deadline is None or deadline.case is None or deadline.case.organisation is None:
        return ""
    ask_for_more_time(
        deadline,
        wanted_on=day_in_london(deadline.due_at) + timedelta(days=4),
        reason=WHY,
        by=people_of(deadline.case.organisation)[0],
        at=database_now(),
    )
    return "one question for more time"

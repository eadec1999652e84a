"""When, then, who, what must be true first."""

from sandbox_portal.casework.choices import NOBODY, PROVIDER
from sandbox_portal.casework.steps import Stage, Step, Workflow, is_the_clock
from sandbox_portal.people.choices import Role
from sandbox_portal.questions.queries import completeness, response_of

from .choices import RequestStage as S
from .models import ListRequest
from .permissions import is_lead, may_send

LEAD = Role.PROGRAMME_LEAD


def answers_are_complete(request: ListRequest) -> str | None:
    response = response_of(request.case)
    is_complete = response is not None and (response.locked_at or completeness(response).is_complete)
    return None if is_complete else "Some answers are missing. Check your answers to see which."


def was_accepted(request: ListRequest) -> str | None:
    return None if request.is_accepted else "The request was not accepted."


def was_declined(request: ListRequest) -> str | None:
    return "The request was accepted." if request.is_accepted else None


LIST_REQUEST: Workflow[ListRequest] = Workflow(
    kind="list_request",
    first=S.DRAFT,
    stages=(
        Stage(S.DRAFT, S.DRAFT.label, PROVIDER, "finish the answers and send the request", None, "grey"),
        Stage(S.SENT, S.SENT.label, LEAD, "decide with a second person", 20),
        Stage(S.ASKED_AGAIN, S.ASKED_AGAIN.label, PROVIDER, "answer what we ask again", 10, "yellow"),
        Stage(S.DECIDED, S.DECIDED.label, LEAD, "send the letter", 2, "purple"),
        Stage(S.LISTED, S.LISTED.label, NOBODY, colour="green"),
        Stage(S.DECLINED, S.DECLINED.label, NOBODY, colour="grey"),
    ),
    steps=(
        Step("send", {S.DRAFT}, may_send, "Send the request", "sent", S.SENT, (answers_are_complete,)),
        Step("ask_again", {S.SENT}, is_lead, "Ask again", "asked again", S.ASKED_AGAIN),
        Step("answer_again", {S.ASKED_AGAIN}, may_send, "Send back", "answered again", S.SENT),
        Step("go_on", {S.ASKED_AGAIN}, is_lead | is_the_clock, "Go on", "went on without an answer", S.SENT),
        Step("decide", {S.SENT}, is_lead, "Decide", "decided", S.DECIDED),
        Step("put_on_list", {S.DECIDED}, is_lead, "Send the letter", "put on the list", S.LISTED, (was_accepted,)),
        Step("decline", {S.DECIDED}, is_lead, "Send the letter", "declined", S.DECLINED, (was_declined,)),
    ),
)

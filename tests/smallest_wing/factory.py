"""Requests for tests, by the wing's own actions; and what the wing adds to the two worlds."""

from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from sandbox_portal.casework.actions.decisions import save_draft, sign_first, sign_second
from sandbox_portal.casework.content import loaders
from sandbox_portal.documents.actions import attach_evidence
from sandbox_portal.documents.content import load_letters
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.loading import load_question_sets
from sandbox_portal.questions.queries import response_of
from tests.factories.worlds import World, builds

from .actions import send_request, start_request
from .models import ListRequest

ANSWERS = {"what_you_do": "We cook for people at home", "people": "12"}


def load_words() -> None:
    for name, load in loaders():
        if name not in {"rounds"}:
            load(settings.CONTENT_ROOT, database_now())


def draft_of(organisation: Organisation, owner: User, **answers: str) -> ListRequest:
    request = start_request(organisation, by=owner, at=database_now())
    response = response_of(request.case)
    save_page(response, answers=ANSWERS | answers, versions={}, by=owner, at=database_now())
    return request


def with_a_file(request: ListRequest, owner: User) -> None:
    file = SimpleUploadedFile("insurance.txt", b"Insured until the end of the year.")
    attach_evidence(request.case, upload=file, question_key="insurance", by=owner, at=database_now())


def sent_by(owner: User, organisation: Organisation, at: datetime | None = None) -> ListRequest:
    request = draft_of(organisation, owner)
    with_a_file(request, owner)
    return send_request(request, by=owner, at=at or database_now())


def decided(request: ListRequest, first: User, second: User, *, outcome: str = "accept") -> ListRequest:
    """Written and signed by one lead, signed and carried out by another."""
    reason = {"accept": "meets_the_rules", "decline": "no_insurance"}[outcome]
    told = {"outcome": outcome, "reasons": [reason], "text": "The papers are in order."}
    draft = save_draft(request.case, kind="council_list", **told, by=first, at=database_now())
    sign_second(sign_first(draft, by=first, at=database_now()), by=second, at=database_now())
    return ListRequest.objects.select_related("case").get(pk=request.pk)


@builds(place=60)
def build(world: World) -> None:
    """One request of the world's organisation, with a text that nobody else may read, sent."""
    load_question_sets(settings.CONTENT_ROOT, world.at)
    load_letters(settings.CONTENT_ROOT, world.at)
    owner = world.people["provider"]
    request = draft_of(world.things["organisation"], owner, what_you_do=world.canary("ListRequest", "what"))
    send_request(request, by=owner, at=database_now())
    for name in ("list-request", "list-request-send", "list-request-letter"):
        world.ids_of[name] = {"case_id": request.pk}

"""Answers for the two worlds: a draft of an application whose texts only its own organisation may read."""

from django.conf import settings

from programme.choices import RoundStage
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.actions.returns import flag_answer, return_to_applicant
from sandbox_portal.questions.actions.sections import give_section, promise_section
from sandbox_portal.questions.choices import Rest
from sandbox_portal.questions.loading import load_question_sets
from sandbox_portal.questions.models import Presence, Response, SetAsideText, SheetUpload
from sandbox_portal.questions.queries import response_of
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.factories.rounds import round_at
from tests.factories.selection import make_application, make_draft
from tests.factories.worlds import World, builds


@builds(place=40)
def build(world: World) -> None:
    """A draft with a text, an invalid number and a choice, in an open round of its own."""
    load_question_sets(settings.CONTENT_ROOT, database_now())
    draft = make_draft(round_at(RoundStage.OPEN, like=5), world.things["organisation"])
    answers = {
        "short_description": world.canary("Answer", "short"),
        "places": world.canary("Answer", "places"),
        "works_in_england": "yes",
        "carers_now": world.canary("Answer", "number"),
    }
    writer = world.people["provider"]
    response = response_of(draft.case)
    save_page(response, answers=answers, versions={}, by=writer, at=database_now())
    save_page(response, answers={"partners": ["aaaa"]}, versions={}, by=writer, at=database_now())
    partner = {"partners--aaaa--name": world.canary("Answer", "partner")}
    save_page(response, answers=partner, versions={}, by=writer, at=database_now())
    _build_together(world, response, writer)
    _build_sheet(world, response, writer)
    _build_return(world, writer)
    page = {"case": draft.pk, "section": "what-you-do", "question": "short_description"}
    for name in ("response-task-list", "response-check-answers", "response-blank-form", "response-question"):
        world.ids_of[name] = page
    group = {"case": draft.pk, "section": "people-and-business", "question": "partners"}
    world.ids_of["response-group"] = group
    world.ids_of["response-item-remove"] = {**group, "item": "aaaa"}
    world.ids_of["response-here"] = {"case": draft.pk, "section": "links", "question": "has_links"}
    world.ids_of["response-history"] = {"case": draft.pk}
    for name in ("", "-remind", "-take-back", "-hand-back", "-let-read"):
        world.ids_of[f"response-section{name}"] = {"case": draft.pk, "section": "links"}
    world.ids_of["question-set-blank-form"] = {"code": "sandbox-application"}


def _build_together(world: World, response: Response, writer: User) -> None:
    """A section with a colleague, who has it open, and a text that gave way to another."""
    colleague = make_provider(world.things["organisation"], place=Place.READER)
    note = world.canary("SectionHandover", "note")
    give_section(response, section_key="links", holder=colleague, note=note, by=writer, at=database_now())
    Presence.objects.create(
        response=response, user=colleague, section_key="links", page_key="has_links", seen_at=database_now()
    )
    promise_section(
        response,
        section_key="key-dates",
        email=f"newcomer-{world.letter}@people.example".lower(),
        rest=Rest.READ,
        note=world.canary("SectionPromise", "note"),
        by=writer,
        at=database_now(),
    )
    SetAsideText.objects.create(
        response=response,
        question_key="places",
        raw=world.canary("SetAsideText", "raw"),
        set_aside_by=writer,
        set_aside_at=database_now(),
    )


def _build_return(world: World, writer: User) -> None:
    """An application of which a fact was asked again, and is with its applicant."""
    organisation = make_organisation(world.canary("Organisation", "asked-again"), owner=writer)
    sent = make_application(round_at(RoundStage.OPEN), organisation)
    response = response_of(sent.case)
    lead = make_staff(Role.PROGRAMME_LEAD)
    words = world.canary("ReturnedItem", "words")
    flag_answer(response, key="places", reason="unclear_fact", words=words, by=lead, at=database_now())
    return_to_applicant(response, days=5, note=world.canary("Return", "note"), by=lead, at=database_now())
    for name in ("response-ask-again", "response-judge-return", "response-end-return", "response-asked-again"):
        world.ids_of[name] = {"case": sent.pk}
    for name in ("response-flag-answer", "response-answer-stands"):
        world.ids_of[name] = {"case": sent.pk, "question": "places"}


def _build_sheet(world: World, response: Response, writer: User) -> None:
    """A spreadsheet that was sent and waits for its sender's yes."""
    upload = SheetUpload.objects.create(
        response=response,
        section_key="what-you-do",
        sha256="0" * 64,
        name=world.canary("SheetUpload", "name"),
        answers={"work_now": world.canary("SheetUpload", "answers")},
        versions={},
        uploaded_at=database_now(),
        uploaded_by=writer,
    )
    ids = {"case": response.case_id, "section": "what-you-do"}
    world.ids_of["response-sheet"] = world.ids_of["response-sheet-file"] = ids
    world.ids_of["response-sheet-preview"] = {**ids, "upload": upload.pk}

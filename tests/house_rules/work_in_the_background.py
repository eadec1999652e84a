"""A case for every handler of the outbox, for the tests that run each of them twice (C06).

A case is a function `(world) -> payload` that makes, by the real actions, what the handler works on. A wing that brings
a handler brings its case here; a handler without one fails a test.
"""

import uuid
from collections.abc import Callable
from typing import Any

from registration.actions.members import add_members, ask_all_members
from registration.member_sheet import MemberFacts
from sandbox_portal.casework import outbox
from sandbox_portal.casework.actions.messages import write_message
from sandbox_portal.casework.models import Case, OutboxEntry
from sandbox_portal.documents.actions import issue_letter
from sandbox_portal.documents.actions.bundles import ask_for_case_bundle
from sandbox_portal.documents.models import EvidenceFile
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import people_of
from selection.models import Application, Proposal
from tests.factories.held import make_held
from tests.factories.people import make_organisation
from tests.factories.reports import published
from tests.factories.worlds import World

CASES: dict[str, Callable[[World], dict[str, Any]]] = {}


def case_of(name: str) -> Callable[[Callable[[World], dict[str, Any]]], Callable[[World], dict[str, Any]]]:
    def register(make: Callable[[World], dict[str, Any]]) -> Callable[[World], dict[str, Any]]:
        CASES[name] = make
        return make

    return register


def asked(name: str) -> dict[str, Any]:
    """The payload of the task that was asked for last."""
    return OutboxEntry.objects.filter(name=name).order_by("-created_at").values_list("payload", flat=True)[0]


def own_case(world: World) -> Case:
    return Case.objects.get(pk=world.ids["application_id"])


@case_of("casework.tell_of_message")
def a_message(world: World) -> dict[str, Any]:
    lead = world.people[Role.PROGRAMME_LEAD.value]
    write_message(own_case(world), text="Please ring us.", key=uuid.uuid4(), by=lead, at=database_now())
    return asked("casework.tell_of_message")


@case_of("documents.make_letter")
def a_letter(world: World) -> dict[str, Any]:
    data = {"round_title": "Round", "withdrawn_at": world.at}
    issue_letter(own_case(world), code="L-03W", data=data, by=None, at=database_now())
    return asked("documents.make_letter")


@case_of("documents.run_job")
def a_bundle(world: World) -> dict[str, Any]:
    lead = world.people[Role.PROGRAMME_LEAD.value]
    ask_for_case_bundle(own_case(world), left_out={}, by=lead, at=database_now())
    return asked("documents.run_job")


@case_of("documents.scan_file")
def a_file(world: World) -> dict[str, Any]:
    file = EvidenceFile.objects.order_by("created_at").first()
    assert file is not None
    return {"file_id": str(file.pk)}


@case_of("selection.send_receipt")
def a_sent_application(world: World) -> dict[str, Any]:
    return {"application": str(Application.objects.get(pk=world.ids["application_id"]).pk)}


@case_of("selection.copy_answers_again")
def an_application_answered_again(world: World) -> dict[str, Any]:
    return {"application": str(world.ids["application_id"])}


@case_of("selection.make_record")
def a_proposal(world: World) -> dict[str, Any]:
    proposal = Proposal.objects.filter(confirmed_at__isnull=False, selection=world.things["decided"]).first()
    assert proposal is not None
    return {"proposal": str(proposal.pk)}


def every_handler() -> set[str]:
    outbox.load_handlers()
    return set(outbox.handlers())


@case_of("registration.make_certificate")
def a_certificate(world: World) -> dict[str, Any]:
    make_held(make_organisation(), is_listed=False)
    return asked("registration.make_certificate")


@case_of("registration.ask_members")
def letters_to_members(world: World) -> dict[str, Any]:
    body = make_organisation()
    (owner,) = people_of(body)
    facts = MemberFacts("Robin Hale", "robin@example.org", "carer", "Saltby")
    add_members(body, facts=[facts], by=owner, at=database_now())
    ask_all_members(body, by=owner, at=database_now())
    return asked("registration.ask_members")


@case_of("registration.make_assessment_report")
def an_assessment_report(world: World) -> dict[str, Any]:
    return asked("registration.make_assessment_report")


@case_of("registration.copy_answers")
def a_copy_of_a_registration(world: World) -> dict[str, Any]:
    return {"application": str(world.ids_of["registration-file"]["case_id"]), "attempt": 1}


@case_of("inspection.print_draft")
def a_draft_that_was_sent(world: World) -> dict[str, Any]:
    return asked("inspection.print_draft")


@case_of("inspection.print_report")
def a_published_report(world: World) -> dict[str, Any]:
    published()
    return asked("inspection.print_report")

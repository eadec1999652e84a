"""Every list of the ground asks the database as often for thirty rows as for one."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework import kinds
from sandbox_portal.casework.access_record import write_down
from sandbox_portal.casework.actions.assistance import begin_typing, finish_typing
from sandbox_portal.casework.actions.batches import give_cases
from sandbox_portal.casework.actions.messages import write_message
from sandbox_portal.casework.actions.more_time import ask_for_more_time
from sandbox_portal.casework.choices import Agreement, Looked
from sandbox_portal.casework.deadlines import set_deadline
from sandbox_portal.casework.models import Deadline, Reminder
from sandbox_portal.casework.outbox import queue_mail
from sandbox_portal.casework.queue_rules import forget_routing
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.actions.notices import tell_in_portal
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.people import make_staff
from tests.house_rules.query_counts import assert_same_queries, queries_of
from tests.signing_in import sign_in

from .conftest import ROUTING
from .kinds import LEAFLET, open_leaflet

pytestmark = pytest.mark.django_db


def as_(*roles: Role) -> Client:
    return sign_in(Client(), make_staff(*roles))


def test_notices(provider_client, owner):
    def add(number: int) -> None:
        for _ in range(number):
            words = {"kind": "test", "title": "Something is new", "address": "/my-actions/"}
            tell_in_portal(owner.email, key=str(uuid4()), **words, by=None, at=database_now())

    assert_same_queries(provider_client, reverse("notice-list"), add=add, at_most=12)


def test_who_looked_and_who_looked_at_oneself(send, lead):
    case = send()
    administrator = make_staff(Role.SYSTEM_ADMINISTRATOR)

    def add(number: int) -> None:
        for _ in range(number):
            head = {"roles": "system_administrator", "page": "person-detail", "reference": "ABCDEFGH"}
            write_down(administrator, what=Looked.PERSON, ids={"user_id": lead.pk}, **head)
            write_down(administrator, what=Looked.CASE, ids={"case_id": case.pk}, **head)

    assert_same_queries(as_(Role.AUDITOR), reverse("look-list"), add=add, at_most=12)
    assert_same_queries(sign_in(Client(), lead), reverse("own-looks"), add=add, at_most=12)


def test_mail_and_reminders(send):
    def add(number: int) -> None:
        for _ in range(number):
            at = database_now()
            entry = queue_mail("account", to="somebody@people.example", key=str(uuid4()), context={"subject": "x"})
            clock = {"kind": "scores", "about": "Scores", "rule": "a week", "reminder": "M-03", "at": at}
            deadline = set_deadline(str(uuid4()), due_at=at + timedelta(days=7), case=send(), **clock)
            facts = {"due_at": deadline.due_at, "offset": -7, "recipient": "somebody@people.example"}
            Reminder.objects.create(deadline=deadline, created_at=at, entry=entry, **facts)

    assert_same_queries(as_(Role.SYSTEM_ADMINISTRATOR), reverse("outbox-list"), add=add, at_most=12)
    assert_same_queries(as_(Role.PROGRAMME_LEAD), reverse("reminder-list"), add=add, at_most=12)


def test_questions_for_more_time_and_messages(send, lead, owner):
    def add(number: int) -> None:
        for _ in range(number):
            day = day_in_london(database_now()) + timedelta(days=7)
            told = {"text": "Which size?", "key": uuid4(), "answer_due_on": day}
            message = write_message(send(), **told, by=lead, at=database_now())
            deadline = Deadline.objects.select_related("case").get(subject=str(message.pk))
            later = {"wanted_on": day + timedelta(days=2), "reason": "We are ill."}
            ask_for_more_time(deadline, **later, by=owner, at=database_now())

    assert_same_queries(sign_in(Client(), lead), reverse("more-time-list"), add=add, at_most=12)
    assert_same_queries(sign_in(Client(), owner), reverse("my-actions"), add=add, at_most=12)


def test_what_was_typed_for_an_organisation(organisation, owner, lead, monkeypatch):
    monkeypatch.setitem(kinds._kinds, LEAFLET.kind, replace(LEAFLET, may_answer=lambda case, user: None))

    def add(number: int) -> None:
        for _ in range(number):
            at = database_now()
            agreed = {"agreed_by": owner, "agreed_how": Agreement.PHONE, "agreed_on": day_in_london(at), "note": ""}
            case = open_leaflet(organisation, by=owner, at=at)
            finish_typing(begin_typing(case, **agreed, by=lead, at=at), by=lead, at=at)

    assert_same_queries(sign_in(Client(), lead), reverse("typing-find"), add=add, at_most=12)
    assert_same_queries(sign_in(Client(), owner), reverse("typed-for-us", args=[organisation.pk]), add=add, at_most=12)


def test_cases_given_out_together(send, lead, worked_alone):
    (worked_alone / "routing.yaml").write_text(ROUTING.replace("most_at_once: 3", "most_at_once: 40"))
    forget_routing()

    def given(number: int) -> str:
        cases = [send() for _ in range(number)]
        batch = give_cases(cases, to=make_staff(Role.PROGRAMME_LEAD), reason="x", by=lead, at=database_now())
        return reverse("case-batch", args=[batch.pk])

    client = sign_in(Client(), lead)
    one, thirty = given(1), given(30)
    client.get(one)

    assert len(queries_of(client, thirty)) == len(queries_of(client, one)) <= 12

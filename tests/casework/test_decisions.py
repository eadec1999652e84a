"""Decisions: written by one, signed by two, void when the case changes, seen only by those who decide."""

import threading
from datetime import datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from sandbox_portal.casework import decision_kinds
from sandbox_portal.casework.actions.decisions import drop_decision, save_draft, send_back, sign_first, sign_second
from sandbox_portal.casework.choices import DecisionState
from sandbox_portal.casework.content import FaultyContent
from sandbox_portal.casework.decision_kinds import DecisionKind
from sandbox_portal.casework.models import Case, Decision, Event, ReasonList
from sandbox_portal.casework.queries.decisions import decisions_visible_to, history_of
from sandbox_portal.casework.reason_lists import load_reasons
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import roles_of

from .kinds import LEAFLETS, SENT

FILE = """
code: refuse_leaflet
version: 1
title: Refusing a leaflet
outcomes:
  - code: refuse
    label: Refuse
  - code: send
    label: Send it
reasons:
  - code: none_left
    label: There are none left
    outcomes: [refuse]
  - code: fair
    label: It is fair
    outcomes: [send]
"""


def answer(decision: Decision, *, by, at: datetime) -> None:
    LEAFLETS.take_step(decision.case, "answer", by=by, at=at)


KIND = DecisionKind(
    code="refuse_leaflet",
    case_kind="leaflet",
    label="Refuse a leaflet",
    decides=lambda user: Q() if Role.PROGRAMME_LEAD in roles_of(user) else Q(pk__in=[]),
    may_not_sign=(lambda case, user: "You are a friend of theirs." if user.name == "Friend" else None,),
    mark=lambda case: case.title[:64],
    carry_out=answer,
)


def content(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "content" / "reasons"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "refuse_leaflet.yaml").write_text(text.lstrip())
    return tmp_path / "content"


@pytest.fixture(autouse=True)
def known(db, monkeypatch, tmp_path):
    monkeypatch.setitem(decision_kinds._kinds, KIND.code, KIND)
    load_reasons(content(tmp_path, FILE), database_now())


@pytest.fixture
def second(staff_user):
    return staff_user(Role.PROGRAMME_LEAD)


@pytest.fixture
def case(leaflet, owner):
    return LEAFLETS.take_step(leaflet, "send", by=owner, at=database_now())


@pytest.fixture
def write(case, lead):
    def draft(**more):
        named = {"outcome": "refuse", "reasons": ["none_left"], "text": "All gone.", "by": lead, **more}
        return save_draft(case, kind=KIND.code, at=database_now(), **named)

    return draft


@pytest.fixture
def waiting(write, lead):
    return sign_first(write(), by=lead, at=database_now())


def now_of(decision):
    return Decision.objects.get(pk=decision.pk)


def test_two_people_sign_and_then_it_is_carried_out(waiting, case, second):
    signed = sign_second(waiting, by=second, at=database_now())

    newest = Event.objects.filter(case=case).order_by("-sequence")[:2]
    assert signed.state == DecisionState.SIGNED
    assert [event.verb for event in newest] == ["answered", "decision signed"]
    assert newest[1].data == {"decision": str(signed.pk), "outcome": "refuse", "reasons": ["none_left"]}
    assert [entry.what for entry in history_of(signed)] == ["drafted", "first_signed", "signed"]


def test_nobody_signs_second_what_they_wrote_even_when_somebody_else_signed_first(write, lead, second):
    draft = write(by=second)
    waiting = sign_first(draft, by=lead, at=database_now())

    for person in (lead, second):
        with pytest.raises(Refused, match="Somebody else has to sign"):
            sign_second(waiting, by=person, at=database_now())


def test_a_rule_of_the_wing_keeps_a_person_from_signing(waiting, write, second):
    type(second).objects.filter(pk=second.pk).update(name="Friend")
    friend = type(second).objects.get(pk=second.pk)

    with pytest.raises(Refused, match="friend of theirs"):
        sign_second(waiting, by=friend, at=database_now())


def test_a_step_of_the_case_makes_the_first_signature_void(waiting, case, lead, second):
    LEAFLETS.take_step(case, "answer", by=lead, at=database_now())

    assert now_of(waiting).state == DecisionState.VOID
    assert [entry.what for entry in history_of(waiting)][-1] == "voided"
    with pytest.raises(Refused, match="does not wait"):
        sign_second(waiting, by=second, at=database_now())


def test_what_else_a_signature_stands_on_makes_it_void_when_it_changes(waiting, case, second):
    Case.objects.filter(pk=case.pk).update(title="Small print")

    void = sign_second(waiting, by=second, at=database_now())

    assert (void.state, Case.objects.get(pk=case.pk).stage) == (DecisionState.VOID, SENT)


def test_sent_back_it_is_written_again_with_the_comment_kept(waiting, write, second, lead):
    back = send_back(waiting, comment="Say since when.", by=second, at=database_now())
    again = sign_first(write(text="None since May."), by=lead, at=database_now())

    assert (back.first_signed_at, again.pk) == (None, waiting.pk)
    assert [(entry.what, entry.comment) for entry in history_of(again)][2] == ("returned", "Say since when.")


def test_a_decision_can_be_given_up_with_a_reason(waiting, lead):
    dropped = drop_decision(waiting, comment="Not needed.", by=lead, at=database_now())

    assert (dropped.state, dropped.void_reason) == (DecisionState.VOID, "Not needed.")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"outcome": "other"}, "Choose what is decided"),
        ({"reasons": []}, "at least one reason"),
        ({"reasons": ["fair"]}, "does not belong to this outcome"),
        ({"text": "  "}, "in your own words"),
    ],
)
def test_what_cannot_be_written_says_why(more, sentence, write):
    with pytest.raises(Refused, match=sentence):
        write(**more)


def test_a_draft_is_seen_only_by_those_who_decide_and_never_by_the_organisation(
    write, waiting, owner, second, staff_user
):
    auditor = staff_user(Role.AUDITOR)

    assert [list(decisions_visible_to(user)) for user in (owner, auditor, second)] == [[], [], [waiting]]
    with pytest.raises(Refused, match="not one of the people who decide"):
        write(by=owner)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE casework_decision SET text = 'other'",
        "UPDATE casework_decision SET state = 'signed', signed_at = now(), signed_by_id = first_signed_by_id",
        "UPDATE casework_decisionentry SET comment = 'other'",
        "DELETE FROM casework_decisionentry",
        "UPDATE casework_reasonlist SET content = '{}'",
    ],
)
def test_the_database_itself_holds_a_decision_to_its_word(change, waiting):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def sign_in_sql(decision, person, *, outcome):
    """Sign past our own code, over a connection of its own, as a fault in it would."""
    try:
        with transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(
                state=DecisionState.SIGNED, signed_at=database_now(), signed_by=person
            )
        outcome.append("signed")
    except DatabaseError:
        outcome.append("refused")
    finally:
        connection.close()


def race(decision, people):
    outcome: list[str] = []
    threads = [
        threading.Thread(target=sign_in_sql, args=(decision, each), kwargs={"outcome": outcome}) for each in people
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcome)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("guarded", "outcome"), [(True, ["refused", "signed"]), (False, ["signed", "signed"])])
def test_of_two_who_sign_at_once_one_does(guarded, outcome, waiting, second, staff_user):
    """The second row is the twin: without its trigger both would."""
    if not guarded:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE casework_decision DISABLE TRIGGER decision_keeps_its_word")
    try:
        assert race(waiting, [second, staff_user(Role.PROGRAMME_LEAD)]) == outcome
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE casework_decision ENABLE TRIGGER decision_keeps_its_word")


def test_reasons_are_kept_by_version_and_a_changed_one_is_told(tmp_path, write):
    write()
    with pytest.raises(FaultyContent, match="Give your change a new version"):
        load_reasons(content(tmp_path, FILE.replace("none left", "none here")), database_now())
    load_reasons(
        content(tmp_path, FILE.replace("version: 1", "version: 2").replace("none left", "none here")), database_now()
    )

    assert list(ReasonList.objects.values_list("version", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("outcomes: [send]", "outcomes: [sent]"), "There is no outcome “sent”"),
        (("code: fair", "code: none_left"), "is here twice"),
        (("outcomes: [send]", "outcomes: [refuse]"), "No reason can stand for “send”"),
    ],
)
def test_a_fault_in_the_reasons_names_its_line(change, sentence, tmp_path):
    with pytest.raises(FaultyContent, match=f"line [0-9]+: .*{sentence}"):
        load_reasons(content(tmp_path, FILE.replace(*change)), database_now())

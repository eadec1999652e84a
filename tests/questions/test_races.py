"""Two editors, or an editor and the sender, at the same moment; each race has a twin without the protection."""

import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, connections, transaction

from sandbox_portal.casework.actions import assistance
from sandbox_portal.casework.choices import Agreement
from sandbox_portal.casework.models import AssistanceRefusal
from sandbox_portal.casework.refusals import Conflict, Refused
from sandbox_portal.casework.voices import running_assistances
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.actions import lock_response, open_response, save_answer, save_page
from sandbox_portal.questions.held import answers_to_send, holding_answers
from sandbox_portal.questions.loading import load_question_sets
from sandbox_portal.questions.models import Answer, AnswerRevision, Response
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.questions.kinds import CONTENT, begin_answers, open_picnic
from tests.questions.test_saving import WHOLE

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 8


@pytest.fixture
def writer():
    return make_provider(make_organisation())


@pytest.fixture
def begun(writer) -> Response:
    load_question_sets(CONTENT, database_now())
    return begin_answers(writer.organisations.get(), by=writer, at=database_now())


def at_once(actions: list[Callable[[], object]]) -> list[object]:
    """Run all of them in the same moment, each on a connection of its own; a refusal is a result like any other."""
    start = threading.Barrier(len(actions))
    results: list[object] = [None] * len(actions)

    def run(index: int) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=10)
            results[index] = actions[index]()
        except (Conflict, Refused) as refused:
            results[index] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def test_of_many_first_answers_at_once_one_is_saved_and_the_others_see_it(begun, writer):
    at = database_now()

    def save(number: int) -> Callable[[], object]:
        return lambda: save_answer(begun, key="sandwiches", raw=f"Kind {number}", version=0, by=writer, at=at)

    results = at_once([save(number) for number in range(WRITERS)])

    conflicts = [result for result in results if isinstance(result, Conflict)]
    saved = [result for result in results if isinstance(result, Answer)]
    stored = Answer.objects.get()
    assert (len(saved), len(conflicts)) == (1, WRITERS - 1)
    assert {conflict.theirs["sandwiches"].raw for conflict in conflicts} == {stored.raw} == {saved[0].raw}
    assert (stored.version, AnswerRevision.objects.count()) == (1, 1)


def test_of_many_changes_at_once_one_is_saved_and_the_others_see_it(begun, writer):
    at = database_now()
    save_answer(begun, key="sandwiches", raw="Cheese", version=0, by=writer, at=at)

    def save(number: int) -> Callable[[], object]:
        return lambda: save_answer(begun, key="sandwiches", raw=f"Kind {number}", version=1, by=writer, at=at)

    results = at_once([save(number) for number in range(WRITERS)])

    assert sum(isinstance(result, Conflict) for result in results) == WRITERS - 1
    assert Answer.objects.get().version == 2


def test_twin_without_looking_at_the_version_texts_are_lost_unseen(begun, writer):
    at = database_now()
    stored = save_answer(begun, key="sandwiches", raw="Cheese", version=0, by=writer, at=at)

    def save(number: int) -> Callable[[], object]:
        return lambda: Answer.objects.filter(pk=stored.pk).update(raw=f"Kind {number}")

    results = at_once([save(number) for number in range(WRITERS)])

    assert results == [1] * WRITERS  # everybody was told it was saved, and only one text is there
    assert Answer.objects.count() == 1


def test_the_same_text_sent_many_times_at_once_is_saved_once_and_refused_to_nobody(begun, writer):
    at = database_now()

    results = at_once(
        [lambda: save_answer(begun, key="sandwiches", raw="Cheese", version=0, by=writer, at=at)] * WRITERS
    )

    assert [result.version for result in results] == [1] * WRITERS
    assert AnswerRevision.objects.count() == 1


def test_a_response_opened_many_times_at_once_is_one(writer):
    load_question_sets(CONTENT, database_now())
    at = database_now()
    case = open_picnic(writer.organisations.get(), by=writer, at=at)

    results = at_once([lambda: open_response(case, set_code="picnic", by=writer, at=at)] * WRITERS)

    assert {result.pk for result in results} == {Response.objects.get().pk}


def test_an_answer_saved_while_the_answers_are_locked_is_either_in_or_refused(begun, writer):
    at = database_now()
    save_page(begun, answers=WHOLE, versions={}, by=writer, at=at)

    locked, saved = at_once(
        [
            lambda: lock_response(begun, by=writer, at=at),
            lambda: save_answer(begun, key="sandwiches", raw="Too late?", version=1, by=writer, at=at),
        ]
    )

    stored = Answer.objects.get(question_key="sandwiches")
    assert isinstance(locked, Response)
    assert stored.raw == ("Cheese" if isinstance(saved, Refused) else "Too late?")


def test_twin_without_the_trigger_locked_answers_change(begun, writer):
    at = database_now()
    save_page(begun, answers=WHOLE, versions={}, by=writer, at=at)
    lock_response(begun, by=writer, at=at)
    late = Answer.objects.filter(question_key="sandwiches")

    with pytest.raises(DatabaseError, match="is locked"), transaction.atomic():
        late.update(raw="Too late")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE questions_answer DISABLE TRIGGER locked_answers_stay")
    try:
        assert late.update(raw="Too late") == 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE questions_answer ENABLE TRIGGER locked_answers_stay")


def refuse_while_typing_begins(response: Response, writer) -> object:
    """Somebody forbids typing while it is being begun and nothing of that is stored yet; what became of it."""
    at, results = database_now(), []

    def refuse() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '100ms'")
                results.append(assistance.refuse_typing(response.case.organisation, by=writer, at=at))
        except DatabaseError as error:
            results.append(error)
        finally:
            connections.close_all()

    agreed = {"agreed_by": writer, "agreed_how": Agreement.PHONE, "agreed_on": day_in_london(at), "note": ""}
    with transaction.atomic():
        assistance.begin_typing(response.case, **agreed, by=make_staff(Role.PROGRAMME_LEAD), at=at)
        other = threading.Thread(target=refuse)
        other.start()
        other.join(timeout=30)
    return results[0]


def test_whoever_forbids_typing_waits_for_typing_that_is_being_begun(begun, writer):
    assert isinstance(refuse_while_typing_begins(begun, writer), DatabaseError)

    assistance.refuse_typing(begun.case.organisation, by=writer, at=database_now())
    assert not running_assistances().exists()


def test_without_the_hold_somebody_would_type_for_those_who_forbade_it(begun, writer, monkeypatch):
    monkeypatch.setattr(assistance, "_hold_organisation", lambda case: None)

    assert isinstance(refuse_while_typing_begins(begun, writer), AssistanceRefusal)
    assert running_assistances().exists()


def somebody_else_can_hold(response) -> bool:
    """Whether a save could begin now, on a connection of its own."""

    def try_to() -> bool:
        try:
            with transaction.atomic():
                Response.objects.select_for_update(nowait=True).get(pk=response.pk)
        except DatabaseError:
            return False
        return True

    return at_once([try_to])[0] is True


def test_who_sends_holds_the_answers_from_the_question_whether_they_are_complete(begun):
    with transaction.atomic(), holding_answers():
        first = answers_to_send(begun.case)
        is_free = somebody_else_can_hold(begun)
        again = answers_to_send(begun.case)

    assert (first.response, first is again, is_free) == (begun, True, False)


def test_who_only_looks_holds_nothing(begun):
    """The twin: without holding them a colleague could save between the question and the closing."""
    with transaction.atomic():
        answers_to_send(begun.case)

        assert somebody_else_can_hold(begun)

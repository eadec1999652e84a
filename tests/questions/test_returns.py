"""Sent answers go back to the applicant: only what was asked reopens, with its reason, as often as it takes."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework.models import Deadline, OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.reminders import remind
from sandbox_portal.people.choices import Place
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions import tasks  # noqa: F401 - it says whom the reminders are for
from sandbox_portal.questions.actions import lock_response, save_answer, save_page
from sandbox_portal.questions.actions.returns import (
    Judgement,
    drop_flag,
    end_late_returns,
    flag_answer,
    go_on_without,
    judge_answers,
    return_to_applicant,
    say_it_stands,
    send_back,
)
from sandbox_portal.questions.choices import Verdict
from sandbox_portal.questions.loading import load_question_sets
from sandbox_portal.questions.models import Answer, Response, Return
from sandbox_portal.questions.queries import answers_of
from tests.factories.people import make_organisation, make_provider
from tests.questions.kinds import CONTENT, PICNICS, begin_answers
from tests.questions.test_pages import fill_in, words
from tests.questions.test_saving import WHOLE

pytestmark = pytest.mark.django_db


def send_picnic(response: Response, owner: User, at) -> Response:
    save_page(response, answers=WHOLE, versions={}, by=owner, at=at)
    lock_response(response, by=owner, at=at)
    PICNICS.take_step(response.case, "send", by=owner, at=at)
    response.refresh_from_db()
    return response


@pytest.fixture
def sent(response, provider_user, at) -> Response:
    return send_picnic(response, provider_user, at)


def flag(sent, lead, at, key="adults", says="Count the adults once more."):
    return flag_answer(sent, key=key, reason="unclear_fact", words=says, by=lead, at=at)


@pytest.fixture
def asked(sent, programme_lead, at) -> Return:
    """“Adults” is with the applicant again."""
    flag(sent, programme_lead, at)
    return return_to_applicant(sent, days=5, note="One thing.", by=programme_lead, at=at)


def change(response, by, at, *, key="adults", raw="5", version=1):
    fresh = Response.objects.select_related("case", "question_set").get(pk=response.pk)
    return save_answer(fresh, key=key, raw=raw, version=version, by=by, at=at)


def page(response, name, *parts):
    return reverse(f"response-{name}", args=[response.case_id, *parts])


def test_only_what_was_asked_reopens(sent, asked, provider_user, at):
    change(sent, provider_user, at)

    with pytest.raises(Refused, match="Only the answers we asked for again"):
        change(sent, provider_user, at, key="sandwiches", raw="Ham")
    assert answers_of(sent)["adults"] == "5"
    assert answers_of(sent)["sandwiches"] == "Cheese"


def test_the_database_holds_the_rest_shut(sent, asked):
    with pytest.raises(DatabaseError, match="stay as they are"), transaction.atomic():
        Answer.objects.filter(response=sent, question_key="sandwiches").update(raw="Ham")

    assert Answer.objects.filter(response=sent, question_key="adults").update(raw="6") == 1


def test_twin_without_the_trigger_everything_would_be_open(sent, asked):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE questions_answer DISABLE TRIGGER locked_answers_stay")

    assert Answer.objects.filter(response=sent, question_key="sandwiches").update(raw="Ham") == 1


def test_before_it_is_sent_the_applicant_can_change_nothing(sent, programme_lead, provider_user, at):
    flag(sent, programme_lead, at)

    with pytest.raises(Refused, match="closed"):
        change(sent, provider_user, at)


def test_what_follows_from_an_answer_reopens_with_it(sent, programme_lead, provider_user, at):
    flag(sent, programme_lead, at, key="diet")
    return_to_applicant(sent, days=1, by=programme_lead, at=at)

    change(sent, provider_user, at, key="diet", raw="no_meat")
    change(sent, provider_user, at, key="eggs", raw="yes", version=0)

    assert answers_of(sent)["eggs"] == "yes"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"key": "nothing"}, "not in this form"),
        ({"key": "tidy"}, "A promise is given once"),
        ({"words": " "}, "Say in a sentence"),
        ({"reason": "not_answered"}, "Choose a reason"),
    ],
)
def test_what_cannot_be_asked_again_is_refused_in_words(sent, programme_lead, at, said, sentence):
    values = {"key": "adults", "reason": "unclear_fact", "words": "Why?", **said}

    with pytest.raises(Refused, match=sentence):
        flag_answer(sent, **values, by=programme_lead, at=at)


def test_nothing_flagged_nothing_sent(sent, programme_lead, at):
    with pytest.raises(Refused, match="Choose first"):
        return_to_applicant(sent, days=5, by=programme_lead, at=at)
    flag(sent, programme_lead, at)
    drop_flag(sent, key="adults", by=programme_lead, at=at)
    with pytest.raises(Refused, match="Choose first"):
        return_to_applicant(sent, days=5, by=programme_lead, at=at)
    flag(sent, programme_lead, at)
    with pytest.raises(Refused, match="between 1 and 10"):
        return_to_applicant(sent, days=11, by=programme_lead, at=at)


def test_an_applicant_cannot_ask_again(sent, provider_user, at):
    with pytest.raises(Refused, match="not the person"):
        flag(sent, provider_user, at)


def test_sent_it_has_a_stage_a_day_and_a_letter(sent, asked, provider_user):
    sent.case.refresh_from_db()

    deadline = Deadline.objects.get(key=f"return:{asked.pk}")
    mails = set(OutboxEntry.objects.filter(name="questions/asked_again").values_list("payload__to", flat=True))
    assert (sent.case.stage, sent.case.owner_role, deadline.due_at) == ("asked", "provider", asked.due_at)
    assert provider_user.email in mails


def test_it_goes_back_only_when_everything_is_answered(sent, asked, provider_user, at):
    with pytest.raises(Refused, match="Still to do"):
        send_back(sent, by=provider_user, at=at)
    change(sent, provider_user, at, raw="a few")
    with pytest.raises(Refused, match="Still to do"):
        send_back(sent, by=provider_user, at=at)
    change(sent, provider_user, at, raw="5", version=2)

    returned = send_back(sent, by=provider_user, at=at)

    sent.case.refresh_from_db()
    assert (returned.answered_by, sent.case.stage) == (provider_user, "sent")
    assert Deadline.objects.get(key=f"return:{asked.pk}").done_at is not None
    with pytest.raises(Refused):
        change(sent, provider_user, at, raw="6", version=3)
    with pytest.raises(DatabaseError, match="stay as they are"), transaction.atomic():
        Answer.objects.filter(response=sent, question_key="adults").update(raw="6")


def test_an_answer_may_stand_with_a_reason(sent, asked, provider_user, at):
    say_it_stands(sent, key="adults", because="We counted twice.", by=provider_user, at=at)

    assert send_back(sent, by=provider_user, at=at).items.get().stands_because == "We counted twice."


def test_each_answer_is_accepted_or_asked_once_more(sent, programme_lead, provider_user, at):
    flag(sent, programme_lead, at)
    flag(sent, programme_lead, at, key="diet")
    return_to_applicant(sent, days=5, by=programme_lead, at=at)
    change(sent, provider_user, at)
    say_it_stands(sent, key="diet", because="It is so.", by=provider_user, at=at)
    send_back(sent, by=provider_user, at=at)

    with pytest.raises(Refused, match="of each answer"):
        judge_answers(sent, judgements={"adults": Judgement(Verdict.ACCEPTED)}, by=programme_lead, at=at)
    again = judge_answers(
        sent,
        judgements={
            "adults": Judgement(Verdict.ACCEPTED),
            "diet": Judgement(Verdict.AGAIN, "unclear_fact", "Really?"),
        },
        by=programme_lead,
        at=at,
    )

    assert [(each.number, each.is_being_prepared) for each in sent.returns.all()] == [(1, False), (2, True)]
    assert list(again.items.values_list("question_key", "words")) == [("diet", "Really?")]
    return_to_applicant(sent, days=2, by=programme_lead, at=at)
    change(sent, provider_user, at, key="diet", raw="no_meat")
    with pytest.raises(Refused, match="Only the answers"):
        change(sent, provider_user, at, raw="7", version=2)


def test_what_was_asked_and_what_it_said_stay_as_they_were_sent(sent, asked):
    item = asked.items.get()
    assert (item.before, item.version_before, item.reopens) == ("4", 1, ["adults"])

    with pytest.raises(DatabaseError, match="stays as it was sent"), transaction.atomic():
        asked.items.update(words="Something else")
    with pytest.raises(DatabaseError, match="stays as it was sent"), transaction.atomic():
        asked.items.all().delete()


def test_when_the_day_is_over_the_clock_goes_on(sent, asked, provider_user, at):
    Return.objects.update(due_at=at)

    assert end_late_returns(by=None, at=at - timedelta(minutes=1)) == 0
    assert end_late_returns(by=None, at=at) == 1
    assert end_late_returns(by=None, at=at) == 0

    sent.case.refresh_from_db()
    assert sent.case.stage == "sent"
    with pytest.raises(Refused):
        change(sent, provider_user, at)


def test_staff_may_go_on_without_an_answer_and_ask_anew(sent, asked, programme_lead, at):
    go_on_without(sent, by=programme_lead, at=at)

    with pytest.raises(Refused, match="nothing to answer"):
        go_on_without(sent, by=programme_lead, at=at)
    flag(sent, programme_lead, at)
    assert return_to_applicant(sent, days=1, by=programme_lead, at=at).number == 2


def test_the_whole_way_by_the_pages(lead_client, provider_client, sent):
    address = page(sent, "ask-again")
    assert "Ask again Adults" in words(lead_client.get(address))

    flagged = lead_client.post(
        page(sent, "flag-answer", "adults"), {"reason": "unclear_fact", "words": "Count again."}, follow=True
    )
    assert "is on the list. Nothing is sent yet." in words(flagged)
    assert "1 answer is with the applicant now." in words(lead_client.post(address, {"days": "5"}, follow=True))

    shown = words(provider_client.get(page(sent, "asked-again")))
    assert "We could not tell what this answer means. Count again. What you sent 4" in shown
    assert "Cheese" not in shown
    question = page(sent, "question", "people", "numbers") + "?return=asked"
    opened = provider_client.get(question)
    assert "Children" not in words(opened)
    answer = fill_in(provider_client, question, adults="5")
    assert answer.url == page(sent, "asked-again")
    assert provider_client.get(page(sent, "question", "food", "diet")).status_code == 302
    assert provider_client.post(page(sent, "asked-again")).status_code == 302

    back = words(lead_client.get(address))
    assert "Before 4 Now taken out: 4 added: 5 Your decision on each" in back
    done = lead_client.post(page(sent, "judge-return"), {"adults__verdict": "accepted"}, follow=True)
    assert "Every answer is accepted." in words(done)
    assert "Adults Accepted" in words(done)
    assert "taken out: 4 added: 5" in words(lead_client.get(page(sent, "history")))


def test_an_applicant_who_was_never_asked_again_finds_no_page(provider_client, sent):
    assert provider_client.get(page(sent, "asked-again")).status_code == 404


def test_a_reader_sees_what_is_asked_and_cannot_answer(sign_in, organisation, sent, asked):
    client = sign_in(Client(), make_provider(organisation, place=Place.READER))

    shown = words(client.get(page(sent, "asked-again")))

    assert "Count the adults once more." in shown
    assert "say why it is right as it stands" not in shown


@pytest.mark.django_db(transaction=True)
def test_an_answer_saved_while_it_is_given_back_is_either_in_or_refused(django_user_model):
    from sandbox_portal.people.choices import Role
    from tests.factories.people import make_staff

    load_question_sets(CONTENT, database_now())
    owner, lead, at = make_provider(make_organisation()), make_staff(Role.PROGRAMME_LEAD), database_now()
    sent = send_picnic(begin_answers(owner.organisations.get(), by=owner, at=at), owner, at)
    flag(sent, lead, at)
    return_to_applicant(sent, days=5, by=lead, at=at)
    change(sent, owner, at, raw="5")
    results: dict[str, object] = {}

    def run(name, act):
        try:
            results[name] = act()
        except Refused as refused:
            results[name] = refused
        finally:
            connections.close_all()

    late = threading.Thread(target=run, args=("saved", lambda: change(sent, owner, at, raw="6", version=2)))
    back = threading.Thread(target=run, args=("back", lambda: send_back(sent, by=owner, at=at)))
    for thread in (late, back):
        thread.start()
    for thread in (late, back):
        thread.join(timeout=30)

    stored = Answer.objects.get(response=sent, question_key="adults").raw
    assert isinstance(results["back"], Return)
    assert stored == ("5" if isinstance(results["saved"], Refused) else "6")


def test_a_mistake_on_the_decision_keeps_every_word_on_the_page(lead_client, sent, programme_lead, provider_user, at):
    for key in ("adults", "sandwiches"):
        flag(sent, programme_lead, at, key=key)
    return_to_applicant(sent, days=5, by=programme_lead, at=at)
    for key in ("adults", "sandwiches"):
        say_it_stands(sent, key=key, because="It is right.", by=provider_user, at=at)
    send_back(sent, by=provider_user, at=at)
    typed = {"adults__verdict": "again", "adults__words": "Count them at the gate."}

    missing = lead_client.post(page(sent, "judge-return"), typed)

    assert missing.status_code == 422
    assert "Say whether you accept “Sandwiches”" in words(missing)
    assert "Count them at the gate." in words(missing)
    late = {**typed, "sandwiches__verdict": "accepted"}
    assert lead_client.post(page(sent, "judge-return"), late).status_code == 302
    again = lead_client.post(page(sent, "judge-return"), late)
    assert again.status_code == 409
    assert "There is nothing here to do that with any more." in words(again)


def test_the_applicant_is_reminded_before_the_day(sent, asked, provider_user, organisation):
    make_provider(organisation, place=Place.READER)
    deadline = Deadline.objects.get(key=f"return:{asked.pk}")

    with travelled_to(deadline.due_at - timedelta(days=1)):
        queued = remind(deadline.pk, at=database_now())

    mails = OutboxEntry.objects.filter(name="reminders/return_due").values_list("payload__to", flat=True)
    owners = {person.email for person in people_of(organisation, Place.OWNER)}
    assert (set(mails), queued) == (owners, len(owners))


def test_what_came_back_is_the_next_action_of_who_asked(lead_client, sent, asked, provider_user, at):
    before = words(lead_client.get(reverse("home")))
    say_it_stands(sent, key="adults", because="We counted twice.", by=provider_user, at=at)
    send_back(sent, by=provider_user, at=at)

    assert "Answers you asked for again" not in before
    assert "Look at each answer." in words(lead_client.get(reverse("home")))

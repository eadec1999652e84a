"""From accepted to recommended: records, information, interviews, visits, and the clock of the assessment."""

from datetime import UTC, date, datetime, timedelta

import pytest

from registration.actions.applications import withdraw_registration
from registration.actions.assessing import Interview, KeyQuestionRecord, write_assessment, write_interview
from registration.actions.information import return_for_no_contact
from registration.actions.recommending import recommend, send_back_recommendation
from registration.choices import RegistrationStage as S
from registration.models import Assessment, InformationRequest
from registration.workflow import REGISTRATION
from registration.workflow.assessment import NOT_ITS_INSPECTOR
from sandbox_portal.casework.models import Deadline, OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.questions.actions.returns import (
    flag_answer,
    go_on_without,
    return_to_applicant,
    say_it_stands,
    send_back,
)
from sandbox_portal.questions.queries import response_of
from tests.factories.assessments import (
    GRANT,
    Assessing,
    accepted,
    assessing,
    load_words,
    managers_in,
    set_by_hand,
    visited,
    write_everything,
)
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db
VALIDATED = datetime(2020, 1, 13, 11, tzinfo=UTC)
CONTENT = KeyQuestionRecord(evidence="The file of one carer.", questions="", view="met", reasons="It was complete.")


@pytest.fixture(scope="module")
def scene(kept_database) -> Assessing:
    load_words()
    return assessing()


@pytest.fixture(autouse=True)
def afresh(db, scene):
    """Each test reads the application anew; what another test did to it was undone."""
    scene.again()


def due_of(scene: Assessing, kind: str = "registration_assessment") -> Deadline:
    return Deadline.objects.get(case=scene.application.case_id, kind=kind)


def ask(scene: Assessing, *, at: datetime, days: int = 10) -> InformationRequest:
    response = response_of(scene.again().case)
    asked = {"key": "safe", "reason": "unclear_fact", "words": "Who checks?"}
    with travelled_to(at):
        flag_answer(response, **asked, by=scene.inspector, at=at)
        return_to_applicant(response, days=days, by=scene.inspector, at=at)
    return InformationRequest.objects.latest("pk")


def answer(scene: Assessing, *, at: datetime) -> None:
    response = response_of(scene.again().case)
    with travelled_to(at):
        say_it_stands(response, key="safe", because="The manager does.", by=scene.owner, at=at)
        send_back(response, by=scene.owner, at=at)


def test_the_assessment_may_take_ten_weeks_and_later_by_the_days_it_waited_as_in_ex_f9():
    scene = assessing(at=VALIDATED)
    first = due_of(scene)
    ask(scene, at=datetime(2020, 2, 3, 10, tzinfo=UTC))
    waiting = due_of(scene)
    answer(scene, at=datetime(2020, 2, 17, 15, tzinfo=UTC))

    last = due_of(scene)

    assert (first.due_at.date(), first.reminder) == (date(2020, 3, 23), "M-23")
    assert waiting.cancelled_at is not None
    assert (last.due_at, last.cancelled_at) == (datetime(2020, 4, 6, 22, 59, 59, 999999, tzinfo=UTC), None)
    assert scene.again().case.stage == S.ASSESSING


def test_a_request_reopens_the_one_answer_writes_to_the_applicant_and_ends_at_midnight(scene):
    request = ask(scene, at=datetime(2026, 6, 1, 10, tzinfo=UTC), days=10)

    letter = OutboxEntry.objects.get(key=f"letter-{scene.application.pk}-L-20-1-request-{request.pk}").payload["letter"]
    deadline = Deadline.objects.get(case=scene.application.case_id, kind="return")

    assert letter["facts"]["asked_count"] == "one thing"
    assert letter["facts"]["reply_by"] == "15 June 2026"
    assert [each.endswith(": Who checks?") for each in letter["facts"]["asked_items"]] == [True]
    assert (deadline.due_at, deadline.reminder) == (datetime(2026, 6, 15, 22, 59, 59, tzinfo=UTC), "M-24A")
    assert scene.again().case.stage == S.AWAITING_APPLICANT


def test_a_second_request_has_a_letter_of_its_own(scene):
    for day in (1, 3):
        ask(scene, at=datetime(2026, 6, day, 10, tzinfo=UTC))
        answer(scene, at=datetime(2026, 6, day, 12, tzinfo=UTC))
        response = response_of(scene.again().case)
        returned = response.returns.latest("number")
        returned.ended_at = datetime(2026, 6, day, 13, tzinfo=UTC)
        returned.save(update_fields=["ended_at"])

    assert OutboxEntry.objects.filter(key__startswith=f"letter-{scene.application.pk}-L-20-1-request-").count() == 2


def test_going_on_without_an_answer_lets_the_clock_run_again(scene):
    at = database_now()
    ask(scene, at=at)

    go_on_without(response_of(scene.again().case), by=scene.inspector, at=at)

    assert InformationRequest.objects.get().end == "went_on"
    assert due_of(scene).cancelled_at is None


@pytest.mark.parametrize(
    ("moment", "refused"),
    [(datetime(2026, 6, 15, 22, 59, 59, tzinfo=UTC), True), (datetime(2026, 6, 15, 23, 0, 0, tzinfo=UTC), False)],
    ids=["one second before midnight", "midnight"],
)
def test_an_application_goes_back_for_no_contact_only_after_the_last_day(scene, moment, refused):
    ask(scene, at=datetime(2026, 6, 1, 10, tzinfo=UTC), days=10)

    with travelled_to(moment):
        sentence = REGISTRATION.refusal("return_for_no_contact", scene.again(), scene.inspector)
        if not refused:
            return_for_no_contact(scene.application, note="We rang twice.", by=scene.inspector, at=moment)

    assert (str(sentence) if sentence else None) == (
        "They can still answer until the end of 15 June 2026." if refused else None
    )
    assert scene.again().case.stage == (S.AWAITING_APPLICANT if refused else S.RETURNED_INCOMPLETE)


def test_withdrawing_while_asked_ends_the_request_and_every_clock(scene):
    at = database_now()
    ask(scene, at=at)

    withdraw_registration(scene.again(), reason="We changed our minds.", by=scene.owner, at=at)

    assert InformationRequest.objects.get().end == "over"
    running = Deadline.objects.filter(case=scene.application.case_id, done_at=None, cancelled_at=None)
    assert list(running) == []


def test_the_recommendation_names_what_is_still_missing_one_thing_after_the_other(scene):
    at = database_now()
    sentences = [str(REGISTRATION.refusal("recommend", scene.again(), scene.inspector))]
    write_everything(scene, at=at)
    sentences.append(str(REGISTRATION.refusal("recommend", scene.again(), scene.inspector)))
    visited(scene, at=at)

    assert sentences == [
        "Write your record of these key questions first: Safe, Effective, Caring, Responsive, Well-led.",
        "Carry out the visit first, in person or remotely, and write down what you found.",
    ]
    assert REGISTRATION.refusal("recommend", scene.again(), scene.inspector) is None


def test_a_recommendation_sent_back_stays_to_be_read_and_a_new_one_is_made(scene):
    at = database_now()
    write_everything(scene, at=at)
    visited(scene, at=at)
    first = recommend(scene.again(), grounds=GRANT, by=scene.inspector, at=at)
    send_back_recommendation(scene.again(), because="Say more about cover.", by=scene.manager, at=at)
    second = recommend(scene.again(), grounds=GRANT, by=scene.inspector, at=at)

    first.refresh_from_db()

    assert (first.sent_back_because, first.sent_back_by, second.number) == ("Say more about cover.", scene.manager, 2)
    assert OutboxEntry.objects.filter(name="registration.make_assessment_report").count() == 2


def test_only_its_own_inspector_writes_and_only_while_it_is_assessed(scene):
    other, at = make_staff(Role.REGISTRATION_INSPECTOR), database_now()
    facts = {"key_question": "safe", "content": CONTENT, "at": at}

    with pytest.raises(Refused, match="Only the inspector who has this application"):
        write_assessment(scene.application, **facts, by=other)
    set_by_hand(scene.application.case, S.RECOMMENDED, by=scene.inspector, at=at)
    with pytest.raises(Refused, match="while the application is being assessed"):
        write_assessment(scene.again(), **facts, by=scene.inspector)

    assert Assessment.objects.count() == 0


def test_a_record_written_again_is_one_record(scene):
    for view in ("likely", "met"):
        content = KeyQuestionRecord(evidence="Files.", questions="", view=view, reasons="Seen.")
        write_assessment(scene.again(), key_question="safe", content=content, by=scene.inspector, at=database_now())

    assert list(Assessment.objects.values_list("view", flat=True)) == ["met"]


def test_an_interview_that_lies_ahead_is_refused(scene):
    tomorrow = database_now() + timedelta(days=2)
    interview = Interview(held_on=tomorrow.date(), mode="video", questions="Who?", notes="She.")

    with pytest.raises(Refused, match="lies ahead"):
        write_interview(
            scene.application, managers=managers_in(scene), interview=interview, by=scene.inspector, at=database_now()
        )


def test_an_accepted_application_waits_for_an_inspector():
    scene = accepted()

    assert str(REGISTRATION.refusal("begin_assessment", scene.application, scene.inspector)) == NOT_ITS_INSPECTOR

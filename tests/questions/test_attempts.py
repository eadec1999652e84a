"""What came back as a whole is answered anew, and what was sent before stays."""

import pytest

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.questions.actions import lock_response, save_answer, save_page
from sandbox_portal.questions.actions.attempts import answer_anew
from sandbox_portal.questions.models import Answer
from sandbox_portal.questions.queries import answers_of, response_of, response_visible_to, responses_of
from tests.factories.people import make_provider
from tests.questions.test_saving import WHOLE


@pytest.fixture
def sent(response, provider_user, at):
    save_page(response, answers=WHOLE, versions={}, by=provider_user, at=at)
    return lock_response(response, by=provider_user, at=at)


def test_the_next_attempt_begins_with_every_answer_and_the_one_before_stays(sent, provider_user, at):
    anew = answer_anew(sent, by=provider_user, at=at)
    save_answer(anew, key="sandwiches", raw="Egg and cress", version=1, by=provider_user, at=at)

    assert answers_of(sent) == WHOLE
    assert answers_of(anew) == {**WHOLE, "sandwiches": "Egg and cress"}
    assert (anew.attempt, anew.locked_at, anew.question_set_id) == (2, None, sent.question_set_id)


def test_the_newest_attempt_is_the_response_of_the_case(sent, provider_user, at):
    anew = answer_anew(sent, by=provider_user, at=at)

    assert response_of(sent.case) == response_of(sent.case, set_code="picnic") == anew
    assert responses_of(sent.case) == [sent, anew]


def test_whoever_may_see_the_case_opens_its_newest_attempt_and_nobody_else_opens_any(sent, provider_user, at):
    first = response_visible_to(provider_user, sent.case_id)
    anew = answer_anew(sent, by=provider_user, at=at)

    assert (first, response_visible_to(provider_user, sent.case_id)) == (sent, anew)
    assert response_visible_to(make_provider(), sent.case_id) is None


def test_an_answer_keeps_its_author_until_somebody_changes_it(sent, provider_user, at):
    before = Answer.objects.get(response=sent, question_key="sandwiches")
    copied = Answer.objects.get(response=answer_anew(sent, by=provider_user, at=at), question_key="sandwiches")

    assert (copied.answered_by_id, copied.answered_at) == (before.answered_by_id, before.answered_at)


def test_beginning_again_a_second_time_gives_the_same_attempt(sent, provider_user, at):
    assert answer_anew(sent, by=provider_user, at=at) == answer_anew(sent, by=provider_user, at=at)


def test_open_answers_are_not_begun_again(response, provider_user, at):
    with pytest.raises(Refused, match="need not begin again"):
        answer_anew(response, by=provider_user, at=at)

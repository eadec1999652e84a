"""Answers are kept exactly as typed, and nobody's text is overwritten unseen."""

import pytest
from django.db import DatabaseError, transaction

from sandbox_portal.casework.refusals import Conflict, Refused
from sandbox_portal.people.choices import Place
from sandbox_portal.questions.actions import lock_response, open_response, save_answer, save_draft, save_page
from sandbox_portal.questions.models import Answer, AnswerRevision
from sandbox_portal.questions.queries import answers_of, completeness, problems, task_list
from tests.factories.people import make_provider
from tests.questions.kinds import PICNICS, open_picnic

WHOLE = {
    "host_name": "Sam",
    "adults": "4",
    "email": "sam@example.org",
    "diet": "anything",
    "sandwiches": "Cheese",
    "dates": {"dates": {"first": {"coming": True, "who": "Sam"}}, "none": False},
    "tidy": True,
}
ODD_TEXTS = [
    "  spaces kept at both ends  ",
    "two\n\nparagraphs\tand a tab",
    "Ünïcödé, 漢字, عربي, ‮right to left‬, zero​width",
    "e\u0301 is two characters and é is one",
    "👩🏽‍🦽‍➡️ 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "<script>alert(1)</script> {{ settings.SECRET_KEY }} {% debug %} %s %(x)s ' OR 1=1 --",
    "Z̴̡̢͙̲̞̜͇̤͙͔̜͔̗̠͌̔̓̍̌͆̎̈̈́͒̈́̉̚͠ͅa͢l͟g̕o͝",
]


@pytest.fixture
def colleague(organisation):
    return make_provider(organisation, place=Place.CONTRIBUTOR, name="Amira Khan")


def save(response, by, at, *, raw="Cheese", version=0, page="", key="sandwiches"):
    return save_answer(response, key=key, raw=raw, version=version, by=by, at=at, page=page)


def draft(response, by, at, *, raw="Cheese", version=0, page="page one"):
    return save_draft(response, answers={"sandwiches": raw}, versions={"sandwiches": version}, by=by, at=at, page=page)[
        "sandwiches"
    ]


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_a_text_is_kept_exactly_as_typed(response, provider_user, at, text):
    save(response, provider_user, at, raw=text)

    assert answers_of(response) == {"sandwiches": text}


@pytest.mark.parametrize("text", ["NUL \x00 inside", "half a character \ud83d", "bell \x07"])
def test_text_that_nobody_can_type_is_refused(response, provider_user, at, text):
    with pytest.raises(Refused, match="cannot be read"):
        save(response, provider_user, at, raw=text)

    assert answers_of(response) == {}


def test_an_invalid_answer_is_kept_too(response, provider_user, at):
    save(response, provider_user, at, key="adults", raw="a few")

    assert answers_of(response) == {"adults": "a few"}
    assert [problem.wrong.value for problem in problems(response) if problem.question.key == "adults"] == [
        "not_a_whole_number"
    ]


def test_each_change_has_its_version_its_author_and_its_moment(response, provider_user, colleague, at):
    save(response, provider_user, at, raw="Cheese")

    answer = save(response, colleague, at, raw="Ham", version=1)

    assert (answer.raw, answer.version, answer.answered_by, answer.answered_at) == ("Ham", 2, colleague, at)


def test_a_save_over_a_newer_version_is_a_conflict_and_changes_nothing(response, provider_user, colleague, at):
    save(response, provider_user, at, raw="Cheese")
    save(response, colleague, at, raw="Ham", version=1)

    with pytest.raises(Conflict, match="Amira Khan changed this answer at ") as caught:
        save(response, provider_user, at, raw="Egg", version=1)

    assert {key: answer.raw for key, answer in caught.value.theirs.items()} == {"sandwiches": "Ham"}
    assert answers_of(response) == {"sandwiches": "Ham"}


def test_a_first_answer_conflicts_with_a_first_answer(response, provider_user, colleague, at):
    save(response, provider_user, at, raw="Cheese", version=0)

    with pytest.raises(Conflict):
        save(response, colleague, at, raw="Ham", version=0)


def test_the_same_text_again_is_no_conflict_and_no_change(response, provider_user, colleague, at):
    save(response, provider_user, at, raw="Cheese")

    again = save(response, colleague, at, raw="Cheese", version=0)

    assert (again.version, again.answered_by) == (1, provider_user)


def test_one_conflict_on_a_page_saves_nothing_of_the_page(response, provider_user, colleague, at):
    save(response, colleague, at, key="adults", raw="3")

    with pytest.raises(Conflict):
        save_page(
            response,
            answers={"adults": "4", "children": "2"},
            versions={"adults": 0, "children": 0},
            by=provider_user,
            at=at,
        )

    assert answers_of(response) == {"adults": "3"}


def test_the_button_of_a_page_is_not_taken_for_a_conflict_with_its_own_draft(response, provider_user, at):
    draft(response, provider_user, at, raw="Che", version=0, page="page one")

    answer = save(response, provider_user, at, raw="Cheese", version=0, page="page one")

    assert (answer.raw, answer.version, answer.written_from) == ("Cheese", 2, "")


def test_a_draft_that_arrives_after_the_button_does_not_bring_old_text_back(response, provider_user, at):
    draft(response, provider_user, at, raw="Che", version=0, page="page one")
    save(response, provider_user, at, raw="Cheese", version=0, page="page one")

    with pytest.raises(Conflict):
        draft(response, provider_user, at, raw="Chee", version=1, page="page one")

    assert answers_of(response) == {"sandwiches": "Cheese"}


def test_two_pages_of_the_same_person_do_conflict(response, provider_user, at):
    draft(response, provider_user, at, raw="Che", page="page one")

    with pytest.raises(Conflict):
        draft(response, provider_user, at, raw="Ham", page="page two")


def test_the_button_keeps_each_version_for_good(response, provider_user, at):
    for version, text in enumerate(["Cheese", "Ham", "Egg"]):
        save(response, provider_user, at, raw=text, version=version)

    kept = AnswerRevision.objects.values_list("version", "raw")
    assert list(kept) == [(1, "Cheese"), (2, "Ham"), (3, "Egg")]


def test_typing_leaves_a_revision_now_and_then_and_before_another_person_changes_it(
    response, provider_user, colleague, at
):
    for version in range(25):
        draft(response, provider_user, at, raw=f"Cheese {version}", version=version)
    save(response, colleague, at, raw="Ham", version=25)

    kept = AnswerRevision.objects.values_list("version", "raw", "answered_by__name")
    assert list(kept) == [
        (20, "Cheese 19", provider_user.name),
        (25, "Cheese 24", provider_user.name),
        (26, "Ham", "Amira Khan"),
    ]


def test_a_revision_can_neither_be_changed_nor_deleted(response, provider_user, at):
    save(response, provider_user, at)

    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        AnswerRevision.objects.update(raw="Something else")
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        AnswerRevision.objects.all().delete()


def test_an_empty_required_answer_leaves_no_trace_and_an_optional_one_passed_over_does(response, provider_user, at):
    save_page(response, answers={"adults": "", "children": ""}, versions={}, by=provider_user, at=at)

    assert answers_of(response) == {"children": ""}


def test_typing_beside_an_optional_question_does_not_pass_it_over(response, provider_user, at):
    save_draft(response, answers={"adults": "1", "children": ""}, versions={}, by=provider_user, at=at, page="one")

    assert answers_of(response) == {"adults": "1"}


@pytest.mark.parametrize("key", ["no_such_question", "__class__", ""])
def test_an_answer_to_no_question_is_refused(response, provider_user, at, key):
    with pytest.raises(Refused, match="not in this form"):
        save(response, provider_user, at, key=key)


def test_a_reader_may_not_write(response, organisation, at):
    reader = make_provider(organisation, place=Place.READER)

    with pytest.raises(Refused, match="You may read this plan, not change it"):
        save(response, reader, at)


def test_nobody_writes_once_the_case_has_moved_on(response, organisation, at):
    owner = make_provider(organisation)
    PICNICS.take_step(response.case, "send", by=owner, at=at)

    with pytest.raises(Refused, match="The plan has been sent"):
        save(response, owner, at)


def fill(response, by, at):
    save_page(response, answers=WHOLE, versions={}, by=by, at=at)


def test_answers_with_gaps_cannot_be_locked(response, provider_user, at):
    fill(response, provider_user, at)
    save(response, provider_user, at, raw="", version=1)

    with pytest.raises(Refused, match="1 answer is missing or needs a change"):
        lock_response(response, by=provider_user, at=at)

    response.refresh_from_db()
    assert response.locked_at is None


def test_whole_answers_are_locked_with_the_lists_of_that_day(response, provider_user, at):
    fill(response, provider_user, at)

    locked = lock_response(response, by=provider_user, at=at)

    assert (locked.locked_at, locked.locked_by) == (at, provider_user)
    assert [choice["label"] for choice in locked.given["choices"]["outings"]] == [
        "28 November 2026, first outing",
        "12 December 2026, second outing",
    ]


def test_locked_answers_are_changed_by_nobody(response, provider_user, at):
    fill(response, provider_user, at)
    lock_response(response, by=provider_user, at=at)

    with pytest.raises(Refused, match="sent and are closed"):
        save(response, provider_user, at, raw="Ham", version=1)
    with pytest.raises(Refused, match="sent and are closed"):
        lock_response(response, by=provider_user, at=at)
    with pytest.raises(DatabaseError, match="is locked"), transaction.atomic():
        Answer.objects.filter(response=response).update(raw="Ham")
    with pytest.raises(DatabaseError, match="is locked"), transaction.atomic():
        Answer.objects.create(
            response=response, question_key="children", raw="1", answered_by=provider_user, answered_at=at
        )


def test_completeness_counts_tasks(response, provider_user, at):
    before = completeness(response)
    fill(response, provider_user, at)
    after = completeness(response)

    assert (before.done, before.tasks, before.is_complete) == (0, 4, False)
    assert (after.done, after.tasks, after.is_complete) == (4, 4, True)
    assert [part.status.value for part in task_list(response)] == ["completed"] * 4


def test_opening_again_returns_the_answers_begun(response, provider_user, at):
    assert open_response(response.case, set_code="picnic", by=provider_user, at=at) == response


def test_a_case_without_a_published_set_is_refused_in_words(organisation, provider_user, at):
    case = open_picnic(organisation, by=provider_user, at=at)

    with pytest.raises(Refused, match="not ready yet"):
        open_response(case, set_code="nowhere", by=provider_user, at=at)


def test_a_response_keeps_its_question_set_and_its_case(response, organisation, provider_user, at):
    other = open_picnic(organisation, by=provider_user, at=at)

    with pytest.raises(DatabaseError, match="keeps its case"), transaction.atomic():
        type(response).objects.filter(pk=response.pk).update(case=other)

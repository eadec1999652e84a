"""Feedback by card and letter: it becomes evidence once, and nobody can say whose it is (R-375)."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from inspection.actions.assessments import close_evidence
from inspection.actions.evidence import correct_evidence, use_evidence
from inspection.actions.feedback import end_feedback, finish_talk
from inspection.actions.feedback_intake import SOURCE, take_in_feedback
from inspection.models import EvidenceItem, FeedbackAnswer, FeedbackLetter, FeedbackTalk, PersonMet
from inspection.queries.feedback import answerable_letter, feedback_visible_to, progress_of, request_of_code
from inspection.rulebook.feedback import Asked, evidence_in, told
from inspection.tasks import take_in_what_people_said, those_asked_for_feedback
from sandbox_portal.casework.models import Deadline, OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Link
from tests.factories.feedback import answered, asked
from tests.factories.inspection import LEARNING, Scene, a_framework, gathering, piece
from tests.factories.people import make_staff

KINDS = (("people", "PE"), ("staff", "SL"), ("partners", "FP"), ("processes", "PR"))
CATEGORIES = [{"key": key, "code": code, "title": key.title(), "description": "A kind."} for key, code in KINDS]


@pytest.fixture(scope="module")
def scene(kept_database) -> Scene:
    return gathering(framework=a_framework(categories=CATEGORIES))


def items(scene: Scene) -> list[tuple]:
    rows = EvidenceItem.objects.filter(assessment=scene.assessment, origin="feedback").order_by("number")
    return [(each.category, each.kind, each.direction, each.people, each.text) for each in rows]


def take_in(scene: Scene) -> int:
    return take_in_feedback(scene.again(), by=None, at=database_now())


def test_each_question_that_says_something_is_one_piece_of_evidence_under_one_code(scene, db):
    answered(asked(scene))

    assert take_in(scene) == 1
    assert items(scene) == [
        (
            "people",
            "person",
            "strength",
            ["P1"],
            "“The people who help me are kind, and treat me with respect.”\nAnswer: Yes",
        ),
        (
            "people",
            "person",
            "concern",
            ["P1"],
            "“I feel safe, and I know whom to tell if I do not.”\nAnswer: No\nNobody answers at night.",
        ),
        (
            "people",
            "person",
            "neutral",
            ["P1"],
            "What is the best thing about your support, and what should be better?\nThe walks.",
        ),
    ]


@pytest.mark.parametrize(
    ("group", "said", "expected"),
    [
        ("P", {"kind": "yes"}, ("people", "person", "P1")),
        ("F", {"kind": "yes"}, ("people", "family", "F1")),
        ("C", {"speak": "no"}, ("staff", "carer", "C1")),
        ("L", {"led": "partly"}, ("staff", "leader", "L1")),
        ("X", {"early": "yes"}, ("partners", "partner", "X1")),
    ],
)
def test_every_group_feeds_its_own_kind_of_evidence_with_its_own_code(scene, db, group, said, expected):
    answered(asked(scene, group=group), answers=said)
    take_in(scene)

    assert [(category, kind, people[0]) for category, kind, _shows, people, _text in items(scene)] == [expected]


def test_an_answer_is_counted_once_however_often_it_is_taken_in(scene, db):
    answered(asked(scene))

    assert [take_in(scene), take_in(scene), take_in_what_people_said(at=database_now())] == [1, 0, 0]
    item = EvidenceItem.objects.filter(assessment=scene.assessment, origin="feedback").first()
    twin = {name: getattr(item, name) for name in ("origin", "origin_key", "category", "kind", "way", "text", "source")}
    with pytest.raises(IntegrityError, match="counted_once"), transaction.atomic():
        EvidenceItem.objects.create(
            assessment=scene.assessment, number=99, seen_at=item.seen_at, direction="neutral",
            written_at=item.written_at, written_by=scene.lead, **twin,
        )  # fmt: skip


def test_it_says_where_it_comes_from_by_day_alone_and_whether_it_may_be_quoted(scene, db):
    answer = answered(asked(scene), may_quote=False)
    take_in(scene)
    item = EvidenceItem.objects.filter(assessment=scene.assessment, origin="feedback").first()

    assert (item.source, item.way, item.may_quote) == (SOURCE, "feedback", False)
    assert day_in_london(item.seen_at) == answer.answered_on
    assert PersonMet.objects.get(case=scene.assessment.case, kind="P").may_quote is False


def test_nobody_corrects_it_and_the_team_still_says_what_it_is_used_for(scene, db):
    answered(asked(scene))
    take_in(scene)
    item = EvidenceItem.objects.filter(assessment=scene.assessment, origin="feedback").first()

    with pytest.raises(Refused, match="This came in by itself"):
        correct_evidence(item, piece=piece(scene), because="Better so.", by=scene.lead, at=database_now())
    with pytest.raises(IntegrityError, match="is_not_corrected"), transaction.atomic():
        EvidenceItem.objects.filter(pk=item.pk).update(replaced_at=database_now())
    used = use_evidence(item, statements=[LEARNING], by=scene.lead, at=database_now())
    assert [each.statement for each in used.uses.filter(ended_at=None)] == [LEARNING]


def test_an_answer_names_neither_a_letter_nor_a_moment(scene, db):
    request = asked(scene, addresses=("ann@example.org", "bo@example.org"))
    answered(request)

    row = FeedbackAnswer.objects.filter(request=request).values().get()
    assert set(row) == {"id", "request_id", "answers", "may_quote", "warned_of", "answered_on", "taken_in_at"}
    letters = [str(value) for each in FeedbackLetter.objects.values("id", "link_id") for value in each.values()]
    assert not [key for key in letters if key in str(row)]


def test_whoever_would_like_to_talk_is_kept_apart_from_the_answer(scene, db):
    answer = answered(asked(scene), reach="Ring 01632 960 001")
    talk = finish_talk(FeedbackTalk.objects.get(), by=scene.second, at=database_now())

    assert "960" not in str(FeedbackAnswer.objects.filter(pk=answer.pk).values().get())
    assert set(FeedbackTalk.objects.values().get()) & {"answer_id", "letter_id"} == set()
    assert talk.done_by == scene.second


def test_each_addressee_gets_one_letter_and_a_reminder_that_ends_with_the_answer(scene, db):
    asked(scene, addresses=("Ann@example.org", "ann@example.org", "bo@example.org"))

    mails = OutboxEntry.objects.filter(name="inspection/feedback_asked").values_list("payload__to", flat=True)
    clocks = Deadline.objects.filter(reminder="M-50")
    told_to = [each.email for clock in clocks for each in those_asked_for_feedback(clock)]
    assert sorted(mails) == sorted(told_to) == ["ann@example.org", "bo@example.org"]


def test_letters_and_cards_open_nothing_once_it_is_ended(scene, db):
    card, letters = asked(scene), asked(scene, addresses=("ann@example.org",))
    before = (request_of_code(card.code), answerable_letter(letters.letters.get().pk))
    for each in (card, letters):
        end_feedback(each, by=scene.lead, at=database_now())

    assert None not in before
    assert (request_of_code(card.code), answerable_letter(letters.letters.get().pk)) == (None, None)
    assert Link.objects.get(pk=letters.letters.get().link_id).revoked_at is not None


def test_answers_close_with_the_evidence_and_those_that_wait_come_in_before(scene, db):
    request = asked(scene)
    answered(request)
    close_evidence(scene.again(), gaps_because="It is small.", by=scene.lead, at=database_now())

    assert len(items(scene)) == 3
    assert request_of_code(request.code) is None
    with pytest.raises(Refused, match="cannot be answered any more"):
        answered(request)


def test_pressing_the_button_twice_is_one_answer(scene, db):
    request = asked(scene)
    first = answered(request)

    assert answered(request, key=first.pk) == first
    assert FeedbackAnswer.objects.filter(request=request).count() == 1


def test_a_flood_is_stopped(scene, db, monkeypatch):
    monkeypatch.setattr("inspection.actions.feedback.MOST_A_DAY", 2)
    request = asked(scene)
    answered(request)
    answered(request)

    with pytest.raises(Refused, match="Very many people have answered today"):
        answered(request)


def test_what_was_answered_stays_as_it_is(scene, db):
    answer = answered(asked(scene))

    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        FeedbackAnswer.objects.filter(pk=answer.pk).update(answers={})
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        FeedbackAnswer.objects.filter(pk=answer.pk).delete()


def test_small_numbers_are_not_told_and_answers_are_not_broken_down_below_five(scene, db):
    request = asked(scene)
    numbers = []
    for _each in range(5):
        answered(request)
        progress = next(progress_of([request], database_now()))
        numbers.append((progress.answered, len(progress.answers)))

    assert numbers == [("Fewer than 5", 0)] * 4 + [("5", 7)]
    assert progress.answers[0] == (
        "The people who help me are kind, and treat me with respect.",
        "Wellbeing and independence",
        (("Yes", 5), ("Partly", 0), ("No", 0), ("I am not sure", 0)),
    )


def test_feedback_is_for_those_who_read_the_file(scene, db):
    request = asked(scene)
    stranger = make_staff(Role.INSPECTOR)

    assert [
        feedback_visible_to(each).filter(pk=request.pk).exists() for each in (scene.lead, stranger, scene.owner)
    ] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"group": "Z"}, "Choose whom you ask"),
        ({"days": 0}, "a day that lies ahead"),
        ({"days": 400}, "within four months"),
    ],
)
def test_what_cannot_be_asked_is_refused(scene, db, changes, said):
    with pytest.raises(Refused, match=said):
        asked(scene, **changes)


def test_a_group_without_a_kind_of_evidence_is_not_asked(db):
    with pytest.raises(Refused, match="no kind of evidence for what this group says"):
        asked(gathering(framework=a_framework()), group="X")


def test_an_answer_without_words_or_a_view_says_nothing():
    question = Asked("safe", "I feel safe.", {"yes": "Yes", "not_sure": "I am not sure"}, ("a.b", "theme.c"))

    said = [
        evidence_in([question], each) for each in ({}, {"safe": "not_sure"}, {"safe_more": "At night?"}, {"safe": "x"})
    ]

    assert [len(each) for each in said] == [0, 0, 1, 0]
    assert said[2][0].statements == ("a.b",)
    assert [told(each) for each in (0, 1, 4, 5)] == ["None", "Fewer than 5", "Fewer than 5", "5"]
